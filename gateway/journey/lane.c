#include "journey/lane.h"

#include <uv.h>

#include "audit/recorder.h"
#include "audit/store.h"
#include "base/heap.h"
#include "journey/releasing.h"
#include "journey/shared.h"
#include "translate/engine.h"
#include "worker/fetch.h"
#include "worker/worker.h"

static void on_wake(uv_async_t *wake)
{
    struct lane *lane = wake->data;

    recorder_port_drain(lane->port);
}

static void wake_lane(void *wake)
{
    (void)uv_async_send(wake);
}

static void on_wake_closed(uv_handle_t *wake)
{
    heap_free(wake);
}

static void open_port(struct lane *lane)
{
    lane->wake = heap_new(sizeof(*lane->wake));
    lane->wake->data = lane;
    (void)uv_async_init(worker_loop(lane->worker), lane->wake, on_wake);
    lane->port = recorder_port(lane->shared->recorder, wake_lane, lane->wake);
}

bool lane_new(struct worker *w, struct shared *s, struct lane **ret,
              struct err *e)
{
    struct lane *lane = heap_new(sizeof(*lane));

    lane->worker = w;
    lane->shared = s;
    lane->snapshot = snapshot_hold(s->snapshot);
    lane->cors = cors_memory_new();
    open_port(lane);
    if (!match_scratch_new(lane->snapshot->rules, &lane->scratch, e) ||
        !fetcher_open(worker_loop(w), &lane->fetcher, e) ||
        !engine_open(s->translation, worker_loop(w), lane->fetcher,
                     &lane->engine, e) ||
        (worker_index(w) == 0 && !releasing_open(lane, &lane->releasing, e))) {
        lane_free(&lane);
        return false;
    }
    *ret = lane;
    return true;
}

void lane_free(struct lane **lane)
{
    struct lane *gone = *lane;

    *lane = NULL;
    if (gone == NULL)
        return;
    releasing_close(&gone->releasing);
    store_close(&gone->reader);
    if (gone->engine != NULL)
        engine_close(&gone->engine);
    if (gone->fetcher != NULL)
        fetcher_close(&gone->fetcher);
    match_scratch_free(&gone->scratch);
    cors_memory_free(&gone->cors);
    while (gone->spare_count > 0)
        arena_free(&gone->spare[--gone->spare_count]);
    snapshot_drop(&gone->snapshot);
    uv_close((uv_handle_t *)gone->wake, on_wake_closed);
    heap_free(gone);
}

struct arena *lane_take_arena(struct lane *lane)
{
    if (lane->spare_count > 0)
        return lane->spare[--lane->spare_count];
    return arena_new(lane->snapshot->config->limits.arena.bytes);
}

void lane_give_arena(struct lane *lane, struct arena *a)
{
    if (a == NULL)
        return;
    if (lane->spare_count == LANE_SPARE_ARENAS) {
        arena_free(&a);
        return;
    }
    arena_reset(a);
    lane->spare[lane->spare_count++] = a;
}
