/*
 * certainty - how often a guess of this kind turned out right.
 *
 * Example: certainty_of(DISGUISE_HOMOPHONES, 2, 130) is 0.85: of the places
 *          where a term of two characters scored about that much, 85 of 100
 *          were meant.
 *
 * In:      the disguise, the characters of the term, and the seer's own score
 *          for the place: any scale, higher for surer, the one that
 *          tools/guess/calibrate.py was given.
 * Out:     one of the levels in certainty.c, 0 to 0.99.
 * Errors:  none. A disguise without a row is certain to 0.
 * Threads: pure.
 * Source:  docs/rules-quality.md: the share of meant places among all with
 *          that score, for a stream in which a small share of the posts is
 *          disguised; made by tools/guess/calibrate.py, never by hand.
 */
#ifndef GUESS_CERTAINTY_H
#define GUESS_CERTAINTY_H

#include <stdint.h>

#include "fold/disguise.h"

float certainty_of(enum disguise d, uint32_t length, int32_t score);

/* The lowest score that is at least so certain; INT16_MAX if none is. */
int32_t certainty_score(enum disguise d, uint32_t length, float certainty);

#endif
