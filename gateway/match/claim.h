/*
 * claim - what is known of every match of a part of a pattern (inside match/).
 *
 * Example: of "a|bc" every match is one of {a, bc}; followed by \d+ every
 *          match holds one of {a, bc} and a digit.
 *
 * A claim may always be weakened, never strengthened: a set that would grow
 * too large is dropped.
 *
 * Memory:  strings live in the arena. A full arena weakens claims; the caller
 *          looks at arena_full() once. Threads: pure.
 */
#ifndef MATCH_CLAIM_H
#define MATCH_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "match/required.h"

/* Strings of which at least one is there; count 0 = nothing is known. */
struct string_set {
    struct span at[REQUIRED_MOST];
    uint32_t count;
};

struct claim {
    bool exact;             /* every match is one of `run` */
    struct string_set run;  /* what the end of every match is one of */
    struct string_set best; /* every match holds one of these */
    uint32_t digits;        /* every match has at least so many */
};

struct claim claim_nothing(void); /* anything may stand there */
struct claim claim_empty(void);   /* the empty string */
struct claim claim_string(struct arena *a, struct span s);

/* a, then b. */
struct claim claim_then(struct arena *a, const struct claim *one,
                        const struct claim *two);

/* a or b. */
struct claim claim_or(const struct claim *one, const struct claim *two);

/* From least to most times; most < 0 = without limit. */
struct claim claim_times(struct arena *a, const struct claim *one,
                         uint32_t least, int64_t most);

/* The best set of the claim: the one that the fewest texts will meet. */
const struct string_set *claim_best(const struct claim *c);

/* Whether few enough texts hold one of the set to look for it. */
bool claim_worth(const struct string_set *s);

#endif
