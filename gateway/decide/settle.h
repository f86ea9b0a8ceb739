/*
 * settle - masks one side of a post until matching it again finds nothing more
 * to mask.
 *
 * Masking can make a hit: 加x微信 with x masked may read 加＊微信 to a rule
 * with gaps. So the masked texts are matched and decided again, what is found
 * is mapped back onto the texts as they were, and masked too; at most 3 rounds.
 *
 * In:      the side as it was decided first, its decision.
 * Out:     changes and masked text of each text of the side.
 * Memory:  arena. Errors: ERR_MEMORY, ERR_INTERNAL. Threads: pure.
 * Source:  docs/behaviour.md.
 */
#ifndef DECIDE_SETTLE_H
#define DECIDE_SETTLE_H

#include "decide/moderate.h"

struct settle_side {
    const struct moderate_input *in;
    const struct decide_side *every; /* the post and its renditions */
    uint32_t every_count;
    const struct decide_side *side;   /* of them: the one to mask */
    const struct moderate_text *text; /* as many as in side */
    struct moderated_text *out;       /* as many as in side */
    struct moderation *noted;         /* its regex_limit and regex_left */
};

bool settle_masks(const struct settle_side *s, const struct decision *d,
                  struct arena *a, struct err *e) MUST_USE;

/* match_run() with what is left of the post's regex_work; running out is noted
 * instead of being an error. */
bool settle_match(const struct moderate_input *in,
                  const struct match_input *texts, struct arena *a,
                  struct hits *ret, struct moderation *noted,
                  struct err *e) MUST_USE;

/* Whether the side has a live hit that masks. */
bool settle_needed(const struct decision *d, const struct decide_side *side);

#endif
