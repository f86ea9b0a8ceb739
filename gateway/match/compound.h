/*
 * compound - does a term stand at one end of a word made up of it and an
 * ordinary one?
 *
 * Example: "fuckbrain" is fuck and brain; "cocktail" is a word of its own,
 *          "assassin" and "Scunthorpe" hold a term and nothing that is left
 *          is a word, "whorepresents" is "who represents" as well.
 *
 * In:      the default view, where the term stands in it.
 * Out:     the whole word.
 * Errors:  none. Threads: pure. Source: docs/rules-quality.md.
 */
#ifndef MATCH_COMPOUND_H
#define MATCH_COMPOUND_H

#include <stdbool.h>

#include "base/span.h"
#include "match/rule.h"

bool compound_find(struct span view, struct range seen, struct range *ret);

/* Can the term be part of one? It is one word of three letters or more. */
bool compound_applies(struct span folded, const struct term *term);

#endif
