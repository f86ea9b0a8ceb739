#include "journey/lane.h"

#include <uv.h>

#include "audit/recorder.h"
#include "audit/store.h"
#include "base/heap.h"
#include "journey/releasing.h"
#include "journey/shared.h"
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

static void on_handle_closed(uv_handle_t *handle)
{
    heap_free(handle);
}

static void open_port(struct lane *lane)
{
    lane->wake = heap_new(sizeof(*lane->wake));
    lane->wake->data = lane;
    (void)uv_async_init(worker_loop(lane->worker), lane->wake, on_wake);
    lane->port = recorder_port(lane->shared->recorder, wake_lane, lane->wake);
}

static void open_arrivals(struct lane *lane)
{
    lane->arrived_end = &lane->arrived;
    lane->set_out = heap_new(sizeof(*lane->set_out));
    lane->set_out->data = lane;
    (void)uv_idle_init(worker_loop(lane->worker), lane->set_out);
}

bool lane_prepare(struct lane *lane, struct snapshot *snapshot,
                  struct match_scratch *scratch, struct err *e)
{
    const struct kit_parts parts = {
        .snapshot = snapshot_hold(snapshot),
        .scratch = scratch,
        .loop = worker_loop(lane->worker),
        .fetcher = lane->fetcher,
    };

    return kit_new(&parts, lane->kit, &lane->next, e);
}

void lane_commit(struct lane *lane)
{
    struct kit *old = lane->kit;

    lane->kit = lane->next;
    lane->next = NULL;
    kit_drop(&old);
}

void lane_abandon(struct lane *lane)
{
    kit_drop(&lane->next);
}

static bool first_kit(struct lane *lane, struct err *e)
{
    struct match_scratch *scratch;

    if (!match_scratch_new(lane->shared->snapshot->rules, &scratch, e) ||
        !lane_prepare(lane, lane->shared->snapshot, scratch, e))
        return false;
    lane_commit(lane);
    return true;
}

bool lane_new(struct worker *w, struct shared *s, struct lane **ret,
              struct err *e)
{
    struct lane *lane = heap_new(sizeof(*lane));

    lane->worker = w;
    lane->shared = s;
    lane->cors = cors_memory_new();
    open_port(lane);
    open_arrivals(lane);
    if (!fetcher_open(worker_loop(w), &lane->fetcher, e) ||
        !first_kit(lane, e) ||
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
    kit_drop(&gone->next);
    kit_drop(&gone->kit);
    if (gone->fetcher != NULL)
        fetcher_close(&gone->fetcher);
    cors_memory_free(&gone->cors);
    while (gone->spare_count > 0)
        arena_free(&gone->spare[--gone->spare_count]);
    uv_close((uv_handle_t *)gone->wake, on_handle_closed);
    uv_close((uv_handle_t *)gone->set_out, on_handle_closed);
    heap_free(gone);
}

struct arena *lane_take_arena(struct lane *lane)
{
    if (lane->spare_count > 0)
        return lane->spare[--lane->spare_count];
    return arena_new(lane->shared->boot->limits.arena.bytes);
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
