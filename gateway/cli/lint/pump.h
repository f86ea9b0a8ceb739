/*
 * pump - texts that may make a regex try very many ways.
 *
 * Example: (a|aa)+$ gives the pump "aa" behind "": aaaa… can be divided in
 *          exponentially many ways.
 *
 * Out:     words to repeat, with what must stand before them; `forks` when
 *          the automaton shows that each repetition can be read in two ways.
 * Memory:  the arena. Errors: none: what is too large to look through gives
 *          fewer pumps. Threads: pure.
 * Source:  A. Weber and H. Seidl, "On the degree of ambiguity of finite
 *          automata" (1991).
 */
#ifndef CLI_LINT_PUMP_H
#define CLI_LINT_PUMP_H

#include "cli/lint/automaton.h"

enum { PUMP_MOST = 64 };

struct pump {
    struct span before, word;
    bool forks;
};

struct pumps {
    struct pump at[PUMP_MOST];
    uint32_t count;
    struct span match; /* a text that the pattern matches, or empty */
};

void pump_find(const struct automaton *m, struct pumps *ret);

#endif
