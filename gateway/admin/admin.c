#include "admin/admin.h"

#include "base/heap.h"
#include "http/listener.h"
#include "http/reactor.h"
#include "journey/shared.h"

enum { MOST_BYTES = 1 << 20, MOST_BODY = 64 << 10 };

struct admin {
    struct shared *shared;
    uv_loop_t loop;
    uv_async_t ending, finished;
    uv_mutex_t lock;
    struct admin_call *first_finished; /* under the lock */
    struct reactor reactor;
    struct http_server *server;
    uv_thread_t thread;
    uint16_t port;
};

/* A request whose answer comes later. */
struct admin_call {
    struct admin *admin;
    struct http_exchange *x;
    struct admin_answer answer;
    struct admin_call *next;
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

static struct admin_answer answer_make(int status)
{
    return (struct admin_answer){.status = status,
                                 .type = "application/json",
                                 .body = buf_make(MOST_BYTES)};
}

/* ---- answers that come later ---- */

static void begin(struct admin *admin, struct http_exchange *x,
                  const struct admin_route *r)
{
    struct admin_call *call = heap_new(sizeof(*call));

    call->admin = admin;
    call->x = x;
    call->answer = answer_make(200);
    r->begin(admin->shared, call);
}

struct admin_answer *admin_answer(struct admin_call *call)
{
    return &call->answer;
}

void admin_finish(struct admin_call *call)
{
    struct admin *a = call->admin;

    uv_mutex_lock(&a->lock);
    call->next = a->first_finished;
    a->first_finished = call;
    (void)uv_async_send(&a->finished);
    uv_mutex_unlock(&a->lock);
}

static void on_finished(uv_async_t *finished)
{
    struct admin *a = finished->data;
    struct admin_call *call, *next;

    uv_mutex_lock(&a->lock);
    call = a->first_finished;
    a->first_finished = NULL;
    uv_mutex_unlock(&a->lock);
    for (; call != NULL; call = next) {
        next = call->next;
        reply(call->x, &call->answer);
        buf_free(&call->answer.body);
        heap_free(call);
    }
}

/* ---- requests ---- */

static void reply_status(struct http_exchange *x, int status)
{
    struct admin_answer a = answer_make(status);

    buf_printf(&a.body, "{\"status\":\"%s\"}\n", http_reason(status));
    reply(x, &a);
    buf_free(&a.body);
}

static void on_body_end(struct http_exchange *x)
{
    struct admin *admin = x->server_user;
    struct span target = x->head.target;
    size_t mark = span_find_byte(target, '?', 0);
    struct admin_answer a = answer_make(404);
    const struct admin_route *r =
        find_route(x->head.method, span_slice(target, 0, mark), &a.status);

    if (r != NULL && !admin_may(x, r->role, &admin->shared->boot->listen.admin))
        reply_status(x, 403);
    else if (r == NULL)
        reply_status(x, a.status);
    else if (r->begin != NULL)
        begin(admin, x, r);
    else {
        r->handle(admin->shared, span_from(target, mark + 1), &a);
        reply(x, &a);
    }
    buf_free(&a.body);
}

static void on_request(struct http_exchange *x)
{
    http_body_collect(x, MOST_BODY);
}

static void on_refused(struct http_exchange *x, const struct err *e,
                       bool head_whole)
{
    (void)head_whole;
    reply_status(x, err_meaning(e->kind)->status);
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

    on_finished(&a->finished);
    http_server_stop(a->server);
    http_server_abort(a->server);
    uv_close((uv_handle_t *)ending, NULL);
    uv_close((uv_handle_t *)&a->finished, NULL);
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
    a->port = listener_port(fd);
    service.user = a;
    a->ending.data = a->finished.data = a;
    (void)uv_mutex_init(&a->lock);
    (void)uv_loop_init(&a->loop);
    (void)uv_async_init(&a->loop, &a->ending, on_ending);
    (void)uv_async_init(&a->loop, &a->finished, on_finished);
    reactor_init(&a->reactor, &a->loop);
    if (!http_server_new(&a->reactor, fd, &service, &a->server, e) ||
        uv_thread_create(&a->thread, run, a) != 0)
        return err_in(e, "listen.admin");
    *ret = a;
    return true;
}

uint16_t admin_port(const struct admin *a)
{
    return a->port;
}

void admin_stop(struct admin **a)
{
    struct admin *gone = *a;

    *a = NULL;
    if (gone == NULL)
        return;
    listener_remove(&gone->shared->boot->listen.admin);
    (void)uv_async_send(&gone->ending);
    (void)uv_thread_join(&gone->thread);
    http_server_free(&gone->server);
    reactor_done(&gone->reactor);
    (void)uv_loop_close(&gone->loop);
    uv_mutex_destroy(&gone->lock);
    heap_free(gone);
}
