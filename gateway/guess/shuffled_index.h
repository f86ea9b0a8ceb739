/*
 * shuffled_index - which terms may stand around a character in another order.
 *
 * Each term is listed by its rarest character, its anchor, so that most units
 * of a text are passed over by one bit. With each term stand its marks: some
 * bits for each of its characters. Where one of them is missing, the term is
 * not there.
 *
 * Example: if (shuffled_is_anchor(x, c))
 *              for (i = x->first[at]; i < x->first[at + 1]; i++)
 *                  if ((x->marks[i] & missing) == 0) look for x->term[i]
 *          with at = c % SHUFFLED_ANCHORS
 *
 * Memory:  on the heap. Errors: none. Threads: read-only after building.
 * Source:  a Bloom filter of two functions a place; docs/decisions/0004.
 */
#ifndef GUESS_SHUFFLED_INDEX_H
#define GUESS_SHUFFLED_INDEX_H

#include "base/attr.h"
#include "guess/seer.h"
#include "guess/shuffled.h"

enum {
    SHUFFLED_ANCHORS = 1 << 15, /* Han characters of the BMP share none */
    /* In the lowest bits of its marks each term has its class, by length: up to
     * 2, 4, 8 or 16 characters. */
    SHUFFLED_CLASSES = 4,
    SHUFFLED_CLASS = SHUFFLED_CLASSES - 1
};

/* How far from its anchor a character of a term may stand. */
#define SHUFFLED_REACH(class) ((2 << (class)) + SHUFFLED_FOREIGN - 1)

struct shuffled_index {
    uint64_t anchor[SHUFFLED_ANCHORS / 64];
    uint32_t first[SHUFFLED_ANCHORS + 1]; /* by anchor: where its list begins */
    uint64_t *marks;                      /* of the terms in the lists */
    uint32_t *term;                       /* which these are */
    int32_t *cost;                        /* by term: context_term() */
};

/* NULL when no term asks for it. */
struct shuffled_index *shuffled_index_new(const struct seer_term *term,
                                          uint32_t count) MUST_USE;
void shuffled_index_free(struct shuffled_index *x);

static inline bool shuffled_is_anchor(const struct shuffled_index *x,
                                      uint32_t c)
{
    uint32_t at = c % SHUFFLED_ANCHORS;

    return (x->anchor[at / 64] >> (at % 64) & 1U) != 0;
}

static inline uint64_t shuffled_marks(uint32_t c)
{
    return 1ULL << c % 64 | 1ULL << ((c * 0x9E3779B1U) >> 26U);
}

#endif
