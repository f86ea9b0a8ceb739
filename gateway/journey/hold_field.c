#include "journey/hold_field.h"

#include "journey/settle.h"

bool hold_field_fill(struct post *p, struct queue_post *q, struct err *e)
{
    const struct route_request *release = &p->plan->route->hold.release;

    q->send_method = span_of(release->method);
    q->send_target = SPAN("");
    q->body = SPAN("");
    q->body_as_is = (struct span){NULL, 0};
    return settle_headers(p, release, q, e);
}

bool hold_field_waits(const struct post *p)
{
    return post_holds(p) && p->plan->route->hold.by == HOLD_BY_FIELD;
}

void hold_field_settle(struct post *p, int status, struct span answer)
{
    const bool taken = status >= 200 && status < 300;
    const struct settlement how = {
        .request = &p->plan->route->hold.release,
        .taken = taken,
        .to = taken ? QUEUE_HELD : QUEUE_REFUSED,
        .result = taken ? "pending_in_app" : "refused_by_app",
    };

    settle_answer(p, &how, status, answer);
}
