/*
 * alike - is it the term that is written in characters which look like it, or
 * does the likeness mean nothing?
 *
 * Example: sh!t, ѕһіт, 455h013 and heII are; "hi Ana!", "Galaxy A55", "(rap)"
 *          and the Russian нос among Russian words are not.
 *
 * In:      the view without markup; what gaps_find() found with `looks`, and
 *          the original character of each pair (0 = from an entity).
 * Errors:  none. Threads: pure after looks_init().
 * Source:  rules/README.md; docs/rules-quality.md.
 */
#ifndef MATCH_ALIKE_H
#define MATCH_ALIKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "match/gaps.h"

struct alike_place {
    struct span view;
    const struct gaps_term *term;
    const struct gaps_found *found;
    const uint32_t *original; /* by pair */
};

bool alike_stands(const struct alike_place *p);

/* The same of a term that is written upside down, read from its end. */
bool alike_turned(const struct alike_place *p);

/* Can the term be looked for so? It has a Latin letter or a digit. */
bool alike_applies(struct span folded, uint32_t disguises);

/* The term turned upside down, letter by letter, written to ret, which has
 * room for it; 0 when that can't be. */
size_t alike_turn(struct span folded, char *ret);

#endif
