/*
 * slips - terms that are written as they sound, or with one slip of the hand.
 *
 * Example: "fukkah", "phanny" sound like a term; "mohterfucker", "fudgpacker",
 *          "nzigger" are one with two letters changed about, one too few, one
 *          too many. "drinkin" is no slip of "dinking".
 *
 * Only words are looked at that are not English, nor put together of English
 * words, nor a slip of an ordinary one as well. Digits and signs inside a word
 * are read as letters (ar$hole).
 *
 * In:      spellings of small ASCII letters; the view without markup.
 * Out:     for each such word its term, the range in the view, and how certain
 *          it is.
 * Memory:  a struct slips is on the heap, freed by slips_done().
 * Errors:  none. Threads: read-only once sorted.
 * Source:  docs/rules-quality.md.
 */
#ifndef MATCH_SLIPS_H
#define MATCH_SLIPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "match/masked.h"

struct slips {
    struct slips_key {
        uint32_t key; /* the set of its letters, or the hash of its sound */
        uint32_t word;
        struct span folded;
    } * key;
    uint32_t count, room;
    uint64_t maybe[1024]; /* a bit for 16 bits of each key */
};

/* Adds a spelling, unless it is too short for a slip to be told from chance. */
void slips_add(struct slips *s, struct span folded, uint32_t word);
void slips_sort(struct slips *s);
void slips_done(struct slips *s);

void slips_find(const struct slips *s, struct span view, masked_meet meet,
                void *context);

#endif
