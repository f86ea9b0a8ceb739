/*
 * heap - the only door to malloc outside base/ and library adapters.
 *
 * Example: struct pool *p = heap_new(sizeof(*p)); ... heap_free(p);
 *
 * Long-lived objects of a process, a worker or a connection live here; what
 * belongs to one post or one snapshot lives in an arena (base/arena.h).
 *
 * Memory:  heap_new gives zeroed memory. Out of memory aborts: a restart
 *          beats limping on; per-post memory is capped by arenas instead.
 * Threads: safe, as malloc is.
 */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>

#include "base/attr.h"

void *heap_new(size_t bytes) MUST_USE;                /* zeroed */
void *heap_array(size_t count, size_t each) MUST_USE; /* zeroed, checked */
void *heap_grow(void *p, size_t count, size_t each) MUST_USE; /* as realloc */
char *heap_text(const char *text) MUST_USE; /* a copy; NULL → NULL */
char *heap_copy(const void *at, size_t len) MUST_USE; /* a copy plus NUL */
void heap_free(void *p);                              /* NULL is fine */

#endif
