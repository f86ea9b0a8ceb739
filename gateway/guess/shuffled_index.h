/*
 * shuffled_index - which terms may stand around a character in another order.
 *
 * Each term is listed by its rarest character, its anchor, so that most units
 * of a text are passed over. With each term stand its marks: some
 * bits for each of its characters. Where one of them is missing, the term is
 * not there.
 *
 * Example: for (i = x->first[n]; i < x->first[n + 1]; i++)
 *              if ((x->marks[i] & missing) == 0) look for x->term[i]
 *          with n = screen_number(c)
 *
 * Memory:  on the heap. Errors: none. Threads: read-only after building.
 * Source:  a Bloom filter of two functions a place; docs/decisions/0004.
 */
#ifndef GUESS_SHUFFLED_INDEX_H
#define GUESS_SHUFFLED_INDEX_H

#include "base/attr.h"
#include "guess/screen.h"
#include "guess/seer.h"
#include "guess/shuffled.h"

enum {
    /* In the lowest bits of its marks each term has its class, by length: up to
     * 2, 4, 8 or 16 characters. */
    SHUFFLED_CLASSES = 4,
    SHUFFLED_CLASS = SHUFFLED_CLASSES - 1
};

/* How far from its anchor a character of a term may stand. */
#define SHUFFLED_REACH(class) ((2 << (class)) + SHUFFLED_FOREIGN - 1)

struct shuffled_index {
    uint32_t first[SCREEN_NUMBERS + 1]; /* where each anchor's list begins */
    uint64_t *marks;                    /* of the terms in the lists */
    uint32_t *term;                     /* which these are */
    int32_t *cost;                      /* by term: context_term() */
};

/* NULL when no term asks for it. */
struct shuffled_index *shuffled_index_new(const struct seer_term *term,
                                          uint32_t count) MUST_USE;
void shuffled_index_free(struct shuffled_index *x);

static inline uint64_t shuffled_marks(uint32_t c)
{
    return 1ULL << c % 64 | 1ULL << ((c * 0x9E3779B1U) >> 26U);
}

#endif
