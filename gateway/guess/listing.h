/*
 * listing - lists of numbers by key, built once and then only read.
 *
 * Example: struct listing *l = listing_new(entries, count);
 *          struct listed terms = listing_get(l, listing_pair(a, b));
 *          for (uint32_t i = 0; i < terms.count; i++) use(terms.at[i]);
 *
 *          or, for many keys at once:
 *          listing_ask(l, &batch, key, i); … listing_answer(l, &batch);
 *          for (k = 0; k < batch.count; k++) use(batch.at[k].found);
 *
 * In:      entries in any order; equal ones are kept once.
 * Memory:  on the heap; the entries stay the caller's (and are sorted).
 * Errors:  none. Threads: read-only after listing_new().
 */
#ifndef GUESS_LISTING_H
#define GUESS_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct listing;

struct listing_entry {
    uint64_t key;
    uint32_t value;
};

struct listed {
    const uint32_t *at; /* in rising order */
    uint32_t count;
};

/* By key, then value. */
void listing_sort(struct listing_entry *entry, size_t count);

struct listing *listing_new(struct listing_entry *entry, size_t count) MUST_USE;
void listing_free(struct listing **l); /* sets *l to NULL; NULL is fine */

struct listed listing_get(const struct listing *l, uint64_t key);

/* Look-ups that wait for memory together: each one begins as it is asked. */
enum { LISTING_BATCH = 32 };

struct listing_asked {
    uint64_t key;
    uint32_t tag; /* the caller's */
    struct listed found;
};

struct listing_batch {
    uint32_t count;
    struct listing_asked at[LISTING_BATCH];
};

/* True when there is no room for another one. */
bool listing_ask(const struct listing *l, struct listing_batch *b, uint64_t key,
                 uint32_t tag);
void listing_answer(const struct listing *l, struct listing_batch *b);

static inline uint64_t listing_pair(uint32_t a, uint32_t b)
{
    return (uint64_t)a << 32U | b;
}

#endif
