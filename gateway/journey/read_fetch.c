/* Asks the app; takes its answer whole if there is something to add to it. */
#include <stdatomic.h>

#include "base/log.h"
#include "fields/charset.h"
#include "journey/answer.h"
#include "journey/reading.h"
#include "journey/reading_run.h"
#include "journey/shared.h"

/* We need it whole, plain, and new: ranges and codings of the app's answer
 * would not fit what we make of it, nor would its validators. */
static const struct span not_asked[] = {
    SPAN_INIT("range"),
    SPAN_INIT("if-range"),
    SPAN_INIT("if-none-match"),
    SPAN_INIT("if-modified-since"),
};

/* Left out of a reply to HEAD: in a GET these depend on the translations. */
static const struct span unknown_to_head[] = {
    SPAN_INIT("etag"),
    SPAN_INIT("last-modified"),
};
static const struct header_edit unknown = {
    .drop = unknown_to_head,
    .drop_count = COUNT_OF(unknown_to_head),
};

/* An app that compresses what it was asked to send plain. */
static bool is_plain(struct reading *r, const struct http_head *a)
{
    struct counters *c = &r->lane->shared->counters;
    struct span coding = {NULL, 0};

    (void)header_get(&a->headers, SPAN("content-encoding"), &coding);
    if (coding.len == 0 || span_equal_nocase(coding, SPAN("identity")))
        return true;
    if (!atomic_exchange(&c->told_of_coding, true))
        log_event(LOG_WARN, "read",
                  "route %s: the app sends " SPAN_FMT
                  " to who asked for identity: no translations are added",
                  r->plan->route->name, SPAN_ARG(coding));
    return false;
}

static bool is_json(struct reading *r, const struct http_head *a)
{
    struct span type = {NULL, 0};
    struct media_type media;
    struct err ignored;

    (void)header_get(&a->headers, SPAN("content-type"), &type);
    return media_type_parse(r->arena, type, &media, &ignored) &&
           media_type_is_json(&media);
}

static bool wants_answer(struct intake_request *request,
                         const struct http_head *a)
{
    struct reading *r = request->user;

    answer_learn_cors(r->lane, request, a);
    if (a->status != 200)
        return false;
    r->whole = is_json(r, a) && is_plain(r, a);
    if (!r->whole)
        counters_add(&r->lane->shared->counters.reads_untouched);
    return r->whole;
}

static void on_answer(struct intake_request *request, const struct http_head *a,
                      struct span body)
{
    struct reading *r = request->user;

    if (span_is(request->head->method, "HEAD")) {
        intake_reply_head(request, a, &unknown);
        return;
    }
    r->answer = a;
    r->body = body;
    reading_resume(r);
}

static void on_sent(struct intake_request *request, int status,
                    const struct err *e, bool maybe_sent, bool answered)
{
    struct reading *r = request->user;

    (void)status;
    (void)maybe_sent;
    if (e == NULL && r->whole && answered) /* over limits.answer */
        counters_add(&r->lane->shared->counters.reads_untouched);
    if (e != NULL && !answered)
        answer_refuse_request(r->lane, request, e);
}

static const struct intake_sent_calls calls = {
    .wants_answer = wants_answer,
    .on_answer = on_answer,
    .on_sent = on_sent,
};

enum step_result read_fetch(struct reading *r, struct err *e)
{
    static struct header identity[] = {
        {SPAN_INIT("Accept-Encoding"), SPAN_INIT("identity")}};
    const struct intake_send send = {
        .request = {.drop = not_asked,
                    .drop_count = COUNT_OF(not_asked),
                    .set = identity,
                    .set_count = COUNT_OF(identity)},
        .calls = &calls,
    };

    (void)e;
    intake_send(r->request, &send);
    return STEP_WAIT;
}
