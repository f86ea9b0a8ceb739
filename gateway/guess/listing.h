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
 * Memory:  on the heap; the entries stay the caller's (and are sorted), those
 *          of listing_add() are freed with heap_free(e.at).
 * Errors:  none. Threads: read-only after listing_new().
 */
#ifndef GUESS_LISTING_H
#define GUESS_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/table.h"

/* A hash table of buckets, each one line of memory: most look-ups wait for
 * memory once. What does not fit goes into the next bucket. */
enum { LISTING_BUCKET = 5 };

struct listing_bucket {
    uint64_t key[LISTING_BUCKET];
    uint32_t value[LISTING_BUCKET]; /* the only one of the key; */
    uint8_t used, many;             /* of `many`, a bit each, where in `values`
                                     * its count and values are */
    bool overflows;
};
_Static_assert(sizeof(struct listing_bucket) == TABLE_LINE, "one line");

struct listing {
    struct listing_bucket *bucket;
    uint64_t buckets;
    uint32_t *values;
};

struct listing_entry {
    uint64_t key;
    uint32_t value;
};

/* Entries as they are found; starts as {0}. */
struct listing_entries {
    struct listing_entry *at;
    size_t count, room;
};

struct listed {
    const uint32_t *at; /* in rising order */
    uint32_t count;
};

/* By key, then value. */
void listing_sort(struct listing_entry *entry, size_t count);

void listing_add(struct listing_entries *e, uint64_t key, uint32_t value);

struct listing *listing_new(struct listing_entry *entry, size_t count) MUST_USE;
struct listing *listing_of(struct listing_entries *e) MUST_USE; /* frees e */
void listing_free(struct listing **l); /* sets *l to NULL; NULL is fine */

struct listed listing_get(const struct listing *l, uint64_t key);

/* Look-ups that wait for memory together: each one begins as it is asked. */
enum { LISTING_BATCH = 32 };

struct listing_asked {
    uint64_t key;
    const struct listing_bucket *home;
    uint32_t tag; /* the caller's */
    struct listed found;
};

struct listing_batch {
    uint32_t count;
    struct listing_asked at[LISTING_BATCH];
};

static inline uint64_t listing_pair(uint32_t a, uint32_t b)
{
    return (uint64_t)a << 32U | b;
}

/* The bucket that a key is in, or in one behind it. */
static inline struct listing_bucket *listing_home(const struct listing *l,
                                                  uint64_t key)
{
    key ^= key >> 32U;
    key *= 0x9E3779B97F4A7C15U;
    key ^= key >> 29U;
    key *= 0xBF58476D1CE4E5B9U;
    return &l->bucket[(key >> 32U) * l->buckets >> 32U];
}

/* True when there is no room for another one. */
static inline bool listing_ask(const struct listing *l, struct listing_batch *b,
                               uint64_t key, uint32_t tag)
{
    struct listing_asked *asked = &b->at[b->count];

    asked->home = listing_home(l, key);
    __builtin_prefetch(asked->home);
    asked->key = key;
    asked->tag = tag;
    return ++b->count == LISTING_BATCH;
}

void listing_answer(const struct listing *l, struct listing_batch *b);

#endif
