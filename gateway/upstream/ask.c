#include "upstream/ask.h"

#include <llhttp.h>
#include <stddef.h>
#include <string.h>

#include "base/heap.h"
#include "http/forward.h"

struct upstream {
    struct reactor *reactor;
    struct http_pool *pool;
    size_t answer_limit;
    struct buf host, path;
    uint32_t busy;
};

/* One request of our own. */
struct ask {
    struct upstream *up;
    const struct upstream_calls *calls;
    void *user;
    struct http_call *call;
    const struct http_head *answer;
    struct buf body, collected;
    struct wheel_timer refuse; /* of a request that can't be sent */
};

struct upstream *upstream_new(struct reactor *r, const struct config *c,
                              struct http_pool *pool)
{
    struct upstream *u = heap_new(sizeof(*u));
    const struct url *url = &c->upstream.url;

    u->reactor = r;
    u->pool = pool;
    u->answer_limit = c->limits.answer.bytes;
    u->host = buf_make(512);
    u->path = buf_make(4096);
    buf_printf(&u->host, strchr(url->host, ':') != NULL ? "[%s]:%u" : "%s:%u",
               url->host, url->port);
    buf_add_text(&u->path, url->path);
    return u;
}

uint32_t upstream_busy(const struct upstream *u)
{
    return u->busy;
}

void upstream_free(struct upstream **u)
{
    if (*u == NULL)
        return;
    buf_free(&(*u)->host);
    buf_free(&(*u)->path);
    heap_free(*u);
    *u = NULL;
}

static void ask_free(struct ask *a)
{
    a->up->busy--;
    wheel_disarm(&a->refuse);
    buf_free(&a->body);
    buf_free(&a->collected);
    heap_free(a);
}

/* ---- the answer ---- */

static void on_head(struct http_call *c, const struct http_head *h)
{
    struct ask *a = http_call_user(c);

    a->answer = h;
}

static void on_data(struct http_call *c, struct span piece)
{
    struct ask *a = http_call_user(c);

    buf_add(&a->collected, piece); /* over the limit: on_done sees it */
}

static void on_drain(struct http_call *c)
{
    (void)c; /* bodies are sent whole */
}

static void on_done(struct http_call *c, const struct err *e, bool maybe_sent)
{
    struct ask *a = http_call_user(c);
    struct err full;

    if (e == NULL && a->collected.failed) {
        err_fill(&full, ERR_UPSTREAM, NULL, "answer over %zu bytes",
                 a->up->answer_limit);
        e = &full;
        maybe_sent = true;
    }
    if (e != NULL)
        a->calls->on_failed(a->user, e, maybe_sent);
    else
        a->calls->on_answer(a->user, a->answer, buf_span(&a->collected));
    ask_free(a);
}

static const struct http_client_calls client_calls = {
    .on_head = on_head,
    .on_data = on_data,
    .on_drain = on_drain,
    .on_done = on_done,
};

/* ---- the request ---- */

static int method_id(struct span method)
{
    int id;

    for (id = HTTP_DELETE; id <= HTTP_UNLINK; id++)
        if (span_is(method, llhttp_method_name((llhttp_method_t)id)))
            return id;
    return -1;
}

static bool target_fits(struct span target)
{
    size_t i;

    for (i = 0; i < target.len; i++)
        if ((uint8_t)target.at[i] <= ' ' || (uint8_t)target.at[i] >= 0x7F)
            return false;
    return target.len > 0 && target.at[0] == '/';
}

static bool names_host(const struct upstream_request *r)
{
    for (uint32_t i = 0; i < r->header_count; i++)
        if (span_equal_nocase(r->headers[i].name, SPAN("host")))
            return true;
    return false;
}

static void write_headers(struct ask *a, struct buf *b,
                          const struct upstream_request *r)
{
    uint32_t i;

    if (!names_host(r))
        header_write(b, SPAN("Host"), buf_span(&a->up->host));
    for (i = 0; i < r->header_count; i++)
        if (!span_equal_nocase(r->headers[i].name, SPAN("content-length")) &&
            !span_equal_nocase(r->headers[i].name, SPAN("transfer-encoding")))
            header_write(b, r->headers[i].name, r->headers[i].value);
}

static void on_refuse(struct wheel_timer *t)
{
    struct ask *a =
        (struct ask *)(void *)((char *)t - offsetof(struct ask, refuse));
    struct err e;

    err_fill(&e, ERR_UPSTREAM, NULL,
             "a request that can't be written: method, target or header");
    a->calls->on_failed(a->user, &e, false);
    ask_free(a);
}

void upstream_ask(struct upstream *u, const struct upstream_request *r)
{
    struct ask *a = heap_new(sizeof(*a));
    struct buf target = buf_make(64 << 10);
    int id = method_id(r->method);
    struct buf *b;

    a->up = u;
    a->calls = r->calls;
    a->user = r->user;
    a->body = buf_make(SIZE_MAX / 2);
    a->collected = buf_make(u->answer_limit);
    a->refuse.fire = on_refuse;
    u->busy++;
    buf_add(&a->body, r->body);
    buf_add(&target, buf_span(&u->path));
    buf_add(&target, r->target);
    a->call = http_call_new(u->pool, id, &client_calls, a);
    b = http_call_open(a->call, r->method, buf_span(&target));
    write_headers(a, b, r);
    if (id < 0 || target.failed || !target_fits(buf_span(&target)) ||
        b->failed) {
        http_call_cancel(a->call);
        wheel_arm(&u->reactor->wheel, &a->refuse, 0);
    } else if (r->body.len > 0 || !http_method_safe(id)) {
        http_call_send(a->call, HTTP_LENGTH, r->body.len,
                       r->body.len > 0 ? buf_span(&a->body) : SPAN(""));
    } else {
        http_call_send(a->call, HTTP_NO_BODY, 0, SPAN(""));
    }
    buf_free(&target);
}
