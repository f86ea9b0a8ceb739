#include "journey/page.h"

#include "audit/recorder.h"
#include "journey/advice.h"
#include "journey/answer.h"
#include "journey/shared.h"

void page_refused(void *user, struct intake_request *r, const struct err *e)
{
    struct lane *lane = user;
    const char *class = err_meaning(e->kind)->failure;

    counters_failure(&lane->shared->counters,
                     class != NULL ? class : "refused");
    if (r->route != NULL)
        recorder_refused(lane->shared->recorder, span_of(r->route->name),
                         class != NULL ? class : "refused",
                         err_meaning(e->kind)->status);
    answer_refuse_request(lane, r, e);
}

void page_serve(void *user, struct intake_request *r)
{
    struct lane *lane = user;
    const struct kit *kit = r->held;
    struct span path = r->route_path;
    struct err e = {.kind = ERR_NONE};

    path = span_from(path, span_of(kit->snapshot->config->public.path).len);
    if (span_starts(path, SPAN("/advice/")) &&
        span_is(r->head->method, "GET")) {
        advice_serve(lane, r, span_from(path, sizeof("/advice/") - 1));
        return;
    }
    (void)err_set(&e, ERR_NOT_FOUND, NULL, "no such page");
    answer_refuse_request(lane, r, &e);
}
