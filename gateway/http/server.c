#include "http/server.h"

#include <assert.h>
#include <stdio.h>

#include "base/heap.h"
#include "http/conn.h"

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

void http_server_accept(struct http_server *s)
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
    c->timer.fire = conn_on_timer;
    c->message.on_data = conn_on_data;
    c->in = buf_make(s->limits.header_bytes + REACTOR_READ_BYTES);
    c->ahead = buf_make(CONN_MOST_AHEAD + REACTOR_READ_BYTES);
    if (s->is_pipe)
        wire_init_pipe(&c->wire, s->reactor, &conn_wire_calls);
    else
        wire_init_tcp(&c->wire, s->reactor, &conn_wire_calls);
    if (uv_accept(&s->listener.stream, &c->wire.u.stream) != 0) {
        conn_close(c);
        return;
    }
    name_peer(c);
    conn_arm(c, s->limits.header_ms);
    wire_read(&c->wire);
}

static void on_connection(uv_stream_t *listener, int status)
{
    if (status == 0)
        http_server_accept(listener->data);
}

bool http_server_new(struct reactor *r, int fd,
                     const struct http_service *service,
                     struct http_server **ret, struct err *e)
{
    struct http_server *s = heap_new(sizeof(*s));
    int code;

    s->reactor = r;
    s->limits = service->limits;
    s->calls = service->calls;
    s->user = service->user;
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
            conn_arm(c, CONN_STOP_GRACE_MS);
    }
}

uint32_t http_server_busy(const struct http_server *s)
{
    return s->count + s->listener_open;
}

void http_server_abort(struct http_server *s)
{
    struct conn *c, *next;

    for (c = s->first; c != NULL; c = next) {
        next = c->next; /* the second time round the call below may free c */
        conn_close(c);
        if (c->exchange)
            conn_client_left(c);
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
