/*
 * decide - from hits to a verdict, and what is to be masked.
 *
 * Example: a live hit of a `hold` rule and one of a `flag` rule give
 *          VERDICT_HOLD, naming both rules.
 *
 * In:      the hits of every side looked at: the original first, then each
 *          rendition (machine translation).
 * Out:     the verdict, every hit with what it did, rules that would have
 *          acted (shadow), rules not evaluated for want of a translation.
 * Memory:  all in the arena. Errors: ERR_MEMORY.
 * Threads: pure.
 * Source:  rules/README.md; docs/behaviour.md.
 */
#ifndef DECIDE_DECIDE_H
#define DECIDE_DECIDE_H

#include "base/arena.h"
#include "base/err.h"
#include "match/match.h"

/* The hits of the original, or of one rendition. */
struct decide_side {
    unsigned side;           /* SIDE_ORIGINAL or SIDE_TRANSLATION */
    const char *to_language; /* of the rendition; NULL for the original */
    uint32_t audience;       /* its LANG_BIT; 0 for the original */
    const struct match_text *text;
    uint32_t text_count;
    struct hits hits;
};

/* One hit of a rule that fired (live or shadow), or that was cancelled. */
struct decided_hit {
    struct hit hit; /* condition NULL: the rule fired without a span */
    const struct decide_side *side;
    enum verdict action; /* what it counted for after caps */
    bool live;           /* not shadow, not cancelled, its rule fired */
};

struct fired_rule {
    const struct rule *rule; /* NULL for a threshold */
    struct span id;          /* rule id, or PACK.threshold */
    const struct bilingual *reason;
    struct span category;
    enum verdict action;
    bool shadow;
};

struct decision {
    enum verdict verdict;
    enum verdict would; /* with shadow rules counted */
    uint32_t score;
    const struct decided_hit *hit;
    uint32_t hit_count;
    bool hits_truncated;
    const struct fired_rule *fired; /* strongest first */
    uint32_t fired_count;
    const struct rule *const *not_evaluated; /* translation-only rules */
    uint32_t not_evaluated_count;
};

struct decide_input {
    const struct ruleset *rules;
    const struct decide_side *side;
    uint32_t side_count;
    enum verdict translation_cap; /* of what stands only on a translation */
    uint64_t now_ms;              /* Unix time: expired rules are left out */
    const uint32_t *author;       /* answers to rules->author; NULL: unknown */
};

bool decide_run(const struct decide_input *in, struct arena *a,
                struct decision *ret, struct err *e) MUST_USE;

#endif
