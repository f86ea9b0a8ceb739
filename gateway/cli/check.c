/* paifang check: the pure pipeline over posts from files or standard input. */
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "cli/command.h"
#include "cli/load_rules.h"
#include "cli/moderation_print.h"
#include "cli/options.h"
#include "cli/posts_input.h"
#include "cli/translation.h"
#include "decide/moderate.h"

static const size_t arena_cap = (size_t)1 << 30;
static const size_t flush_at = (size_t)1 << 16;

struct check_options {
    const char *config;
    struct cli_list rules;
    bool lines, jsonl, json, translate;
};

struct checker {
    const struct check_options *o;
    struct cli_rules rules;
    struct match_scratch *scratch;
    struct cli_translation *translation; /* NULL: not asked for */
    struct arena *arena;
    struct buf out;
    bool colour;
    bool many; /* a verdict line says which post it is of */
    bool found, failed;
    uint64_t now_ms;
};

static bool flush(struct checker *c, struct err *e)
{
    struct span s = buf_span(&c->out);

    if (c->out.failed)
        return err_set(e, ERR_LIMIT, NULL, "an answer larger than 1 GiB");
    if (s.len > 0 && fwrite(s.at, 1, s.len, stdout) != s.len)
        return err_set(e, ERR_INTERNAL, NULL, "can't write the output");
    buf_reset(&c->out);
    return true;
}

/* Takes the place of the post's line and goes on: exit 2 at the end. */
static void report_failure(struct checker *c, const struct posts_post *post,
                           const struct err *e)
{
    const char *failure = err_meaning(e->kind)->failure;

    c->failed = true;
    if (!c->o->json) {
        posts_tell(post, e->text);
        return;
    }
    buf_printf(&c->out, "{\"error\":{\"kind\":\"%s\",\"message\":",
               failure != NULL ? failure : "internal");
    buf_add_json(&c->out, span_of(e->text));
    buf_add_text(&c->out, "}}\n");
}

static void print_place(const struct checker *c, const struct posts_post *post,
                        char *ret, size_t room)
{
    if (!c->many)
        ret[0] = '\0';
    else if (post->line > 0)
        (void)snprintf(ret, room, "%s:%llu", post->file,
                       (unsigned long long)post->line);
    else
        (void)snprintf(ret, room, "%s", post->file);
}

static bool worth_a_line(const struct checker *c, const struct moderation *m)
{
    return !c->many || m->decision.verdict != VERDICT_ALLOW ||
           m->decision.would != VERDICT_ALLOW || m->regex_limit;
}

static void print_post(struct checker *c, const struct posts_post *post,
                       const struct moderation *m,
                       const struct moderate_text *text)
{
    char place[300];

    if (c->o->json) {
        print_moderation_json(m, text, &c->out);
        buf_add_byte(&c->out, '\n');
    } else if (worth_a_line(c, m)) {
        print_place(c, post, place, sizeof(place));
        print_moderation_text(m, text, place, c->colour, &c->out);
    }
}

/* One that can't be translated is judged as it is, and told of: exit 2 at the
 * end. */
static bool translate_post(struct checker *c, struct moderate_input *in,
                           struct moderation *m, struct err *e)
{
    enum err_kind missing;
    struct err why;

    if (!cli_moderate_translated(c->translation, in, c->arena, m, &missing, e))
        return false;
    if (missing == ERR_NONE)
        return true;
    c->failed = true;
    (void)err_set(&why, missing, NULL, "not translated: %s",
                  err_meaning(missing)->failure);
    (void)cli_error(&why);
    return true;
}

/* As the gateway does it: what the rules said stands, and the failure can only
 * make it stricter. A post that is refused is not published either. */
static void raise_at_limit(const struct checker *c, struct moderation *m)
{
    static const enum verdict verdict_of[] = {
        [OUTCOME_REFUSE] = VERDICT_REJECT, [OUTCOME_REJECT] = VERDICT_REJECT,
        [OUTCOME_HOLD] = VERDICT_HOLD,     [OUTCOME_FLAG] = VERDICT_FLAG,
        [OUTCOME_PUBLISH] = VERDICT_ALLOW,
    };
    const enum verdict v = verdict_of[c->rules.regex_limit];

    if (m->regex_limit && m->decision.verdict < v)
        m->decision.verdict = v;
}

static bool moderate_post(struct checker *c, const struct posts_post *post,
                          struct err *e)
{
    struct moderate_text *text =
        arena_array(c->arena, post->field_count, sizeof(*text));
    struct moderate_input in = {.rules = c->rules.set,
                                .scratch = c->scratch,
                                .text = text,
                                .text_count = (uint32_t)post->field_count,
                                .now_ms = c->now_ms,
                                .regex_work = c->rules.regex_work,
                                .translation_cap = c->rules.translation_cap};
    struct moderation m;

    if (text == NULL)
        return arena_err(c->arena, "post", e);
    for (size_t i = 0; i < post->field_count; i++)
        text[i] = (struct moderate_text){.text = post->field[i].text,
                                         .field = post->field[i].name};
    if (!moderate_run(&in, c->arena, &m, e) ||
        (c->translation != NULL && !translate_post(c, &in, &m, e)))
        return false;
    raise_at_limit(c, &m);
    c->found = c->found || m.decision.verdict != VERDICT_ALLOW;
    print_post(c, post, &m, text);
    return true;
}

static void report_fault(struct checker *c, const struct posts_post *post)
{
    c->failed = true;
    if (c->o->json) {
        posts_add_fault(post, &c->out);
        buf_add_byte(&c->out, '\n');
    } else {
        posts_tell_fault(post);
    }
}

static void check_post(struct checker *c, const struct posts_post *post)
{
    struct err e;

    if (post->fault != POST_FINE) {
        report_fault(c, post);
    } else if (!moderate_post(c, post, &e)) {
        report_failure(c, post, &e);
    }
}

static bool check_posts(struct checker *c, struct posts_input *in,
                        struct err *e)
{
    struct posts_post post;

    for (;;) {
        arena_reset(c->arena);
        switch (posts_next(in, c->arena, &post, e)) {
        case POSTS_END:
            return flush(c, e);
        case POSTS_FAILED:
            return false;
        case POSTS_POST:
            check_post(c, &post);
            break;
        }
        if (c->out.len >= flush_at && !flush(c, e))
            return false;
    }
}

static enum cli_exit check(const struct check_options *o, char **files,
                           size_t count)
{
    struct checker c = {.o = o,
                        .arena = arena_new(arena_cap),
                        .out = buf_make(arena_cap),
                        .colour = isatty(STDOUT_FILENO) != 0,
                        .many = o->lines || o->jsonl || count > 1,
                        .now_ms = clock_wall_ms()};
    enum posts_form form = o->jsonl   ? POSTS_JSONL
                           : o->lines ? POSTS_LINES
                                      : POSTS_WHOLE;
    struct posts_input *in = NULL;
    struct err e;
    bool ok;

    ok = cli_rules_load(o->config, &o->rules, &c.rules, &e) &&
         detect_init(&e) && match_scratch_new(c.rules.set, &c.scratch, &e) &&
         (!o->translate || cli_translation_open(o->config, &c.translation, &e));
    if (ok) {
        in = posts_open(form, files, count);
        ok = check_posts(&c, in, &e);
        posts_close(&in);
    }
    cli_translation_close(&c.translation);
    match_scratch_free(&c.scratch);
    cli_rules_done(&c.rules);
    arena_free(&c.arena);
    buf_free(&c.out);
    if (!ok)
        return cli_error(&e);
    return c.failed ? CLI_FAILED : c.found ? CLI_FOUND : CLI_FINE;
}

enum cli_exit cmd_check(int argc, char **argv)
{
    struct check_options o = {0};
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &o.config,
         "use the rule packs and thresholds of a configuration"},
        {0, "rules", "DIR", CLI_LIST, &o.rules,
         "use these rule packs (may be repeated); default ./rules"},
        {0, "lines", NULL, CLI_FLAG, &o.lines, "every line is a post"},
        {0, "jsonl", NULL, CLI_FLAG, &o.jsonl,
         "every line is {\"text\": …} or {\"fields\": {…}}"},
        {0, "json", NULL, CLI_FLAG, &o.json, "one JSON object a post"},
        {0, "translate", NULL, CLI_FLAG, &o.translate,
         "ask the translators of the configuration, and judge what they say"},
    };
    const struct cli_usage usage = {
        "paifang check [-c FILE | --rules DIR]… [--lines | --jsonl] [--json] "
        "[--translate] [FILE…]",
        "Moderate text by the rules; without a FILE, standard input.\n"
        "Exit status: 0 all allowed, 1 some post is not, 2 could not do it.",
        rows, COUNT_OF(rows)};
    int first;
    enum cli_parsed p = cli_options(&usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (o.lines && o.jsonl) {
        cli_usage_error(&usage, "--lines and --jsonl exclude each other");
        return CLI_FAILED;
    }
    return check(&o, argv + first, (size_t)(argc - first));
}
