/*
 * The recorder's thread.
 *
 * Group commit needs no timer: while one transaction is on its way to the
 * disk, the next items gather behind it. But each transaction costs the same
 * dozen pages whether it holds one record or a hundred, so that under load the
 * groups are made larger: those whose records just became durable come back
 * with the next post, if they keep a connection, and then as many are waiting
 * as were in the last group and came while it was written. The thread waits
 * for as many, for a short while; it is woken once, by the last of them. And
 * what nobody waits for (what the app answered) starts no transaction of its
 * own while others may come.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "audit/recorder_state.h"
#include "base/clock.h"
#include "base/heap.h"

enum {
    LOADED = 8,    /* awaited in a group, from which on the thread gathers */
    GATHER_MS = 8, /* at most */
    ENOUGH = 256,  /* no more gathering */
    IDLE_MS = 500,
    EVENTS_MS = 10, /* how long what nobody waits for waits for company */
    REOPEN_MS = 250,
    SWEEP_MS = 10000,
    SWEEP_MOST = 500,
    TIDY_MS = 1000,
    ERASE_MS = 60000, /* between looks when nothing is due */
    ERASE_MOST = 500  /* leaves a transaction; records wait for it */
};

static void block_signals(void)
{
    sigset_t all;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, NULL);
}

/* ---- taking ---- */

static struct timespec from_now(uint64_t ms)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    t.tv_sec += (time_t)(ms / 1000) + t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

/* False: the time is over. */
static bool sleep_until(struct recorder *r, const struct timespec *until)
{
    int rc;

    r->asleep = true;
    rc = pthread_cond_timedwait(&r->more, &r->lock, until);
    r->asleep = false;
    return rc == 0;
}

static void wait_for_items(struct recorder *r, uint64_t ms)
{
    struct timespec until = from_now(ms);

    (void)sleep_until(r, &until);
}

static void wait_for_work(struct recorder *r)
{
    if (r->head == NULL && !r->stopping)
        wait_for_items(r, r->store == NULL ? REOPEN_MS : IDLE_MS);
    if (r->head != NULL && r->awaited == 0 && !r->stopping)
        wait_for_items(r, EVENTS_MS);
}

static void gather(struct recorder *r, uint32_t want)
{
    struct timespec until = from_now(GATHER_MS);

    r->want = want < ENOUGH ? want : ENOUGH;
    while (r->awaited < r->want && !r->stopping && sleep_until(r, &until))
        ;
    r->want = 0;
}

/* Fills r->batch; 0 when there was nothing for a while. */
static uint32_t take(struct recorder *r, bool *ret_stop)
{
    uint32_t n = 0;
    uint32_t want;
    uint32_t awaited;

    (void)pthread_mutex_lock(&r->lock);
    want = r->last_awaited + r->awaited;
    if (r->last_awaited >= LOADED)
        gather(r, want);
    wait_for_work(r);
    awaited = r->awaited;
    for (; r->head != NULL && n < RECORDER_MOST_BATCH; n++) {
        r->batch[n] = r->head;
        r->head = r->head->next;
        r->waiting--;
        r->awaited -= r->batch[n]->port != NULL;
    }
    r->last_awaited = awaited - r->awaited;
    if (r->head == NULL)
        r->tail = &r->head;
    *ret_stop = r->stopping && r->head == NULL;
    (void)pthread_mutex_unlock(&r->lock);
    return n;
}

/* ---- telling ---- */

static void finish_item(struct recorder *r, struct record_item *item)
{
    struct recorder_port *p = item->port;

    if (item->result == RECORD_WRITTEN && item->author != NULL &&
        item->author->ref[0] != '\0' && !item->author->stored)
        authors_stored(r->authors, item->author);
    if (p == NULL) {
        heap_free(item); /* an event nobody waits for */
        return;
    }
    item->next = NULL;
    *p->fresh_end = item;
    p->fresh_end = &item->next;
}

static void tell(struct recorder_port *p)
{
    bool wake;

    if (p->fresh == NULL)
        return;
    (void)pthread_mutex_lock(&p->lock);
    *p->ready_end = p->fresh;
    p->ready_end = p->fresh_end;
    wake = !p->woken;
    p->woken = true;
    (void)pthread_mutex_unlock(&p->lock);
    p->fresh = NULL;
    p->fresh_end = &p->fresh;
    if (wake)
        p->wake(p->arg);
}

static void tell_all(struct recorder *r)
{
    uint32_t count;

    (void)pthread_mutex_lock(&r->lock);
    count = r->port_count;
    (void)pthread_mutex_unlock(&r->lock);
    for (uint32_t i = 0; i < count; i++)
        tell(r->port[i]);
}

/* ---- writing ---- */

static void store_lost(struct recorder *r, const struct err *e)
{
    r->store_error = *e;
    r->store_error.kind = ERR_STORE;
    store_close(&r->store);
    atomic_store(&r->up, false);
    r->next_open_ms = clock_wall_ms() + REOPEN_MS;
}

static void keep_track(struct recorder *r, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct record_item *item = r->batch[i];

        if (item->result != RECORD_WRITTEN)
            continue;
        if (item->forwarded)
            unsettled_add(&r->unsettled, item->leaf.id, item->seq);
        if (item->settles)
            unsettled_drop(&r->unsettled, item->leaf.id);
    }
}

static bool append(struct recorder *r, uint32_t n)
{
    struct err e;

    if (r->store == NULL)
        return false;
    if (!r->store->driver->append(r->store, r->context.origin, r->batch, n,
                                  &e)) {
        store_lost(r, &e);
        return false;
    }
    keep_track(r, n);
    atomic_fetch_add(&r->written, n);
    atomic_fetch_add(&r->batches, 1);
    atomic_store(&r->dirty, true);
    return true;
}

static void write_batch(struct recorder *r, uint32_t n)
{
    bool written = append(r, n);

    if (!written)
        atomic_fetch_add(&r->failed, n);
    for (uint32_t i = 0; i < n; i++) {
        if (!written) {
            r->batch[i]->result = RECORD_FAILED;
            r->batch[i]->error = r->store_error;
        }
        finish_item(r, r->batch[i]);
    }
    tell_all(r);
}

/* ---- upkeep ---- */

static void add_unknown(void *user, const char id[ID_TEXT])
{
    struct recorder *r = user;
    const struct record_event event = {
        .kind = RECORD_OUTCOME, .decision = span_of(id), .result = "unknown"};

    r->batch[r->swept++] = record_event(&event);
}

static void write_swept(struct recorder *r)
{
    if (r->swept == SWEEP_MOST)
        r->next_sweep_ms = 0; /* there may be more */
    if (r->swept > 0)
        write_batch(r, r->swept);
    r->swept = 0;
}

static bool see_beat(void *user, const struct store_beat *b)
{
    struct recorder *r = user;
    struct recorder_dead *d;

    bool own = span_equal(b->owner, r->beat.row.owner);

    /* Before the first beat the name stands for who had it before. */
    if (own ? r->has_beaten : beat_alive(b, clock_wall_ms()))
        return true;
    for (uint32_t i = 0; i < r->dead_count; i++)
        if (span_is(b->owner, r->dead[i].owner))
            return true;
    d = &r->dead[r->dead_count++];
    (void)snprintf(d->owner, sizeof(d->owner), SPAN_FMT, SPAN_ARG(b->owner));
    d->open = b->open;
    d->seen_ms = clock_wall_ms();
    return r->dead_count < RECORDER_MOST_DEAD;
}

/* Twice: what is old enough now, and once more when all that it can have left
 * is; after that it is forgotten. */
static bool sweep_dead(struct recorder *r, struct recorder_dead *d,
                       uint64_t before_ms, struct err *e)
{
    const struct unsettled_query q = {d->open, before_ms, SWEEP_MOST};
    bool last = d->seen_ms < before_ms;

    if (d->looked && !last)
        return true;
    if (!r->store->driver->unsettled(r->store, &q, add_unknown, r, e))
        return false;
    if (r->swept == SWEEP_MOST) {
        write_swept(r);
        return r->store != NULL;
    }
    write_swept(r);
    if (r->store == NULL)
        return false;
    d->looked = true;
    if (!last)
        return true;
    if (!r->store->driver->drop_beat(r->store, span_of(d->owner), e))
        return false;
    *d = r->dead[--r->dead_count];
    return true;
}

/* Forwarded, and no outcome for longer than any answer may take: it was lost
 * with the store, or the process that waited for it died. */
static bool sweep(struct recorder *r, struct err *e)
{
    uint64_t now = clock_wall_ms();
    uint64_t before = now - r->unknown_after_ms;

    r->next_sweep_ms = now + SWEEP_MS;
    if (r->unknown_after_ms == 0 || r->unknown_after_ms > now)
        return true;
    (void)unsettled_older(&r->unsettled, before, SWEEP_MOST, add_unknown, r);
    write_swept(r);
    if (r->store == NULL)
        return true; /* as write_batch() has noted */
    if (r->dead_count < RECORDER_MOST_DEAD &&
        !r->store->driver->beats(r->store, see_beat, r, e))
        return false;
    for (uint32_t i = r->dead_count; i-- > 0;)
        if (!sweep_dead(r, &r->dead[i], before, e))
            return r->store == NULL;
    return true;
}

static bool beat(struct recorder *r, uint64_t beat_ms, struct err *e)
{
    r->beat.row.beat_ms = beat_ms;
    r->beat.row.open = unsettled_first(&r->unsettled);
    r->next_beat_ms = clock_wall_ms() + BEAT_EVERY_MS;
    r->has_beaten = true;
    return r->store->driver->beat(r->store, &r->beat.row, e);
}

bool recorder_first(struct recorder *r, struct err *e)
{
    beat_self(&r->beat);
    if (!sweep(r, e) || !beat(r, clock_wall_ms(), e))
        return false;
    atomic_store(&r->up, true);
    return true;
}

/* The beat is a write: a store that takes it is up. */
static void reopen(struct recorder *r)
{
    struct err e;

    if (clock_wall_ms() < r->next_open_ms)
        return;
    if (!store_open(r->url, STORE_CREATE, &r->store, &e) ||
        !beat(r, clock_wall_ms(), &e)) {
        store_lost(r, &e);
        return;
    }
    atomic_store(&r->up, true);
}

static void upkeep(struct recorder *r)
{
    uint64_t now = clock_wall_ms();
    struct err e;

    if (r->store == NULL)
        reopen(r);
    if (r->store != NULL && now >= r->next_beat_ms && !beat(r, now, &e))
        store_lost(r, &e);
    if (r->store != NULL && now >= r->next_sweep_ms && !sweep(r, &e))
        store_lost(r, &e);
    recorder_refused(r, (struct span){NULL, 0}, NULL, 0); /* counts only */
}

static void count_cpu(struct recorder *r)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    atomic_store(&r->cpu_us,
                 (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000);
}

void *recorder_run(void *recorder)
{
    struct recorder *r = recorder;
    bool stop = false;
    struct err ignored;

    block_signals();
    while (!stop) {
        uint32_t n = take(r, &stop);

        if (n > 0)
            write_batch(r, n);
        upkeep(r);
        count_cpu(r);
    }
    if (r->store != NULL)
        atomic_store(&r->up, beat(r, 0, &ignored) && false);
    return NULL;
}

/* ---- the tidy thread ---- */

/* Its own connection: moving pages to their final place (and the fsync that
 * goes with it) never delays a record. */
static void tidy(struct recorder *r, struct store **s)
{
    uint64_t pages;
    struct err ignored;

    if (!atomic_exchange(&r->dirty, false))
        return;
    if (*s == NULL && !store_open(r->url, STORE_EXISTING, s, &ignored))
        return;
    if (!(*s)->driver->tidy(*s, &pages, &ignored))
        store_close(s);
    else if (pages > 0)
        atomic_store(&r->dirty, true);
}

/* Text that was kept for as long as it may be; its leaves stay. A store that
 * is busy or gone is tried again. */
static void erase(struct recorder *r, struct store **s)
{
    uint64_t now = clock_wall_ms();
    uint32_t passed;
    struct err ignored;

    if (r->keep_for_ms == 0 || r->keep_for_ms > now || now < r->next_erase_ms)
        return;
    if (*s == NULL && !store_open(r->url, STORE_EXISTING, s, &ignored))
        return;
    if (!(*s)->driver->erase(*s, now - r->keep_for_ms, ERASE_MOST, &passed,
                             &ignored)) {
        store_close(s);
        return;
    }
    if (passed < ERASE_MOST)
        r->next_erase_ms = now + ERASE_MS;
    if (passed > 0)
        atomic_store(&r->dirty, true);
}

/* What authors did is kept for as long as rules ask about it. */
static void forget(struct recorder *r, struct store **s)
{
    uint64_t now = clock_wall_ms();
    uint32_t dropped;
    struct err ignored;

    if (now < r->next_forget_ms)
        return;
    if (*s == NULL && !store_open(r->url, STORE_EXISTING, s, &ignored))
        return;
    if (!(*s)->driver->forget(*s, now, ERASE_MOST, &dropped, &ignored)) {
        store_close(s);
        return;
    }
    if (dropped < ERASE_MOST)
        r->next_forget_ms = now + ERASE_MS;
    if (dropped > 0)
        atomic_store(&r->dirty, true);
}

void *recorder_tidy(void *recorder)
{
    struct recorder *r = recorder;
    struct store *s = NULL;
    bool stop = false;

    block_signals();
    while (!stop) {
        struct timespec until = from_now(TIDY_MS);

        (void)pthread_mutex_lock(&r->tidy_lock);
        if (!r->tidy_stopping)
            (void)pthread_cond_timedwait(&r->tidy_more, &r->tidy_lock, &until);
        stop = r->tidy_stopping;
        (void)pthread_mutex_unlock(&r->tidy_lock);
        erase(r, &s);
        forget(r, &s);
        tidy(r, &s);
    }
    store_close(&s);
    return NULL;
}
