/* The author's answer, when the app gives none: held or refused. */
#include "journey/answer.h"
#include "journey/post.h"

enum step_result step_reply(struct post *p, struct err *e)
{
    struct decision decision = p->moderation.decision;
    struct reply_about about = answer_about(p);
    struct reply reply = {0};

    if (p->app_failed.kind != ERR_NONE) {
        answer_refuse(p, &p->app_failed);
        return STEP_DONE;
    }
    if (post_sends(p))
        return STEP_DONE; /* the app's own answer went to the author */
    decision.verdict = p->verdict;
    if (!reply_verdict(&about, &decision, p->arena, &reply, e))
        return STEP_FAILED;
    answer_send(p, &reply);
    return STEP_DONE;
}
