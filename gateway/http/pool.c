#include "http/pool.h"

#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/heap.h"

static struct link *link_of(struct wire *w)
{
    return (struct link *)(void *)((char *)w - offsetof(struct link, wire));
}

/* ---- addresses ---- */

static void keep_addresses(struct http_pool *p, const struct addrinfo *list)
{
    const struct addrinfo *a;

    p->address_count = p->address_next = 0;
    for (a = list; a != NULL && p->address_count < POOL_ADDRESSES;
         a = a->ai_next)
        if (a->ai_addrlen <= sizeof(p->address[0]))
            memcpy(&p->address[p->address_count++], a->ai_addr, a->ai_addrlen);
}

static void on_looked_up(uv_getaddrinfo_t *req, int status,
                         struct addrinfo *list)
{
    struct http_pool *p = req->data;

    p->looking_up = false;
    if (status == 0)
        keep_addresses(p, list);
    uv_freeaddrinfo(list);
}

/* cb NULL: waits for the answer. */
static void look_up(struct http_pool *p, uv_getaddrinfo_cb cb)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_ADDRCONFIG};
    char port[8];

    if (p->looking_up || p->stopping)
        return;
    (void)snprintf(port, sizeof(port), "%u", p->set.port);
    p->lookup.data = p;
    p->looking_up = uv_getaddrinfo(p->reactor->loop, &p->lookup, cb, p->host,
                                   port, &hints) == 0 &&
                    cb != NULL;
    if (cb == NULL && p->lookup.addrinfo != NULL) {
        keep_addresses(p, p->lookup.addrinfo);
        uv_freeaddrinfo(p->lookup.addrinfo);
    }
}

/* ---- the pool ---- */

struct http_pool *http_pool_new(struct reactor *r,
                                const struct http_pool_settings *s)
{
    struct http_pool *p = heap_new(sizeof(*p));

    p->reactor = r;
    p->set = *s;
    p->host = heap_text(s->host);
    look_up(p, NULL);
    return p;
}

void http_pool_stop(struct http_pool *p)
{
    p->stopping = true;
    while (p->idle != NULL)
        link_close(p->idle);
}

void http_pool_free(struct http_pool **p)
{
    struct http_call *c, *next;

    if (*p == NULL)
        return;
    assert((*p)->count == 0 && (*p)->looking_up == 0);
    for (c = (*p)->spare; c != NULL; c = next) {
        next = c->next;
        buf_free(&c->request);
        heap_free(c);
    }
    heap_free((*p)->host);
    heap_free(*p);
    *p = NULL;
}

/* ---- connections ---- */

static void leave_idle(struct link *l)
{
    struct http_pool *p = l->pool;

    if (l->prev != NULL)
        l->prev->next = l->next;
    else
        p->idle = l->next;
    if (l->next != NULL)
        l->next->prev = l->prev;
    l->next = l->prev = NULL;
    p->idle_count--;
}

void link_close(struct link *l)
{
    if (l->state == LINK_CLOSED)
        return;
    if (l->state == LINK_IDLE)
        leave_idle(l);
    l->state = LINK_CLOSED;
    wheel_disarm(&l->timer);
    wire_close(&l->wire);
}

static void lose(struct link *l, enum err_kind kind, const char *why)
{
    struct http_call *c = l->call;

    if (c == NULL)
        link_close(l);
    else
        call_lost(c, l, kind, why);
}

static void on_read(struct wire *w, struct span bytes)
{
    struct link *l = link_of(w);

    if (l->state == LINK_IDLE) {
        link_close(l); /* nobody asked: never to be taken for an answer */
        return;
    }
    link_answer(l, bytes);
}

static void on_end(struct wire *w, int code)
{
    struct link *l = link_of(w);

    if (l->state == LINK_BUSY && code == UV_EOF)
        link_answer_end(l);
    else
        lose(l, ERR_UPSTREAM, uv_strerror(code));
}

static void on_drain(struct wire *w)
{
    struct link *l = link_of(w);

    if (l->call != NULL && l->call->streaming && !l->call->request_done)
        l->call->calls->on_drain(l->call);
}

/* An app that refuses a body may stop reading it and still have answered: the
 * reading side tells. */
static void on_write_failed(struct wire *w)
{
    struct link *l = link_of(w);

    if (l->state == LINK_IDLE)
        link_close(l);
    else
        wire_read(w);
}

static void on_fin(struct wire *w)
{
    link_close(link_of(w));
}

static void on_closed(struct wire *w)
{
    struct link *l = link_of(w);
    struct http_pool *p = l->pool;

    if (l->lost_at_once && l->call != NULL)
        call_lost(l->call, l, ERR_UPSTREAM, "it can't be reached or asked");
    p->count--;
    wire_done(&l->wire);
    buf_free(&l->in);
    heap_free(l->head.headers.at);
    heap_free(l);
}

static const struct wire_calls wire_calls = {
    .on_read = on_read,
    .on_end = on_end,
    .on_drain = on_drain,
    .on_write_failed = on_write_failed,
    .on_fin = on_fin,
    .on_closed = on_closed,
};

static void on_timer(struct wheel_timer *t)
{
    struct link *l =
        (struct link *)(void *)((char *)t - offsetof(struct link, timer));

    switch (l->state) {
    case LINK_CONNECTING:
        look_up(l->pool, on_looked_up);
        lose(l, ERR_UPSTREAM_LATE, "no connection in time");
        break;
    case LINK_BUSY:
        lose(l, ERR_UPSTREAM_LATE, "no answer in time");
        break;
    default:
        link_close(l);
        break;
    }
}

static void on_connected(uv_connect_t *req, int status)
{
    struct link *l = req->data;

    if (l->state != LINK_CONNECTING)
        return;
    if (status != 0) {
        look_up(l->pool, on_looked_up);
        lose(l, ERR_UPSTREAM, uv_strerror(status));
        return;
    }
    l->state = LINK_BUSY;
    (void)uv_tcp_nodelay(&l->wire.u.tcp, 1);
    wheel_arm(&l->pool->reactor->wheel, &l->timer, l->pool->set.timeout_ms);
    wire_read(&l->wire);
    wire_release(&l->wire);
}

static struct link *link_new(struct http_pool *p, struct http_call *c)
{
    struct link *l = heap_new(sizeof(*l));

    l->pool = p;
    l->call = c;
    l->state = LINK_CONNECTING;
    l->timer.fire = on_timer;
    l->in = buf_make(p->set.header_bytes + REACTOR_READ_BYTES);
    l->head.headers.at = heap_array(p->set.headers, sizeof(struct header));
    l->head.most = p->set.headers;
    l->connect.data = l;
    p->count++;
    wire_init_tcp(&l->wire, p->reactor, &wire_calls);
    wire_hold(&l->wire);
    return l;
}

struct link *pool_dead(struct http_pool *p, struct http_call *c)
{
    struct link *l = link_new(p, c);

    l->lost_at_once = true;
    link_close(l);
    return l;
}

static struct link *link_connect(struct http_pool *p, struct http_call *c)
{
    struct link *l = link_new(p, c);
    const struct sockaddr *to =
        (const struct sockaddr *)&p->address[p->address_next];

    if (p->address_count == 0 ||
        uv_tcp_connect(&l->connect, &l->wire.u.tcp, to, on_connected) != 0) {
        look_up(p, on_looked_up);
        l->lost_at_once = true;
        link_close(l);
        return l;
    }
    wheel_arm(&p->reactor->wheel, &l->timer, p->set.connect_ms);
    return l;
}

/* An idle connection that has anything to read has ended or lies. The loop
 * would see it at its next turn; this is that turn. */
static bool is_quiet(struct link *l)
{
    uv_os_fd_t fd;
    char byte;

    if (uv_fileno(&l->wire.u.handle, &fd) != 0)
        return false;
    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

struct link *pool_take(struct http_pool *p, struct http_call *c, bool fresh)
{
    while (!fresh && p->idle != NULL) {
        struct link *l = p->idle;

        if (!is_quiet(l)) {
            link_close(l);
            continue;
        }
        leave_idle(l);
        buf_reset(&l->in);
        l->call = c;
        l->state = LINK_BUSY;
        l->reused = true;
        l->wire.taken = 0;
        wheel_arm(&p->reactor->wheel, &l->timer, p->set.timeout_ms);
        return l;
    }
    return link_connect(p, c);
}

void pool_give(struct link *l)
{
    struct http_pool *p = l->pool;

    if (p->stopping || p->idle_count >= p->set.most_idle ||
        wire_pending(&l->wire) > 0 || l->wire.write_failed || l->wire.ended) {
        link_close(l);
        return;
    }
    l->state = LINK_IDLE;
    l->next = p->idle;
    if (p->idle != NULL)
        p->idle->prev = l;
    p->idle = l;
    p->idle_count++;
    wheel_arm(&p->reactor->wheel, &l->timer, p->set.idle_ms);
    wire_read(&l->wire);
}
