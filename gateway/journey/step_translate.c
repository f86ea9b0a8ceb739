/*
 * Translates the post for each audience that does not read its language, and
 * judges the translations by the same rules before anything is published.
 */
#include "journey/post.h"

#include <string.h>

#include "journey/failure.h"
#include "journey/journey.h"
#include "journey/late.h"
#include "journey/moderate_input.h"
#include "journey/renditions.h"

/* Only routes with translate.wait gate on translation; what is refused or held
 * is not translated on the author's path. */
static bool wanted(const struct post *p)
{
    return p->plan->route->translate.wait.ms > 0 &&
           p->snapshot->config->translate.chain.count > 0 &&
           p->verdict < VERDICT_BOUNCE && !post_observed(p);
}

static bool judge(struct post *p, struct err *e)
{
    bool limited = p->moderation.regex_limit;
    struct renditions r;

    if (!renditions_judge(p, &r, e))
        return false;
    post_raise(p, post_ruled(p));
    if (!renditions_attach(p, &r, e))
        return false;
    return limited || !post_regex_limit(p, e);
}

/* What was late or failed is a failure class of its own, with its outcome;
 * false when that is to refuse the post. Of the route's word on late ones and
 * the general one the stricter counts. */
static bool take_failures(struct post *p, struct err *e)
{
    enum err_kind worst = renditions_failure(p);
    const char *class;
    enum outcome o;

    if (worst == ERR_NONE)
        return true;
    class = err_meaning(worst)->failure;
    o = failure_outcome(&p->snapshot->config->failure, class);
    if (worst == ERR_PROVIDER_LATE && p->plan->route->translate.on_late < o)
        o = (enum outcome)p->plan->route->translate.on_late;
    if (o == OUTCOME_REFUSE && !post_observed(p))
        return err_set(e, worst, NULL, "translation: %s", class);
    failure_note(p, class, o);
    if (o == OUTCOME_FLAG)
        post_raise(p, VERDICT_FLAG);
    if (o == OUTCOME_HOLD)
        post_raise(p, VERDICT_HOLD);
    return true;
}

static void job_done(struct translate_job *job, void *arg)
{
    struct post *p = arg;
    struct err e = {.kind = ERR_NONE};

    p->jobs_late += !translate_job_finished(job);
    if (--p->jobs_open > 0)
        return;
    if (take_failures(p, &e) && judge(p, &e))
        journey_resume(p);
    else
        journey_fail(p, &e);
}

/* What came too late to be published with the post is judged all the same
 * (step_review): readers will be shown it. */
static void job_late(struct translate_job *job, void *arg)
{
    struct post *p = arg;

    (void)job;
    p->jobs_late--;
    p->came_late = true;
    if (p->jobs_late == 0 && p->awaits_late)
        review_resume(p);
}

enum step_result step_translate(struct post *p, struct err *e)
{
    if (!wanted(p))
        return STEP_DONE;
    if (!renditions_start(p, p->plan->route->translate.wait.ms,
                          &(struct renditions_calls){job_done, job_late}, e))
        return STEP_FAILED;
    if (p->jobs_open > 0)
        return STEP_WAIT;
    return take_failures(p, e) && judge(p, e) ? STEP_DONE : STEP_FAILED;
}
