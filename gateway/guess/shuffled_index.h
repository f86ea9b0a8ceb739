/*
 * shuffled_index - which pairs of characters say that a shuffled term may
 * stand there.
 *
 * Of each term some characters are chosen, its rarest ones: so many that two of
 * them stand at most SHUFFLED_REACH units apart in whatever order the term is
 * met. Two of three units in a row of ten are at most four apart. Every pair of
 * chosen characters is listed; one of the two is its anchor, so that most units
 * of a text are passed over by one bit.
 *
 * Example: if (shuffled_is_anchor(x, c)) for every other within reach:
 *              if (sieve_maybe(x->sieve, c, other))
 *                  listing_get(x->pairs, listing_pair(c, other));
 *
 * Memory:  on the heap. Errors: none. Threads: read-only after building.
 * Source:  the pigeonhole principle; docs/decisions/0004.
 */
#ifndef GUESS_SHUFFLED_INDEX_H
#define GUESS_SHUFFLED_INDEX_H

#include "base/attr.h"
#include "guess/listing.h"
#include "guess/seer.h"
#include "guess/sieve.h"

enum {
    SHUFFLED_REACH = 5,
    SHUFFLED_ANCHOR_BITS = 1 << 15 /* Han characters of the BMP share none */
};

struct shuffled_index {
    uint64_t anchor[SHUFFLED_ANCHOR_BITS / 64];
    struct listing *pairs; /* an anchor and another character → terms */
    struct sieve *sieve;   /* of the pairs */
    uint64_t *signature;   /* by term: shuffled_bit() of its characters */
    int32_t *cost;         /* by term: context_term() */
};

/* NULL when no term asks for it. */
struct shuffled_index *shuffled_index_new(const struct seer_term *term,
                                          uint32_t count) MUST_USE;
void shuffled_index_free(struct shuffled_index *x);

static inline bool shuffled_is_anchor(const struct shuffled_index *x,
                                      uint32_t c)
{
    uint32_t at = c % SHUFFLED_ANCHOR_BITS;

    return (x->anchor[at / 64] >> (at % 64) & 1U) != 0;
}

/* One of 64 bits. */
static inline uint64_t shuffled_bit(uint32_t c)
{
    return 1ULL << ((c * 0x9E3779B1U) >> 26U);
}

#endif
