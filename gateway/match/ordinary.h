/*
 * ordinary - is a place of a text ordinary English as it stands?
 *
 * Example: "cook" is, so it is no stretched cok; "good dam" is; "fvck" is not.
 *
 * In:      a view in small letters, a range of it on code point boundaries, the
 *          term, folded.
 * Out:     whether every word that the range touches, each grown to its ends,
 *          is an English word, and one of them none of the term's own:
 *          "free-money" is "free money" still. A word that goes on in other
 *          characters than ASCII letters is none.
 * Threads: pure. Source: fold/english.h.
 */
#ifndef MATCH_ORDINARY_H
#define MATCH_ORDINARY_H

#include <stdbool.h>

#include "base/span.h"

bool ordinary_english(struct span view, struct range at, struct span term);

/* The word of ASCII letters around `at`, as far as letters go. */
struct range ordinary_word(struct span view, struct range at);

/* Is there a common word, not `want`, that differs by one slip of the hand
 * behind the first letter? "succes" is success rather than "sucks". Small
 * ASCII letters, at most 24; a longer word has none. */
bool ordinary_nearby(struct span word, struct span want);

/* Is it an English word said or stretched as anyone does: comin, gainz,
 * goood? The same letters. */
bool ordinary_loosely(struct span word);

#endif
