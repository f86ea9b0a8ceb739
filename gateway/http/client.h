/*
 * client - requests to the one upstream address that is configured, over a
 * pool of connections that are kept alive and watched while idle.
 *
 * Example: struct http_call *c = http_call_new(pool, HTTP_POST, &calls, me);
 *          struct buf *b = http_call_open(c, SPAN("POST"), target);
 *          header_write(b, SPAN("Host"), host);
 *          http_call_send(c, HTTP_LENGTH, body.len, body);
 *
 * In:      end-to-end headers; framing is written by http_call_send. The
 *          address never derives from a request.
 * Out:     on_head (never a 1xx), on_data pieces, then on_done: the last call.
 * Retries: a request is sent again only if the kernel took no byte of it, or
 *          for GET, HEAD and OPTIONS before any byte of an answer came, and
 *          only when the connection was a used one or another address is left.
 * Memory:  the call is ours and gone after on_done or http_call_cancel(). A
 *          whole body is borrowed until then. Heads and pieces are borrowed
 *          by the callbacks; a head stays until on_done has returned.
 * Errors:  on_done's err: ERR_UPSTREAM, ERR_UPSTREAM_LATE; never inside
 *          http_call_send.
 * Threads: the loop's.
 * Source:  RFC 9112; docs/behaviour.md.
 */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "base/buf.h"
#include "http/head.h"
#include "http/reactor.h"

struct http_pool;
struct http_call;

struct http_pool_settings {
    const char *host; /* name or address */
    uint16_t port;
    uint64_t connect_ms, timeout_ms, idle_ms;
    size_t header_bytes; /* of an answer's head */
    uint32_t headers;
    uint32_t most_idle; /* connections kept */
};

/* Resolves the host; a host that can't be resolved yet is tried again. */
struct http_pool *http_pool_new(struct reactor *r,
                                const struct http_pool_settings *s) MUST_USE;
void http_pool_stop(struct http_pool *p);  /* ends idle connections */
void http_pool_free(struct http_pool **p); /* when none is open */

struct http_client_calls {
    void (*on_head)(struct http_call *c, const struct http_head *h);
    void (*on_data)(struct http_call *c, struct span piece);
    void (*on_drain)(struct http_call *c); /* http_call_data may go on */
    /* e NULL: the answer is whole. Else it failed, maybe in the middle of the
     * answer; maybe_sent: the app may have seen the request. */
    void (*on_done)(struct http_call *c, const struct err *e, bool maybe_sent);
};

struct http_call *http_call_new(struct http_pool *p, int method_id,
                                const struct http_client_calls *calls,
                                void *user) MUST_USE;
void *http_call_user(const struct http_call *c);

/* The request line; the caller writes headers into the buffer. */
struct buf *http_call_open(struct http_call *c, struct span method,
                           struct span target);

/* Ends the head. HTTP_NO_BODY; HTTP_LENGTH with the whole body; HTTP_LENGTH or
 * HTTP_CHUNKED with body.at NULL: it follows by http_call_data and _end. */
void http_call_send(struct http_call *c, enum http_framing framing,
                    uint64_t length, struct span body);
bool http_call_data(struct http_call *c, struct span piece);
void http_call_end(struct http_call *c);

void http_call_pause(struct http_call *c); /* the answer, for backpressure */
void http_call_resume(struct http_call *c);

/* No more callbacks; the connection is closed. */
void http_call_cancel(struct http_call *c);

#endif
