/*
 * bench - a store, a recorder and held posts for the tests of review/.
 *
 * Example: bench_open("name"); ... bench_turn(100); ... bench_close();
 */
#ifndef REVIEW_BENCH_H
#define REVIEW_BENCH_H

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/recorder.h"
#include "audit/store.h"
#include "base/clock.h"
#include "base/heap.h"
#include "config/config.h"
#include "review/past.h"
#include "review/queue.h"
#include "review/release.h"

static char bench_folder[] = "/tmp/paifang-review-XXXXXX";
static char bench_url[128];
static struct recorder *bench_recorder;
static struct recorder_port *bench_port;
static int bench_wakes[2];

static const struct span bench_key =
    SPAN_INIT("0123456789abcdef0123456789abcdef");

static const struct rule bench_rule = {.id = SPAN_INIT("scams.brushing"),
                                       .action = VERDICT_HOLD,
                                       .severity = SEVERITY_HIGH};
static const struct rule bench_critical = {.id = SPAN_INIT("minors.critical"),
                                           .action = VERDICT_REJECT,
                                           .severity = SEVERITY_CRITICAL};
static const struct fired_rule bench_fired = {.rule = &bench_rule,
                                              .id = SPAN_INIT("scams.brushing"),
                                              .action = VERDICT_HOLD};

static inline void bench_wake(void *arg)
{
    (void)arg;
    assert_int_equal(write(bench_wakes[1], "w", 1), 1);
}

static inline void bench_start(void)
{
    const struct recorder_options o = {.store = bench_url,
                                       .origin = SPAN("test"),
                                       .pseudonym_key = bench_key,
                                       .keep_text = KEEP_TEXT_FLAGGED};
    struct err e = {0};

    if (pipe(bench_wakes) != 0 || !recorder_open(&o, &bench_recorder, &e))
        fail_msg("%s", e.text);
    bench_port = recorder_port(bench_recorder, bench_wake, NULL);
}

static inline void bench_open(const char *name)
{
    (void)snprintf(bench_url, sizeof(bench_url), "sqlite:%s/%s.db",
                   bench_folder, name);
    bench_start();
}

static inline void bench_close(void)
{
    recorder_close(&bench_recorder);
    (void)close(bench_wakes[0]);
    (void)close(bench_wakes[1]);
}

/* What the event loop does when it is woken; false when nothing came. */
static inline bool bench_turn(int wait_ms)
{
    struct pollfd p = {bench_wakes[0], POLLIN, 0};
    char c;

    if (poll(&p, 1, wait_ms) != 1)
        return false;
    assert_int_equal(read(bench_wakes[0], &c, 1), 1);
    recorder_port_drain(bench_port);
    return true;
}

struct bench_result {
    enum record_result result;
    char same_as[ID_TEXT];
    bool done;
};

static inline void bench_done(struct record_item *item)
{
    struct bench_result *r = item->user;

    r->result = item->result;
    memcpy(r->same_as, item->same_as, ID_TEXT);
    r->done = true;
}

static inline struct bench_result bench_submit(struct record_item *item)
{
    struct bench_result r = {0};
    struct err e;

    item->done = bench_done;
    item->user = &r;
    assert_true(recorder_submit(bench_port, item, &e));
    while (!r.done)
        (void)bench_turn(1000);
    return r;
}

static inline int bench_set_up(void **state)
{
    (void)state;
    return mkdtemp(bench_folder) == NULL;
}

static inline int bench_tear_down(void **state)
{
    char command[128];

    (void)state;
    (void)snprintf(command, sizeof(command), "rm -r %s", bench_folder);
    return system(command);
}

#endif
