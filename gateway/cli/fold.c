/* paifang fold: what the matcher sees of a text, view by view. */
#include <stdio.h>

#include "base/buf.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/posts_input.h"
#include "fold/fold.h"

static const size_t arena_cap = (size_t)1 << 30;

static void add_origin(struct buf *out, const struct fold_listed *v)
{
    buf_add_text(out, ",\"origin\":[");
    for (size_t i = 0; i <= v->text.len; i++) {
        if (i > 0)
            buf_add_byte(out, ',');
        buf_add_u64(out, v->origin[i]);
    }
    buf_add_text(out, "]}");
}

static void add_json(struct buf *out, struct span text,
                     const struct fold_listed *view, uint32_t count)
{
    buf_add_text(out, "{\"text\":");
    buf_add_json(out, text);
    buf_add_text(out, ",\"views\":[");
    for (uint32_t i = 0; i < count; i++) {
        buf_printf(out, "%s{\"name\":\"%s\",\"text\":", i > 0 ? "," : "",
                   view[i].name);
        buf_add_json(out, view[i].text);
        add_origin(out, &view[i]);
    }
    buf_add_text(out, "]}\n");
}

static void add_plain(struct buf *out, const struct fold_listed *view,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        buf_printf(out, "%-10s ", view[i].name);
        buf_add_json(out, view[i].text);
        buf_add_byte(out, '\n');
    }
}

static bool fold_post(const struct posts_post *post, bool json, struct arena *a,
                      struct buf *out, struct err *e)
{
    for (size_t i = 0; i < post->field_count; i++) {
        struct span text = post->field[i].text;
        struct fold_listed *view;
        uint32_t count;

        if (!fold_views(a, text, &view, &count, e))
            return false;
        if (json)
            add_json(out, text, view, count);
        else
            add_plain(out, view, count);
    }
    return true;
}

static void add_fault(const struct posts_post *post, bool json, struct buf *out)
{
    if (json) {
        posts_add_fault(post, out);
        buf_add_byte(out, '\n');
    } else {
        posts_tell_fault(post);
    }
}

/* *faulty: some post could not be read as text; that is said of it. */
static bool fold_posts(struct posts_input *in, bool json, struct arena *a,
                       bool *faulty, struct err *e)
{
    struct buf out = buf_make(arena_cap);
    struct posts_post post;
    enum posts_result r;
    bool ok = true;

    while (ok && (r = posts_next(in, a, &post, e)) != POSTS_END) {
        if (r == POSTS_FAILED) {
            ok = false;
        } else if (post.fault != POST_FINE) {
            *faulty = true;
            add_fault(&post, json, &out);
        } else {
            ok = fold_post(&post, json, a, &out, e);
        }
        (void)fwrite(out.at, 1, out.len, stdout);
        buf_reset(&out);
        arena_reset(a);
    }
    buf_free(&out);
    return ok;
}

enum cli_exit cmd_fold(int argc, char **argv)
{
    bool json = false;
    bool lines = false;
    const struct cli_option rows[] = {
        {0, "lines", NULL, CLI_FLAG, &lines, "every line is a text"},
        {0, "json", NULL, CLI_FLAG, &json,
         "one JSON object a text, with the origin of every byte"},
    };
    const struct cli_usage usage = {
        "paifang fold [--lines] [--json] [FILE…]",
        "Show text as the matcher sees it: every view that it is folded into.",
        rows, COUNT_OF(rows)};
    struct arena *a;
    struct posts_input *in;
    struct err e;
    bool faulty = false;
    bool ok;
    int first;
    enum cli_parsed p = cli_options(&usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!fold_init(&e))
        return cli_error(&e);
    a = arena_new(arena_cap);
    in = posts_open(lines ? POSTS_LINES : POSTS_WHOLE, argv + first,
                    (size_t)(argc - first));
    ok = fold_posts(in, json, a, &faulty, &e);
    posts_close(&in);
    arena_free(&a);
    if (!ok)
        return cli_error(&e);
    return faulty ? CLI_FAILED : CLI_FINE;
}
