/*
 * conn - a server's connection; shared by server.c (accepting), conn.c (the
 * driver), conn_head.c and conn_body.c (requests), reply.c (answers). Not for
 * others.
 *
 * Memory:  see http/server.h. Threads: the loop's.
 */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include "http/message.h"
#include "http/server.h"
#include "http/wire.h"

enum {
    CONN_MOST_AHEAD = 64 << 10, /* pipelined bytes that we hold */
    CONN_RATE_CHECK_MS = 1000,  /* how often a slow body is looked at */
    CONN_STOP_GRACE_MS = 250    /* idle while stopping: a client between two
                                   requests may have sent the next one */
};

enum body_mode { BODY_UNDECIDED, BODY_STREAM, BODY_COLLECT, BODY_IGNORED };

enum reply_state { REPLY_NONE, REPLY_HEAD, REPLY_BODY, REPLY_DONE };

struct http_server {
    struct reactor *reactor;
    union {
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
        uv_handle_t handle;
    } listener;
    bool is_pipe, stopping, listener_open, full;
    struct http_limits limits;
    const struct http_calls *calls;
    void *user;
    struct conn *first; /* every connection */
    uint32_t count;
};

struct conn {
    struct http_exchange x; /* first: an exchange is its connection */
    struct wire wire;
    struct http_server *server;
    struct conn *next, *prev;
    struct wheel_timer timer;
    struct buf in;    /* the head of the exchange, or part of the next one */
    struct buf ahead; /* pipelined bytes behind it */
    struct buf body;  /* collected */
    struct head_scan scan;
    struct message message;
    enum body_mode body_mode;
    enum reply_state reply;
    enum http_framing reply_framing;
    int reply_status;
    uint64_t reply_left;   /* bytes still to come with HTTP_LENGTH */
    uint64_t body_bytes;   /* of this exchange, for body_min_rate */
    uint64_t body_start;   /* loop time, ms */
    uint64_t taken_before; /* of output, when last looked at */
    uint64_t linger_left;  /* bytes to swallow before we give up */
    bool exchange;         /* one is going on */
    bool body_done;        /* all of it has been read */
    bool body_paused;
    bool keep_alive;
    bool refused;
    bool lingering;
    bool peer_ended; /* FIN seen, or worse */
    bool wire_gone;  /* closed; the memory waits for the exchange */
    bool in_step;    /* between conn_enter() and conn_leave(): do not recurse */
    char peer_text[64];
};

static inline struct conn *conn_of(const struct http_exchange *x)
{
    union {
        const struct http_exchange *in;
        struct conn *out;
    } u = {.in = x};

    return u.out;
}

/* ---- conn.c ---- */

extern const struct wire_calls conn_wire_calls;

void conn_take(struct conn *c, struct span bytes); /* the driver */
void conn_go_on(struct conn *c);                   /* with what is ahead */
void conn_arm(struct conn *c, uint64_t ms);
void conn_close(struct conn *c);
void conn_keep_reading(struct conn *c);
void conn_client_left(struct conn *c);
void conn_write_failed(struct conn *c);
void conn_on_data(struct message *m, struct span data);

/* Around calls to the handler from outside conn_take(). */
bool conn_enter(struct conn *c);
void conn_leave(struct conn *c, bool was);

/* The request can't be taken: the handler is to say so. */
void conn_fail(struct conn *c, const struct err *e);

/* The reply is complete or given up: next request, linger or close. */
void conn_exchange_done(struct conn *c);

/* ---- conn_head.c ---- */

/* Looks for the end of a head in what came; returns the bytes used. */
size_t conn_take_head(struct conn *c, struct span bytes);
void conn_fail_head(struct conn *c, enum err_kind kind, const char *what);

/* ---- conn_body.c ---- */

void conn_on_timer(struct wheel_timer *t);
void conn_watch_output(struct conn *c); /* it is stuck */

/* ---- server.c ---- */

void http_server_accept(struct http_server *s); /* one that waits, if any */

#endif
