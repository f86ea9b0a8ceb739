#include "intake/intake.h"

#include <string.h>

#include "base/heap.h"
#include "http/client.h"
#include "intake/request.h"
#include "intake/route.h"
#include "intake/unmatched.h"

enum { PUBLIC_BODY = 64 << 10 };

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
    if (q->config->routing.unmatched_writes == UNMATCHED_WRITES_PASS) {
        request_pass(q);
        return;
    }
    err_fill(&e, ERR_FORBIDDEN, NULL, "no route names this write");
    request_refuse(q, &e);
}

static bool is_public(const struct request *q)
{
    struct span path = span_of(q->config->public.path);

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
    q->r.route = route_find(q->config, q->r.method_id, &q->target, &q->scratch,
                            &q->r.route_path);
    if (q->r.route == NULL && !http_method_safe(q->r.method_id))
        unmatched_write(q);
    else if (q->r.route != NULL && q->r.route->kind == ROUTE_PUBLISH &&
             s->hooks->on_publish != NULL)
        collect(q, q->config->limits.body.bytes, s->hooks->on_publish);
    else if (q->r.route != NULL && q->r.route->kind == ROUTE_READ &&
             s->hooks->on_read != NULL)
        s->hooks->on_read(s->user, &q->r);
    else
        request_pass(q);
}

const struct route *intake_reroute(struct intake_request *r, struct span method)
{
    struct request *q = request_of(r);
    int id = method_by_name(method);
    const struct route *route = id < 0
                                    ? NULL
                                    : route_find(q->config, id, &q->target,
                                                 &q->scratch, &r->route_path);

    if (route == NULL)
        return NULL;
    r->route = route;
    r->method_id = id;
    return route;
}

/* ---- the server's calls ---- */

static void on_request(struct http_exchange *x)
{
    struct request *q = request_new(x);
    struct err e;

    q->client = client_of(x, &q->config->trusted_proxies);
    q->r.peer = q->client.peer;
    q->r.client = q->client.address;
    q->r.peer_trusted = q->client.peer_trusted;
    q->r.scheme = q->client.scheme;
    q->r.host = q->client.host;
    if (request_check(q, &e))
        dispatch(q);
    else
        request_refuse(q, &e);
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
        request_sent(q, 0, e, true, http_reply_started(x));
    else if (!http_reply_started(x))
        request_refuse(q, e);
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
