#include "journey/failure.h"

#include <assert.h>
#include <string.h>

#include "audit/recorder.h"
#include "base/log.h"
#include "journey/answer.h"
#include "journey/journey.h"
#include "journey/shared.h"

/* Room to record and hold a post whose own arena ran full. */
enum { RESCUE_BYTES = 4 << 20, RESCUE_TIMES = 4 /* its body */ };

void failure_note(struct post *p, const char *failure_class, enum outcome o)
{
    counters_failure(&p->lane->shared->counters, failure_class);
    if (p->failure_count < POST_MOST_FAILURES)
        p->failure[p->failure_count++] =
            (struct post_failure){failure_class, o};
}

static const enum verdict verdict_of[] = {
    [OUTCOME_REFUSE] = VERDICT_ALLOW,  [OUTCOME_REJECT] = VERDICT_REJECT,
    [OUTCOME_HOLD] = VERDICT_HOLD,     [OUTCOME_FLAG] = VERDICT_FLAG,
    [OUTCOME_PUBLISH] = VERDICT_ALLOW,
};

/* What was written to the full arena stays readable; new things go elsewhere.
 */
static void rescue_arena(struct post *p)
{
    if (!arena_full(p->arena) || p->full_arena != NULL)
        return;
    p->full_arena = p->arena;
    p->arena = arena_new(RESCUE_BYTES +
                         RESCUE_TIMES * (p->body.len + p->request->body.len));
}

/* Steps that no post may do without: left out, it would be answered and lost,
 * or never answered. */
static bool is_needed(const struct post *p)
{
    const char *step = journey_step_names[p->step];

    return strcmp(step, "record") == 0 || strcmp(step, "reply") == 0;
}

/* An unparseable post in observe mode is forwarded as it came; whatever else
 * the configuration says, the app would have seen it without us. */
static enum outcome outcome_for(const struct post *p, const char *class)
{
    enum outcome o = failure_outcome(&p->snapshot->config->failure, class);

    if (o == OUTCOME_REFUSE && post_observed(p) && !p->recorded &&
        class != NULL && strcmp(class, "store_down") != 0 &&
        strcmp(class, "log_rollback") != 0)
        return OUTCOME_PUBLISH;
    return o;
}

enum failure_next failure_take(struct post *p, const struct err *e)
{
    const char *class = err_meaning(e->kind)->failure;
    const bool needed = is_needed(p);
    enum outcome o =
        needed && p->again ? OUTCOME_REFUSE : outcome_for(p, class);

    log_event(LOG_WARN, "journey", "%s %s, step %s: %s", p->id, outcome_name(o),
              journey_step_names[p->step], e->text);
    rescue_arena(p);
    failure_note(p, class != NULL ? class : "internal", o);
    if (o == OUTCOME_REFUSE) {
        if (!p->recorded)
            recorder_refused(p->lane->shared->recorder,
                             span_of(p->plan->route->name),
                             class != NULL ? class : "refused",
                             err_meaning(e->kind)->status);
        answer_refuse(p, e);
        return FAILURE_REFUSED;
    }
    if (!p->recorded)
        post_raise(p, verdict_of[o]);
    if (!p->recorded && p->moderation.masked && !p->composed)
        post_raise(p, VERDICT_HOLD); /* never published with its masks off */
    if (needed) {
        p->again = true;
        return FAILURE_AGAIN;
    }
    return p->judged ? FAILURE_GO_ON : FAILURE_RECORD;
}
