/*
 * A held post has been answered; now it is translated for the people who will
 * look at it, and what the rules say of the translation joins the queue. The
 * author waits for none of this, and nothing here changes the verdict.
 */
#include <string.h>

#include "audit/recorder.h"
#include "base/heap.h"
#include "base/log.h"
#include "journey/journey.h"
#include "journey/moderate_input.h"
#include "journey/renditions.h"
#include "journey/shared.h"
#include "review/queue.h"

/* Under the deadline of a graceful stop. */
enum { REVIEW_WAIT_MS = 10000 };

struct addition {
    struct queue_change change;
    struct record_item *item;
};

static bool wanted(const struct post *p)
{
    return post_holds(p) && p->judged && p->recorded && !p->repeated &&
           p->job_count == 0 && p->fields.count > 0 &&
           p->snapshot->config->translate.chain.count > 0;
}

static bool judge(struct post *p, struct err *e)
{
    struct moderation earlier = p->moderation;
    struct moderate_input in = post_moderate_input(p);
    struct renditions r;

    if (!renditions_gather(p, &r, e))
        return false;
    in.earlier = &earlier;
    in.rendition = r.rendition;
    in.rendition_count = r.count;
    return r.count == 0 || moderate_run(&in, p->arena, &p->moderation, e);
}

static void added(struct record_item *item)
{
    struct post *p = item->user;

    heap_free(item);
    journey_resume(p);
}

static bool add_to_queue(struct post *p, struct err *e)
{
    const struct record_event silent = {.kind = RECORD_REVIEW,
                                        .decision = span_of(p->id)};
    struct queue_post q = {.fields = &p->fields,
                           .moderation = &p->moderation,
                           .author = &p->author};
    struct addition *add = arena_alloc(p->arena, sizeof(*add));
    const struct queue_row *row;

    if (add == NULL)
        return arena_err(p->arena, "review", e);
    if (!renditions_view(p, &q.translations, e) ||
        !queue_hold(&q, p->arena, &row, e))
        return false;
    add->change = (struct queue_change){.from = QUEUE_BIT(QUEUE_HELD),
                                        .to = QUEUE_HELD,
                                        .attempt = -1,
                                        .as_is = -1,
                                        .view = row->view,
                                        .rules = row->rules};
    memcpy(add->change.id, p->id, sizeof(add->change.id));
    add->item = record_event(&silent);
    add->item->leaf.json.len = 0; /* no leaf: the row alone says it */
    add->item->change = &add->change;
    add->item->done = added;
    add->item->user = p;
    if (recorder_submit(p->lane->port, add->item, e))
        return true;
    heap_free(add->item);
    return false;
}

static bool finish(struct post *p)
{
    struct err e = {.kind = ERR_NONE};

    if (judge(p, &e) && add_to_queue(p, &e))
        return true;
    log_event(LOG_WARN, "review", "%s: no translation for reviewers: %s", p->id,
              e.text);
    return false;
}

static void job_done(struct translate_job *job, void *arg)
{
    struct post *p = arg;

    (void)job;
    if (--p->jobs_open == 0 && !finish(p))
        journey_resume(p);
}

enum step_result step_review(struct post *p, struct err *e)
{
    if (!wanted(p))
        return STEP_DONE;
    if (!renditions_start(p, REVIEW_WAIT_MS, job_done, e)) {
        log_event(LOG_WARN, "review", "%s: %s", p->id, e->text);
        return STEP_DONE;
    }
    if (p->jobs_open > 0)
        return STEP_WAIT;
    return p->job_count > 0 && finish(p) ? STEP_WAIT : STEP_DONE;
}
