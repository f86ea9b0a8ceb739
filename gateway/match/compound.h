/*
 * compound - does a term stand in a word made up of it and ordinary ones, or
 * at one end of a word that no one knows?
 *
 * Example: "fuckbrain" is fuck and brain; "cocktail" is a word of its own,
 *          "assassin" and "Scunthorpe" hold a term and nothing that is left
 *          is a word, "whorepresents" is "who represents" as well. "mofucking"
 *          is none of these: hardly an English word holds a "fucking", so what
 *          ends so means it. "saturdayz" holds a word across the "turd".
 *
 * In:      the default view, where the term stands in it.
 * Out:     the whole word, and how certain it is: less with a rest that is
 *          no word.
 * Errors:  none. Threads: pure. Source: docs/rules-quality.md.
 */
#ifndef MATCH_COMPOUND_H
#define MATCH_COMPOUND_H

#include <stdbool.h>

#include "base/span.h"
#include "match/rule.h"

bool compound_find(struct span view, struct range seen, struct range *ret,
                   float *ret_certainty);

/* Small letters: are they all words in a row, or one? */
bool compound_is_words(struct span letters);

/* Can the term be part of one? It is one word of three letters or more. */
bool compound_applies(struct span folded, const struct term *term);

#endif
