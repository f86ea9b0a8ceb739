/*
 * bench_post - held posts for the tests of review/, and what is done to them.
 *
 * Example: char id[ID_TEXT]; bench_hold(&post_a, id);
 *          bench_act(id, "approve", -1); bench_row(id).state
 */
#ifndef REVIEW_BENCH_POST_H
#define REVIEW_BENCH_POST_H

#include "bench.h"

struct bench_post {
    const char *body;
    const char *masked;     /* NULL: not masked */
    const char *author;     /* NULL: anonymous */
    const char *credential; /* kept when not NULL */
    bool unverified;
    uint64_t held_per_author, held; /* 0: 20, 100 */
    enum queue_kind kind;
};

static inline struct author bench_author(const struct bench_post *p)
{
    struct author who;

    authors_find(recorder_authors(bench_recorder), AUTHOR_HEADER,
                 span_of(p->author), &who);
    who.verified = !p->unverified && p->author != NULL;
    return who;
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
                           .held = p->held ? p->held : 100,
                           .kind = p->kind};
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

#endif
