/*
 * context - how well ordinary words explain a place in a text, as written.
 *
 * A guessed hit competes with the plain reading: 其使 for 歧视 stands where
 * no word does, 启示 is a word by itself, 路口交通 is 路口 and 交通.
 *
 * Example: struct context_reading r;
 *          context_read(&context, units, from, to, &r);
 *          if (r.cost < …) the text is ordinary: the guess is worth little
 *
 * Out:     cost: what the units [from, to) add to the cheapest division of
 *          their surroundings into words, in 1/LEXICON_NAT nats: of the
 *          surroundings as written, less that of both sides without them.
 *          High = nothing ordinary explains them.
 *          covered: a word of two or more characters of the cheapest division
 *          lies inside [from, to) or reaches across one of its ends.
 * Memory:  fixed; on the caller's stack. Errors: none. Threads: pure.
 * Source:  unigram word model, cheapest path (Viterbi) over lexicon.h.
 */
#ifndef GUESS_CONTEXT_H
#define GUESS_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "guess/units.h"

struct context_reading {
    int32_t cost;
    uint32_t letters; /* Han characters in [from, to) */
    bool crosses;     /* a word reaches over an end of it */
    bool inside;      /* a word of two or more characters lies within it */
    uint32_t word_from, word_to; /* the longest of those words, in units */
};

void context_read(const struct units *u, uint32_t from, uint32_t to,
                  struct context_reading *ret);

/* Whether ordinary words reach across an end of [from, to) of a text by far
 * more cheaply than any that end there: 一次性|交清 for 性交. Bytes of valid
 * UTF-8, code points. */
bool context_crosses(struct span text, struct range at);

/* The cost of a term by itself: what a reader who expects it pays. */
int32_t context_term(const uint32_t *han, uint32_t count);

#endif
