#include "admin/admin.h"

#include "base/heap.h"
#include "http/listener.h"
#include "http/reactor.h"
#include "journey/shared.h"

enum { MOST_BYTES = 1 << 20, MOST_BODY = 64 << 10 };

struct admin {
    struct shared *shared;
    uv_loop_t loop;
    uv_async_t ending;
    struct reactor reactor;
    struct http_server *server;
    uv_thread_t thread;
};

static void reply(struct http_exchange *x, const struct admin_answer *a)
{
    const struct header headers[] = {
        {SPAN("Content-Type"), span_of(a->type)},
        {SPAN("Cache-Control"), SPAN("no-store")},
        {SPAN("X-Content-Type-Options"), SPAN("nosniff")},
    };

    http_reply(x, a->status, headers, COUNT_OF(headers), buf_span(&a->body));
}

/* The path is known; another method of it is 405, anything else 404. */
static const struct admin_route *find_route(struct span method,
                                            struct span path, int *ret_status)
{
    *ret_status = 404;
    for (size_t i = 0; i < admin_route_count; i++) {
        const struct admin_route *r = &admin_routes[i];

        if (!span_is(path, r->path))
            continue;
        if (span_is(method, r->method) ||
            (span_is(method, "HEAD") && span_is(SPAN("GET"), r->method)))
            return r;
        *ret_status = 405;
    }
    return NULL;
}

static void on_body_end(struct http_exchange *x)
{
    struct admin *admin = x->server_user;
    struct span target = x->head.target;
    size_t mark = span_find_byte(target, '?', 0);
    struct admin_answer a = {.status = 404,
                             .type = "application/json",
                             .body = buf_make(MOST_BYTES)};
    const struct admin_route *r =
        find_route(x->head.method, span_slice(target, 0, mark), &a.status);

    if (r != NULL)
        r->handle(admin->shared, span_from(target, mark + 1), &a);
    else
        buf_printf(&a.body, "{\"status\":\"%s\"}\n", http_reason(a.status));
    reply(x, &a);
    buf_free(&a.body);
}

static void on_request(struct http_exchange *x)
{
    http_body_collect(x, MOST_BODY);
}

static void on_refused(struct http_exchange *x, const struct err *e,
                       bool head_whole)
{
    struct admin_answer a = {.status = err_meaning(e->kind)->status,
                             .type = "application/json",
                             .body = buf_make(MOST_BYTES)};

    (void)head_whole;
    buf_printf(&a.body, "{\"status\":\"%s\"}\n", http_reason(a.status));
    reply(x, &a);
    buf_free(&a.body);
}

static void ignore(struct http_exchange *x)
{
    (void)x;
}

static const struct http_calls calls = {
    .on_request = on_request,
    .on_body_end = on_body_end,
    .on_drain = ignore,
    .on_left = ignore,
    .on_refused = on_refused,
    .on_closed = ignore,
};

static void on_ending(uv_async_t *ending)
{
    struct admin *a = ending->data;

    http_server_stop(a->server);
    http_server_abort(a->server);
    uv_close((uv_handle_t *)ending, NULL);
    reactor_close(&a->reactor);
}

static void run(void *arg)
{
    struct admin *a = arg;

    (void)uv_run(&a->loop, UV_RUN_DEFAULT);
}

bool admin_start(struct shared *s, struct admin **ret, struct err *e)
{
    struct http_service service = {.limits = {.header_bytes = 16 << 10,
                                              .headers = 50,
                                              .connections = 100,
                                              .header_ms = 5000,
                                              .idle_ms = 30000},
                                   .calls = &calls};
    struct admin *a;
    int fd;

    if (!listener_open(&s->boot->listen.admin, &fd, 1, e))
        return err_in(e, "listen.admin");
    a = heap_new(sizeof(*a));
    a->shared = s;
    service.user = a;
    a->ending.data = a;
    (void)uv_loop_init(&a->loop);
    (void)uv_async_init(&a->loop, &a->ending, on_ending);
    reactor_init(&a->reactor, &a->loop);
    if (!http_server_new(&a->reactor, fd, &service, &a->server, e) ||
        uv_thread_create(&a->thread, run, a) != 0)
        return err_in(e, "listen.admin");
    *ret = a;
    return true;
}

void admin_stop(struct admin **a)
{
    struct admin *gone = *a;

    *a = NULL;
    if (gone == NULL)
        return;
    (void)uv_async_send(&gone->ending);
    (void)uv_thread_join(&gone->thread);
    http_server_free(&gone->server);
    reactor_done(&gone->reactor);
    (void)uv_loop_close(&gone->loop);
    heap_free(gone);
}
