/*
 * Makes the decision durable before anything else happens: the record, and for
 * a held post the request itself, in one transaction. No record, no delivery.
 */
#include "audit/recorder.h"
#include "base/clock.h"
#include "journey/after.h"
#include "journey/conduct.h"
#include "journey/hold.h"
#include "journey/journey.h"
#include "journey/shared.h"

static struct record_failure *failures(struct post *p)
{
    struct record_failure *list =
        arena_array(p->arena, p->failure_count, sizeof(*list));

    for (uint32_t i = 0; list != NULL && i < p->failure_count; i++)
        list[i] = (struct record_failure){
            p->failure[i].failure_class,
            outcome_name(p->failure[i].outcome),
        };
    return list;
}

static struct record_timing *timings(struct post *p, uint32_t *ret_count)
{
    struct record_timing *list = arena_array(p->arena, p->step, sizeof(*list));
    uint32_t n = 0;

    for (size_t i = 0; list != NULL && i < p->step; i++)
        if (p->step_us[i] > 0)
            list[n++] = (struct record_timing){journey_step_names[i],
                                               (uint32_t)p->step_us[i]};
    *ret_count = n;
    return list;
}

/* Digests and signatures of a body that we changed are left out:
 * the record says so. */
static void note_dropped(struct post *p)
{
    static const struct span digests[] = {
        SPAN_INIT("digest"),      SPAN_INIT("content-digest"),
        SPAN_INIT("repr-digest"), SPAN_INIT("content-md5"),
        SPAN_INIT("signature"),
    };

    if (!p->decoded && !p->out.body_changed)
        return;
    for (size_t i = 0; i < COUNT_OF(digests); i++)
        if (header_has(&p->request->head->headers, digests[i])) {
            p->note[p->note_count++] = "digest_dropped";
            return;
        }
}

static bool describe(struct post *p, struct record_decision *d, struct err *e)
{
    *d = (struct record_decision){
        .id = p->id,
        .time_ms = clock_wall_ms(),
        .route = span_of(p->plan->route->name),
        .observe = post_observed(p),
        .author = &p->author,
        .method = p->request->head->method,
        .target = p->request->target,
        .body = p->body.at != NULL ? p->body : p->request->body,
        .verdict = p->verdict,
        .moderation = p->judged ? &p->moderation : NULL,
        .fields = p->judged ? &p->fields : NULL,
        .failure = failures(p),
        .failure_count = p->failure_count,
        .rules_hash = span_of(p->snapshot->rules->hash),
        .config_hash = span_of(p->snapshot->config->hash),
        .catalog_hash = span_of(catalog_hash(p->snapshot->catalog)),
        .note = p->note,
        .note_count = p->note_count,
        .human = p->human,
        .questions = &p->snapshot->rules->author,
        .answers = p->answers,
    };
    d->timing = timings(p, &d->timing_count);
    return (d->failure != NULL && d->timing != NULL) ||
           arena_err(p->arena, "record", e);
}

static void recorded(struct record_item *item)
{
    struct post *p = item->user;

    under_way_end(p->lane->shared->under_way, &p->here);
    switch (item->result) {
    case RECORD_SAME:
        hold_repeat(p, item->same_as);
        break;
    case RECORD_HOLD_FULL: {
        struct err full = {.kind = ERR_NONE};

        (void)err_set(&full, ERR_HOLD_FULL, NULL, "the queue is full");
        journey_fail(p, &full);
        return;
    }
    case RECORD_WRITTEN:
    case RECORD_CONFLICT:
        break;
    case RECORD_FAILED:
        journey_fail(p, &item->error);
        return;
    }
    p->recorded = true;
    counters_add(&p->lane->shared->counters.verdict[p->verdict]);
    if (post_observed(p))
        counters_add(&p->lane->shared->counters.observed);
    journey_resume(p);
}

enum step_result step_record(struct post *p, struct err *e)
{
    struct shared *s = p->lane->shared;
    struct record_decision d;
    struct record_item *item;

    note_dropped(p);
    if (!describe(p, &d, e) ||
        !record_decision(recorder_context(s->recorder), &d, p->arena, &item,
                         e) ||
        !conduct_deed(p, &item->deed, e))
        return STEP_FAILED;
    item->forwarded = post_sends(p);
    item->done = recorded;
    item->user = p;
    if (post_holds(p) && !hold_row(p, &item->held, e))
        return STEP_FAILED;
    if (after_flagged(p) &&
        !after_row(p, (struct span){NULL, 0}, &item->held, e))
        return STEP_FAILED;
    if (item->forwarded && p->past.needs_author)
        item->resolves = span_of(p->past.decision);
    if (item->forwarded && hold_superseding(p))
        item->supersedes = p->request->target;
    return recorder_submit(p->lane->port, item, e) ? STEP_WAIT : STEP_FAILED;
}
