/*
 * components - what Han characters are put together from, and how they are
 * written when somebody takes them apart.
 *
 * Example: components_ways(t, 0x6CD5, &ways) gives 氵去, 去氵, 氵土厶, … for
 *          法, every component as its usual form: 水去, 去水, 水土厶.
 *
 * In:      a Han character.
 * Out:     ways of at most COMPONENTS_LONGEST components, left to right and
 *          top to bottom, those of two parts in both orders; several levels
 *          deep, the simplest first; at most COMPONENTS_WAYS of them.
 * Memory:  a table belongs to the caller and remembers what it was asked: for
 *          the time of building an index. It points into components.txt, which
 *          is part of the program.
 * Errors:  none. Threads: one owner.
 * Source:  cjk-decomp (Apache-2.0) and own work, tools/guess/components.mjs.
 */
#ifndef GUESS_COMPONENTS_H
#define GUESS_COMPONENTS_H

#include <stdint.h>

#include "base/attr.h"

enum { COMPONENTS_LONGEST = 8, COMPONENTS_WAYS = 96 };

struct components;
struct listing;

struct component_way {
    uint32_t c[COMPONENTS_LONGEST];
    uint32_t count;
};

struct component_ways {
    uint32_t count;
    uint64_t print[COMPONENTS_WAYS]; /* of each: equal ways are kept once */
    struct component_way at[COMPONENTS_WAYS];
};

struct components *components_new(void) MUST_USE;
void components_free(struct components **t); /* sets *t to NULL */

void components_ways(struct components *t, uint32_t c,
                     struct component_ways *ret);

/* The usual forms of those that have one: 水 for 氵, 人 for 亻. The caller's to
 * free. */
struct listing *components_forms(void) MUST_USE;

#endif
