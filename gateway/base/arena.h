/*
 * arena - memory that dies with its owner (a post, a snapshot).
 *
 * Example: struct arena *a = arena_new(16 << 20);
 *          struct hit *hits = arena_array(a, n, sizeof(*hits));
 *          ... arena_free(&a);
 *
 * Limit:   the cap in bytes is set at creation. At the cap arena_alloc()
 *          returns NULL and the arena stays full until it is reset or freed: a
 *          post that did not fit must never look like a post that was scanned.
 * Memory:  blocks are chained and freed together; nothing in an arena is
 *          freed by itself. Memory is zeroed and aligned for any type.
 * Threads: one owner at a time; no locks.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

struct arena;

struct arena *arena_new(size_t cap_bytes) MUST_USE;
void arena_free(struct arena **a); /* sets *a to NULL; NULL is fine */
void arena_reset(struct arena *a); /* empty again, first block kept */

void *arena_alloc(struct arena *a, size_t n) MUST_USE;
void *arena_array(struct arena *a, size_t count, size_t each) MUST_USE;

/* Grows the array `old` of `have` elements to `want` by copying; the old one
 * is left to die with the arena. For amortised growth double `want`. */
void *arena_grow(struct arena *a, const void *old, size_t have, size_t want,
                 size_t each) MUST_USE;

/* Copies; .at is NUL-terminated past .len for the use of C libraries.
 * .at is NULL once the arena is full. */
struct span arena_copy(struct arena *a, struct span s) MUST_USE;
const char *arena_text(struct arena *a, struct span s) MUST_USE;
struct span arena_printf(struct arena *a, const char *fmt, ...) MUST_USE
    PRINTF_LIKE(2, 3);

bool arena_full(const struct arena *a);
size_t arena_used(const struct arena *a); /* bytes handed out */

/* Fills e with ERR_MEMORY ("memory cap of N bytes reached: WHAT"); false. */
#define arena_err(...) (arena_fill_err(__VA_ARGS__), false)
void arena_fill_err(const struct arena *a, const char *what, struct err *e);

/* For tests of the failure path: the n-th allocation from now on fails
 * (1 = the next), and the arena is full from then on. 0 switches it off. */
void arena_fail_after(struct arena *a, size_t n);

#endif
