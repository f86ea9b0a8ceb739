/*
 * shuffled_index - which terms may stand around a character in another order.
 *
 * Each term is looked for by one of its characters, its anchor, and another one
 * of it close by: with at most SHUFFLED_FOREIGN others between all of them, a
 * character has one of two others for sure within SHUFFLED_NEAR units. So one
 * of the others, the one that the anchor is met with the most in ordinary texts
 * (情 for 激 of 激情电话), need not be listed.
 *
 * Example: if (screen_set_has(&x->anchors, u->number) &&
 *              shuffled_near(x->near[u->number], u[2].number))
 *              listing_get(x->pairs, listing_pair(u->c, u[2].c)) → terms
 *
 * Memory:  on the heap. Errors: none. Threads: read-only after building.
 * Source:  a blocked Bloom filter of one function; docs/decisions/0004.
 */
#ifndef GUESS_SHUFFLED_INDEX_H
#define GUESS_SHUFFLED_INDEX_H

#include "base/attr.h"
#include "guess/listing.h"
#include "guess/screen.h"
#include "guess/seer.h"
#include "guess/shuffled.h"

enum {
    SHUFFLED_NEAR = SHUFFLED_FOREIGN + 2,
    SHUFFLED_ROW = 16 /* words: what is near one anchor lies in one line */
};
_Static_assert((int)SHUFFLED_NEAR <= (int)UNITS_MARGIN,
               "all of them may be asked for");

struct shuffled_index {
    struct screen_set anchors; /* of all terms */
    /* By the number of an anchor, and some bits of that of another character:
     * are they a pair of a term? */
    uint32_t near[SCREEN_NUMBERS][SHUFFLED_ROW];
    struct listing *pairs; /* anchor and other → shuffled_place() */
    uint64_t *marks;       /* by term: those of all its characters */
    int32_t *cost;         /* by term: context_term() */
};

/* NULL when no term asks for it. */
struct shuffled_index *shuffled_index_new(const struct seer_term *term,
                                          uint32_t count) MUST_USE;
void shuffled_index_free(struct shuffled_index *x);

static inline uint32_t shuffled_near(const uint32_t row[SHUFFLED_ROW],
                                     uint32_t number)
{
    return row[number / 32 % SHUFFLED_ROW] >> (number % 32) & 1U;
}

/* A term and how many characters it has. */
enum { SHUFFLED_COUNT_BITS = 5 };
_Static_assert(SEER_LONGEST_TERM < 1 << SHUFFLED_COUNT_BITS, "it fits");
_Static_assert(SEER_MOST_TERMS <= 1 << (32 - SHUFFLED_COUNT_BITS), "they fit");

static inline uint32_t shuffled_place(uint32_t term, uint32_t count)
{
    return term << SHUFFLED_COUNT_BITS | count;
}

static inline uint32_t shuffled_term(uint32_t place)
{
    return place >> SHUFFLED_COUNT_BITS;
}

static inline uint32_t shuffled_count(uint32_t place)
{
    return place & ((1U << SHUFFLED_COUNT_BITS) - 1U);
}

/* One of 64 marks a character: a place that lacks one of a term's lacks the
 * term. */
static inline uint64_t shuffled_mark(uint32_t number)
{
    return 1ULL << number % 64;
}

#endif
