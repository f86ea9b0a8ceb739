#include "journey/ask_cors.h"

#include <uv.h>

#include "base/heap.h"
#include "journey/answer.h"
#include "upstream/upstream.h"
#include "worker/worker.h"

enum { PATIENCE_MS = 1000 };

struct asked {
    struct lane *lane;
    struct post *post; /* NULL: it has gone on */
    void (*then)(struct post *p);
    uv_timer_t timer;
    char *origin;
    bool answered, closed;
};

static void free_if_over(struct asked *a)
{
    if (!a->answered || !a->closed)
        return;
    heap_free(a->origin);
    heap_free(a);
}

static void on_closed(uv_handle_t *timer)
{
    struct asked *a = timer->data;

    a->closed = true;
    free_if_over(a);
}

static void go_on(struct asked *a)
{
    struct post *p = a->post;

    if (p == NULL)
        return;
    a->post = NULL;
    uv_close((uv_handle_t *)&a->timer, on_closed);
    a->then(p);
}

static void on_late(uv_timer_t *timer)
{
    go_on(timer->data);
}

static void on_answer(void *user, const struct http_head *head,
                      struct span body)
{
    struct asked *a = user;

    (void)body;
    answer_learn_origin(a->lane, span_of(a->origin), head, true);
    go_on(a);
    a->answered = true;
    free_if_over(a);
}

static void on_failed(void *user, const struct err *e, bool maybe_sent)
{
    struct asked *a = user;

    (void)e;
    (void)maybe_sent;
    go_on(a);
    a->answered = true;
    free_if_over(a);
}

static const struct upstream_calls calls = {on_answer, on_failed};

/* Browsers tell an Origin with every post, their own site's too. */
static bool is_own(const struct post *p, struct span origin)
{
    size_t scheme = span_find(origin, SPAN("://"), 0);

    return span_equal_nocase(span_from(origin, scheme + 3), p->request->host);
}

bool ask_cors(struct post *p, void (*then)(struct post *p))
{
    struct span origin = post_header(p, SPAN("origin"));
    const struct header headers[] = {
        {SPAN("Origin"), origin},
        {SPAN("Access-Control-Request-Method"), p->request->head->method},
        {SPAN("Host"), p->request->host},
    };
    bool own_host =
        p->snapshot->config->upstream.host == UPSTREAM_HOST_UPSTREAM;
    struct asked *a;

    if (p->plan->route->replies.cors.kind != CORS_MIRROR || is_own(p, origin) ||
        !cors_asks(p->lane->cors, origin))
        return false;
    a = heap_new(sizeof(*a));
    a->lane = p->lane;
    a->post = p;
    a->then = then;
    a->origin = heap_copy(origin.at, origin.len);
    (void)uv_timer_init(worker_loop(p->lane->worker), &a->timer);
    a->timer.data = a;
    (void)uv_timer_start(&a->timer, on_late, PATIENCE_MS, 0);
    upstream_ask(worker_upstream(p->lane->worker),
                 &(struct upstream_request){
                     .method = SPAN("OPTIONS"),
                     .target = p->request->path,
                     .headers = headers,
                     .header_count = COUNT_OF(headers) - own_host,
                     .calls = &calls,
                     .user = a,
                 });
    return true;
}
