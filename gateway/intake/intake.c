#include "intake/intake.h"

#include <assert.h>
#include <llhttp.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/heap.h"
#include "config/config.h"
#include "http/client.h"
#include "http/server.h"
#include "intake/client.h"
#include "intake/path.h"
#include "intake/rate.h"
#include "intake/route.h"
#include "intake/setup.h"
#include "intake/target.h"
#include "intake/unmatched.h"
#include "upstream/relay.h"

enum { MOST_SPARE = 64, PUBLIC_BODY = 64 << 10, MOST_SCRATCH = 128 << 10 };

struct intake {
    struct intake_setup set;
    struct buf app_host, app_origin;
    struct request *spare;
    uint32_t spare_count;
};

/* One request from its head to the end of its reply. */
struct request {
    struct intake_request r; /* first: what the journey holds */
    struct intake *in;
    struct http_exchange *x;
    struct relay relay;
    struct buf scratch;   /* the reading of the path */
    struct buf rewritten; /* the target, if it is not the client's */
    struct target target;
    struct client client;
    const struct intake_sent_calls *sent;
    void (*hand_over)(void *user, struct intake_request *r);
    struct request *next;
};

static struct request *request_of(struct intake_request *r)
{
    return (struct request *)(void *)r;
}

static struct request *request_of_relay(struct relay *r)
{
    return (struct request *)(void *)((char *)r -
                                      offsetof(struct request, relay));
}

/* ---- life ---- */

static struct request *request_new(struct http_exchange *x)
{
    struct intake *in = x->server_user;
    struct request *q = in->spare;
    struct buf scratch = buf_make(MOST_SCRATCH);

    if (q != NULL) {
        in->spare = q->next;
        in->spare_count--;
        scratch = q->scratch;
        memset(q, 0, sizeof(*q));
    } else {
        q = heap_new(sizeof(*q));
    }
    buf_reset(&scratch);
    q->scratch = scratch;
    q->rewritten = buf_make(MOST_SCRATCH);
    q->in = in;
    q->x = x;
    q->r.worker = in->set.worker;
    q->r.head = &x->head;
    q->r.method_id = x->head.method_id;
    q->r.peer = q->r.client = span_of(x->peer_text);
    x->user = q;
    return q;
}

static void request_free(struct request *q)
{
    struct intake *in = q->in;

    relay_done(&q->relay);
    buf_free(&q->rewritten);
    if (in->spare_count >= MOST_SPARE) {
        buf_free(&q->scratch);
        heap_free(q);
        return;
    }
    q->next = in->spare;
    in->spare = q;
    in->spare_count++;
}

struct intake *intake_new(const struct intake_setup *s)
{
    struct intake *in = heap_new(sizeof(*in));
    const struct url *u = &s->config->upstream.url;
    bool v6 = strchr(u->host, ':') != NULL;

    in->set = *s;
    in->app_host = buf_make(512);
    in->app_origin = buf_make(512);
    buf_printf(&in->app_host, v6 ? "[%s]" : "%s", u->host);
    if (u->port != (strcmp(u->scheme, "https") == 0 ? 443 : 80))
        buf_printf(&in->app_host, ":%u", u->port);
    buf_printf(&in->app_origin, "%s://%s", u->scheme, buf_text(&in->app_host));
    return in;
}

void intake_free(struct intake **in)
{
    struct request *q, *next;

    if (*in == NULL)
        return;
    for (q = (*in)->spare; q != NULL; q = next) {
        next = q->next;
        buf_free(&q->scratch);
        heap_free(q);
    }
    buf_free(&(*in)->app_host);
    buf_free(&(*in)->app_origin);
    heap_free(*in);
    *in = NULL;
}

/* ---- refusing ---- */

static void refuse(struct request *q, const struct err *e)
{
    const struct intake_hooks *hooks = q->in->set.hooks;

    if (hooks->on_refused != NULL)
        hooks->on_refused(q->in->set.user, &q->r, e);
    else
        intake_refuse(&q->r, e);
}

void intake_refuse(struct intake_request *r, const struct err *e)
{
    int status = err_meaning(e->kind)->status;
    struct header h[2] = {HEADER("Content-Type", "application/problem+json"),
                          HEADER("Retry-After", "5")};
    struct buf b = buf_make(4096);

    buf_printf(&b, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,",
               http_reason(status), status);
    buf_add_text(&b, "\"detail\":");
    buf_add_json(&b, span_of(e->text));
    buf_add_text(&b, "}\n");
    intake_reply(r, status, h, status == 503 || status == 429 ? 2 : 1,
                 buf_span(&b));
    buf_free(&b);
}

/* ---- to the app ---- */

/* A cache between us must not give one reader's answer to another, whether
 * anything was added to this one or not. */
static bool translated_for_readers(const struct route *r)
{
    return r != NULL && r->kind == ROUTE_READ && r->attach[0] != '\0';
}

static struct forward forward_for(const struct request *q)
{
    const struct config *c = q->in->set.config;

    return (struct forward){
        .app_host = buf_span(&q->in->app_host),
        .app_origin = buf_span(&q->in->app_origin),
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
    struct span prefix = span_of(q->in->set.config->upstream.url.path);

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

static void relay_on_sent(struct relay *relay, int status, const struct err *e,
                          bool maybe_sent, bool answered)
{
    struct request *q = request_of_relay(relay);

    if (q->sent != NULL && q->sent->on_sent != NULL)
        q->sent->on_sent(&q->r, status, e, maybe_sent, answered);
    else if (e != NULL && !answered)
        refuse(q, e);
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
                    .answer_limit = q->in->set.config->limits.answer.bytes,
                    .calls = s->calls != NULL && s->calls->wants_answer != NULL
                                 ? &relay_calls_whole
                                 : &relay_calls_stream,
                });
}

static int method_by_name(struct span name)
{
    static const struct {
        struct span name;
        int id;
    } methods[] = {
        {SPAN_INIT("GET"), HTTP_GET},
        {SPAN_INIT("HEAD"), HTTP_HEAD},
        {SPAN_INIT("POST"), HTTP_POST},
        {SPAN_INIT("PUT"), HTTP_PUT},
        {SPAN_INIT("PATCH"), HTTP_PATCH},
        {SPAN_INIT("DELETE"), HTTP_DELETE},
        {SPAN_INIT("OPTIONS"), HTTP_OPTIONS},
    };
    size_t i;

    for (i = 0; i < COUNT_OF(methods); i++)
        if (span_equal_nocase(methods[i].name, name))
            return methods[i].id;
    return -1;
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
    route = id < 0 ? NULL
                   : route_find(q->in->set.config, id, &q->target, &q->scratch,
                                &reading);
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

static void pass(struct request *q)
{
    bool shown =
        q->in->set.hooks->on_preflight != NULL && is_preflight_of_post(q);

    intake_send(
        &q->r, &(struct intake_send){.calls = shown ? &preflight_calls : NULL});
}

/* ---- checks before anything is read ---- */

static bool is_author_header(const void *arg, struct span name)
{
    const struct config *c = arg;
    uint32_t i;

    for (i = 0; i < c->routes.count; i++)
        if (c->routes.at[i].author.kind == AUTHOR_HEADER &&
            span_equal_nocase(name, span_of(c->routes.at[i].author.name)))
            return true;
    return false;
}

/* Some apps obey an override on a GET as well, so it is the method that comes
 * out which makes a request a writing one. */
static bool check_override(struct request *q, struct err *e)
{
    struct span said;
    int id;

    if (!method_override(&q->x->head, q->target.query, &said))
        return true;
    id = method_by_name(span_trim(said));
    if (http_method_safe(q->r.method_id) && (id < 0 || http_method_safe(id)))
        return true;
    if (q->in->set.config->routing.method_override == METHOD_OVERRIDE_REFUSE)
        return err_set(e, ERR_INPUT, NULL, "method override");
    if (id < 0)
        return err_set(e, ERR_UNSUPPORTED, NULL,
                       "override with an unknown method");
    q->r.method_id = id;
    return true;
}

static bool check_rate(const struct request *q, struct err *e)
{
    struct rate_limit *limit = q->in->set.rate;

    return limit == NULL ||
           rate_limit_take(limit, q->r.client, clock_mono_us() / 1000) ||
           err_set(e, ERR_RATE, NULL, "too many requests");
}

static bool check(struct request *q, struct err *e)
{
    const struct config *c = q->in->set.config;
    const struct http_head *h = &q->x->head;
    const char *odd;

    if (!target_read(h, &q->target, e))
        return false;
    q->r.target = q->target.whole;
    q->r.path = q->r.route_path = q->target.path;
    q->r.query = q->target.query;
    if (h->upgrades_websocket)
        return err_set(e, ERR_UNSUPPORTED, NULL, "no tunnels: Upgrade");
    if (!forward_check(h, is_author_header, c, e) || !check_override(q, e))
        return false;
    if (http_method_safe(q->r.method_id) ||
        c->routing.odd_paths == ODD_PATHS_PASS)
        return true;
    odd = path_oddity(q->target.path);
    return odd == NULL || err_set(e, ERR_INPUT, NULL, "%s", odd);
}

/* ---- where it goes ---- */

static void unmatched_write(struct request *q)
{
    const struct intake_setup *s = &q->in->set;
    struct buf line = buf_make(2048);
    struct err e;

    if (unmatched_note(s->unmatched, q->x->head.method, q->r.path, &line) &&
        s->hooks->on_unmatched != NULL)
        s->hooks->on_unmatched(s->user, buf_text(&line));
    buf_free(&line);
    if (s->config->routing.unmatched_writes == UNMATCHED_WRITES_PASS) {
        pass(q);
        return;
    }
    err_fill(&e, ERR_FORBIDDEN, NULL, "no route names this write");
    refuse(q, &e);
}

static bool is_public(const struct request *q)
{
    struct span path = span_of(q->in->set.config->public.path);

    return q->in->set.hooks->on_public != NULL && path.len > 1 &&
           span_starts(q->r.path, path) &&
           (q->r.path.len == path.len || q->r.path.at[path.len] == '/');
}

static void collect(struct request *q, size_t limit,
                    void (*then)(void *user, struct intake_request *r))
{
    q->hand_over = then;
    http_body_collect(q->x, limit);
}

static void dispatch(struct request *q)
{
    const struct intake_setup *s = &q->in->set;

    if (is_public(q)) {
        collect(q, PUBLIC_BODY, s->hooks->on_public);
        return;
    }
    q->r.route = route_find(s->config, q->r.method_id, &q->target, &q->scratch,
                            &q->r.route_path);
    if (q->r.route == NULL && !http_method_safe(q->r.method_id))
        unmatched_write(q);
    else if (q->r.route != NULL && q->r.route->kind == ROUTE_PUBLISH &&
             s->hooks->on_publish != NULL)
        collect(q, s->config->limits.body.bytes, s->hooks->on_publish);
    else if (q->r.route != NULL && q->r.route->kind == ROUTE_READ &&
             s->hooks->on_read != NULL)
        s->hooks->on_read(s->user, &q->r);
    else
        pass(q);
}

/* ---- the server's calls ---- */

static void on_request(struct http_exchange *x)
{
    struct request *q = request_new(x);
    struct err e;

    q->client = client_of(x, &q->in->set.config->trusted_proxies);
    q->r.peer = q->client.peer;
    q->r.client = q->client.address;
    q->r.peer_trusted = q->client.peer_trusted;
    q->r.scheme = q->client.scheme;
    q->r.host = q->client.host;
    if (check_rate(q, &e) && check(q, &e))
        dispatch(q);
    else
        refuse(q, &e);
}

static void on_body(struct http_exchange *x, struct span piece)
{
    struct request *q = x->user;

    relay_body(&q->relay, piece);
}

static void on_body_end(struct http_exchange *x)
{
    struct request *q = x->user;

    if (q->hand_over == NULL) {
        relay_body_end(&q->relay);
        return;
    }
    q->r.body = http_body(x);
    q->hand_over(q->in->set.user, &q->r);
}

static void on_drain(struct http_exchange *x)
{
    struct request *q = x->user;

    relay_drain(&q->relay);
}

static void on_left(struct http_exchange *x)
{
    struct request *q = x->user;
    bool first = !q->r.client_left;

    q->r.client_left = true;
    if (first && q->r.watch != NULL && q->r.watch->on_left != NULL)
        q->r.watch->on_left(&q->r);
    relay_left(&q->relay);
}

/* Also in the middle of a body that is on its way to the app: the app's
 * connection is cut, so that it never takes the part for the whole. */
static void on_refused(struct http_exchange *x, const struct err *e,
                       bool head_whole)
{
    struct request *q =
        head_whole && x->user != NULL ? x->user : request_new(x);
    bool sending = q->relay.active;

    q->r.client_left = x->client_left;
    if (sending)
        relay_stop(&q->relay);
    if (sending)
        relay_on_sent(&q->relay, 0, e, true, http_reply_started(x));
    else if (!http_reply_started(x))
        refuse(q, e);
    if (http_reply_unfinished(x))
        http_reply_abort(x);
}

static void on_closed(struct http_exchange *x)
{
    struct request *q = x->user;

    if (q->r.watch != NULL && q->r.watch->on_closed != NULL)
        q->r.watch->on_closed(&q->r);
    request_free(q);
}

const struct http_calls intake_server_calls = {
    .on_request = on_request,
    .on_body = on_body,
    .on_body_end = on_body_end,
    .on_drain = on_drain,
    .on_left = on_left,
    .on_refused = on_refused,
    .on_closed = on_closed,
};

/* ---- the journey's side ---- */

void intake_watch(struct intake_request *r, const struct intake_watch *w,
                  void *user)
{
    r->watch = w;
    r->user = user;
}

void intake_reply(struct intake_request *r, int status,
                  const struct header *headers, uint32_t count,
                  struct span body)
{
    http_reply(request_of(r)->x, status, headers, count, body);
}

void intake_reply_answer(struct intake_request *r, const struct http_head *a,
                         const struct header_edit *edit, struct span body)
{
    relay_reply(&request_of(r)->relay, a, edit, body);
}
