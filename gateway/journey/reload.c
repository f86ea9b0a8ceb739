#include "journey/reload.h"

#include <stdio.h>
#include <string.h>

#include "audit/recorder.h"
#include "base/clock.h"
#include "base/heap.h"
#include "base/log.h"
#include "journey/shared.h"
#include "journey/swap.h"
#include "journey/watch.h"

enum { MOST_READS = 10, SETTLE_MS = 100 };

struct ask {
    struct ask *next;
    reload_done *done;
    void *arg;
};

struct reload {
    struct shared *shared;
    struct workers *workers;
    uv_loop_t loop;
    uv_thread_t thread;
    uv_async_t wake;
    struct watch *watch;
    uv_mutex_t lock; /* of what follows */
    struct ask *first, **last;
    bool closed;
    struct reload_status status;
};

const char *reload_result_name(enum reload_result r)
{
    static const char *const names[RELOAD_RESULTS] = {"swapped", "unchanged",
                                                      "failed", "stopped"};

    return names[r];
}

/* ---- building ---- */

/* What one build works on. */
struct build {
    struct reload *reload;
    struct snapshot *now, *next; /* next: NULL when nothing changed */
    struct config *config;
    struct reload_report *report;
};

static bool read_once(struct build *b, struct err *e)
{
    return snapshot_config(b->now, &b->config, e) &&
           snapshot_read(b->now, b->config, b->reload->shared->cache, &b->next,
                         e);
}

/* Files that change while they are read could give a mixture of two states. */
static bool read_at_rest(struct build *b, struct err *e)
{
    struct watch *w = b->reload->watch;

    for (int i = 0;; i++) {
        uint64_t before = watch_state(w);
        bool ok = read_once(b, e);

        if (i == MOST_READS || watch_state(w) == before)
            return ok;
        snapshot_drop(&b->next);
        config_free(&b->config);
        uv_sleep(SETTLE_MS);
    }
}

static bool build(struct build *b, struct err *e)
{
    struct watch *w = b->reload->watch;

    if (!read_at_rest(b, e)) {
        watch_follow(w, b->now, b->config);
        return false;
    }
    if (b->next == NULL) {
        watch_follow(w, b->now, NULL);
        return true;
    }
    watch_follow(w, b->next, NULL);
    if (snapshot_compile(b->next, e) &&
        swap_everywhere(b->reload->workers, b->next, e))
        return true;
    watch_follow(w, b->now, b->config);
    return false;
}

static void tell_kept(void *arg, const char *key)
{
    (void)arg;
    log_event(LOG_WARN, "reload",
              "%s was changed and is read at start only: the old value stays "
              "until the next start",
              key);
}

static void take(struct build *b)
{
    const struct config *c = b->next->config;
    struct reload_report *report = b->report;

    report->result = RELOAD_SWAPPED;
    report->rules = b->next->rules->rule_count;
    (void)snprintf(report->after, sizeof(report->after), "%s",
                   b->next->rules->hash);
    if (c != b->now->config)
        log_setup(c->log.format == 1, (enum log_level)c->log.level);
    report->kept = config_kept(b->reload->shared->boot, c,
                               c != b->now->config ? tell_kept : NULL, NULL);
    recorder_event(b->reload->shared->recorder,
                   &(struct record_event){
                       .kind = RECORD_RELOAD,
                       .rules = span_of(b->next->rules->hash),
                       .config = span_of(c->hash),
                   });
    shared_swap(b->reload->shared, b->next);
    b->next = NULL;
}

static void log_report(const struct reload_report *r, bool asked)
{
    if (r->result == RELOAD_SWAPPED)
        log_event(LOG_INFO, "reload",
                  "rules %.12s in force, %u rules (before: %.12s), %llu ms",
                  r->after, r->rules, r->before,
                  (unsigned long long)r->took_ms);
    else if (r->result == RELOAD_FAILED)
        log_event(LOG_ERROR, "reload", "%s: rules %.12s stay in force",
                  r->err.text, r->before);
    else if (asked)
        log_event(LOG_INFO, "reload", "nothing changed: rules %.12s",
                  r->before);
}

static void keep_status(struct reload *r, const struct reload_report *report)
{
    uv_mutex_lock(&r->lock);
    r->status.count[report->result]++;
    r->status.last = *report;
    if (report->result == RELOAD_SWAPPED)
        r->status.kept = report->kept;
    uv_mutex_unlock(&r->lock);
}

static void run_build(struct reload *r, bool asked,
                      struct reload_report *report)
{
    struct build b = {
        .reload = r, .now = shared_snapshot(r->shared), .report = report};
    uint64_t began = clock_mono_us();
    struct err e = {.kind = ERR_NONE};
    bool ok;

    *report = (struct reload_report){.result = RELOAD_UNCHANGED,
                                     .rules = b.now->rules->rule_count};
    memcpy(report->before, b.now->rules->hash, sizeof(report->before));
    memcpy(report->after, b.now->rules->hash, sizeof(report->after));
    ok = build(&b, &e);
    if (ok && b.next != NULL)
        take(&b);
    if (!ok) {
        report->result = RELOAD_FAILED;
        report->err = e;
    }
    report->took_ms = (clock_mono_us() - began) / 1000;
    report->at_ms = clock_wall_ms();
    snapshot_drop(&b.next);
    config_free(&b.config);
    snapshot_drop(&b.now);
    keep_status(r, report);
    log_report(report, asked);
}

/* ---- asking ---- */

static void answer_all(struct ask *asks, const struct reload_report *report)
{
    for (struct ask *a = asks, *next; a != NULL; a = next) {
        next = a->next;
        if (a->done != NULL)
            a->done(a->arg, report);
        heap_free(a);
    }
}

static struct ask *take_asks(struct reload *r, bool *ret_closed)
{
    struct ask *asks;

    uv_mutex_lock(&r->lock);
    asks = r->first;
    r->first = NULL;
    r->last = &r->first;
    *ret_closed = r->closed;
    uv_mutex_unlock(&r->lock);
    return asks;
}

static void on_change(void *arg)
{
    struct reload_report report;

    run_build(arg, false, &report);
}

static void on_wake(uv_async_t *wake)
{
    struct reload *r = wake->data;
    struct reload_report report = {.result = RELOAD_STOPPED};
    bool closed;
    struct ask *asks = take_asks(r, &closed);

    if (!closed && asks != NULL)
        run_build(r, true, &report);
    answer_all(asks, &report);
    if (closed && r->watch != NULL) {
        watch_close(&r->watch);
        uv_close((uv_handle_t *)&r->wake, NULL);
    }
}

void reload_ask(struct reload *r, reload_done *done, void *arg)
{
    static const struct reload_report stopped = {.result = RELOAD_STOPPED};
    struct ask *a = heap_new(sizeof(*a));
    bool taken;

    *a = (struct ask){.done = done, .arg = arg};
    uv_mutex_lock(&r->lock);
    taken = !r->closed;
    if (taken) {
        *r->last = a;
        r->last = &a->next;
        (void)uv_async_send(&r->wake); /* under the lock: it is still open */
    }
    uv_mutex_unlock(&r->lock);
    if (!taken)
        answer_all(a, &stopped);
}

void reload_status(struct reload *r, struct reload_status *ret)
{
    uv_mutex_lock(&r->lock);
    *ret = r->status;
    uv_mutex_unlock(&r->lock);
}

/* ---- life ---- */

static void run(void *arg)
{
    struct reload *r = arg;

    (void)uv_run(&r->loop, UV_RUN_DEFAULT);
}

bool reload_start(struct shared *s, struct workers *w, struct reload **ret,
                  struct err *e)
{
    struct reload *r = heap_new(sizeof(*r));
    struct snapshot *now = shared_snapshot(s);
    bool ok;

    r->shared = s;
    r->workers = w;
    r->last = &r->first;
    (void)uv_mutex_init(&r->lock);
    (void)uv_loop_init(&r->loop);
    (void)uv_async_init(&r->loop, &r->wake, on_wake);
    r->wake.data = r;
    r->watch = watch_new(&r->loop, on_change, r);
    watch_follow(r->watch, now, NULL);
    snapshot_drop(&now);
    ok = uv_thread_create(&r->thread, run, r) == 0;
    if (ok)
        *ret = r;
    return ok || err_set(e, ERR_INTERNAL, NULL, "reload: no thread");
}

void reload_stop(struct reload *r)
{
    uv_mutex_lock(&r->lock);
    r->closed = true;
    (void)uv_async_send(&r->wake);
    uv_mutex_unlock(&r->lock);
    (void)uv_thread_join(&r->thread);
}

void reload_free(struct reload **r)
{
    struct reload *gone = *r;

    *r = NULL;
    if (gone == NULL)
        return;
    (void)uv_loop_close(&gone->loop);
    uv_mutex_destroy(&gone->lock);
    heap_free(gone);
}
