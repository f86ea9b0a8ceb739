/*
 * server - HTTP/1.1 connections on a listening socket; one exchange (request
 * and answer) at a time a connection, pipelined requests in order.
 *
 * Example: static void on_request(struct http_exchange *x) {
 *              http_body_collect(x, 1 << 20);    // then on_body_end
 *          }
 *          static void on_body_end(struct http_exchange *x) {
 *              struct header h[] = {HEADER("content-type", "text/plain")};
 *              http_reply(x, 200, h, 1, http_body(x));
 *          }
 *
 * Rules:   every exchange gets exactly one reply, also when the client has
 *          left. A reply before the body was read whole ends the connection
 *          after the client had time to see it. on_closed is the last call.
 * In:      heads pass http/head and llhttp; limits are those of the server.
 * Memory:  head, body and peer live until on_closed; pieces of a streamed
 *          body only during on_body.
 * Errors:  a request that can't be taken goes to on_refused with its err.
 * Threads: the loop's.
 * Source:  RFC 9112; docs/behaviour.md.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <netinet/in.h>

#include "base/buf.h"
#include "http/head.h"
#include "http/reactor.h"

struct http_server;

struct http_limits {
    size_t header_bytes;
    uint32_t headers;
    uint32_t connections;   /* of this server */
    uint64_t header_ms;     /* for a whole head, from its first byte */
    uint64_t idle_ms;       /* between requests; and without progress of ours */
    uint64_t body_min_rate; /* bytes a second; 0 = off */
};

struct http_exchange {
    struct http_head head;
    struct sockaddr_storage peer;
    const char *peer_text; /* "192.0.2.1"; "unix" for a socket file */
    void *server_user;     /* of http_server_new */
    void *user;            /* the handler's own */
    bool client_left;
};

struct http_calls {
    /* The head is here. Collect or stream the body, or reply. */
    void (*on_request)(struct http_exchange *x);
    void (*on_body)(struct http_exchange *x, struct span piece); /* streams */
    void (*on_body_end)(struct http_exchange *x);
    void (*on_drain)(struct http_exchange *x); /* http_reply_data may go on */
    void (*on_left)(struct http_exchange *x);  /* nobody waits any more */
    /* Malformed, too big or too slow: reply. head may be incomplete; when
     * head_whole is false only err tells anything. It may come after
     * on_request (a bad or late body), then user is set. */
    void (*on_refused)(struct http_exchange *x, const struct err *e,
                       bool head_whole);
    void (*on_closed)(struct http_exchange *x);
};

struct http_service {
    struct http_limits limits;
    const struct http_calls *calls;
    void *user;
};

/* fd: a listening socket, the server's from now on. */
bool http_server_new(struct reactor *r, int fd,
                     const struct http_service *service,
                     struct http_server **ret, struct err *e) MUST_USE;

/* Stops accepting and ends idle connections; the others end with their
 * exchange. http_server_busy() then tells when none is left. */
void http_server_stop(struct http_server *s);
uint32_t http_server_busy(const struct http_server *s); /* connections open */
void http_server_abort(struct http_server *s); /* ends every connection */
void http_server_free(struct http_server **s); /* when none is busy */

/* ---- the request's body ---- */

/* One of the two, in on_request or later; sends 100 Continue where asked. */
void http_body_stream(struct http_exchange *x);
void http_body_collect(struct http_exchange *x, size_t limit);
void http_body_pause(struct http_exchange *x); /* backpressure */
void http_body_resume(struct http_exchange *x);
struct span http_body(const struct http_exchange *x); /* what was collected */

/* ---- the reply ---- */

/* A whole reply of ours; Date, Content-Length, Connection are added. */
void http_reply(struct http_exchange *x, int status, const struct header *h,
                uint32_t count, struct span body);

/* Piece by piece: status line, the caller's headers into the buffer, framing,
 * then data. No framing, Connection or Date header may be written by hand
 * but Date. With HTTP_NO_BODY and a length the Content-Length is told all the
 * same (answers to HEAD, 304); HTTP_NO_LENGTH: it is not. */
#define HTTP_NO_LENGTH UINT64_MAX
struct buf *http_reply_open(struct http_exchange *x, int status,
                            struct span reason);
void http_reply_start(struct http_exchange *x, enum http_framing framing,
                      uint64_t length);
/* False: stop until on_drain (the bytes were taken all the same). */
bool http_reply_data(struct http_exchange *x, struct span piece);
void http_reply_end(struct http_exchange *x);
/* The answer broke off: the client must be able to see it. */
void http_reply_abort(struct http_exchange *x);

/* Nothing that we write reaches the client any more. (client_left may also be
 * one that has only ended its own side.) */
bool http_client_gone(const struct http_exchange *x);

bool http_reply_started(const struct http_exchange *x);
bool http_reply_unfinished(const struct http_exchange *x); /* begun only */
struct reactor *http_exchange_reactor(const struct http_exchange *x);
const char *http_reason(int status);

#endif
