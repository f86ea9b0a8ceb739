/*
 * Hands the post to the app. By now its record is durable; whatever the app
 * answers streams to the author, with our two headers on it.
 */
#include "base/log.h"
#include "journey/advice.h"
#include "journey/after.h"
#include "journey/answer.h"
#include "journey/failure.h"
#include "journey/hold_field.h"
#include "journey/journey.h"
#include "journey/notice.h"
#include "journey/outcome.h"

/* What no longer holds once we have changed or decoded the body. */
static const struct span stale[] = {
    SPAN_INIT("content-encoding"), SPAN_INIT("digest"),
    SPAN_INIT("content-digest"),   SPAN_INIT("repr-digest"),
    SPAN_INIT("content-md5"),      SPAN_INIT("signature"),
    SPAN_INIT("signature-input"),
};

static const struct intake_sent_calls calls;

static struct post *post_of(struct intake_request *r)
{
    return r->user;
}

static void send_body(struct post *p, const struct fields_output *out)
{
    struct header to_app[5];
    struct header to_client[ANSWER_MOST_MARKS];
    struct intake_send s = {
        .body = out->body,
        .has_body = true,
        .query = out->query,
        .has_query = out->query_changed,
        .request = {.set = to_app},
        .answer = {.set = to_client},
        .calls = &calls,
    };

    to_app[s.request.set_count++] =
        (struct header){SPAN("Paifang-Decision"), span_of(p->id)};
    to_app[s.request.set_count++] = (struct header){
        SPAN("Paifang-Verdict"), span_of(verdict_name(p->verdict))};
    if (p->decoded || out->body_changed) {
        s.request.drop = stale;
        s.request.drop_count = COUNT_OF(stale);
    }
    if (out->content_type.at != NULL)
        to_app[s.request.set_count++] =
            (struct header){SPAN("Content-Type"), out->content_type};
    if (notice_wanted(p)) /* or we could not write into the answer */
        to_app[s.request.set_count++] =
            (struct header){SPAN("Accept-Encoding"), SPAN("identity")};
    p->advice = advice_url(p);
    s.answer.set_count = answer_marks(p, to_client);
    p->sent = true;
    intake_send(p->request, &s);
}

/* An attachment counts against the app's own limits: one
 * that refuses for that is asked once more without it. */
static bool refused_attachment(const struct post *p, int status)
{
    return p->attachment.len > 0 && !p->retried_bare &&
           (status == 400 || status == 413 || status == 422);
}

static bool wants_answer(struct intake_request *r, const struct http_head *a)
{
    struct post *p = post_of(r);

    answer_learn_cors(p->lane, r, a);
    return refused_attachment(p, a->status) || hold_field_waits(p) ||
           after_waits(p) || notice_fits(p, a);
}

static void send_bare(struct post *p, const struct http_head *a,
                      struct span body)
{
    struct fields_edits edits = {.change = p->masks};
    struct err e = {.kind = ERR_NONE};

    p->retried_bare = true;
    failure_note(p, "attachment_refused", OUTCOME_PUBLISH);
    if (fields_write(p->arena, &p->fields, &edits, &p->out, &e))
        send_body(p, &p->out);
    else
        answer_pass(p, a, body);
}

static void on_answer(struct intake_request *r, const struct http_head *a,
                      struct span body)
{
    struct post *p = post_of(r);

    if (refused_attachment(p, a->status)) {
        send_bare(p, a, body);
        return;
    }
    if (hold_field_waits(p))
        hold_field_settle(p, a->status, body);
    if (after_waits(p))
        after_answered(p, a->status, body);
    if (notice_fits(p, a) && notice_attach(p, body, &body))
        answer_pass_changed(p, a, body);
    else
        answer_pass(p, a, body);
}

static void on_sent(struct intake_request *r, int status, const struct err *e,
                    bool maybe_sent, bool answered)
{
    struct post *p = post_of(r);

    if (refused_attachment(p, status) && !answered)
        return; /* on_answer sends it again without */
    outcome_record(p, status, e, maybe_sent);
    if (after_flagged(p) && (e != NULL ? !maybe_sent : status >= 400))
        after_refused(p, status);
    if (e != NULL)
        log_event(LOG_WARN, "upstream", "%s: %s", p->id, e->text);
    if (e != NULL && !answered)
        p->app_failed = *e; /* step_reply says so */
    journey_resume(p);
}

static const struct intake_sent_calls calls = {
    .wants_answer = wants_answer,
    .on_answer = on_answer,
    .on_sent = on_sent,
};

enum step_result step_upstream(struct post *p, struct err *e)
{
    (void)e;
    if (!post_sends(p))
        return STEP_DONE;
    if (post_observed(p))
        intake_send(p->request, &(struct intake_send){.calls = &calls});
    else
        send_body(p, &p->out);
    return STEP_WAIT;
}
