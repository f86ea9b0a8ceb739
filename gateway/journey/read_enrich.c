/* Translates what the reader can't read; withholds what a rule would mask. */
#include "journey/reading.h"
#include "journey/reading_run.h"
#include "translate/engine.h"

/* A reader waits this long when the route does not say. */
enum { READ_WAIT_MS = 800 };

static void job_done(struct translate_job *job, void *arg)
{
    (void)job;
    reading_resume(arg);
}

enum step_result read_enrich(struct reading *r, struct err *e)
{
    const uint64_t wait = r->plan->route->translate.wait.ms;
    const struct translate_request request = {
        .text = r->wanted,
        .count = r->wanted_count,
        .from = LANG_MIXED,
        .to = r->language,
        .wait_ms = wait > 0 ? wait : READ_WAIT_MS,
        .done = job_done,
        .arg = r,
    };

    (void)e;
    if (r->wanted_count == 0)
        return STEP_DONE;
    r->job = engine_translate(r->kit->engine, &request);
    return translate_job_finished(r->job) ? STEP_DONE : STEP_WAIT;
}
