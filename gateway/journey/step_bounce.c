/*
 * An author is asked once to change a post. The next try within ten minutes
 * that meets the same rule is held for a person; whoever can't be told apart
 * from others gets no first try.
 */
#include "journey/conduct.h"
#include "journey/shared.h"

static void hold_instead(struct post *p, const char *why)
{
    p->note[p->note_count++] = why;
    p->verdict = VERDICT_HOLD;
}

static void told(struct post *p)
{
    for (uint32_t i = 0; i < p->here.bounced_count; i++)
        if (history_bounced(&p->told, p->here.bounced[i])) {
            hold_instead(p, "bounced_before");
            return;
        }
}

/* The row comes first, then the store: a try that was recorded in between is
 * in one of them. What was asked earlier may be old by now. */
static enum step_result ask(struct post *p, struct err *e)
{
    struct under_ways *all = p->lane->shared->under_way;
    uint32_t count;
    const uint64_t *rule = conduct_bounced(p, &count);

    if (rule == NULL) {
        (void)arena_err(p->arena, "the author's history", e);
        return STEP_FAILED;
    }
    under_way_begin(all, &p->here, &p->author, p->text_hash);
    if (under_way_bounces(all, &p->here, rule, count)) {
        hold_instead(p, "bounced_before");
        return STEP_DONE;
    }
    return conduct_ask(p, told, e) ? STEP_WAIT : STEP_FAILED;
}

enum step_result step_bounce(struct post *p, struct err *e)
{
    if (p->verdict != VERDICT_BOUNCE || post_observed(p))
        return STEP_DONE;
    if (p->past.kind == PAST_PENDING) {
        hold_instead(p, "held_already");
        return STEP_DONE;
    }
    if (!p->author.verified) {
        hold_instead(p, "author_unknown");
        return STEP_DONE;
    }
    return ask(p, e);
}
