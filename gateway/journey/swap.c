#include "journey/swap.h"

#include <uv.h>

#include "base/heap.h"
#include "journey/lane.h"
#include "worker/worker.h"

struct swap;

/* One worker's part of it. */
struct part {
    struct swap *swap;
    struct match_scratch *scratch; /* until the lane takes it */
    bool ok;
    struct err err;
};

struct swap {
    struct workers *workers;
    struct snapshot *next;
    struct part *part;
    uint32_t count;
    uv_sem_t done;
};

static void prepare(struct worker *w, void *arg)
{
    struct part *p = arg;
    struct lane *lane = worker_user(w);

    if (lane != NULL) {
        p->ok = lane_prepare(lane, p->swap->next, p->scratch, &p->err);
        p->scratch = NULL;
    }
    uv_sem_post(&p->swap->done);
}

static void commit(struct worker *w, void *arg)
{
    struct part *p = arg;
    struct lane *lane = worker_user(w);

    if (lane != NULL)
        lane_commit(lane);
    uv_sem_post(&p->swap->done);
}

static void give_up(struct worker *w, void *arg)
{
    struct part *p = arg;
    struct lane *lane = worker_user(w);

    if (lane != NULL)
        lane_abandon(lane);
    uv_sem_post(&p->swap->done);
}

static void on_all(struct swap *s, void (*call)(struct worker *w, void *arg))
{
    uint32_t posted = 0;

    for (uint32_t i = 0; i < s->count; i++)
        posted += worker_post(workers_get(s->workers, i), call, &s->part[i]);
    while (posted-- > 0)
        uv_sem_wait(&s->done);
}

static bool all_prepared(struct swap *s, struct err *e)
{
    for (uint32_t i = 0; i < s->count; i++) {
        s->part[i].swap = s;
        s->part[i].ok = true;
        if (!match_scratch_new(s->next->rules, &s->part[i].scratch, e))
            return false;
    }
    on_all(s, prepare);
    for (uint32_t i = 0; i < s->count; i++)
        if (!s->part[i].ok) {
            *e = s->part[i].err;
            return false;
        }
    return true;
}

bool swap_everywhere(struct workers *all, struct snapshot *next, struct err *e)
{
    struct swap s = {.workers = all, .next = next, .count = workers_count(all)};
    bool ok;

    s.part = heap_array(s.count, sizeof(*s.part));
    (void)uv_sem_init(&s.done, 0);
    ok = all_prepared(&s, e);
    on_all(&s, ok ? commit : give_up);
    for (uint32_t i = 0; i < s.count; i++)
        match_scratch_free(&s.part[i].scratch);
    uv_sem_destroy(&s.done);
    heap_free(s.part);
    return ok;
}
