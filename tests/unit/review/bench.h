/*
 * bench - a store, a recorder and held posts for the tests of review/.
 *
 * Example: bench_open("name"); bench_hold(&post_a, id); ... bench_close();
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

struct bench_post {
    const char *body;
    const char *masked;     /* NULL: not masked */
    const char *author;     /* NULL: anonymous */
    const char *credential; /* kept when not NULL */
    bool unverified;
    uint64_t held_per_author;
};

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

static inline struct author bench_author(const struct bench_post *p)
{
    struct author who;

    authors_find(recorder_authors(bench_recorder), AUTHOR_HEADER,
                 span_of(p->author), &who);
    who.verified = !p->unverified && p->author != NULL;
    return who;
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

static inline struct bench_result bench_hold(const struct bench_post *p,
                                             char id[ID_TEXT])
{
    struct arena *a = arena_new(1 << 20);
    struct author who = bench_author(p);
    const struct header content = HEADER("content-type", "application/json");
    const struct header secret = {SPAN("authorization"),
                                  span_of(p->credential)};
    struct moderation m = {.decision = {.verdict = VERDICT_HOLD,
                                        .would = VERDICT_HOLD,
                                        .fired = &bench_fired,
                                        .fired_count = 1}};
    struct record_decision d = {.id = id,
                                .time_ms = clock_wall_ms(),
                                .route = SPAN("publish"),
                                .author = &who,
                                .verdict = VERDICT_HOLD,
                                .moderation = &m,
                                .body = span_of(p->body)};
    struct queue_post q = {.route = SPAN("publish"),
                           .method = SPAN("POST"),
                           .target = SPAN("/posts"),
                           .header = &content,
                           .header_count = 1,
                           .credential = &secret,
                           .credential_count = p->credential != NULL,
                           .text_key = bench_key,
                           .received = span_of(p->body),
                           .body = span_of(p->masked ? p->masked : p->body),
                           .body_as_is = span_of(p->masked ? p->body : NULL),
                           .moderation = &m,
                           .author = &who,
                           .held_per_author =
                               p->held_per_author ? p->held_per_author : 20,
                           .held = 100};
    struct record_item *item = NULL;
    struct bench_result r;
    struct err e;

    id_new(id);
    assert_true(
        record_decision(recorder_context(bench_recorder), &d, a, &item, &e));
    assert_true(queue_hold(&q, a, &item->held, &e));
    r = bench_submit(item);
    arena_free(&a);
    return r;
}

/* As `queue approve` and its like do it. */
static inline enum record_result bench_act(const char *id, const char *action,
                                           int as_is)
{
    const struct queue_action *act = queue_action_find(action);
    struct queue_change c = {.from = act->from,
                             .to = act->to,
                             .attempt = -1,
                             .as_is = as_is,
                             .by = SPAN("mei"),
                             .remember = act->remember,
                             .remember_until = clock_wall_ms() + 60000};
    struct record_item *item = record_event(&(struct record_event){
        .kind = RECORD_REVIEW, .decision = span_of(id), .result = act->name});
    enum record_result result;

    memcpy(c.id, id, ID_TEXT);
    item->change = &c;
    result = bench_submit(item).result;
    heap_free(item);
    return result;
}

struct bench_row {
    enum queue_state state;
    int64_t attempt;
    int status;
    bool found, has_credentials;
    char body[256];
};

static inline bool bench_on_row(void *user, const struct queue_item *row)
{
    struct bench_row *b = user;

    b->state = row->state;
    b->attempt = row->attempt;
    b->status = row->status;
    b->found = true;
    b->has_credentials = row->credentials.len > 0;
    (void)snprintf(b->body, sizeof(b->body), SPAN_FMT, SPAN_ARG(row->body));
    return true;
}

static inline struct bench_row bench_row(const char *id)
{
    const struct queue_query q = {.id = span_of(id), .bodies = true};
    struct bench_row b = {0};
    struct store *s;
    struct err e = {0};

    if (!store_open(bench_url, STORE_EXISTING, &s, &e) ||
        !s->driver->queue(s, &q, bench_on_row, &b, &e))
        fail_msg("%s", e.text);
    store_close(&s);
    return b;
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
