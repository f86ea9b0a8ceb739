/*
 * automaton - a regex as positions and what may follow them: enough of it to
 * find texts that make a backtracking matcher try many ways.
 *
 * Example: (a|ab)(c|bcd)* has six positions; behind the first a may stand c
 *          or the b of bcd.
 *
 * Where the same position may follow in two ways (the inner and the outer loop
 * of (a+)+), there are two edges. Counts of six and more are loops, lookarounds
 * are left out, back references stand for any text: it is a guess of what may
 * be slow, which a run then proves.
 *
 * In:      a pattern that PCRE2 accepted. false: it has something unknown (a
 *          condition, \k<name>) or is too large.
 * Memory:  the arena; character sets are ICU's: automaton_done().
 * Threads: one owner.
 * Source:  V. Glushkov, "The abstract theory of automata" (1961).
 */
#ifndef CLI_LINT_AUTOMATON_H
#define CLI_LINT_AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/uset.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/span.h"

enum { AUTOMATON_POSITIONS = 600, AUTOMATON_EDGES = 20000 };

struct edge {
    uint32_t to;
    uint32_t via; /* which part of the pattern leads there */
};

struct position {
    USet *set; /* the characters that may stand there */
    struct edge *edge;
    uint32_t edge_count, edge_room;
};

struct automaton {
    struct arena *arena;
    struct position *at; /* count of them */
    uint32_t count;
    uint32_t edges;
    uint32_t *first; /* where a match may begin */
    uint32_t first_count;
    bool *last; /* by position: a match may end there */
};

bool automaton_read(struct span pattern, struct arena *a,
                    struct automaton *ret) MUST_USE;
void automaton_done(struct automaton *m);

/* A character of both positions, an ordinary one if possible; or 0. */
uint32_t automaton_common(const struct automaton *m, uint32_t a, uint32_t b);

#endif
