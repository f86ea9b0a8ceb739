/*
 * pool - connections to the upstream and the calls on them; shared by client.c
 * (a call and its answer) and pool.c (connections, addresses). Not for others.
 *
 * Memory:  see http/client.h. Threads: the loop's.
 */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include "http/client.h"
#include "http/message.h"
#include "http/wire.h"

enum { POOL_ADDRESSES = 8, POOL_SPARE_CALLS = 64 };

struct link; /* one connection */

struct http_pool {
    struct reactor *reactor;
    struct http_pool_settings set;
    char *host;
    struct sockaddr_storage address[POOL_ADDRESSES];
    uint32_t address_count;
    uint32_t address_next;
    uv_getaddrinfo_t lookup;
    bool looking_up, stopping;
    struct link *idle; /* most recently used first */
    uint32_t idle_count;
    uint32_t count;          /* links open */
    struct http_call *spare; /* for reuse */
    uint32_t spare_count;
};

enum link_state { LINK_CONNECTING, LINK_BUSY, LINK_IDLE, LINK_CLOSED };

struct link {
    struct wire wire;
    struct http_pool *pool;
    struct http_call *call;
    struct link *next, *prev; /* among the idle */
    enum link_state state;
    uv_connect_t connect;
    struct wheel_timer timer;
    struct buf in; /* the answer's head */
    struct head_scan scan;
    struct http_head head;
    struct message message;
    uint32_t interim;  /* 1xx answers seen */
    bool reused;       /* it carried a request before */
    bool answer_bytes; /* of the present call */
    bool answering;    /* its head has been given on */
    bool lost_at_once; /* reported when the close is through */
};

struct http_call {
    struct http_pool *pool;
    struct link *link;
    const struct http_client_calls *calls;
    void *user;
    struct http_call *next; /* spare */
    struct buf request;     /* the head */
    struct span body;
    int method_id;
    enum http_framing framing;
    bool streaming, request_done, maybe_sent, paused;
    uint32_t attempts;
};

/* A connection for the call: idle or new. It may be lost at once, which is
 * told later through call_lost(). */
struct link *pool_take(struct http_pool *p, struct http_call *c, bool fresh);
/* One that is lost at once, for a request that can't be written. */
struct link *pool_dead(struct http_pool *p, struct http_call *c);
void pool_give(struct link *l);  /* idle again */
void link_close(struct link *l); /* its call has been taken off */

/* client.c: what happened on a link with a call. */
void call_lost(struct http_call *c, struct link *l, enum err_kind kind,
               const char *why);
void link_answer(struct link *l, struct span bytes);
void link_answer_end(struct link *l);

#endif
