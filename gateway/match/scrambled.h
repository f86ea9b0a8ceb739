/*
 * scrambled - the orders that the letters of a Latin term are met in.
 *
 * Example: of "bitch" hctib (way 0), ibtch, btich, bicth and bithc; not of
 *          "crap" carp, which is a word of its own.
 *
 * In:      a folded term; way 0 to its length - 1.
 * Errors:  none. Threads: pure. Source: rules/README.md.
 */
#ifndef MATCH_SCRAMBLED_H
#define MATCH_SCRAMBLED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* A guess, as misspellings are no disguise; rules that reject hold. */
#define SCRAMBLED_CERTAINTY 0.85F

/* 4 to 24 small ASCII letters, and the rule asks for it. */
bool scrambled_applies(struct span folded, uint32_t disguises);

/* Writes the letters to ret, which has room for all of them; false when that
 * is the term itself or another word. */
bool scrambled_write(struct span folded, uint32_t way, char *ret);

#endif
