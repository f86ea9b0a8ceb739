/*
 * recorder_state - inside the recorder: shared by its thread (recorder_run.c)
 * and by what others call (recorder.c).
 *
 * Threads: what stands under `lock` is shared; store and batch belong to the
 *          recorder's thread; the tidy thread has a connection of its own.
 */
#ifndef AUDIT_RECORDER_STATE_H
#define AUDIT_RECORDER_STATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "audit/beat.h"
#include "audit/recorder.h"
#include "audit/store.h"
#include "audit/unsettled.h"

enum {
    RECORDER_MOST_BATCH = 1024,
    RECORDER_MOST_PORTS = 1024,
    RECORDER_MOST_DEAD = 16, /* processes at a time */
    REFUSED_MOST = 100       /* rows a second; then a count */
};

struct recorder_port {
    struct recorder *recorder;
    void (*wake)(void *arg);
    void *arg;
    uint32_t pending; /* submitted, not done yet; the owner's thread */
    /* The recorder's thread: done in this batch. */
    struct record_item *fresh, **fresh_end;
    /* Under lock. */
    pthread_mutex_t lock;
    struct record_item *ready, **ready_end;
    bool woken;
};

struct refused_limit {
    pthread_mutex_t lock;
    uint64_t second; /* that the counts are of */
    uint64_t rows, over;
};

/* A process that died; what it left open is looked for in the log. */
struct recorder_dead {
    char owner[sizeof(((struct beat *)0)->owner)];
    int64_t open;
    uint64_t seen_ms;
    bool looked;
};

struct recorder {
    char *url, *origin;
    struct record_context context;
    uint64_t unknown_after_ms;
    uint32_t most_waiting;
    struct authors *authors;
    struct store *reader; /* of the authors */
    struct refused_limit refused;

    pthread_t thread, tidy_thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t more;
    struct record_item *head, **tail;
    uint32_t waiting;
    uint32_t awaited; /* of these: somebody waits for them */
    uint32_t want; /* the recorder's thread gathers so many; 0: it does not */
    bool asleep;   /* the recorder's thread waits for `more` */
    bool stopping;
    uint32_t port_count;
    struct recorder_port *port[RECORDER_MOST_PORTS];

    /* The recorder's thread. */
    struct store *store; /* NULL while it is down */
    struct err store_error;
    struct beat beat;
    uint64_t next_beat_ms, next_open_ms, next_sweep_ms;
    bool has_beaten;
    uint32_t last_awaited; /* in the last group */
    uint32_t swept;        /* outcomes in the batch that nobody knows */
    struct unsettled unsettled;
    struct recorder_dead dead[RECORDER_MOST_DEAD];
    uint32_t dead_count;
    struct record_item *batch[RECORDER_MOST_BATCH];

    /* The tidy thread. */
    pthread_mutex_t tidy_lock;
    pthread_cond_t tidy_more;
    bool tidy_stopping;
    uint64_t keep_for_ms, next_erase_ms, next_forget_ms;

    _Atomic bool up;
    _Atomic bool dirty; /* appended since it was tidied */
    _Atomic uint64_t written, failed, batches, cpu_us;
};

void *recorder_run(void *recorder);  /* the recorder's thread */
void *recorder_tidy(void *recorder); /* the tidy thread */
/* First sweep and beat, before the threads start. */
bool recorder_first(struct recorder *r, struct err *e) MUST_USE;

#endif
