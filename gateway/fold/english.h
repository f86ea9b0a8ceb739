/*
 * english - is this an ordinary English word?
 *
 * Example: english_word(SPAN("cook")) holds, so cook is no c-o-k in disguise;
 *          english_common(SPAN("push")) holds, english_common(SPAN("pu")) not.
 *
 * In:      small ASCII letters; anything else, and one letter, is no word.
 * Out:     english_word: SCOWL's lists of all sizes, names too (496,000).
 *          english_common: those up to size 60 (91,000).
 *          english_inside: do four to seven letters stand inside more than 60
 *          words, so that a strange word with them says nothing ("cock"; not
 *          "slut")?
 * Memory:  fold/english.bin is part of the program; read-only.
 * Errors:  none. What is no word is taken for one with a chance of 1 in 256,
 *          for a common one with 1 in 65,536 (fingerprints).
 * Threads: pure.
 * Source:  SCOWL, by tools/fold; xor filters (Graf and Lemire, 2019).
 */
#ifndef FOLD_ENGLISH_H
#define FOLD_ENGLISH_H

#include <stdbool.h>

#include "base/span.h"

bool english_word(struct span word);
bool english_common(struct span word);
bool english_inside(struct span part);

#endif
