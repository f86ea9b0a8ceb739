/*
 * measure - what conditions that need no hit ask of the texts: how many links
 * or digits, how long, which language.
 *
 * Example: struct measures m = {.side = side, .side_count = n, .known = room};
 *          measure_holds(&m, condition, &(struct measure_scope){rule, 0,
 *                        MEASURE_EVERY_TEXT})
 *
 * Counts are of the original alone, as it was written, also while a rendition
 * is looked at; lengths (graphemes) and languages are of the side at hand.
 * Numbers of several fields add up; of `repeats`, the longest run, the
 * largest counts. A field without letters has the language of the post.
 *
 * In:      sides as decide/ has them; valid UTF-8.
 * Memory:  `known` keeps what was measured: each text is measured once, and
 *          only when a condition asks.
 * Errors:  none. Threads: one owner.
 * Source:  rules/README.md; UAX #29; UTS #51.
 */
#ifndef DECIDE_MEASURE_H
#define DECIDE_MEASURE_H

#include "decide/decide.h"

/* What is known of one text. */
struct measured {
    bool counted, sized;
    uint64_t count[COUNTED_KINDS];
    uint64_t graphemes;
};

struct measures {
    const struct decide_side *side;
    uint32_t side_count;
    struct measured *known; /* one a text, side after side */
};

#define MEASURE_EVERY_TEXT UINT32_MAX

/* Where the condition is asked for. */
struct measure_scope {
    const struct rule *rule;
    uint32_t side; /* index into measures.side */
    uint32_t text; /* MEASURE_EVERY_TEXT, or an index for same_field */
};

/* c is COUNT, LENGTH or LANGUAGE. */
bool measure_holds(const struct measures *m, const struct condition *c,
                   const struct measure_scope *where);

/* Everything that can be counted in a text. */
void measure_text(struct span text, uint64_t ret[COUNTED_KINDS]);

#endif
