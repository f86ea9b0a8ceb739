#include "http/reactor.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/heap.h"
#include "http/wire.h"

static void on_tick(uv_timer_t *t)
{
    struct reactor *r = t->data;

    wheel_turn(&r->wheel, (uv_now(r->loop) - r->started_ms) / WHEEL_TICK_MS);
}

static void on_before_wait(uv_prepare_t *p)
{
    struct reactor *r = p->data;

    wire_flush_all(r);
}

void reactor_init(struct reactor *r, uv_loop_t *loop)
{
    memset(r, 0, sizeof(*r));
    r->loop = loop;
    r->read_buffer = heap_new(REACTOR_READ_BYTES);
    r->started_ms = uv_now(loop);
    wheel_init(&r->wheel);
    r->tick.data = r->before_wait.data = r;
    (void)uv_timer_init(loop, &r->tick);
    (void)uv_timer_start(&r->tick, on_tick, WHEEL_TICK_MS, WHEEL_TICK_MS);
    (void)uv_prepare_init(loop, &r->before_wait);
    (void)uv_prepare_start(&r->before_wait, on_before_wait);
    /* They serve the connections; alone they keep no loop running. */
    uv_unref((uv_handle_t *)&r->tick);
    uv_unref((uv_handle_t *)&r->before_wait);
}

void reactor_close(struct reactor *r)
{
    uv_close((uv_handle_t *)&r->tick, NULL);
    uv_close((uv_handle_t *)&r->before_wait, NULL);
}

void reactor_done(struct reactor *r)
{
    heap_free(r->read_buffer);
    r->read_buffer = NULL;
}

struct span reactor_date(struct reactor *r)
{
    uint64_t now = clock_wall_ms() / 1000;

    if (now != r->date_s) {
        time_t t = (time_t)now;
        struct tm tm;

        (void)strftime(r->date, sizeof(r->date), "%a, %d %b %Y %H:%M:%S GMT",
                       gmtime_r(&t, &tm));
        r->date_s = now;
    }
    return (struct span){r->date, strlen(r->date)};
}
