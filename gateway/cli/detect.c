#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/posts_input.h"
#include "detect/detect.h"

enum { ARENA = 64 << 20, OUT_MOST = 64 << 20, OUT_FLUSH = 64 << 10 };

struct output {
    bool json;
    bool faulty; /* a post could not be read */
    struct arena *arena;
    struct buf text;
};

static void add_language(struct buf *b, const struct detection *d)
{
    buf_printf(b, "\"language\":\"%s\",\"confidence\":%.2f", lang_tag(d->lang),
               (double)d->confidence);
    if (d->variant != NULL)
        buf_printf(b, ",\"variant\":\"%s\"", d->variant);
}

static void add_segments(struct buf *b, const struct detection *d)
{
    buf_add_text(b, ",\"segments\":[");
    for (uint32_t i = 0; i < d->segment_count; i++)
        buf_printf(b, "%s{\"from\":%u,\"to\":%u,\"language\":\"%s\"}",
                   i > 0 ? "," : "", d->segment[i].at.from, d->segment[i].at.to,
                   lang_tag(d->segment[i].lang));
    buf_add_byte(b, ']');
}

static void add_detection(struct buf *b, const struct detection *d)
{
    buf_add_byte(b, '{');
    add_language(b, d);
    add_segments(b, d);
    buf_add_byte(b, '}');
}

static void add_fields(struct buf *b, const struct posts_post *post,
                       const struct detection *each,
                       const struct detection *whole)
{
    buf_add_byte(b, '{');
    add_language(b, whole);
    buf_add_text(b, ",\"fields\":{");
    for (size_t i = 0; i < post->field_count; i++) {
        if (i > 0)
            buf_add_byte(b, ',');
        buf_add_json(b, post->field[i].name);
        buf_add_byte(b, ':');
        add_detection(b, &each[i]);
    }
    buf_add_text(b, "}}");
}

static void add_plain(struct buf *b, const struct detection *d)
{
    buf_printf(b, "%s %.2f%s%s", lang_tag(d->lang), (double)d->confidence,
               d->variant != NULL ? " " : "",
               d->variant != NULL ? d->variant : "");
}

static bool is_plain_text(const struct posts_post *post)
{
    return post->field_count == 1 && post->field[0].name.len == 0;
}

static bool detect_post(struct output *o, const struct posts_post *post,
                        struct err *e)
{
    struct detection *each =
        arena_array(o->arena, post->field_count + 1, sizeof(*each));
    struct detection whole;

    if (each == NULL)
        return arena_err(o->arena, "fields", e);
    for (size_t i = 0; i < post->field_count; i++)
        if (!detect_text(o->arena, post->field[i].text, &each[i], e))
            return false;
    whole =
        is_plain_text(post) ? each[0] : detect_fields(each, post->field_count);
    if (!o->json)
        add_plain(&o->text, &whole);
    else if (is_plain_text(post))
        add_detection(&o->text, &whole);
    else
        add_fields(&o->text, post, each, &whole);
    return true;
}

/* For people the post's own line stays empty. */
static void add_fault(struct output *o, const struct posts_post *post)
{
    o->faulty = true;
    if (o->json)
        posts_add_fault(post, &o->text);
    else
        posts_tell_fault(post);
}

static bool flush(struct output *o, struct err *e)
{
    struct span s = buf_span(&o->text);

    if (o->text.failed)
        return err_set(e, ERR_LIMIT, NULL, "a post's answer is too long");
    if (fwrite(s.at, 1, s.len, stdout) != s.len || fflush(stdout) != 0)
        return err_set(e, ERR_INTERNAL, NULL, "cannot write the output");
    buf_reset(&o->text);
    return true;
}

static bool detect_all(struct posts_input *in, struct output *o, struct err *e)
{
    struct posts_post post;
    enum posts_result result;

    while ((result = posts_next(in, o->arena, &post, e)) == POSTS_POST) {
        if (post.fault != POST_FINE) {
            add_fault(o, &post);
        } else if (!detect_post(o, &post, e)) {
            return false;
        }
        buf_add_byte(&o->text, '\n');
        arena_reset(o->arena);
        if (o->text.len > OUT_FLUSH && !flush(o, e))
            return false;
    }
    return result == POSTS_END && flush(o, e);
}

static enum cli_exit detect_files(enum posts_form form, bool json,
                                  char *const *files, size_t count)
{
    struct posts_input *in = posts_open(form, files, count);
    struct output o = {.json = json};
    struct err e = {.kind = ERR_NONE};
    enum cli_exit result = CLI_FINE;

    o.arena = arena_new(ARENA);
    o.text = buf_make(OUT_MOST);
    if (!detect_init(&e) || !detect_all(in, &o, &e))
        result = cli_error(&e);
    else if (o.faulty)
        result = CLI_FAILED;
    buf_free(&o.text);
    arena_free(&o.arena);
    posts_close(&in);
    return result;
}

enum cli_exit cmd_detect(int argc, char **argv)
{
    bool lines = false;
    bool jsonl = false;
    bool json = false;
    int first;
    const struct cli_option rows[] = {
        {0, "lines", NULL, CLI_FLAG, &lines, "every input line is a post"},
        {0, "jsonl", NULL, CLI_FLAG, &jsonl,
         "every input line is {\"text\":…} or {\"fields\":{…}}"},
        {0, "json", NULL, CLI_FLAG, &json, "one JSON object a post"},
    };
    const struct cli_usage usage = {
        "paifang detect [--lines | --jsonl] [--json] [FILE…]",
        "Name the language of text: zh-Hans, zh-Hant, zh (neither script\n"
        "shows), zh-Latn (pinyin), en, mixed, other or none (no letters).",
        rows, COUNT_OF(rows)};
    enum cli_parsed p = cli_options(&usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return detect_files(jsonl   ? POSTS_JSONL
                        : lines ? POSTS_LINES
                                : POSTS_WHOLE,
                        json, argv + first, (size_t)(argc - first));
}
