/*
 * respelt - what an English word sounds like, spelt one way.
 *
 * Example: respell(SPAN("phucking")) and of "fuking" both give "fuking";
 *          "fukkah" and "fucker" give "fuka", "bolox" and "bollocks" "buluks".
 *
 * In:      small ASCII letters; of more than RESPELT_LONGEST the first.
 * Out:     letters that are the same for words which are spelt otherwise and
 *          read alike: not how they are said, only good to compare.
 * Errors:  none. Threads: pure. Source: English spelling, written for Paifang.
 */
#ifndef MATCH_RESPELT_H
#define MATCH_RESPELT_H

#include "base/span.h"

enum { RESPELT_LONGEST = 24, RESPELT_ROOM = 2 * RESPELT_LONGEST };

struct respelt {
    char at[RESPELT_ROOM];
    uint32_t len;
};

void respell(struct span word, struct respelt *ret);

#endif
