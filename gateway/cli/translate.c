/* paifang translate - the engine on a loop of its own. */
#include <stdio.h>
#include <uv.h>

#include "base/heap.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/posts_input.h"
#include "translate/attachment.h"
#include "translate/cache.h"
#include "translate/engine.h"
#include "translate/translator.h"
#include "worker/fetch.h"

enum { MOST_OUTPUT = 256 << 20, ARENA_MOST = 64 << 20, WAIT_MS = 60000 };

struct options {
    const char *config, *from, *to;
    bool json, lines;
};

/* What one run needs, opened in this order. */
struct running {
    struct options options;
    enum lang from, to;
    struct config *config;
    struct translate_cache *cache;
    struct translate_setup *setup;
    uv_loop_t loop;
    struct fetcher *fetcher;
    struct engine *engine;
    bool failed; /* some post was not translated */
};

static void on_done(struct translate_job *job, void *arg)
{
    (void)job;
    *(bool *)arg = true;
}

/* ---- one post ---------------------------------------------------------- */
static void print_failure(struct running *r, enum err_kind kind,
                          struct buf *out)
{
    struct err e;

    r->failed = true;
    if (r->options.json)
        buf_printf(out, "{\"error\":{\"kind\":\"%s\"}}\n",
                   err_meaning(kind)->failure);
    (void)err_set(&e, kind, NULL, "not translated: %s",
                  err_meaning(kind)->failure);
    (void)cli_error(&e);
}

static void print_result(struct running *r, struct span original,
                         const struct translated *t, struct buf *out)
{
    const struct attachment_field field = {SPAN("/text"), t};
    const struct attachment a = {r->from, r->to, &field, 1, true};

    if (t->failure != ERR_NONE) {
        print_failure(r, t->failure, out);
        return;
    }
    if (!r->options.json)
        buf_add(out, t->text);
    else if (!attachment_write(&a, out))
        buf_add_text(out, "null"); /* nothing to translate in it */
    if (r->options.json || r->options.lines || !span_ends(original, SPAN("\n")))
        buf_add_byte(out, '\n');
}

static void translate_text(struct running *r, struct span text)
{
    const struct translate_text texts = {.text = text};
    bool done = false;
    const struct translate_request request = {.text = &texts,
                                              .count = 1,
                                              .from = r->from,
                                              .to = r->to,
                                              .wait_ms = WAIT_MS,
                                              .done = on_done,
                                              .arg = &done};
    struct translate_job *job = engine_translate(r->engine, &request);
    struct buf out = buf_make(MOST_OUTPUT);

    while (!done && !translate_job_finished(job))
        (void)uv_run(&r->loop, UV_RUN_ONCE);
    print_result(r, text, translate_job_get(job, 0), &out);
    (void)fwrite(buf_text(&out), 1, out.len, stdout);
    (void)fflush(stdout);
    buf_free(&out);
    translate_job_free(&job);
}

static void print_fault(struct running *r, const struct posts_post *post)
{
    struct buf out = buf_make(1024);

    r->failed = true;
    posts_add_fault(post, &out);
    (void)printf("%s\n", buf_text(&out));
    buf_free(&out);
}

static bool translate_all(struct running *r, char **files, size_t count,
                          struct err *e)
{
    struct arena *a = arena_new(ARENA_MOST);
    struct posts_input *in =
        posts_open(r->options.lines ? POSTS_LINES : POSTS_WHOLE, files, count);
    struct posts_post post;
    enum posts_result got;

    while ((got = posts_next(in, a, &post, e)) == POSTS_POST) {
        if (post.fault != POST_FINE)
            print_fault(r, &post);
        else if (post.field_count > 0)
            translate_text(r, post.field[0].text);
        arena_reset(a);
    }
    posts_close(&in);
    arena_free(&a);
    return got == POSTS_END;
}

/* ---- opening and closing ----------------------------------------------- */
static bool read_language(const char *tag, enum lang *ret, struct err *e)
{
    if (lang_find(span_of(tag), ret) &&
        (*ret == LANG_EN || *ret == LANG_ZH_HANS || *ret == LANG_ZH_HANT))
        return true;
    return err_set(e, ERR_INPUT, NULL,
                   "'%.40s' is none of en, zh-Hans, zh-Hant", tag);
}

static bool open_all(struct running *r, struct err *e)
{
    const char *path = r->options.config;

    if (!read_language(r->options.from, &r->from, e) ||
        !read_language(r->options.to, &r->to, e) ||
        !config_load(path, translator_rows, &r->config, e))
        return false;
    r->cache = translate_cache_new(r->config->translate.cache.bytes.bytes,
                                   r->config->translate.cache.ttl.ms);
    return translate_setup_open(r->config, r->cache, &r->setup, e) &&
           fetcher_open(&r->loop, &r->fetcher, e) &&
           engine_open(r->setup, &r->loop, r->fetcher, &r->engine, e);
}

static void close_all(struct running *r)
{
    engine_close(&r->engine);
    fetcher_close(&r->fetcher);
    (void)uv_run(&r->loop, UV_RUN_DEFAULT);
    (void)uv_loop_close(&r->loop);
    translate_setup_free(&r->setup);
    translate_cache_free(&r->cache);
    config_free(&r->config);
}

static enum cli_exit run(const struct options *o, char **files, size_t count)
{
    struct running *r = heap_new(sizeof(*r));
    enum cli_exit exit = CLI_FINE;
    struct err e;

    r->options = *o;
    if (uv_loop_init(&r->loop) != 0) {
        heap_free(r);
        (void)err_set(&e, ERR_INTERNAL, NULL, "no event loop");
        return cli_error(&e);
    }
    if (!open_all(r, &e) || !translate_all(r, files, count, &e))
        exit = cli_error(&e);
    else if (r->failed)
        exit = CLI_FAILED;
    close_all(r);
    heap_free(r);
    return exit;
}

enum cli_exit cmd_translate(int argc, char **argv)
{
    struct options o = {.from = "zh-Hans", .to = "en"};
    const struct cli_option rows[] = {
        {'f', "from", "LANG", CLI_TEXT, &o.from,
         "language of the text: en, zh-Hans (default) or zh-Hant"},
        {'t', "to", "LANG", CLI_TEXT, &o.to,
         "language wanted: en (default), …"},
        {'c', "config", "FILE", CLI_TEXT, &o.config,
         "its translate.chain; without one: the phrasebook"},
        {0, "lines", NULL, CLI_FLAG, &o.lines, "every line is a post"},
        {0, "json", NULL, CLI_FLAG, &o.json,
         "one object a post, with provider and notes"},
    };
    const struct cli_usage usage = {
        "paifang translate --from LANG --to LANG [-c FILE] [FILE…]",
        "Translate text as the gateway does. The phrasebook, which needs no\n"
        "provider, gives a word-by-word gloss.",
        rows, COUNT_OF(rows)};
    int first;

    switch (cli_options(&usage, argc, argv, &first)) {
    case CLI_HELPED:
        return CLI_FINE;
    case CLI_WRONG:
        return CLI_FAILED;
    case CLI_PARSED:
        break;
    }
    return run(&o, argv + first, (size_t)(argc - first));
}
