/*
 * worker - one thread, one event loop, one listening socket, one pool.
 *
 * Example: struct workers *w;
 *          if (!workers_start(config, &hooks, &w, e)) ...
 *          workers_wait(w);            // until workers_stop()
 *          workers_free(&w);
 *
 * In:      the configuration and the journey's hooks; both outlive the
 *          workers. Each worker calls hooks->start on its own thread first.
 * Stop:    workers_stop(): stop accepting, finish what is
 *          in flight up to the deadline, end.
 * Errors:  ERR_CONFIG when an address can't be listened on.
 * Threads: a worker's loop, server and upstream belong to its thread. Other
 *          threads use worker_post().
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include <uv.h>

#include "base/err.h"
#include "intake/intake.h"

struct config;
struct upstream; /* upstream/upstream.h */

struct worker;
struct workers;

struct worker_hooks {
    const struct intake_hooks *intake;
    void *shared; /* of the whole process; start gets it */
    /* On the worker's thread. start gives what the intake hooks get as user;
     * drained tells whether the journey has nothing in flight any more (NULL:
     * it never has). */
    bool (*start)(struct worker *w, void *shared, void **ret_user,
                  struct err *e);
    bool (*drained)(struct worker *w, void *user);
    void (*stop)(struct worker *w, void *user);
};

bool workers_start(const struct config *config,
                   const struct worker_hooks *hooks, struct workers **ret,
                   struct err *e) MUST_USE;
void workers_stop(struct workers *all); /* returns at once */
void workers_wait(struct workers *all); /* until every worker has ended */
void workers_free(struct workers **all);

uint32_t workers_count(const struct workers *all);
uint16_t workers_port(const struct workers *all); /* 0: a socket file */
struct worker *workers_get(struct workers *all, uint32_t i);

/* Runs call(w, arg) on the worker's thread soon, in order of posting. False
 * when the worker has ended: the call will never run. */
bool worker_post(struct worker *w, void (*call)(struct worker *w, void *arg),
                 void *arg) MUST_USE;

uv_loop_t *worker_loop(struct worker *w);
struct upstream *worker_upstream(struct worker *w);
uint32_t worker_index(const struct worker *w);
/* What start gave; NULL once stop was called. */
void *worker_user(const struct worker *w);

#endif
