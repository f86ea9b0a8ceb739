#include "journey/journey.h"

#include <assert.h>
#include <string.h>
#include <uv.h>

#include "audit/recorder.h"
#include "base/clock.h"
#include "base/log.h"
#include "journey/answer.h"
#include "journey/failure.h"
#include "journey/page.h"
#include "journey/reading.h"
#include "journey/renditions.h"
#include "journey/shared.h"

#define STEP(name, why) step_##name,
static enum step_result (*const steps[])(struct post *,
                                         struct err *) = {POST_STEPS(STEP)};
#undef STEP

#define STEP(name, why) #name,
const char *const journey_step_names[] = {POST_STEPS(STEP)};
#undef STEP

static_assert(COUNT_OF(steps) <= POST_MOST_STEPS, "room for every step's time");

static void note_time(struct post *p, uint64_t *began)
{
    uint64_t now = clock_mono_us();

    p->step_us[p->step] += now - *began;
    *began = now;
}

static size_t step_index(const char *name)
{
    size_t i = 0;

    while (strcmp(journey_step_names[i], name) != 0)
        assert(++i < COUNT_OF(steps));
    return i;
}

/* False when the journey is over. */
static bool step_failed(struct post *p, const struct err *e)
{
    switch (failure_take(p, e)) {
    case FAILURE_REFUSED:
        p->step = COUNT_OF(steps);
        return false;
    case FAILURE_RECORD:
        p->step = step_index("record");
        return true;
    case FAILURE_AGAIN:
        return true;
    case FAILURE_GO_ON:
        break;
    }
    p->step++;
    return true;
}

/* One step; false when there is no other to take now. */
static bool take_step(struct post *p, uint64_t *began)
{
    struct err e;
    enum step_result r;

    e.kind = ERR_NONE; /* no zeroes over all of its text, twelve times a post */
    e.msg_id = NULL;
    e.text[0] = '\0';
    r = steps[p->step](p, &e);

    note_time(p, began);
    switch (r) {
    case STEP_WAIT:
        return false;
    case STEP_DONE:
        p->step++;
        break;
    case STEP_FAILED:
        if (!step_failed(p, &e))
            return false;
        break;
    }
    return p->step < COUNT_OF(steps);
}

static void walk(struct post *p)
{
    uint64_t began = clock_mono_us();

    while (p->step < COUNT_OF(steps) && take_step(p, &began))
        ;
}

static void post_free(struct post *p)
{
    struct lane *lane = p->lane;
    struct arena *first = p->arena; /* p itself lives in it */
    struct arena *rescue = NULL;

    if (p->full_arena != NULL) {
        rescue = p->arena;
        first = p->full_arena;
    }
    lane->posts--;
    under_way_end(lane->shared->under_way, &p->here);
    renditions_free(p);
    buf_free(&p->decoded_body);
    kit_drop(&p->kit);
    arena_free(&rescue); /* of another size: not for the next post */
    lane_give_arena(lane, first);
}

/* Both ends are needed: a reply can close the request inside a step, and a
 * held post goes on after its request is closed. */
static void free_if_over(struct post *p)
{
    if (p->closed && !p->running && p->step >= COUNT_OF(steps))
        post_free(p);
}

static void run(struct post *p)
{
    p->running = true;
    walk(p);
    p->running = false;
    free_if_over(p);
}

void journey_resume(struct post *p)
{
    p->step++;
    run(p);
}

void journey_fail(struct post *p, const struct err *e)
{
    bool more;

    p->running = true;
    more = step_failed(p, e);
    p->running = false;
    if (more)
        run(p);
    else
        free_if_over(p);
}

/* ---- posts set out together ---- */

/* Every post that arrived in one turn of the loop takes its first step, then
 * every one its second: a step's code is fetched into the cache once for all
 * of them. */
static void walk_together(struct post *list)
{
    uint64_t began = clock_mono_us();
    struct post **at;

    while (list != NULL) {
        for (at = &list; *at != NULL;) {
            struct post *p = *at;
            bool more;

            p->running = true;
            more = take_step(p, &began);
            p->running = false;
            if (more) {
                at = &p->next;
                continue;
            }
            *at = p->next;
            free_if_over(p);
        }
    }
}

static void on_set_out(uv_idle_t *set_out)
{
    struct lane *lane = set_out->data;
    struct post *list = lane->arrived;

    lane->arrived = NULL;
    lane->arrived_end = &lane->arrived;
    (void)uv_idle_stop(set_out);
    walk_together(list);
}

/* An idle handle runs before the loop waits again, whatever it does now. */
static void set_out(struct lane *lane, struct post *p)
{
    *lane->arrived_end = p;
    lane->arrived_end = &p->next;
    (void)uv_idle_start(lane->set_out, on_set_out);
}

/* ---- a post comes in, a post is over ---- */

static void on_closed(struct intake_request *r)
{
    struct post *p = r->user;

    p->closed = true;
    p->request = NULL;
    free_if_over(p);
}

static const struct intake_watch post_watch = {.on_closed = on_closed};

static void on_publish(void *user, struct intake_request *r)
{
    struct lane *lane = user;
    struct arena *a = lane_take_arena(lane);
    struct post *p = arena_alloc(a, sizeof(*p));

    assert(p != NULL);
    p->lane = lane;
    p->arena = a;
    p->request = r;
    p->kit = kit_hold(r->held);
    p->snapshot = p->kit->snapshot;
    p->plan = snapshot_plan(p->snapshot, r->route);
    p->began_us = clock_mono_us();
    id_new(p->id);
    lane->posts++;
    intake_watch(r, &post_watch, p);
    set_out(lane, p);
}

static void on_preflight(void *user, struct intake_request *r,
                         const struct http_head *a)
{
    answer_learn_cors(user, r, a);
}

static void on_unmatched(void *user, const char *line)
{
    struct lane *lane = user;

    counters_add(&lane->shared->counters.unmatched_writes);
    log_event(LOG_WARN, "intake",
              "a write that no route names; if it carries text, add: %s", line);
}

static const struct config *hold(void *user, void **ret_held)
{
    const struct lane *lane = user;
    struct kit *kit = kit_hold(lane->kit);

    *ret_held = kit;
    return kit->snapshot->config;
}

static void let_go(void *user, void *held)
{
    struct kit *kit = held;

    (void)user;
    kit_drop(&kit);
}

static const struct intake_hooks intake_hooks = {
    .hold = hold,
    .let_go = let_go,
    .on_publish = on_publish,
    .on_read = reading_begin,
    .on_public = page_serve,
    .on_refused = page_refused,
    .on_preflight = on_preflight,
    .on_unmatched = on_unmatched,
};

static bool start(struct worker *w, void *shared, void **ret_user,
                  struct err *e)
{
    struct lane *lane;

    if (!lane_new(w, shared, &lane, e))
        return false;
    *ret_user = lane;
    return true;
}

static bool drained(struct worker *w, void *user)
{
    const struct lane *lane = user;

    (void)w;
    return lane->posts == 0 && lane->readings == 0 &&
           !recorder_port_busy(lane->port);
}

static void stop(struct worker *w, void *user)
{
    struct lane *lane = user;

    (void)w;
    lane_free(&lane);
}

const struct worker_hooks journey_hooks = {
    .intake = &intake_hooks,
    .start = start,
    .drained = drained,
    .stop = stop,
};
