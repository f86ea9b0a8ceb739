#include "journey/reading.h"

#include <assert.h>

#include "base/log.h"
#include "journey/answer.h"
#include "journey/reading_run.h"
#include "journey/shared.h"
#include "translate/engine.h"

struct read_step {
    const char *name;
    enum step_result (*run)(struct reading *, struct err *);
};

#define STEP(name, why) {#name, read_##name},
static const struct read_step steps[] = {READ_STEPS(STEP)};
#undef STEP

/* Whatever fails after the app's answer is here: the reader gets that. */
static void give_up(struct reading *r, const struct err *e)
{
    counters_add(&r->lane->shared->counters.reads_untouched);
    log_event(LOG_WARN, "read", "route %s: answer passed on as it came: %s",
              r->plan->route->name, e->text);
    r->step = COUNT_OF(steps);
    if (r->answer != NULL)
        intake_reply_answer(r->request, r->answer, NULL, r->body);
}

static void walk(struct reading *r)
{
    while (r->step < COUNT_OF(steps)) {
        struct err e = {.kind = ERR_NONE};
        enum step_result result = steps[r->step].run(r, &e);

        if (result == STEP_WAIT)
            return;
        if (result == STEP_FAILED) {
            (void)err_in(&e, "step %s", steps[r->step].name);
            give_up(r, &e);
            return;
        }
        r->step++;
    }
}

static void reading_free(struct reading *r)
{
    r->lane->readings--;
    translate_job_free(&r->job);
    kit_drop(&r->kit);
    lane_give_arena(r->lane, r->arena);
}

/* A reply can close the request inside a step. */
static void run(struct reading *r)
{
    r->running = true;
    walk(r);
    r->running = false;
    if (r->closed)
        reading_free(r);
}

void reading_resume(struct reading *r)
{
    r->step++;
    run(r);
}

static void on_closed(struct intake_request *request)
{
    struct reading *r = request->user;

    r->closed = true;
    if (!r->running)
        reading_free(r);
}

static const struct intake_watch watch = {.on_closed = on_closed};

static struct span header(const struct intake_request *r, struct span name)
{
    struct span value = {NULL, 0};

    (void)header_get(&r->head->headers, name, &value);
    return value;
}

/* ?lang= wins over Accept-Language; a reader who names none of our languages
 * gets the app's answer as it is. */
static bool reader_locale(const struct intake_request *r, enum locale *ret)
{
    struct span rest = r->query;
    struct span pair;

    while (span_cut(&rest, '&', &pair))
        if (span_starts(pair, SPAN("lang=")))
            return locale_of(span_from(pair, 5), ret);
    return locale_asked(header(r, SPAN("accept-language")), ret);
}

static const enum lang locale_lang[] = {
    [LOCALE_EN] = LANG_EN,
    [LOCALE_ZH_HANS] = LANG_ZH_HANS,
    [LOCALE_ZH_HANT] = LANG_ZH_HANT,
};

void reading_begin(void *user, struct intake_request *request)
{
    struct lane *lane = user;
    struct arena *a;
    struct reading *r;
    enum locale locale;

    if (!reader_locale(request, &locale) || request->route->attach[0] == '\0') {
        intake_send(request, &(struct intake_send){.calls = NULL});
        return;
    }
    a = lane_take_arena(lane);
    r = arena_alloc(a, sizeof(*r));
    assert(r != NULL);
    r->lane = lane;
    r->arena = a;
    r->request = request;
    r->kit = kit_hold(request->held);
    r->snapshot = r->kit->snapshot;
    r->plan = snapshot_plan(r->snapshot, request->route);
    r->locale = locale;
    r->language = locale_lang[locale];
    lane->readings++;
    intake_watch(request, &watch, r);
    run(r);
}
