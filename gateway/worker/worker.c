#include "worker/worker.h"

#include <assert.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/heap.h"
#include "base/log.h"
#include "config/config.h"
#include "http/client.h"
#include "http/listener.h"
#include "http/reactor.h"
#include "http/server.h"
#include "intake/rate.h"
#include "intake/setup.h"
#include "intake/unmatched.h"
#include "upstream/ask.h"
#include "worker/post.h"

enum {
    MOST_WORKERS = 256,
    MOST_IDLE = 256,     /* kept connections to the app, a worker */
    DEADLINE_MS = 20000, /* to finish what is in flight */
    JOURNEY_MS = 15000,  /* what is left of a journey after the app's answer */
    CHECK_MS = 20,       /* how often a stopping worker looks */
    ANSWER_HEAD = 64 << 10 /* the app's own limit is not the client's */
};

struct worker {
    struct workers *all;
    uint32_t index;
    int fd;
    uv_loop_t loop;
    uv_thread_t thread;
    struct reactor reactor;
    struct post_queue queue;
    struct http_server *server;
    struct http_pool *pool;
    struct upstream *upstream;
    struct intake *intake;
    void *user;
    uv_timer_t check;
    uint64_t stop_at; /* deadline, loop time */
    bool started;     /* the journey's start succeeded */
    bool joined;
    struct err err; /* when it did not */
};

struct workers {
    const struct config *config;
    struct worker_hooks hooks;
    struct unmatched *unmatched;
    struct rate_limit *rate;
    struct worker *at;
    uint32_t count;
    uint16_t port; /* that we listen on */
    bool stopping;
    uv_barrier_t ready;
};

/* ---- stopping ---- */

static bool journey_done(struct worker *w)
{
    const struct worker_hooks *h = &w->all->hooks;

    return h->drained == NULL || !w->started || h->drained(w, w->user);
}

static void end(struct worker *w)
{
    (void)uv_timer_stop(&w->check);
    uv_close((uv_handle_t *)&w->check, NULL);
    if (w->all->hooks.stop != NULL && w->started)
        w->all->hooks.stop(w, w->user);
    w->user = NULL;
    post_queue_close(&w->queue);
    http_pool_stop(w->pool);
    reactor_close(&w->reactor);
}

static void on_check(uv_timer_t *t)
{
    struct worker *w = t->data;
    bool late = uv_now(&w->loop) >= w->stop_at;

    if (w->server != NULL && http_server_busy(w->server) > 0) {
        if (late)
            http_server_abort(w->server);
        return;
    }
    if ((upstream_busy(w->upstream) > 0 || !journey_done(w)) &&
        uv_now(&w->loop) <
            w->stop_at + w->all->config->upstream.timeout.ms + JOURNEY_MS)
        return;
    end(w);
}

static void stop(struct worker *w, void *arg)
{
    (void)arg;
    if (w->stop_at != 0)
        return;
    w->stop_at = uv_now(&w->loop) + DEADLINE_MS;
    if (w->server != NULL) /* the journey may have failed before it */
        http_server_stop(w->server);
    (void)uv_timer_start(&w->check, on_check, 0, CHECK_MS);
}

void workers_stop(struct workers *all)
{
    uint32_t i;

    if (!all->stopping)
        listener_remove(&all->config->listen.proxy);
    all->stopping = true;
    for (i = 0; i < all->count; i++)
        if (!worker_post(&all->at[i], stop, NULL))
            continue; /* it has ended already */
}

/* ---- a worker's thread ---- */

static void open_upstream(struct worker *w)
{
    const struct config *c = w->all->config;
    const struct http_pool_settings set = {
        .host = c->upstream.url.host,
        .port = c->upstream.url.port,
        .connect_ms = c->upstream.connect.ms,
        .timeout_ms = c->upstream.timeout.ms,
        .idle_ms = c->upstream.idle.ms,
        .header_bytes = ANSWER_HEAD,
        .headers = 256,
        .most_idle = MOST_IDLE,
    };

    w->pool = http_pool_new(&w->reactor, &set);
    w->upstream = upstream_new(&w->reactor, c, w->pool);
}

/* Connections are counted a worker: the kernel spreads them. */
static uint32_t share(uint64_t total, uint32_t count)
{
    uint64_t each = total / count + (total % count != 0);

    return each > UINT32_MAX ? UINT32_MAX : (uint32_t)each;
}

static bool open_server(struct worker *w, struct err *e)
{
    const struct config *c = w->all->config;
    struct http_service service = {
        .limits = {.header_bytes = c->limits.header.bytes,
                   .headers = share(c->limits.headers, 1),
                   .connections = share(c->limits.connections, w->all->count),
                   .header_ms = c->limits.header_time.ms,
                   .idle_ms = c->limits.idle.ms,
                   .body_min_rate = c->limits.body_min_rate.per_s},
        .calls = &intake_server_calls};

    w->intake = intake_new(&(struct intake_setup){
        .worker = w,
        .config = c,
        .hooks = w->all->hooks.intake,
        .user = w->user,
        .pool = w->pool,
        .unmatched = w->all->unmatched,
        .rate = w->all->rate,
    });
    service.user = w->intake;
    return http_server_new(&w->reactor, w->fd, &service, &w->server, e);
}

static bool start(struct worker *w, struct err *e)
{
    const struct worker_hooks *h = &w->all->hooks;

    open_upstream(w);
    if (h->start != NULL && !h->start(w, h->shared, &w->user, e))
        return false;
    w->started = true;
    return open_server(w, e);
}

static void run(void *arg)
{
    struct worker *w = arg;
    bool ok = start(w, &w->err);

    if (ok)
        w->err.kind = ERR_NONE;
    (void)uv_barrier_wait(&w->all->ready);
    (void)uv_run(&w->loop, UV_RUN_DEFAULT);
}

static void init(struct workers *all, uint32_t i, int fd)
{
    struct worker *w = &all->at[i];

    w->all = all;
    w->index = i;
    w->fd = fd;
    (void)uv_loop_init(&w->loop);
    w->loop.data = w;
    reactor_init(&w->reactor, &w->loop);
    post_queue_init(&w->queue, &w->loop, w);
    (void)uv_timer_init(&w->loop, &w->check);
    w->check.data = w;
}

static void done(struct worker *w)
{
    int code;

    intake_free(&w->intake);
    http_server_free(&w->server);
    upstream_free(&w->upstream);
    http_pool_free(&w->pool);
    post_queue_done(&w->queue);
    reactor_done(&w->reactor);
    code = uv_loop_close(&w->loop);
    if (code != 0)
        log_event(LOG_WARN, "worker", "loop %u: %s", w->index,
                  uv_strerror(code));
}

/* ---- all of them ---- */

static uint32_t worker_count(const struct config *c)
{
    uint32_t n = c->workers;

    if (n == 0)
        n = (uint32_t)uv_available_parallelism();
    return n > MOST_WORKERS ? MOST_WORKERS : n;
}

static bool first_error(struct workers *all, struct err *e)
{
    uint32_t i;

    for (i = 0; i < all->count; i++) {
        if (all->at[i].err.kind == ERR_NONE)
            continue;
        *e = all->at[i].err;
        return true;
    }
    return false;
}

bool workers_start(const struct config *config,
                   const struct worker_hooks *hooks, struct workers **ret,
                   struct err *e)
{
    struct workers *all;
    int fd[MOST_WORKERS];
    uint32_t i, count = worker_count(config);

    if (strcmp(config->upstream.url.scheme, "http") != 0)
        return err_set(e, ERR_CONFIG, NULL, "upstream.url: only http so far");
    if (!listener_open(&config->listen.proxy, fd, count, e))
        return err_in(e, "listen.proxy");
    (void)signal(SIGPIPE, SIG_IGN);
    all = heap_new(sizeof(*all));
    all->config = config;
    all->hooks = *hooks;
    all->port = listener_port(fd[0]);
    all->unmatched = unmatched_new();
    all->rate = rate_limit_new();
    all->count = count;
    all->at = heap_array(count, sizeof(*all->at));
    (void)uv_barrier_init(&all->ready, count + 1);
    for (i = 0; i < count; i++) {
        init(all, i, fd[i]);
        (void)uv_thread_create(&all->at[i].thread, run, &all->at[i]);
    }
    (void)uv_barrier_wait(&all->ready);
    if (first_error(all, e)) {
        workers_stop(all);
        workers_free(&all);
        return false;
    }
    *ret = all;
    return true;
}

void workers_wait(struct workers *all)
{
    uint32_t i;

    for (i = 0; i < all->count; i++) {
        if (all->at[i].joined)
            continue;
        (void)uv_thread_join(&all->at[i].thread);
        all->at[i].joined = true;
    }
}

void workers_free(struct workers **all)
{
    uint32_t i;

    if (*all == NULL)
        return;
    workers_wait(*all);
    for (i = 0; i < (*all)->count; i++)
        done(&(*all)->at[i]);
    uv_barrier_destroy(&(*all)->ready);
    unmatched_free(&(*all)->unmatched);
    rate_limit_free(&(*all)->rate);
    heap_free((*all)->at);
    heap_free(*all);
    *all = NULL;
}

/* ---- what others ask ---- */

uint32_t workers_count(const struct workers *all)
{
    return all->count;
}

uint16_t workers_port(const struct workers *all)
{
    return all->port;
}

struct worker *workers_get(struct workers *all, uint32_t i)
{
    assert(i < all->count);
    return &all->at[i];
}

bool worker_post(struct worker *w, void (*call)(struct worker *w, void *arg),
                 void *arg)
{
    return post_queue_add(&w->queue, call, arg);
}

uv_loop_t *worker_loop(struct worker *w)
{
    return &w->loop;
}

struct upstream *worker_upstream(struct worker *w)
{
    return w->upstream;
}

uint32_t worker_index(const struct worker *w)
{
    return w->index;
}

void *worker_user(const struct worker *w)
{
    return w->user;
}
