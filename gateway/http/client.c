#include "http/client.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/heap.h"
#include "http/pool.h"

enum { MOST_INTERIM = 16, KEEP_ROOM = 16 << 10, MOST_ATTEMPTS = 4 };

/* ---- a call ---- */

struct http_call *http_call_new(struct http_pool *p, int method_id,
                                const struct http_client_calls *calls,
                                void *user)
{
    struct http_call *c = p->spare;
    struct buf request;

    if (c != NULL) {
        p->spare = c->next;
        p->spare_count--;
        request = c->request;
    } else {
        c = heap_new(sizeof(*c));
        request = buf_make(SIZE_MAX / 2);
    }
    buf_reset(&request);
    *c = (struct http_call){.pool = p,
                            .method_id = method_id,
                            .calls = calls,
                            .user = user,
                            .request = request};
    return c;
}

void *http_call_user(const struct http_call *c)
{
    return c->user;
}

static void call_free(struct http_call *c)
{
    struct http_pool *p = c->pool;

    if (p->spare_count >= POOL_SPARE_CALLS || c->request.room > KEEP_ROOM) {
        buf_free(&c->request);
        heap_free(c);
        return;
    }
    c->next = p->spare;
    p->spare = c;
    p->spare_count++;
}

/* Takes the call off its link, which is idle again or closed. */
static void let_go(struct http_call *c, bool reusable)
{
    struct link *l = c->link;

    c->link = NULL;
    if (l == NULL)
        return;
    l->call = NULL;
    l->answering = l->answer_bytes = false;
    l->interim = 0;
    l->scan = (struct head_scan){0};
    if (reusable)
        pool_give(l);
    else
        link_close(l);
}

static void call_done(struct http_call *c, const struct err *e, bool reusable)
{
    /* The link first: on_done may start the next request and wants it. What it
     * still shows of this answer stays until the loop reads another. */
    let_go(c, reusable);
    c->calls->on_done(c, e, c->maybe_sent);
    call_free(c);
}

void http_call_cancel(struct http_call *c)
{
    let_go(c, false);
    call_free(c);
}

/* ---- the request ---- */

struct buf *http_call_open(struct http_call *c, struct span method,
                           struct span target)
{
    struct buf *b = &c->request;

    buf_add(b, method);
    buf_add_byte(b, ' ');
    buf_add(b, target);
    buf_add(b, SPAN(" HTTP/1.1\r\n"));
    return b;
}

/* Head and whole body on a link of the pool, staged: when many posts become
 * durable at once, their requests are made one after the other and then leave
 * one after the other, which the caches and the app's wake-ups are cheaper
 * for. */
static void dispatch(struct http_call *c, bool fresh)
{
    c->attempts++;
    c->link = c->request.failed ? pool_dead(c->pool, c)
                                : pool_take(c->pool, c, fresh);
    buf_add(wire_stage(&c->link->wire), buf_span(&c->request));
    if (!c->streaming)
        wire_write(&c->link->wire, c->body);
}

void http_call_send(struct http_call *c, enum http_framing framing,
                    uint64_t length, struct span body)
{
    struct buf *b = &c->request;

    c->framing = framing;
    c->streaming = framing != HTTP_NO_BODY && body.at == NULL;
    c->request_done = !c->streaming;
    if (framing == HTTP_LENGTH) {
        buf_add(b, SPAN("Content-Length: "));
        buf_add_u64(b, length);
        buf_add(b, SPAN("\r\n\r\n"));
    } else if (framing == HTTP_CHUNKED) {
        buf_add(b, SPAN("Transfer-Encoding: chunked\r\n\r\n"));
    } else {
        buf_add(b, SPAN("\r\n"));
    }
    c->body = c->streaming ? SPAN("") : body;
    dispatch(c, false);
}

static void rearm(struct link *l)
{
    if (l->state == LINK_BUSY && (l->call == NULL || !l->call->paused))
        wheel_arm(&l->pool->reactor->wheel, &l->timer, l->pool->set.timeout_ms);
}

bool http_call_data(struct http_call *c, struct span piece)
{
    struct wire *w = &c->link->wire;
    char line[24];
    int len;

    if (piece.len == 0)
        return true;
    rearm(c->link);
    if (c->framing == HTTP_CHUNKED) {
        len = snprintf(line, sizeof(line), "%zx\r\n", piece.len);
        wire_write(w, (struct span){line, (size_t)len});
    }
    wire_write(w, piece);
    if (c->framing == HTTP_CHUNKED)
        wire_write(w, SPAN("\r\n"));
    if (wire_pending(w) <= WIRE_HIGH || w->write_failed)
        return true;
    w->wants_drain = true;
    return false;
}

void http_call_end(struct http_call *c)
{
    if (c->framing == HTTP_CHUNKED)
        wire_write(&c->link->wire, SPAN("0\r\n\r\n"));
    c->request_done = true;
    rearm(c->link);
}

void http_call_pause(struct http_call *c)
{
    c->paused = true;
    wheel_disarm(&c->link->timer);
    wire_pause(&c->link->wire);
}

void http_call_resume(struct http_call *c)
{
    c->paused = false;
    rearm(c->link);
    wire_read(&c->link->wire);
}

/* ---- when a link is lost ---- */

static bool may_repeat(const struct http_call *c, const struct link *l,
                       bool untouched)
{
    bool reader = c->method_id == HTTP_GET || c->method_id == HTTP_HEAD ||
                  c->method_id == HTTP_OPTIONS;

    if (l->answer_bytes || c->attempts >= MOST_ATTEMPTS || c->request.failed ||
        (c->streaming && l->lost_at_once))
        return false;
    return untouched || (reader && !c->streaming);
}

/* Connecting failed and there are more addresses: the next one. */
static bool other_address(const struct http_call *c, const struct link *l)
{
    struct http_pool *p = l->pool;

    if (l->reused || !l->wire.held || p->address_count < 2)
        return false;
    p->address_next = (p->address_next + 1) % p->address_count;
    return c->attempts < p->address_count;
}

/* A streamed body can't be had twice: what nobody took moves over. */
static void move_stream(struct http_call *c, struct link *l)
{
    struct buf unsent = buf_make(SIZE_MAX / 2);

    wire_reclaim(&l->wire, &unsent);
    let_go(c, false);
    c->attempts++;
    c->link = pool_take(c->pool, c, true);
    buf_add(wire_stage(&c->link->wire), buf_span(&unsent));
    buf_free(&unsent);
}

void call_lost(struct http_call *c, struct link *l, enum err_kind kind,
               const char *why)
{
    bool untouched = l->wire.held || wire_untouched(&l->wire);
    bool again =
        may_repeat(c, l, untouched) && (l->reused || other_address(c, l));
    struct err e;

    c->maybe_sent = c->maybe_sent || !untouched;
    if (!again) {
        err_fill(&e, kind, NULL, "%s", why);
        call_done(c, &e, false);
        return;
    }
    if (c->streaming) {
        move_stream(c, l);
        return;
    }
    let_go(c, false);
    dispatch(c, true);
}

/* ---- the answer ---- */

static void on_data(struct message *m, struct span data)
{
    struct link *l =
        (struct link *)(void *)((char *)m - offsetof(struct link, message));

    if (l->call != NULL)
        l->call->calls->on_data(l->call, data);
}

static void fail(struct link *l, const struct err *e)
{
    struct http_call *c = l->call;

    if (c == NULL)
        return;
    c->maybe_sent = true;
    call_done(c, e, false);
}

static void fail_text(struct link *l, const char *why)
{
    struct err e;

    err_fill(&e, ERR_UPSTREAM, NULL, "answer: %s", why);
    fail(l, &e);
}

/* The head in l->in is whole: an interim answer is dropped, any other given
 * on. False when the call is over. */
static bool begin_answer(struct link *l)
{
    struct http_call *c = l->call;
    struct err e;

    if (!head_parse_answer(&l->head, buf_span(&l->in),
                           c->method_id == HTTP_HEAD, &e)) {
        fail(l, &e);
        return false;
    }
    if (l->head.status == 101 ||
        (l->head.status < 200 && ++l->interim > MOST_INTERIM)) {
        fail_text(l, "an interim answer that nobody asked for");
        return false;
    }
    if (l->head.status < 200) {
        buf_reset(&l->in);
        return true;
    }
    l->message.on_data = on_data;
    if (!message_begin(&l->message, false, &l->head, buf_span(&l->in), &e)) {
        fail(l, &e);
        return false;
    }
    l->answering = true;
    c->calls->on_head(c, &l->head);
    return l->call != NULL;
}

/* Returns the bytes used; all of them when the call is over. */
static size_t take_head(struct link *l, struct span bytes)
{
    size_t before = l->in.len, used;
    enum head_state s;

    buf_add(&l->in, bytes);
    s = head_find_end(buf_span(&l->in), &l->scan);
    if (s == HEAD_BAD_LINE_END) {
        fail_text(l, "a line does not end in CRLF");
        return bytes.len;
    }
    if (l->in.failed || (s == HEAD_WHOLE ? l->scan.end : l->in.len) >
                            l->pool->set.header_bytes) {
        fail_text(l, "head too big");
        return bytes.len;
    }
    if (s == HEAD_PARTIAL)
        return bytes.len;
    l->in.len = l->scan.end;
    used = l->scan.end - before;
    l->scan = (struct head_scan){0};
    return begin_answer(l) ? used : bytes.len;
}

/* Whole: the link may serve again if both sides said so, the request was sent
 * whole and not a byte came behind the answer. */
static void finish_answer(struct link *l, bool more_bytes)
{
    struct http_call *c = l->call;
    bool reusable = l->head.keep_alive && c->request_done && !more_bytes &&
                    l->head.framing != HTTP_UNTIL_CLOSE;

    call_done(c, NULL, reusable);
}

void link_answer(struct link *l, struct span bytes)
{
    struct err e;
    size_t used;

    if (l->state == LINK_CLOSED || l->call == NULL)
        return;
    if (wire_untouched(&l->wire)) {
        call_lost(l->call, l, ERR_UPSTREAM, "it spoke before it was asked");
        return;
    }
    l->answer_bytes = true;
    rearm(l);
    while (!l->answering && bytes.len > 0) {
        bytes = span_from(bytes, take_head(l, bytes));
        if (l->call == NULL)
            return;
    }
    if (!l->answering)
        return;
    switch (message_feed(&l->message, bytes, &used, &e)) {
    case MESSAGE_BAD:
        fail(l, &e);
        return;
    case MESSAGE_WHOLE:
        if (l->call != NULL)
            finish_answer(l, used < bytes.len);
        return;
    case MESSAGE_MORE:
        return;
    }
}

void link_answer_end(struct link *l)
{
    if (l->call == NULL) {
        link_close(l);
    } else if (l->answering && message_end(&l->message)) {
        finish_answer(l, false);
    } else {
        call_lost(l->call, l, ERR_UPSTREAM,
                  l->answering ? "the answer broke off"
                               : "closed without an answer");
    }
}
