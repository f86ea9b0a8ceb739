#include "http/conn.h"

#include <assert.h>
#include <stdio.h>

const char *http_reason(int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    size_t i;

    for (i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "";
}

bool http_reply_started(const struct http_exchange *x)
{
    return conn_of(x)->reply != REPLY_NONE;
}

bool http_reply_unfinished(const struct http_exchange *x)
{
    return conn_of(x)->reply == REPLY_HEAD || conn_of(x)->reply == REPLY_BODY;
}

bool http_client_gone(const struct http_exchange *x)
{
    return conn_of(x)->wire.write_failed || conn_of(x)->wire.closing;
}

struct reactor *http_exchange_reactor(const struct http_exchange *x)
{
    return conn_of(x)->server->reactor;
}

struct buf *http_reply_open(struct http_exchange *x, int status,
                            struct span reason)
{
    struct conn *c = conn_of(x);
    struct buf *b = wire_stage(&c->wire);

    assert(c->reply == REPLY_NONE && status >= 200 && status <= 999);
    c->reply = REPLY_HEAD;
    c->reply_status = status;
    buf_add(b, SPAN("HTTP/1.1 "));
    buf_add_u64(b, (uint64_t)status);
    buf_add_byte(b, ' ');
    buf_add(b, reason);
    buf_add(b, SPAN("\r\n"));
    return b;
}

static void write_length(struct buf *b, uint64_t length)
{
    buf_add(b, SPAN("Content-Length: "));
    buf_add_u64(b, length);
    buf_add(b, SPAN("\r\n"));
}

/* How the body is really framed for this client. */
static enum http_framing framing_for(const struct conn *c,
                                     enum http_framing framing)
{
    int status = c->reply_status;

    if (c->x.head.method_id == HTTP_HEAD || status == 204 || status == 304)
        return HTTP_NO_BODY;
    if (framing == HTTP_CHUNKED || framing == HTTP_UNTIL_CLOSE)
        return c->x.head.minor > 0 ? HTTP_CHUNKED : HTTP_UNTIL_CLOSE;
    return framing;
}

void http_reply_start(struct http_exchange *x, enum http_framing framing,
                      uint64_t length)
{
    struct conn *c = conn_of(x);
    struct buf *b = wire_stage(&c->wire);

    assert(c->reply == REPLY_HEAD);
    c->reply = REPLY_BODY;
    c->reply_framing = framing_for(c, framing);
    c->reply_left = c->reply_framing == HTTP_LENGTH ? length : 0;
    if (c->reply_framing == HTTP_NO_BODY && framing == HTTP_NO_BODY &&
        length == HTTP_NO_LENGTH && c->x.head.method_id != HTTP_HEAD &&
        c->reply_status != 204 && c->reply_status != 304)
        length = 0; /* no body at all: still a length, or it never ends */
    if (c->reply_framing == HTTP_CHUNKED)
        buf_add(b, SPAN("Transfer-Encoding: chunked\r\n"));
    else if (c->reply_framing != HTTP_UNTIL_CLOSE && length != HTTP_NO_LENGTH &&
             c->reply_status != 204 && (c->reply_status != 304 || length > 0))
        write_length(b, length);
    if (c->reply_framing == HTTP_UNTIL_CLOSE || !c->body_done ||
        c->server->stopping)
        c->keep_alive = false;
    if (!c->keep_alive)
        buf_add(b, SPAN("Connection: close\r\n"));
    else if (c->x.head.minor == 0)
        buf_add(b, SPAN("Connection: keep-alive\r\n"));
    buf_add(b, SPAN("\r\n"));
    if (b->failed) /* a header that must not be written: nothing is */
        conn_close(c);
}

static void write_chunk_size(struct conn *c, size_t n)
{
    char line[24];
    int len = snprintf(line, sizeof(line), "%zx\r\n", n);

    wire_write(&c->wire, (struct span){line, (size_t)len});
}

bool http_reply_data(struct http_exchange *x, struct span piece)
{
    struct conn *c = conn_of(x);

    assert(c->reply == REPLY_BODY);
    if (c->reply_framing == HTTP_NO_BODY || piece.len == 0)
        return true;
    if (c->reply_framing == HTTP_LENGTH) {
        piece = span_slice(piece, 0, c->reply_left);
        c->reply_left -= piece.len;
    }
    if (c->reply_framing == HTTP_CHUNKED)
        write_chunk_size(c, piece.len);
    wire_write(&c->wire, piece);
    if (c->reply_framing == HTTP_CHUNKED)
        wire_write(&c->wire, SPAN("\r\n"));
    if (wire_pending(&c->wire) <= WIRE_HIGH || c->wire.write_failed)
        return true;
    c->wire.wants_drain = true;
    conn_watch_output(c);
    return false;
}

void http_reply_end(struct http_exchange *x)
{
    struct conn *c = conn_of(x);

    assert(c->reply == REPLY_BODY);
    if (c->reply_framing == HTTP_LENGTH && c->reply_left > 0) {
        http_reply_abort(x);
        return;
    }
    if (c->reply_framing == HTTP_CHUNKED)
        wire_write(&c->wire, SPAN("0\r\n\r\n"));
    conn_exchange_done(c);
}

/* Without a length or chunks only a reset tells that more should have come. */
void http_reply_abort(struct http_exchange *x)
{
    struct conn *c = conn_of(x);

    assert(c->reply == REPLY_HEAD || c->reply == REPLY_BODY);
    c->keep_alive = false;
    if (c->reply_framing == HTTP_UNTIL_CLOSE)
        wire_reset(&c->wire);
    else
        conn_close(c);
    conn_exchange_done(c);
}

void http_reply(struct http_exchange *x, int status, const struct header *h,
                uint32_t count, struct span body)
{
    struct conn *c = conn_of(x);
    struct buf *b = http_reply_open(x, status, span_of(http_reason(status)));
    uint32_t i;

    header_write(b, SPAN("Date"), reactor_date(c->server->reactor));
    for (i = 0; i < count; i++)
        header_write(b, h[i].name, h[i].value);
    http_reply_start(x, HTTP_LENGTH, body.len);
    (void)http_reply_data(x, body);
    http_reply_end(x);
}
