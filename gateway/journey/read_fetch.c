/* Asks the app; takes its answer whole if there is something to add to it. */
#include "fields/charset.h"
#include "journey/answer.h"
#include "journey/reading.h"
#include "journey/reading_run.h"

/* We need it whole, plain, and new: ranges and codings of the app's answer
 * would not fit what we make of it, nor would its validators. */
static const struct span not_asked[] = {
    SPAN_INIT("range"),
    SPAN_INIT("if-range"),
    SPAN_INIT("if-none-match"),
    SPAN_INIT("if-modified-since"),
};

static bool wants_answer(struct intake_request *request,
                         const struct http_head *a)
{
    struct reading *r = request->user;
    struct span type = {NULL, 0};
    struct media_type media;
    struct err ignored;
    struct span coding = {NULL, 0};

    answer_learn_cors(r->lane, request, a);
    (void)header_get(&a->headers, SPAN("content-type"), &type);
    (void)header_get(&a->headers, SPAN("content-encoding"), &coding);
    return a->status == 200 && !span_is(request->head->method, "HEAD") &&
           (coding.len == 0 || span_equal_nocase(coding, SPAN("identity"))) &&
           media_type_parse(r->arena, type, &media, &ignored) &&
           media_type_is_json(&media);
}

static void on_answer(struct intake_request *request, const struct http_head *a,
                      struct span body)
{
    struct reading *r = request->user;

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
