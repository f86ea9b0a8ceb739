/*
 * An author is asked once to change a post. The next try within ten minutes
 * that meets the same rule is held for a person; whoever can't be told apart
 * from others gets no first try (CONTRACT E, G).
 */
#include "base/digest.h"
#include "journey/conduct.h"

static void hold_instead(struct post *p, const char *why)
{
    p->note[p->note_count++] = why;
    p->verdict = VERDICT_HOLD;
}

static void told(struct post *p)
{
    const struct decision *d = &p->moderation.decision;

    for (uint32_t i = 0; i < d->fired_count; i++)
        if (!d->fired[i].shadow && d->fired[i].action == VERDICT_BOUNCE &&
            history_bounced(&p->told, hash_fast(d->fired[i].id))) {
            hold_instead(p, "bounced_before");
            return;
        }
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
    if (!p->asked)
        return conduct_ask(p, told, e) ? STEP_WAIT : STEP_FAILED;
    told(p);
    return STEP_DONE;
}
