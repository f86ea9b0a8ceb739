#include "http/server.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/heap.h"
#include "http/conn.h"

/*
 * A connection's input goes through conn_take(): bytes become a head, then the
 * body of its exchange, then wait in `ahead` until the exchange is over. Calls
 * to the handler happen inside it, and what the handler decides there (a reply
 * at once) is acted on when the call is back: `in_step`.
 */

enum {
    MOST_AHEAD = 64 << 10,  /* pipelined bytes that we hold */
    KEEP_ROOM = 16 << 10,   /* buffers bigger than this go when idle */
    LINGER_MS = 2000,       /* for the client to read a last answer */
    LINGER_BYTES = 4 << 20, /* of body that nobody wants */
    RATE_CHECK_MS = 1000,   /* how often a slow body is looked at */
    RATE_GRACE_MS = 5000    /* slow starts are no offence */
};

static void conn_take(struct conn *c, struct span bytes);
static void conn_settle(struct conn *c);

/* ---- life of a connection
 * ----------------------------------------------------- */

static void accept_one(struct http_server *s);

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
    buf_free(&c->in);
    buf_free(&c->ahead);
    buf_free(&c->body);
    heap_free(c->x.head.headers.at);
    heap_free(c);
    if (s->full && !s->stopping)
        accept_one(s);
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

static void arm(struct conn *c, uint64_t ms)
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
    arm(c, LINGER_MS);
}

static void keep_reading(struct conn *c)
{
    bool waits = c->exchange && !c->body_done && !c->refused &&
                 (c->body_mode == BODY_UNDECIDED || c->body_paused);

    if (waits || c->ahead.len >= MOST_AHEAD)
        wire_pause(&c->wire);
    else
        wire_read(&c->wire);
}

/* ---- the head
 * ------------------------------------------------------------------- */

static void trim_buffer(struct buf *b)
{
    if (b->room > KEEP_ROOM)
        buf_free(b);
    buf_reset(b);
}

/* Around calls to the handler: a reply that it makes inside is acted on when
 * it has returned, so that nothing is freed under its feet. */
static bool conn_enter(struct conn *c)
{
    bool was = c->in_step;

    c->in_step = true;
    return was;
}

static void conn_leave(struct conn *c, bool was)
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

/* Bytes over 0x7F in the target, percent-encoded where they stand: from here
 * on it is ASCII, for llhttp as for the app. */
static void encode_target(struct buf *in)
{
    static const char hex[] = "0123456789ABCDEF";
    struct span line =
        span_slice(buf_span(in), 0, span_find_byte(buf_span(in), '\n', 0));
    struct buf out;
    size_t i;

    for (i = 0; i < line.len && (uint8_t)line.at[i] < 0x80; i++)
        ;
    if (i == line.len)
        return;
    out = buf_make(in->ceiling);
    for (i = 0; i < line.len; i++) {
        uint8_t b = (uint8_t)line.at[i];

        if (b < 0x80) {
            buf_add_byte(&out, (char)b);
            continue;
        }
        buf_add_byte(&out, '%');
        buf_add_byte(&out, hex[b >> 4]);
        buf_add_byte(&out, hex[b & 15]);
    }
    buf_add(&out, span_from(buf_span(in), line.len));
    buf_free(in);
    *in = out;
}

static void begin_exchange(struct conn *c)
{
    struct err e;

    encode_target(&c->in);
    c->refused = false;
    c->reply = REPLY_NONE;
    c->body_mode = BODY_UNDECIDED;
    c->body_done = c->body_paused = false;
    c->body_bytes = 0;
    c->x.user = NULL;
    if (c->x.head.headers.at == NULL)
        c->x.head.headers.at =
            heap_array(c->server->limits.headers, sizeof(struct header));
    c->x.head.most = c->server->limits.headers;
    if (!head_parse_request(&c->x.head, buf_span(&c->in), &e) ||
        !message_begin(&c->message, true, &c->x.head, buf_span(&c->in), &e)) {
        conn_fail(c, &e);
        return;
    }
    c->exchange = true;
    c->keep_alive = c->x.head.keep_alive && !c->server->stopping;
    c->body_done = c->message.whole;
    wheel_disarm(&c->timer);
    c->server->calls->on_request(&c->x);
}

static void fail_head(struct conn *c, enum err_kind kind, const char *what)
{
    struct err e;

    memset(&c->x.head.method, 0, sizeof(c->x.head.method));
    c->x.head.method_id = -1;
    c->x.head.minor = 1;
    c->x.user = NULL;
    err_fill(&e, kind, NULL, "%s", what);
    conn_fail(c, &e);
}

/* Looks for the end of a head in what came; returns the bytes used. */
static size_t take_head(struct conn *c, struct span bytes)
{
    size_t before = c->in.len, limit = c->server->limits.header_bytes;
    struct span all = bytes;
    enum head_state s;

    if (before == 0 && bytes.len >= 2 && memcmp(bytes.at, "\r\n", 2) == 0)
        return 2; /* RFC 9112 2.2: an empty line in front is let be */
    if (before > 0) {
        buf_add(&c->in, bytes);
        all = buf_span(&c->in);
    }
    s = head_find_end(all, &c->scan);
    if (s == HEAD_BAD_LINE_END) {
        fail_head(c, ERR_INPUT, "a line does not end in CRLF");
        return bytes.len;
    }
    if ((s == HEAD_WHOLE ? c->scan.end : all.len) > limit) {
        fail_head(c, ERR_HEADER_LIMIT, "request head too big");
        return bytes.len;
    }
    if (s == HEAD_PARTIAL) {
        if (before == 0) {
            buf_add(&c->in, bytes);
            arm(c, c->server->limits.header_ms);
        }
        return bytes.len;
    }
    if (before == 0)
        buf_add(&c->in, span_slice(bytes, 0, c->scan.end));
    c->in.len = c->scan.end;
    before = c->scan.end - before;
    c->scan = (struct head_scan){0};
    begin_exchange(c);
    return before;
}

/* ---- the body
 * ------------------------------------------------------------------- */

static void on_data(struct message *m, struct span data)
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

/* ---- the exchange ends
 * ----------------------------------------------------------- */

static void finish_exchange(struct conn *c)
{
    bool over = !c->keep_alive || c->refused || !c->body_done ||
                c->peer_ended || c->server->stopping;

    c->server->calls->on_closed(&c->x);
    c->exchange = false;
    c->x.user = NULL;
    c->x.client_left = c->peer_ended;
    if (c->wire.closing) {
        if (c->wire_gone)
            conn_free(c);
        return;
    }
    trim_buffer(&c->in);
    trim_buffer(&c->body);
    if (over)
        conn_linger(c);
    else
        arm(c, c->server->limits.idle_ms);
}

/* ---- the driver
 * ------------------------------------------------------------------ */

static bool step(struct conn *c, struct span *bytes)
{
    if (c->lingering || c->wire.closing || (c->refused && c->exchange)) {
        *bytes = SPAN("");
    } else if (!c->exchange) {
        if (bytes->len == 0)
            return false;
        *bytes = span_from(*bytes, take_head(c, *bytes));
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

static void conn_take(struct conn *c, struct span bytes)
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
        arm(c, RATE_CHECK_MS);
    }
    keep_reading(c);
}

/* What was read ahead comes first; the buffer is taken aside because taking
 * may stash a rest of it again. */
static void conn_go_on(struct conn *c)
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

/* ---- what the wire tells
 * --------------------------------------------------------- */

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
        keep_reading(c);
        return;
    }
    conn_take(c, bytes);
}

static void client_left(struct conn *c)
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
        client_left(c);
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

static void on_write_failed(struct wire *w)
{
    struct conn *c = conn_of_wire(w);

    c->peer_ended = true;
    c->keep_alive = false;
    if (!c->exchange) {
        conn_close(c);
        return;
    }
    client_left(c);
}

static void on_fin(struct wire *w)
{
    struct conn *c = conn_of_wire(w);

    if (c->peer_ended)
        conn_close(c);
}

static const struct wire_calls wire_calls = {
    .on_read = on_read,
    .on_end = on_end,
    .on_drain = on_drain,
    .on_write_failed = on_write_failed,
    .on_fin = on_fin,
    .on_closed = on_wire_closed,
};

/* ---- time
 * -------------------------------------------------------------------------- */

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
    arm(c, RATE_CHECK_MS);
}

/* Output is stuck, or a connection rests: gone when nothing moved since the
 * timer was set. */
static void check_output(struct conn *c)
{
    if (wire_pending(&c->wire) > 0 && c->wire.taken != c->taken_before) {
        c->taken_before = c->wire.taken;
        arm(c, c->server->limits.idle_ms);
        return;
    }
    if (!c->exchange) {
        conn_close(c);
        return;
    }
    c->wire.write_failed = true;
    on_write_failed(&c->wire);
}

static void on_timer(struct wheel_timer *t)
{
    struct conn *c =
        (struct conn *)(void *)((char *)t - offsetof(struct conn, timer));

    if (c->lingering) {
        conn_close(c);
    } else if (!c->exchange && c->in.len > 0) {
        fail_head(c, ERR_TIMEOUT, "the request head comes too slowly");
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
    arm(c, c->server->limits.idle_ms);
}

/* ---- accepting
 * ---------------------------------------------------------------------- */

static void name_peer(struct conn *c)
{
    int len = sizeof(c->x.peer);

    c->x.peer_text = c->peer_text;
    (void)snprintf(c->peer_text, sizeof(c->peer_text), "unix");
    if (c->server->is_pipe ||
        uv_tcp_getpeername(&c->wire.u.tcp, (struct sockaddr *)&c->x.peer,
                           &len) != 0)
        return;
    (void)uv_tcp_nodelay(&c->wire.u.tcp, 1);
    if (c->x.peer.ss_family == AF_INET)
        (void)uv_ip4_name((struct sockaddr_in *)&c->x.peer, c->peer_text,
                          sizeof(c->peer_text));
    else
        (void)uv_ip6_name((struct sockaddr_in6 *)&c->x.peer, c->peer_text,
                          sizeof(c->peer_text));
}

static void accept_one(struct http_server *s)
{
    struct conn *c;

    s->full = s->count >= s->limits.connections;
    if (s->full)
        return; /* libuv accepts no more until this one is taken */
    c = heap_new(sizeof(*c));
    c->server = s;
    c->x.server_user = s->user;
    c->next = s->first;
    if (s->first != NULL)
        s->first->prev = c;
    s->first = c;
    s->count++;
    c->timer.fire = on_timer;
    c->message.on_data = on_data;
    c->in = buf_make(s->limits.header_bytes + REACTOR_READ_BYTES);
    c->ahead = buf_make(MOST_AHEAD + REACTOR_READ_BYTES);
    if (s->is_pipe)
        wire_init_pipe(&c->wire, s->reactor, &wire_calls);
    else
        wire_init_tcp(&c->wire, s->reactor, &wire_calls);
    if (uv_accept(&s->listener.stream, &c->wire.u.stream) != 0) {
        conn_close(c);
        return;
    }
    name_peer(c);
    arm(c, s->limits.header_ms);
    wire_read(&c->wire);
}

static void on_connection(uv_stream_t *listener, int status)
{
    if (status == 0)
        accept_one(listener->data);
}

bool http_server_new(struct reactor *r, int fd,
                     const struct http_limits *limits,
                     const struct http_calls *calls, void *user,
                     struct http_server **ret, struct err *e)
{
    struct http_server *s = heap_new(sizeof(*s));
    int code;

    s->reactor = r;
    s->limits = *limits;
    s->calls = calls;
    s->user = user;
    s->is_pipe = uv_guess_handle(fd) == UV_NAMED_PIPE;
    if (s->is_pipe) {
        (void)uv_pipe_init(r->loop, &s->listener.pipe, 0);
        code = uv_pipe_open(&s->listener.pipe, fd);
    } else {
        (void)uv_tcp_init(r->loop, &s->listener.tcp);
        code = uv_tcp_open(&s->listener.tcp, fd);
    }
    s->listener.handle.data = s;
    s->listener_open = true;
    if (code == 0)
        code = uv_listen(&s->listener.stream, 1024, on_connection);
    *ret = s; /* closed by the caller also after a failure */
    if (code != 0)
        return err_set(e, ERR_CONFIG, NULL, "listen: %s", uv_strerror(code));
    return true;
}

static void on_listener_closed(uv_handle_t *h)
{
    struct http_server *s = h->data;

    s->listener_open = false;
}

void http_server_stop(struct http_server *s)
{
    struct conn *c, *next;

    if (s->stopping)
        return;
    s->stopping = true;
    uv_close(&s->listener.handle, on_listener_closed);
    for (c = s->first; c != NULL; c = next) {
        next = c->next;
        if (!c->exchange && c->in.len == 0 && wire_pending(&c->wire) == 0)
            conn_close(c);
    }
}

uint32_t http_server_busy(const struct http_server *s)
{
    return s->count + s->listener_open;
}

void http_server_abort(struct http_server *s)
{
    struct conn *c;

    for (c = s->first; c != NULL; c = c->next) {
        conn_close(c);
        if (c->exchange)
            client_left(c);
    }
}

void http_server_free(struct http_server **s)
{
    if (*s == NULL)
        return;
    assert(http_server_busy(*s) == 0);
    heap_free(*s);
    *s = NULL;
}

/* ---- the request's body
 * -------------------------------------------------------------- */

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
        keep_reading(c);
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
