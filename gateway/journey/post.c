#include "journey/post.h"

void post_raise(struct post *p, enum verdict v)
{
    if (v > p->verdict)
        p->verdict = v;
}

enum verdict post_ruled(const struct post *p)
{
    if (p->past.kind == PAST_NONE || p->past.kind == PAST_PENDING)
        return p->moderation.decision.verdict;
    return past_verdict(&p->past, &p->moderation.decision);
}

bool post_observed(const struct post *p)
{
    return p->plan->route->mode == MODE_OBSERVE;
}

/* Readers see it now. */
static bool is_published(const struct post *p)
{
    return post_observed(p) || p->verdict < VERDICT_BOUNCE;
}

bool post_holds(const struct post *p)
{
    return !post_observed(p) && p->verdict == VERDICT_HOLD;
}

bool post_sends(const struct post *p)
{
    return is_published(p) || (post_holds(p) && !p->repeated &&
                               p->plan->route->hold.by == HOLD_BY_FIELD);
}

struct span post_header(const struct post *p, struct span name)
{
    struct span value = {NULL, 0};

    (void)header_get(&p->request->head->headers, name, &value);
    return value;
}
