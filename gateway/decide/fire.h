/*
 * fire - whether one rule fires, on which sides, and by which of its hits.
 *
 * A condition holds within one side over all selected fields together, or
 * within one field for same_field rules; `none` must be clear on every side.
 * Only hits that make the rule fire become `live` here: of `any: [a, all: [b,
 * c]]` a lone b is no reason to act on b.
 *
 * Memory:  borrows everything. Errors: none. Threads: pure.
 * Source:  rules/README.md.
 */
#ifndef DECIDE_FIRE_H
#define DECIDE_FIRE_H

#include "decide/measure.h"

/* One hit, with what decide_run() finds out about it. */
struct fire_hit {
    const struct hit *hit;
    uint32_t side;  /* index into decide_input.side */
    uint32_t order; /* position among all hits, sides in order */
    bool counts;    /* it made its rule fire */
};

struct fire_group {
    const struct rule *rule;
    const struct decide_side *side;
    uint32_t side_count;
    const struct author_questions *questions;
    const uint32_t *author; /* answers; NULL: unknown */
    struct fire_hit *hit;   /* the rule's hits; cancelled ones are not here */
    uint32_t hit_count;
    const struct measures *measures;
};

/* The index bits of the sides on which the rule fires; marks the hits that
 * count. Hits of less certainty do not exist for it. */
uint32_t fire_rule(const struct fire_group *g, float least_certainty);

enum { FIRE_MOST_SIDES = 32 };

#endif
