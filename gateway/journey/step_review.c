/*
 * A held post has been answered; now it is translated for the people who will
 * look at it, and what the rules say of the translation joins the queue. A
 * published post whose translation was late is looked at again when it comes.
 * The author waits for none of this, and nothing here changes the verdict.
 */
#include <string.h>

#include "audit/recorder.h"
#include "base/heap.h"
#include "base/log.h"
#include "journey/after.h"
#include "journey/journey.h"
#include "journey/late.h"
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

/* Nobody waits for it, so it is given up rather than the gateway's memory. */
static void drop(const struct post *p, enum outcome result, uint32_t count)
{
    const struct record_event event = {
        .kind = RECORD_LATE_DROPPED,
        .decision = span_of(p->id),
        .route = span_of(p->plan->route->name),
        .result = outcome_name(result),
        .count = count,
    };

    counters_failure(&p->lane->shared->counters, "late_dropped");
    recorder_event(p->lane->shared->recorder, &event);
}

static bool take_room(struct post *p)
{
    p->late_bytes = arena_used(p->arena);
    return late_room_take(&p->lane->late, p->late_bytes);
}

static void added(struct record_item *item)
{
    struct post *p = item->user;

    heap_free(item);
    journey_resume(p);
}

/* What is sent on approval carries its translation too. A post that the app
 * keeps back itself is there already. */
static bool compose_again(struct post *p, struct queue_change *change,
                          struct err *e)
{
    struct fields_edits edits = {.change = p->masks, .attach = p->attachment};
    struct fields_output out;

    if (p->attachment.len == 0 || !p->composed ||
        p->plan->route->hold.by == HOLD_BY_FIELD)
        return true;
    if (!fields_write(p->arena, &p->fields, &edits, &out, e))
        return false;
    change->body = out.body;
    if (p->masks == NULL)
        return true;
    edits.change = NULL;
    if (!fields_write(p->arena, &p->fields, &edits, &out, e))
        return false;
    change->body_as_is = out.body;
    return true;
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
    if (!compose_again(p, &add->change, e))
        return false;
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
    struct renditions r;

    if (renditions_judge(p, &r, &e) && renditions_attach(p, &r, &e) &&
        add_to_queue(p, &e))
        return true;
    log_event(LOG_WARN, "review", "%s: no translation for reviewers: %s", p->id,
              e.text);
    return false;
}

static void job_done(struct translate_job *job, void *arg)
{
    struct post *p = arg;

    (void)job;
    if (--p->jobs_open > 0)
        return;
    late_room_give(&p->lane->late, p->late_bytes);
    if (!finish(p))
        journey_resume(p);
}

/* ---- translations that came after the post was published ---- */

/* The record and the item for a person; true: the post waits for both. */
static bool record_late_hit(struct post *p, const struct decided_hit *h)
{
    struct record_item *item;
    struct span translations;
    struct err e = {.kind = ERR_NONE};
    const struct record_event event = {
        .kind = RECORD_LATE_HIT,
        .decision = span_of(p->id),
        .language = span_of(h->side->to_language),
        .rule = h->hit.rule->id,
        .route = span_of(p->plan->route->name),
    };

    item = record_event(&event);
    item->done = added;
    item->user = p;
    if (renditions_view(p, &translations, &e) &&
        after_row(p, translations, &item->held, &e) &&
        recorder_submit(p->lane->port, item, &e))
        return true;
    heap_free(item);
    log_event(LOG_WARN, "review", "%s: a late hit is not in the queue: %s",
              p->id, e.text);
    recorder_event(p->lane->shared->recorder, &event);
    return false;
}

/* Readers don't get to see such a translation: read routes judge each one
 * before it is shown. Here it is written down; true: the post waits for
 * that. */
static bool judge_late(struct post *p)
{
    const struct decision *d = &p->moderation.decision;
    struct err e = {.kind = ERR_NONE};
    struct renditions r;

    if (!renditions_judge(p, &r, &e)) {
        log_event(LOG_WARN, "review", "%s: late translation: %s", p->id,
                  e.text);
        return false;
    }
    for (uint32_t i = 0; i < d->hit_count; i++)
        if (d->hit[i].live && d->hit[i].side->side == SIDE_TRANSLATION &&
            d->hit[i].action >= VERDICT_MASK)
            return record_late_hit(p, &d->hit[i]);
    return false;
}

void review_resume(struct post *p)
{
    late_room_give(&p->lane->late, p->late_bytes);
    if (!judge_late(p))
        journey_resume(p);
}

/* A post without room was published as the failure class said; read routes
 * judge translations of their own. */
static enum step_result await_late(struct post *p)
{
    p->awaits_late = p->jobs_late > 0 && take_room(p);
    if (p->awaits_late)
        return STEP_WAIT;
    if (p->jobs_late > 0)
        drop(p, (enum outcome)p->plan->route->translate.on_late, p->jobs_late);
    return p->came_late && judge_late(p) ? STEP_WAIT : STEP_DONE;
}

/* Without room people judge the post untranslated: it is held as it was. */
static enum step_result translate_held(struct post *p, struct err *e)
{
    static const struct renditions_calls calls = {job_done, NULL};

    if (!take_room(p)) {
        drop(p, OUTCOME_HOLD, 0);
        return STEP_DONE;
    }
    if (!renditions_start(p, REVIEW_WAIT_MS, &calls, e))
        log_event(LOG_WARN, "review", "%s: %s", p->id, e->text);
    else if (p->jobs_open > 0)
        return STEP_WAIT;
    late_room_give(&p->lane->late, p->late_bytes);
    return p->job_count > 0 && e->kind == ERR_NONE && finish(p) ? STEP_WAIT
                                                                : STEP_DONE;
}

enum step_result step_review(struct post *p, struct err *e)
{
    return wanted(p) ? translate_held(p, e) : await_late(p);
}
