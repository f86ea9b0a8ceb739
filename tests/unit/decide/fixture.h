/*
 * fixture - one pack from a text, and posts moderated by it.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decide/moderate.h"

struct fixture {
    struct ruleset *rules;
    struct match_scratch *scratch;
    struct arena *arena;
    enum verdict cap;
    uint64_t now_ms;
};

#define FIXTURE_HEAD "pack: t\ncategory: privacy\nrules:\n"

static inline struct fixture fixture_open(const char *pack)
{
    char path[] = "/tmp/paifang-rules-XXXXXX.yaml";
    const char *paths[] = {path};
    int fd = mkstemps(path, 5);
    struct fixture f = {.arena = arena_new((size_t)64 << 20),
                        .cap = VERDICT_HOLD};
    struct err e;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, pack, strlen(pack)), strlen(pack));
    assert_int_equal(close(fd), 0);
    if (!ruleset_load(paths, 1, &f.rules, &e) || !detect_init(&e) ||
        !match_scratch_new(f.rules, &f.scratch, &e))
        fail_msg("%s", e.text);
    assert_int_equal(unlink(path), 0);
    return f;
}

static inline void fixture_close(struct fixture *f)
{
    match_scratch_free(&f->scratch);
    ruleset_free(&f->rules);
    arena_free(&f->arena);
}

/* The original's texts and, when translation is not NULL, one rendition. */
static inline struct moderation fixture_run(struct fixture *f,
                                            const struct moderate_text *text,
                                            uint32_t count,
                                            const struct moderate_text *other)
{
    const struct moderate_rendition rendition = {"en", other, 1};
    const struct moderate_input in = {.rules = f->rules,
                                      .scratch = f->scratch,
                                      .text = text,
                                      .text_count = count,
                                      .rendition = &rendition,
                                      .rendition_count = other != NULL,
                                      .now_ms = f->now_ms,
                                      .regex_work = 1000000,
                                      .translation_cap = f->cap};
    struct moderation m;
    struct err e;

    if (!moderate_run(&in, f->arena, &m, &e))
        fail_msg("%s", e.text);
    return m;
}

static inline struct moderation fixture_text(struct fixture *f,
                                             const char *text)
{
    const struct moderate_text one = {.text = span_of(text)};

    return fixture_run(f, &one, 1, NULL);
}

/* "hold t.a t.b": the verdict and the rules that fired, shadow ones in
 * brackets. */
static inline const char *fixture_said(const struct decision *d)
{
    static char said[512];
    size_t n =
        (size_t)snprintf(said, sizeof(said), "%s", verdict_name(d->verdict));

    for (uint32_t i = 0; i < d->fired_count && n < sizeof(said); i++)
        n += (size_t)snprintf(said + n, sizeof(said) - n,
                              d->fired[i].shadow ? " (" SPAN_FMT ")"
                                                 : " " SPAN_FMT,
                              SPAN_ARG(d->fired[i].id));
    return said;
}

#endif
