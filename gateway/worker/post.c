#include "worker/post.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/heap.h"

struct posted {
    struct posted *next;
    void (*call)(struct worker *w, void *arg);
    void *arg;
};

static void run_all(struct post_queue *q)
{
    struct posted *p, *next;

    uv_mutex_lock(&q->lock);
    p = q->first;
    q->first = NULL;
    q->last = &q->first;
    uv_mutex_unlock(&q->lock);
    for (; p != NULL; p = next) {
        next = p->next;
        p->call(q->owner, p->arg);
        heap_free(p);
    }
}

static void on_wake(uv_async_t *a)
{
    run_all(a->data);
}

void post_queue_init(struct post_queue *q, uv_loop_t *loop,
                     struct worker *owner)
{
    *q = (struct post_queue){.owner = owner, .last = &q->first};
    (void)uv_mutex_init(&q->lock);
    (void)uv_async_init(loop, &q->wake, on_wake);
    q->wake.data = q;
}

bool post_queue_add(struct post_queue *q,
                    void (*call)(struct worker *w, void *arg), void *arg)
{
    struct posted *p = heap_new(sizeof(*p));
    bool taken;

    p->call = call;
    p->arg = arg;
    uv_mutex_lock(&q->lock);
    taken = !q->closed;
    if (taken) {
        *q->last = p;
        q->last = &p->next;
        (void)uv_async_send(&q->wake); /* under the lock: it is still open */
    }
    uv_mutex_unlock(&q->lock);
    if (!taken)
        heap_free(p);
    return taken;
}

void post_queue_close(struct post_queue *q)
{
    uv_mutex_lock(&q->lock);
    q->closed = true;
    uv_mutex_unlock(&q->lock);
    run_all(q);
    uv_close((uv_handle_t *)&q->wake, NULL);
}

void post_queue_done(struct post_queue *q)
{
    uv_mutex_destroy(&q->lock);
}
