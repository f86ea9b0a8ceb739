/*
 * gaps - does a term really stand where the compact view says so, and which
 * of `gaps` and `repeats` did it take?
 *
 * Example: f.u.c.k and 妈妈妈的 do; "put a" is not "puta", "hard on" not
 *          "hardon", 妈妈的 not 妈的.
 *
 * In:      the default view without markup, where the term may begin, the term
 *          folded.
 * Out:     the range in that view, and per character of the term the range
 *          that it stands in (gaps and repetitions left out).
 * Offsets: bytes of that view.
 * Errors:  none; a term of more than GAPS_MOST_UNITS characters never stands.
 * Threads: pure.
 * Source:  rules/README.md.
 */
#ifndef MATCH_GAPS_H
#define MATCH_GAPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { GAPS_MOST_UNITS = 64 };

struct gaps_term {
    struct span folded;
    uint8_t left, right; /* as in struct literal */
    bool looks;          /* a character stands for what it looks like */
};

/* A character of the term and what stands for it. */
struct gaps_pair {
    uint32_t want, seen;
    struct range at; /* of `seen` */
};

struct gaps_found {
    struct range at;
    uint32_t disguises; /* gaps, repeats, both, or none */
    struct gaps_kept {
        struct range at;
        uint32_t times; /* it stands for that many of the term's characters */
    } kept[GAPS_MOST_UNITS];
    uint32_t kept_count;
    struct gaps_pair pair[GAPS_MOST_UNITS]; /* only with `looks` */
    uint32_t pair_count;
};

bool gaps_find(struct span view, uint32_t from, const struct gaps_term *term,
               struct gaps_found *ret);

/* Can the term be looked for in the compact view with these disguises? */
bool gaps_apply(struct span folded, uint32_t disguises);

/* The term without gap characters (and, with `collapse`, without repeated
 * characters) written to ret, which has room for all of it. */
size_t gaps_bare(struct span term, bool collapse, char *ret);

/* The term as the view of lookalikes has it, written to ret, which has room
 * for all of it. */
size_t gaps_looks(struct span term, char *ret);

#endif
