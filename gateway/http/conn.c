#include "http/conn.h"

#include <stddef.h>
#include <string.h>

#include "base/heap.h"

/*
 * A connection's input goes through conn_take(): bytes become a head
 * (conn_head.c), then the body of its exchange, then wait in `ahead` until the
 * exchange is over. Calls to the handler happen inside it, and what the handler
 * decides there (a reply at once) is acted on when the call is back: `in_step`.
 */

enum {
    KEEP_ROOM = 16 << 10,   /* buffers bigger than this go when idle */
    LINGER_MS = 2000,       /* for the client to read a last answer */
    LINGER_BYTES = 4 << 20, /* of body that nobody wants */
};

static void conn_settle(struct conn *c);

/* ---- life of a connection ---- */

static struct conn *conn_of_wire(struct wire *w)
{
    return (struct conn *)(void *)((char *)w - offsetof(struct conn, wire));
}

static void conn_free(struct conn *c)
{
    struct http_server *s = c->server;

    wheel_disarm(&c->timer);
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        s->first = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    s->count--;
    wire_done(&c->wire);
    buf_free(&c->in);
    buf_free(&c->ahead);
    buf_free(&c->body);
    heap_free(c->x.head.headers.at);
    heap_free(c);
    if (s->full && !s->stopping)
        http_server_accept(s);
}

static void on_wire_closed(struct wire *w)
{
    struct conn *c = conn_of_wire(w);

    c->wire_gone = true;
    if (!c->exchange)
        conn_free(c);
}

void conn_close(struct conn *c)
{
    wheel_disarm(&c->timer);
    wire_close(&c->wire);
}

void conn_arm(struct conn *c, uint64_t ms)
{
    wheel_arm(&c->server->reactor->wheel, &c->timer, ms);
}

/* Our side ends; what the client still sends is swallowed for a while, so that
 * it reads the answer instead of a reset connection (RFC 9112 9.6). */
static void conn_linger(struct conn *c)
{
    c->lingering = true;
    c->linger_left = LINGER_BYTES;
    wire_end(&c->wire);
    wire_read(&c->wire);
    conn_arm(c, LINGER_MS);
}

void conn_keep_reading(struct conn *c)
{
    bool waits = c->exchange && !c->body_done && !c->refused &&
                 (c->body_mode == BODY_UNDECIDED || c->body_paused);

    if (waits || c->ahead.len >= CONN_MOST_AHEAD)
        wire_pause(&c->wire);
    else
        wire_read(&c->wire);
}

/* Around calls to the handler: a reply that it makes inside is acted on when
 * it has returned, so that nothing is freed under its feet. */
bool conn_enter(struct conn *c)
{
    bool was = c->in_step;

    c->in_step = true;
    return was;
}

void conn_leave(struct conn *c, bool was)
{
    c->in_step = was;
    if (!was && c->exchange && c->reply == REPLY_DONE)
        conn_settle(c);
}

void conn_fail(struct conn *c, const struct err *e)
{
    bool head_whole = c->exchange, was;

    if (c->refused)
        return;
    c->refused = true;
    c->keep_alive = false;
    if (c->exchange && c->reply == REPLY_DONE)
        return; /* too late to say anything */
    c->exchange = true;
    c->body_mode = BODY_IGNORED;
    wheel_disarm(&c->timer);
    if (!head_whole)
        c->reply = REPLY_NONE;
    was = conn_enter(c);
    c->server->calls->on_refused(&c->x, e, head_whole);
    conn_leave(c, was);
}

/* ---- the body ---- */

void conn_on_data(struct message *m, struct span data)
{
    struct conn *c =
        (struct conn *)(void *)((char *)m - offsetof(struct conn, message));
    struct err e;

    c->body_bytes += data.len;
    if (c->refused)
        return;
    if (c->body_mode == BODY_STREAM) {
        c->server->calls->on_body(&c->x, data);
        return;
    }
    if (c->body_mode != BODY_COLLECT)
        return;
    buf_add(&c->body, data);
    if (c->body.failed) {
        err_fill(&e, ERR_LIMIT, NULL, "body over %zu bytes", c->body.ceiling);
        conn_fail(c, &e);
    }
}

static size_t take_body(struct conn *c, struct span bytes)
{
    size_t used;
    struct err e;

    switch (message_feed(&c->message, bytes, &used, &e)) {
    case MESSAGE_MORE:
        return bytes.len;
    case MESSAGE_BAD:
        conn_fail(c, &e);
        return bytes.len;
    case MESSAGE_WHOLE:
        break;
    }
    c->body_done = true;
    wheel_disarm(&c->timer);
    if (!c->refused && c->body_mode != BODY_IGNORED)
        c->server->calls->on_body_end(&c->x);
    return used;
}

static bool wants_body(const struct conn *c)
{
    return c->exchange && !c->body_done && !c->refused &&
           (c->body_mode != BODY_UNDECIDED || c->reply == REPLY_DONE) &&
           !c->body_paused;
}

static void trim_buffer(struct buf *b)
{
    if (b->room > KEEP_ROOM)
        buf_free(b);
    buf_reset(b);
}

/* ---- the exchange ends ---- */

static void finish_exchange(struct conn *c)
{
    bool over = !c->keep_alive || c->refused || !c->body_done || c->peer_ended;

    c->server->calls->on_closed(&c->x);
    c->exchange = false;
    c->x.user = NULL;
    c->x.client_left = c->peer_ended;
    head_forget(&c->x.head); /* its bytes are gone with the buffer below */
    if (c->wire.closing) {
        if (c->wire_gone)
            conn_free(c);
        return;
    }
    trim_buffer(&c->in);
    trim_buffer(&c->body);
    if (over)
        conn_linger(c);
    else /* told that it may go on, also when we are stopping by now */
        conn_arm(c, c->server->stopping ? CONN_STOP_GRACE_MS
                                        : c->server->limits.idle_ms);
}

/* ---- the driver ---- */

static bool step(struct conn *c, struct span *bytes)
{
    if (c->lingering || c->wire.closing || (c->refused && c->exchange)) {
        *bytes = SPAN("");
    } else if (!c->exchange) {
        if (bytes->len == 0)
            return false;
        *bytes = span_from(*bytes, conn_take_head(c, *bytes));
    } else if (wants_body(c) && bytes->len > 0) {
        *bytes = span_from(*bytes, take_body(c, *bytes));
    } else if (c->reply != REPLY_DONE) {
        return false;
    }
    if (c->exchange && c->reply == REPLY_DONE &&
        (bytes->len == 0 || !wants_body(c))) {
        finish_exchange(c);
        return true;
    }
    return bytes->len > 0;
}

void conn_take(struct conn *c, struct span bytes)
{
    c->in_step = true;
    while (step(c, &bytes))
        ;
    c->in_step = false;
    if (c->lingering || c->wire.closing)
        return;
    if (bytes.len > 0)
        buf_add(&c->ahead, bytes);
    if (c->exchange && !c->body_done && !c->refused && c->timer.next == NULL) {
        c->body_start = uv_now(c->server->reactor->loop);
        conn_arm(c, CONN_RATE_CHECK_MS);
    }
    conn_keep_reading(c);
}

/* What was read ahead comes first; the buffer is taken aside because taking
 * may stash a rest of it again. */
void conn_go_on(struct conn *c)
{
    struct buf ahead = c->ahead;

    c->ahead = buf_make(ahead.ceiling);
    conn_take(c, buf_span(&ahead));
    buf_free(&ahead);
}

static void conn_settle(struct conn *c)
{
    if (c->wire.closing)
        finish_exchange(c);
    else
        conn_go_on(c);
}

void conn_exchange_done(struct conn *c)
{
    c->reply = REPLY_DONE;
    if (!c->body_done)
        c->body_mode = BODY_IGNORED;
    if (!c->in_step)
        conn_settle(c);
}

/* ---- what the wire tells ---- */

static void on_read(struct wire *w, struct span bytes)
{
    struct conn *c = conn_of_wire(w);

    if (c->lingering) {
        if (bytes.len > c->linger_left)
            conn_close(c);
        else
            c->linger_left -= bytes.len;
        return;
    }
    if (c->ahead.len > 0) {
        buf_add(&c->ahead, bytes);
        conn_keep_reading(c);
        return;
    }
    conn_take(c, bytes);
}

void conn_client_left(struct conn *c)
{
    struct err e;
    bool was;

    if (!c->body_done && !c->refused && c->reply == REPLY_NONE) {
        c->x.client_left = true;
        err_fill(&e, ERR_INPUT, NULL, "the client left within the body");
        conn_fail(c, &e);
        return;
    }
    if (c->x.client_left && !http_client_gone(&c->x))
        return;
    c->x.client_left = true;
    was = conn_enter(c);
    c->server->calls->on_left(&c->x); /* twice: left, and then gone */
    conn_leave(c, was);
}

/* An end of the stream may be a client that only has no more to ask: it still
 * gets its answer. Any other code is a connection that is no more. */
static void on_end(struct wire *w, int code)
{
    struct conn *c = conn_of_wire(w);

    c->peer_ended = true;
    if (code != UV_EOF)
        w->write_failed = true;
    if (!c->exchange || c->lingering)
        conn_close(c);
    else
        conn_client_left(c);
}

static void on_drain(struct wire *w)
{
    struct conn *c = conn_of_wire(w);
    bool was;

    if (!c->exchange || c->reply != REPLY_BODY)
        return;
    was = conn_enter(c);
    c->server->calls->on_drain(&c->x);
    conn_leave(c, was);
}

void conn_write_failed(struct conn *c)
{
    c->peer_ended = true;
    c->keep_alive = false;
    if (!c->exchange) {
        conn_close(c);
        return;
    }
    conn_client_left(c);
}

static void on_write_failed(struct wire *w)
{
    conn_write_failed(conn_of_wire(w));
}

static void on_fin(struct wire *w)
{
    struct conn *c = conn_of_wire(w);

    if (c->peer_ended)
        conn_close(c);
}

const struct wire_calls conn_wire_calls = {
    .on_read = on_read,
    .on_end = on_end,
    .on_drain = on_drain,
    .on_write_failed = on_write_failed,
    .on_fin = on_fin,
    .on_closed = on_wire_closed,
};
