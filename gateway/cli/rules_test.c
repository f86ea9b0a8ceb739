/*
 * Rules are tested like code: every example of every rule is moderated by the
 * whole rule set, and a file of ordinary posts shows how often rules are
 * wrong. A shadow rule's hit counts as its match.
 */
#include <stdio.h>

#include "base/heap.h"
#include "cli/load_rules.h"
#include "cli/options.h"
#include "cli/posts_input.h"
#include "cli/rules.h"
#include "decide/moderate.h"

static const size_t arena_cap = (size_t)256 << 20;

struct test_options {
    const char *config, *benign;
    double max_fp;
    bool json;
    struct cli_list folders;
};

struct tester {
    const struct test_options *o;
    struct cli_rules rules;
    struct match_scratch *scratch;
    struct arena *arena;
    struct buf out; /* the JSON of failed examples */
    unsigned passed, failed;
    uint32_t posts, verdict[VERDICT_COUNT];
    uint32_t *fired; /* posts by rule index */
};

/* The language of an example on the translation. */
static const char *audience_of(const struct rule *r)
{
    for (unsigned i = 0; i < LANG_COUNT; i++)
        if ((r->audiences & LANG_BIT(i)) != 0)
            return lang_tag((enum lang)i);
    return "en";
}

/* A text of the original, or, with `to`, of a translation into it. */
static bool moderate(struct tester *t, const struct moderate_text *text,
                     const char *to, const struct author_example *author,
                     struct moderation *ret, struct err *e)
{
    uint32_t answers[AUTHOR_MOST_QUESTIONS];
    struct moderate_rendition rendition = {to, text, 1};
    struct moderate_input in = {.rules = t->rules.set,
                                .scratch = t->scratch,
                                .text = text,
                                .text_count = 1,
                                .regex_work = t->rules.regex_work,
                                .translation_cap = t->rules.translation_cap};

    if (author != NULL) {
        author_answers(&t->rules.set->author, author, answers);
        in.author = answers;
    }
    if (to != NULL) {
        in.text_count = 0;
        in.rendition = &rendition;
        in.rendition_count = 1;
    }
    if (!moderate_run(&in, t->arena, ret, e))
        return false;
    return !ret->regex_limit ||
           err_set(e, ERR_REGEX_LIMIT, NULL, "a regex ran into its limits");
}

static bool has_fired(const struct decision *d, const struct rule *r)
{
    for (uint32_t i = 0; i < d->fired_count; i++)
        if (d->fired[i].rule == r)
            return true;
    return false;
}

/* ---- examples ---- */

static void report(struct tester *t, const struct rule *r,
                   const struct rule_example *x, const struct moderation *m)
{
    const char *wanted = x->should_match ? "match" : "no_match";

    if (t->o->json) {
        buf_add_text(&t->out, t->failed > 1 ? ",{\"rule\":" : "{\"rule\":");
        buf_add_json(&t->out, r->id);
        buf_add_text(&t->out, ",\"file\":");
        buf_add_json(&t->out, span_of(x->place.file));
        buf_printf(&t->out,
                   ",\"line\":%u,\"wanted\":\"%s\",\"text\":", x->place.line,
                   wanted);
        buf_add_json(&t->out, x->text);
        buf_add_byte(&t->out, '}');
        return;
    }
    (void)printf("%s:%u:%u: " SPAN_FMT ": must%s match: " SPAN_FMT "\n",
                 x->place.file, x->place.line, x->place.column, SPAN_ARG(r->id),
                 x->should_match ? "" : " not", SPAN_ARG(x->text));
    for (uint32_t i = 0; !x->should_match && i < m->decision.hit_count; i++)
        if (m->decision.hit[i].hit.rule == r)
            (void)printf("    by '" SPAN_FMT "'\n",
                         SPAN_ARG(m->decision.hit[i].hit.term));
}

static bool test_example(struct tester *t, const struct rule *r,
                         const struct rule_example *x, struct err *e)
{
    const struct moderate_text text = {.text = x->text, .field = x->field};
    const char *to = x->side == SIDE_TRANSLATION ? audience_of(r) : NULL;
    struct moderation m;

    arena_reset(t->arena);
    if (!moderate(t, &text, to, x->author, &m, e))
        return err_in(e, "%s:%u:%u", x->place.file, x->place.line,
                      x->place.column);
    if (has_fired(&m.decision, r) == x->should_match) {
        t->passed++;
    } else {
        t->failed++;
        report(t, r, x, &m);
    }
    return true;
}

static bool test_examples(struct tester *t, struct err *e)
{
    for (uint32_t i = 0; i < t->rules.set->rule_count; i++) {
        const struct rule *r = t->rules.set->rule[i];

        for (uint32_t k = 0; k < r->example_count; k++)
            if (!test_example(t, r, &r->example[k], e))
                return false;
    }
    return true;
}

/* ---- ordinary posts ---- */

static bool count_post(struct tester *t, struct span post, struct err *e)
{
    const struct moderate_text text = {.text = post};
    struct moderation m;

    if (!moderate(t, &text, NULL, NULL, &m, e))
        return false;
    t->posts++;
    t->verdict[m.decision.verdict]++;
    for (uint32_t i = 0; i < m.decision.fired_count; i++)
        if (m.decision.fired[i].rule != NULL)
            t->fired[m.decision.fired[i].rule->index]++;
    return true;
}

static bool count_posts(struct tester *t, struct err *e)
{
    char *file = heap_text(t->o->benign);
    char *files[] = {file};
    struct posts_input *in = posts_open(POSTS_LINES, files, 1);
    struct posts_post post;
    enum posts_result r = POSTS_POST;
    bool ok = true;

    while (ok && r == POSTS_POST) {
        arena_reset(t->arena);
        r = posts_next(in, t->arena, &post, e);
        ok = r != POSTS_FAILED;
        if (r == POSTS_POST && post.fault == POST_FINE)
            ok = count_post(t, post.field[0].text, e);
    }
    posts_close(&in);
    heap_free(file);
    if (ok && t->posts == 0)
        return err_set(e, ERR_NOT_FOUND, NULL, "%s: no posts", t->o->benign);
    return ok;
}

static uint32_t stopped(const struct tester *t)
{
    return t->verdict[VERDICT_BOUNCE] + t->verdict[VERDICT_HOLD] +
           t->verdict[VERDICT_REJECT];
}

/* Flags and advice let a post out as it is: they don't count as wrong. */
static bool too_many(const struct tester *t)
{
    return t->posts > 0 && stopped(t) + t->verdict[VERDICT_MASK] >
                               t->o->max_fp * (double)t->posts;
}

static double percent(const struct tester *t, uint32_t n)
{
    return 100.0 * (double)n / (double)t->posts;
}

static void print_benign(const struct tester *t)
{
    (void)printf("%s: %u posts: %u stopped (%.3f%%), %u masked (%.3f%%), "
                 "%u flagged (%.3f%%)\n",
                 t->o->benign, t->posts, stopped(t), percent(t, stopped(t)),
                 t->verdict[VERDICT_MASK], percent(t, t->verdict[VERDICT_MASK]),
                 t->verdict[VERDICT_FLAG],
                 percent(t, t->verdict[VERDICT_FLAG]));
    for (uint32_t i = 0; i < t->rules.set->rule_count; i++)
        if (t->fired[i] > 0)
            (void)printf("    " SPAN_FMT " (%s): %u\n",
                         SPAN_ARG(t->rules.set->rule[i]->id),
                         verdict_name(t->rules.set->rule[i]->action),
                         t->fired[i]);
    if (too_many(t))
        (void)printf("    stopped and masked: more than %.3f%%\n",
                     100 * t->o->max_fp);
}

static void print_json(struct tester *t)
{
    struct buf b = buf_make(arena_cap);
    bool first = true;

    buf_printf(&b, "{\"passed\":%u,\"failed\":[", t->passed);
    buf_add(&b, buf_span(&t->out));
    buf_add_byte(&b, ']');
    if (t->posts > 0) {
        buf_printf(&b, ",\"benign\":{\"posts\":%u", t->posts);
        for (unsigned v = 0; v < VERDICT_COUNT; v++)
            buf_printf(&b, ",\"%s\":%u", verdict_name((enum verdict)v),
                       t->verdict[v]);
        buf_add_text(&b, ",\"rules\":{");
        for (uint32_t i = 0; i < t->rules.set->rule_count; i++) {
            if (t->fired[i] == 0)
                continue;
            buf_add_text(&b, first ? "" : ",");
            buf_add_json(&b, t->rules.set->rule[i]->id);
            buf_printf(&b, ":%u", t->fired[i]);
            first = false;
        }
        buf_add_text(&b, "}}");
    }
    buf_add_text(&b, "}\n");
    (void)fwrite(b.at, 1, b.len, stdout);
    buf_free(&b);
}

/* ---- the command ---- */

static enum cli_exit test(const struct test_options *o)
{
    struct tester t = {
        .o = o, .arena = arena_new(arena_cap), .out = buf_make(arena_cap)};
    struct err e;
    bool bad;
    bool ok = cli_rules_load(o->config, &o->folders, &t.rules, &e) &&
              detect_init(&e) && match_scratch_new(t.rules.set, &t.scratch, &e);

    if (ok) {
        t.fired = heap_array(t.rules.set->rule_count, sizeof(*t.fired));
        ok =
            test_examples(&t, &e) && (o->benign == NULL || count_posts(&t, &e));
    }
    if (ok && o->json)
        print_json(&t);
    else if (ok && o->benign != NULL)
        print_benign(&t);
    if (ok && !o->json)
        (void)printf("rules: %u passed, %u failed\n", t.passed, t.failed);
    bad = t.failed > 0 || too_many(&t);
    heap_free(t.fired);
    match_scratch_free(&t.scratch);
    cli_rules_done(&t.rules);
    buf_free(&t.out);
    arena_free(&t.arena);
    if (!ok)
        return cli_error(&e);
    return bad ? CLI_FOUND : CLI_FINE;
}

enum cli_exit rules_test(int argc, char **argv)
{
    struct test_options o = {.max_fp = 1};
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &o.config,
         "the rule packs of a configuration"},
        {0, "benign", "FILE", CLI_TEXT, &o.benign,
         "count what rules do to ordinary posts, one a line"},
        {0, "max-fp", "RATE", CLI_RATE, &o.max_fp,
         "fail when more of them are stopped or masked: 0.002 or 0.2%"},
        {0, "json", NULL, CLI_FLAG, &o.json, "one JSON object"},
    };
    const struct cli_usage usage = {
        "paifang rules test [-c FILE] [--benign FILE] [--max-fp RATE] "
        "[--json] [DIR…]",
        "Run every example of every rule through the whole rule set.\n"
        "Exit status: 0 all as they should be, 1 some not, 2 could not run.",
        rows, COUNT_OF(rows)};
    int first;
    enum cli_parsed p = cli_arguments(
        &usage, argc, argv, (struct cli_count){0, CLI_LIST_MOST}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    cli_take_list(argc, argv, first, &o.folders);
    return test(&o);
}
