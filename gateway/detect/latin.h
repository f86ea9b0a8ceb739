/*
 * latin - is a word of Latin letters English, or of another language?
 *
 * Example: struct latin_word w = {0}; latin_add(&w, 't'); …
 *          latin_score(&w) > 0: more English than anything else.
 *
 * In:      letters folded by chars_fold(), apostrophes as '\''.
 * Out:     the log of the odds for English against the mean of some forty
 *          other languages, in sixteenths of a logit, -80 to 75.
 * Memory:  detect/latin.bin, 192 KiB, is part of the program.
 * Threads: pure after latin_init().
 * Source:  docs/detection.md: hashed letter n-grams and a table of the words
 *          that these get wrong, trained by tools/detect/train_latin.c.
 */
#ifndef DETECT_LATIN_H
#define DETECT_LATIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "detect/latin_features.h"

struct latin_word {
    uint16_t units[LATIN_UNITS]; /* units[0] is 0; one stays free at the end */
    unsigned letters;            /* all of them, also those not kept */
};

bool latin_init(struct err *e) MUST_USE;

static inline void latin_add(struct latin_word *w, uint16_t unit)
{
    if (w->letters++ < LATIN_LETTERS)
        w->units[w->letters] = unit;
}

int latin_score(struct latin_word *w);

/* Articles, pronouns, prepositions, auxiliaries: what a clause has and a list
 * of names has not. */
bool latin_is_function_word(struct latin_word *w);

bool latin_is_article(const struct latin_word *w); /* a, the */

#endif
