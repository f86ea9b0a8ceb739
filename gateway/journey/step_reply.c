/* The author's answer, when the app gives none: held or refused. */
#include "journey/answer.h"
#include "journey/ask_cors.h"
#include "journey/journey.h"

static bool reply_verdict_of(struct post *p, struct err *e)
{
    struct decision decision = p->moderation.decision;
    struct reply_about about = answer_about(p);
    struct reply reply = {0};

    decision.verdict = p->verdict;
    if (!reply_verdict(&about, &decision, p->arena, &reply, e))
        return false;
    answer_send(p, &reply);
    return true;
}

static void reply_now(struct post *p)
{
    struct err e = {.kind = ERR_NONE};

    if (reply_verdict_of(p, &e))
        journey_resume(p);
    else
        journey_fail(p, &e);
}

enum step_result step_reply(struct post *p, struct err *e)
{
    if (p->app_failed.kind != ERR_NONE) {
        answer_refuse(p, &p->app_failed);
        return STEP_DONE;
    }
    if (post_sends(p))
        return STEP_DONE; /* the app's own answer went to the author */
    if (ask_cors(p, reply_now))
        return STEP_WAIT;
    return reply_verdict_of(p, e) ? STEP_DONE : STEP_FAILED;
}
