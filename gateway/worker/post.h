/*
 * post - functions that other threads want run on a loop's thread, in order.
 *
 * Example: post_queue_init(&w->queue, loop, w);
 *          post_queue_add(&w->queue, call, arg)   // from any thread
 *
 * Errors:  add is false once the queue is closed: the call will not run.
 * Threads: add is safe everywhere, the rest is the loop's.
 */
#ifndef WORKER_POST_H
#define WORKER_POST_H

#include <stdbool.h>
#include <uv.h>

#include "base/attr.h"

struct worker;
struct posted;

struct post_queue {
    uv_mutex_t lock;
    uv_async_t wake;
    struct posted *first, **last;
    struct worker *owner;
    bool closed;
};

void post_queue_init(struct post_queue *q, uv_loop_t *loop,
                     struct worker *owner);
bool post_queue_add(struct post_queue *q,
                    void (*call)(struct worker *w, void *arg),
                    void *arg) MUST_USE;

/* Runs what is there and takes no more. */
void post_queue_close(struct post_queue *q);
void post_queue_done(struct post_queue *q); /* when the loop has ended */

#endif
