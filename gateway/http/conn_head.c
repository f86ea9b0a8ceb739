/* How the bytes of a connection become the head of an exchange. */
#include <string.h>

#include "base/heap.h"
#include "http/conn.h"

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

void conn_fail_head(struct conn *c, enum err_kind kind, const char *what)
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
size_t conn_take_head(struct conn *c, struct span bytes)
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
        conn_fail_head(c, ERR_INPUT, "a line does not end in CRLF");
        return bytes.len;
    }
    if ((s == HEAD_WHOLE ? c->scan.end : all.len) > limit) {
        conn_fail_head(c, ERR_HEADER_LIMIT, "request head too big");
        return bytes.len;
    }
    if (s == HEAD_PARTIAL) {
        if (before == 0) {
            buf_add(&c->in, bytes);
            conn_arm(c, c->server->limits.header_ms);
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
