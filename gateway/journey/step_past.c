/* Has a person decided on this very post before? */
#include "journey/post.h"
#include "journey/shared.h"

/* Judged before: a person's word outranks what the rules now say. */
static void follow_past(struct post *p)
{
    if (p->past.kind == PAST_NONE || p->past.kind == PAST_PENDING)
        return;
    if (p->past.kind == PAST_APPROVED)
        p->verdict = post_ruled(p); /* seen by a person, whatever failed here */
    else
        post_raise(p, post_ruled(p));
    p->human = span_of(p->past.decision);
}

enum step_result step_past(struct post *p, struct err *e)
{
    const struct past_question q = {
        .route = span_of(p->plan->route->name),
        .method = p->request->head->method,
        .target = p->request->target,
        .body = p->request->body,
        .author = &p->author,
    };

    if (post_observed(p))
        return STEP_DONE;
    if (!past_find(p->lane->shared->past, &q, p->arena, &p->past, e))
        return STEP_FAILED;
    follow_past(p);
    return STEP_DONE;
}
