/* To the app: what the journey sends, and what passes untouched. */
#include <stddef.h>

#include <llhttp.h>

#include "http/client.h"
#include "intake/request.h"
#include "intake/route.h"

static struct request *request_of_relay(struct relay *r)
{
    return (struct request *)(void *)((char *)r -
                                      offsetof(struct request, relay));
}

/* A cache between us must not give one reader's answer to another, whether
 * anything was added to this one or not. */
static bool translated_for_readers(const struct route *r)
{
    return r != NULL && r->kind == ROUTE_READ && r->attach[0] != '\0';
}

static struct forward forward_for(const struct request *q)
{
    const struct config *c = q->config;

    return (struct forward){
        .app_host = buf_span(&q->in->app_host),
        .app_origin = buf_span(&q->in->app_origin),
        .app_path = span_of(c->upstream.url.path),
        .app_host_always = c->upstream.host == UPSTREAM_HOST_UPSTREAM,
        .rewrite_location = c->upstream.rewrite_location,
        .by_language = translated_for_readers(q->r.route),
        .scheme = q->client.scheme,
        .host = q->client.host,
        .peer = q->client.peer,
        .peer_trusted = q->client.peer_trusted,
    };
}

/* The upstream's own path goes in front, another query behind. */
static struct span upstream_target(struct request *q,
                                   const struct intake_send *s)
{
    struct span prefix = span_of(q->config->upstream.url.path);

    if ((prefix.len == 0 && !s->has_query) || span_is(q->r.target, "*"))
        return q->r.target;
    buf_reset(&q->rewritten);
    buf_add(&q->rewritten, prefix);
    buf_add(&q->rewritten, s->has_query ? q->r.path : q->r.target);
    if (s->has_query && s->query.len > 0) {
        buf_add_byte(&q->rewritten, '?');
        buf_add(&q->rewritten, s->query);
    }
    return buf_span(&q->rewritten);
}

static bool relay_wants_answer(struct relay *relay, const struct http_head *a)
{
    struct request *q = request_of_relay(relay);

    return q->sent->wants_answer(&q->r, a);
}

static void relay_on_answer(struct relay *relay, const struct http_head *a,
                            struct span body)
{
    struct request *q = request_of_relay(relay);

    q->sent->on_answer(&q->r, a, body);
}

void request_sent(struct request *q, int status, const struct err *e,
                  bool maybe_sent, bool answered)
{
    if (q->sent != NULL && q->sent->on_sent != NULL)
        q->sent->on_sent(&q->r, status, e, maybe_sent, answered);
    else if (e != NULL && !answered)
        request_refuse(q, e);
}

static void relay_on_sent(struct relay *relay, int status, const struct err *e,
                          bool maybe_sent, bool answered)
{
    request_sent(request_of_relay(relay), status, e, maybe_sent, answered);
}

static const struct relay_calls relay_calls_stream = {
    .on_sent = relay_on_sent,
};

static const struct relay_calls relay_calls_whole = {
    .wants_answer = relay_wants_answer,
    .on_answer = relay_on_answer,
    .on_sent = relay_on_sent,
};

/* A collected body is told with its length, be it 0, where one can be. */
static bool sends_body(const struct intake_request *r)
{
    return r->head->framing != HTTP_NO_BODY ||
           !http_method_safe(r->head->method_id);
}

void intake_send(struct intake_request *r, const struct intake_send *s)
{
    struct request *q = request_of(r);
    bool collected = q->hand_over != NULL; /* its body was */

    q->sent = s->calls;
    relay_start(&q->relay,
                &(struct relay_plan){
                    .x = q->x,
                    .pool = q->in->set.pool,
                    .forward = forward_for(q),
                    .target = upstream_target(q, s),
                    .body = s->has_body ? s->body : r->body,
                    .has_body = s->has_body || (collected && sends_body(r)),
                    .request = &s->request,
                    .answer = &s->answer,
                    .answer_limit = q->config->limits.answer.bytes,
                    .calls = s->calls != NULL && s->calls->wants_answer != NULL
                                 ? &relay_calls_whole
                                 : &relay_calls_stream,
                });
}

/* Other answers of the app teach nothing here: what it opens to everybody
 * elsewhere says nothing about its posts. */
static bool is_preflight_of_post(struct request *q)
{
    const struct headers *h = &q->x->head.headers;
    const struct route *route;
    struct span method, reading;
    int id;

    if (q->r.method_id != HTTP_OPTIONS || !header_has(h, SPAN("origin")) ||
        !header_get(h, SPAN("access-control-request-method"), &method))
        return false;
    id = method_by_name(method);
    route = id < 0
                ? NULL
                : route_find(q->config, id, &q->target, &q->scratch, &reading);
    return route != NULL && route->kind == ROUTE_PUBLISH;
}

static bool saw_preflight(struct intake_request *r, const struct http_head *a)
{
    const struct request *q = request_of(r);

    q->in->set.hooks->on_preflight(q->in->set.user, r, a);
    return false;
}

static const struct intake_sent_calls preflight_calls = {.wants_answer =
                                                             saw_preflight};

void request_pass(struct request *q)
{
    bool shown =
        q->in->set.hooks->on_preflight != NULL && is_preflight_of_post(q);

    intake_send(
        &q->r, &(struct intake_send){.calls = shown ? &preflight_calls : NULL});
}

void intake_reply_answer(struct intake_request *r, const struct http_head *a,
                         const struct header_edit *edit, struct span body)
{
    relay_reply(&request_of(r)->relay, a, edit, body);
}

void intake_reply_head(struct intake_request *r, const struct http_head *a,
                       const struct header_edit *edit)
{
    relay_reply_head(&request_of(r)->relay, a, edit);
}
