/* paifang translate: one text, or each of many, into another language. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/posts_input.h"
#include "cli/translation.h"
#include "translate/attachment.h"

enum { MOST_OUTPUT = 256 << 20, ARENA_MOST = 64 << 20 };

struct options {
    const char *config, *from, *to;
    bool json, lines;
};

/* What one run needs. */
struct running {
    const struct options *options;
    enum lang from, to;
    struct cli_translation *translation;
    bool failed; /* some post was not translated */
};

/* ---- one post ---- */
static void print_failure(struct running *r, enum err_kind kind,
                          struct buf *out)
{
    struct err e;

    r->failed = true;
    if (r->options->json)
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
    if (!r->options->json)
        buf_add(out, t->text);
    else if (!attachment_write(&a, out))
        buf_add_text(out, "null"); /* nothing to translate in it */
    if (r->options->json || r->options->lines ||
        !span_ends(original, SPAN("\n")))
        buf_add_byte(out, '\n');
}

static void translate_text(struct running *r, struct span text)
{
    const struct translate_text texts = {.text = text};
    const struct translate_request request = {
        .text = &texts, .count = 1, .from = r->from, .to = r->to};
    struct translate_job *job = cli_translate(r->translation, request);
    struct buf out = buf_make(MOST_OUTPUT);

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
    if (r->options->json) {
        posts_add_fault(post, &out);
        (void)printf("%s\n", buf_text(&out));
    } else {
        posts_tell_fault(post);
    }
    buf_free(&out);
}

static bool translate_all(struct running *r, char **files, size_t count,
                          struct err *e)
{
    struct arena *a = arena_new(ARENA_MOST);
    struct posts_input *in =
        posts_open(r->options->lines ? POSTS_LINES : POSTS_WHOLE, files, count);
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

/* ---- all of them ---- */
static bool read_language(const char *tag, enum lang *ret, struct err *e)
{
    if (lang_find(span_of(tag), ret) &&
        (*ret == LANG_EN || *ret == LANG_ZH_HANS || *ret == LANG_ZH_HANT))
        return true;
    return err_set(e, ERR_INPUT, NULL,
                   "'%.40s' is none of en, zh-Hans, zh-Hant", tag);
}

static bool translate_files(struct running *r, char **files, size_t count,
                            struct err *e)
{
    return read_language(r->options->from, &r->from, e) &&
           read_language(r->options->to, &r->to, e) &&
           cli_translation_open(r->options->config, &r->translation, e) &&
           translate_all(r, files, count, e);
}

static enum cli_exit run(const struct options *o, char **files, size_t count)
{
    struct running r = {.options = o};
    enum cli_exit exit = CLI_FINE;
    struct err e;

    if (!translate_files(&r, files, count, &e))
        exit = cli_error(&e);
    else if (r.failed)
        exit = CLI_FAILED;
    cli_translation_close(&r.translation);
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
    enum cli_parsed p = cli_options(&usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return run(&o, argv + first, (size_t)(argc - first));
}
