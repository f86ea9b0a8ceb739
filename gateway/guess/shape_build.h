/*
 * shape_build - the parts of a shape_index, as it is made (inside guess/).
 *
 * Example: uint32_t *c = shape_characters(term, count, split, &n); …
 *          heap_free(c);
 *
 * Memory:  on the heap, the caller's. Errors: none. Threads: one owner.
 */
#ifndef GUESS_SHAPE_BUILD_H
#define GUESS_SHAPE_BUILD_H

#include "guess/shape_index.h"

/* Every character of the terms that ask for the disguise (a bit), once, in
 * rising order. */
uint32_t *shape_characters(const struct seer_term *term, uint32_t count,
                           uint32_t disguise, uint32_t *ret_count) MUST_USE;

/* Of entries by pair; sorts them and leaves each pair once. */
struct sieve *shape_sieve(struct listing_entries *e) MUST_USE;

/* The key itself, and the characters listed by it. */
struct screen_set shape_set(const struct listing *characters, uint64_t key);

/* What components make up: `usual`, `ways`, `way_sieve`, `begins` of x, and
 * what the screen knows of them. shown: what the default view shows of each
 * character, SHAPE_CHARACTERS of them. */
void shape_list_ways(struct shape_index *x, const struct seer_term *term,
                     uint32_t count, const uint32_t *shown);

/* `emoji` of a shape_index. */
struct listing *shape_list_emoji(const struct seer_term *term,
                                 uint32_t count) MUST_USE;

#endif
