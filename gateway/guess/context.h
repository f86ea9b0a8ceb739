/*
 * context - ordinary words around a place, and those of a term.
 *
 * Example: if (context_crosses(text, at)) 性交 is none in 一次性交清
 *
 * Offsets: as each function says.
 * Memory:  fixed; on the caller's stack. Errors: none. Threads: pure.
 * Source:  unigram word model, cheapest path (Viterbi) over lexicon.h. Guesses
 *          ask plain.h, which keeps what it divided.
 */
#ifndef GUESS_CONTEXT_H
#define GUESS_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* Whether ordinary words reach across an end of [from, to) of a text by far
 * more cheaply than any that end there: 一次性|交清 for 性交. Bytes of valid
 * UTF-8, code points. */
bool context_crosses(struct span text, struct range at);

/* The cost of a term by itself: what a reader who expects it pays. */
int32_t context_term(const uint32_t *han, uint32_t count);

#endif
