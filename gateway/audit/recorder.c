#include "audit/recorder.h"

#include <assert.h>
#include <string.h>

#include "audit/recorder_state.h"
#include "base/clock.h"
#include "base/heap.h"

/* ---- ports ---- */

struct recorder_port *recorder_port(struct recorder *r, void (*wake)(void *arg),
                                    void *arg)
{
    struct recorder_port *p = heap_new(sizeof(*p));

    p->recorder = r;
    p->wake = wake;
    p->arg = arg;
    p->fresh_end = &p->fresh;
    p->ready_end = &p->ready;
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_mutex_lock(&r->lock);
    assert(r->port_count < RECORDER_MOST_PORTS);
    r->port[r->port_count++] = p;
    (void)pthread_mutex_unlock(&r->lock);
    return p;
}

void recorder_port_drain(struct recorder_port *p)
{
    struct record_item *item;

    (void)pthread_mutex_lock(&p->lock);
    item = p->ready;
    p->ready = NULL;
    p->ready_end = &p->ready;
    p->woken = false;
    (void)pthread_mutex_unlock(&p->lock);
    while (item != NULL) {
        struct record_item *next = item->next; /* done may free the item */

        p->pending--;
        item->done(item);
        item = next;
    }
}

bool recorder_port_busy(const struct recorder_port *p)
{
    return p->pending > 0;
}

static void port_free(struct recorder_port *p)
{
    recorder_port_drain(p);
    (void)pthread_mutex_destroy(&p->lock);
    heap_free(p);
}

/* ---- submitting ---- */

/* Under lock: with this item there is something to do. The first event only
 * sets the clock; see wait_for_work(). */
static bool is_due(const struct recorder *r, const struct record_item *item)
{
    if (r->want > 0)
        return r->awaited + (item->port != NULL) >= r->want;
    return item->port != NULL || r->head == NULL;
}

static bool submit(struct recorder *r, struct record_item *item)
{
    bool taken;
    bool wake;

    item->next = NULL;
    (void)pthread_mutex_lock(&r->lock);
    taken = !r->stopping && r->waiting < r->most_waiting;
    wake = taken && r->asleep && is_due(r, item);
    if (taken) {
        *r->tail = item;
        r->tail = &item->next;
        r->waiting++;
        r->awaited += item->port != NULL;
        r->asleep = r->asleep && !wake; /* one wake is enough */
    }
    (void)pthread_mutex_unlock(&r->lock);
    if (wake)
        (void)pthread_cond_signal(&r->more);
    return taken;
}

bool recorder_submit(struct recorder_port *p, struct record_item *item,
                     struct err *e)
{
    struct recorder *r = p->recorder;

    assert(item->done != NULL);
    item->port = p;
    if (!atomic_load(&r->up))
        return err_set(e, ERR_STORE, NULL, "the store is down");
    if (!submit(r, item))
        return err_set(e, ERR_STORE, NULL, "%u records are waiting already",
                       r->most_waiting);
    p->pending++;
    return true;
}

void recorder_event(struct recorder *r, const struct record_event *event)
{
    struct record_item *item;

    if (!atomic_load(&r->up))
        return;
    item = record_event(event);
    if (!submit(r, item))
        heap_free(item);
}

/* ---- refused requests ---- */

/* Rows of this second so far; how many of an earlier one were only counted. */
static bool count_refused(struct refused_limit *l, bool real,
                          uint64_t *ret_over)
{
    uint64_t second = clock_wall_ms() / 1000;
    bool row;

    *ret_over = 0;
    (void)pthread_mutex_lock(&l->lock);
    if (l->second != second) {
        *ret_over = l->over;
        l->second = second;
        l->rows = 0;
        l->over = 0;
    }
    row = real && l->rows < REFUSED_MOST;
    l->rows += row;
    l->over += real && !row;
    (void)pthread_mutex_unlock(&l->lock);
    return row;
}

void recorder_refused(struct recorder *r, struct span route, const char *reason,
                      int status)
{
    struct record_event event = {.kind = RECORD_REFUSED};
    uint64_t over;
    bool row = count_refused(&r->refused, reason != NULL, &over);

    if (over > 0) {
        event.count = over;
        recorder_event(r, &event);
    }
    if (row) {
        event.count = 0;
        event.route = route;
        event.result = reason;
        event.status = status;
        recorder_event(r, &event);
    }
}

/* ---- opening and closing ---- */

static void init_locks(struct recorder *r)
{
    pthread_condattr_t monotonic;

    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&r->lock, NULL);
    (void)pthread_mutex_init(&r->tidy_lock, NULL);
    (void)pthread_mutex_init(&r->refused.lock, NULL);
    (void)pthread_cond_init(&r->more, &monotonic);
    (void)pthread_cond_init(&r->tidy_more, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
}

static struct recorder *recorder_new(const struct recorder_options *o)
{
    struct recorder *r = heap_new(sizeof(*r));

    r->url = heap_text(o->store);
    r->origin = heap_copy(o->origin.at, o->origin.len);
    r->context =
        (struct record_context){{r->origin, o->origin.len}, o->keep_text};
    r->keep_for_ms = o->keep_for_ms;
    r->unknown_after_ms = o->unknown_after_ms;
    r->most_waiting = o->most_waiting > 0 ? o->most_waiting : 20000;
    r->tail = &r->head;
    init_locks(r);
    return r;
}

static void recorder_free(struct recorder *r)
{
    for (uint32_t i = 0; i < r->port_count; i++)
        port_free(r->port[i]);
    authors_free(&r->authors);
    unsettled_free(&r->unsettled);
    store_close(&r->reader);
    store_close(&r->store);
    heap_free(r->origin);
    (void)pthread_cond_destroy(&r->more);
    (void)pthread_cond_destroy(&r->tidy_more);
    (void)pthread_mutex_destroy(&r->lock);
    (void)pthread_mutex_destroy(&r->tidy_lock);
    (void)pthread_mutex_destroy(&r->refused.lock);
    heap_free(r->url);
    heap_free(r);
}

static void stop_tidy(struct recorder *r)
{
    (void)pthread_mutex_lock(&r->tidy_lock);
    r->tidy_stopping = true;
    (void)pthread_mutex_unlock(&r->tidy_lock);
    (void)pthread_cond_signal(&r->tidy_more);
    (void)pthread_join(r->tidy_thread, NULL);
}

static bool start(struct recorder *r, struct err *e)
{
    if (pthread_create(&r->tidy_thread, NULL, recorder_tidy, r) != 0)
        return err_set(e, ERR_STORE, NULL, "no thread for the recorder");
    if (pthread_create(&r->thread, NULL, recorder_run, r) == 0)
        return true;
    stop_tidy(r);
    return err_set(e, ERR_STORE, NULL, "no thread for the recorder");
}

bool recorder_open(const struct recorder_options *o, struct recorder **ret,
                   struct err *e)
{
    struct recorder *r = recorder_new(o);

    if (!store_open(r->url, STORE_CREATE, &r->store, e) ||
        !store_open(r->url, STORE_EXISTING, &r->reader, e) ||
        !recorder_first(r, e)) {
        recorder_free(r);
        return false;
    }
    r->authors = authors_new(o->pseudonym_key, r->reader);
    if (!start(r, e)) {
        recorder_free(r);
        return false;
    }
    *ret = r;
    return true;
}

void recorder_close(struct recorder **ref)
{
    struct recorder *r = *ref;

    if (r == NULL)
        return;
    (void)pthread_mutex_lock(&r->lock);
    r->stopping = true;
    (void)pthread_mutex_unlock(&r->lock);
    (void)pthread_cond_signal(&r->more);
    (void)pthread_join(r->thread, NULL);
    stop_tidy(r);
    recorder_free(r);
    *ref = NULL;
}

/* ---- telling ---- */

const struct record_context *recorder_context(const struct recorder *r)
{
    return &r->context;
}

struct authors *recorder_authors(struct recorder *r)
{
    return r->authors;
}

bool recorder_up(const struct recorder *r)
{
    return atomic_load(&r->up);
}

struct recorder_stats recorder_stats(const struct recorder *r)
{
    return (struct recorder_stats){
        .written = atomic_load(&r->written),
        .failed = atomic_load(&r->failed),
        .batches = atomic_load(&r->batches),
        .cpu_us = atomic_load(&r->cpu_us),
    };
}
