/* What the handler wants of a request's body, and how long a connection may
 * take for things. */
#include <assert.h>
#include <stddef.h>

#include "http/conn.h"

enum { RATE_GRACE_MS = 5000 /* slow starts are no offence */ };

/* ---- the body ---- */

static void choose(struct conn *c, enum body_mode mode)
{
    bool was;

    assert(c->body_mode == BODY_UNDECIDED);
    c->body_mode = mode;
    if (c->body_done) {
        was = conn_enter(c);
        c->server->calls->on_body_end(&c->x);
        conn_leave(c, was);
        return;
    }
    if (c->x.head.expects_continue)
        buf_add(wire_stage(&c->wire), SPAN("HTTP/1.1 100 Continue\r\n\r\n"));
    if (!c->in_step)
        conn_go_on(c);
}

void http_body_stream(struct http_exchange *x)
{
    choose(conn_of(x), BODY_STREAM);
}

void http_body_collect(struct http_exchange *x, size_t limit)
{
    struct conn *c = conn_of(x);
    struct err e;

    if (x->head.framing == HTTP_LENGTH && x->head.length > limit) {
        err_fill(&e, ERR_LIMIT, NULL, "body over %zu bytes", limit);
        conn_fail(c, &e);
        return;
    }
    c->body.ceiling = limit;
    choose(c, BODY_COLLECT);
}

struct span http_body(const struct http_exchange *x)
{
    return buf_span(&conn_of(x)->body);
}

void http_body_pause(struct http_exchange *x)
{
    struct conn *c = conn_of(x);

    c->body_paused = true;
    if (!c->in_step)
        conn_keep_reading(c);
}

void http_body_resume(struct http_exchange *x)
{
    struct conn *c = conn_of(x);

    if (!c->body_paused)
        return;
    c->body_paused = false;
    c->body_start = uv_now(c->server->reactor->loop);
    c->body_bytes = 0;
    if (!c->in_step && !c->wire.closing)
        conn_go_on(c);
}

/* ---- time ---- */

static void check_body_rate(struct conn *c)
{
    uint64_t now = uv_now(c->server->reactor->loop);
    uint64_t rate = c->server->limits.body_min_rate;
    uint64_t elapsed = now - c->body_start;
    struct err e;

    if (c->body_mode == BODY_UNDECIDED || c->body_paused || rate == 0) {
        c->body_start = now;
        c->body_bytes = 0;
    } else if (elapsed > RATE_GRACE_MS &&
               c->body_bytes * 1000 / elapsed < rate) {
        err_fill(&e, ERR_TIMEOUT, NULL, "the body comes too slowly");
        conn_fail(c, &e);
        return;
    }
    conn_arm(c, CONN_RATE_CHECK_MS);
}

/* Output is stuck, or a connection rests: gone when nothing moved since the
 * timer was set. */
static void check_output(struct conn *c)
{
    if (wire_pending(&c->wire) > 0 && c->wire.taken != c->taken_before) {
        c->taken_before = c->wire.taken;
        conn_arm(c, c->server->limits.idle_ms);
        return;
    }
    if (!c->exchange) {
        conn_close(c);
    } else if (wire_pending(&c->wire) > 0) {
        c->wire.write_failed = true;
        conn_write_failed(c);
    }
}

void conn_on_timer(struct wheel_timer *t)
{
    struct conn *c =
        (struct conn *)(void *)((char *)t - offsetof(struct conn, timer));

    if (c->lingering) {
        conn_close(c);
    } else if (!c->exchange && c->in.len > 0) {
        conn_fail_head(c, ERR_TIMEOUT, "the request head comes too slowly");
    } else if (c->exchange && !c->body_done && !c->refused &&
               c->reply == REPLY_NONE) {
        check_body_rate(c);
    } else {
        check_output(c);
    }
}

void conn_watch_output(struct conn *c)
{
    if (c->timer.next != NULL)
        return;
    c->taken_before = c->wire.taken;
    conn_arm(c, c->server->limits.idle_ms);
}
