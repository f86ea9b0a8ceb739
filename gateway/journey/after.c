#include "journey/after.h"

#include "journey/settle.h"

bool after_flagged(const struct post *p)
{
    return !post_observed(p) && p->verdict == VERDICT_FLAG;
}

bool after_row(struct post *p, struct span translations,
               const struct queue_row **ret, struct err *e)
{
    const struct route_request *takedown = &p->plan->route->takedown;
    struct queue_post q = {
        .kind = QUEUE_KIND_AFTER,
        .route = span_of(p->plan->route->name),
        .method = p->method,
        .target = SPAN(""), /* not of the post: of what takes it down */
        .send_method = span_of(takedown->method),
        .send_target = SPAN(""),
        .received = p->body,
        .body = SPAN(""),
        .fields = p->judged ? &p->fields : NULL,
        .moderation = p->judged ? &p->moderation : NULL,
        .translations = translations,
        .author = &p->author,
        .held = p->snapshot->config->limits.held,
    };

    return (takedown->method == NULL || settle_headers(p, takedown, &q, e)) &&
           queue_hold(&q, p->arena, ret, e);
}

bool after_waits(const struct post *p)
{
    return after_flagged(p) && p->plan->route->takedown.method != NULL;
}

void after_answered(struct post *p, int status, struct span answer)
{
    const struct settlement how = {
        .request = &p->plan->route->takedown,
        .taken = true,
        .to = QUEUE_HELD,
    };

    if (status < 400)
        settle_answer(p, &how, status, answer);
}

void after_refused(struct post *p, int status)
{
    const struct settlement how = {.to = QUEUE_SUPERSEDED};

    settle_answer(p, &how, status, (struct span){NULL, 0});
}
