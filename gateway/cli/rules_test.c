/*
 * Rules are tested like code: every example of every rule is moderated by the
 * whole rule set, and files of ordinary posts show how often rules are wrong.
 * A shadow rule's hit counts as its match; an expired rule is tested, too.
 */
#include <stdio.h>

#include "cli/benign.h"
#include "cli/report.h"
#include "cli/rules.h"

static const size_t output_cap = (size_t)1 << 30;

struct test_options {
    struct report_options report;
    const char *config;
    struct cli_list benign, folders;
    double max_fp;
};

/* An example that is not as it says. */
struct failure {
    const struct rule *rule;
    const struct rule_example *example;
};

struct tester {
    const struct test_options *o;
    struct cli_rules rules;
    struct post_moderator moderator;
    struct benign benign;
    struct report report;
    struct failure *failed; /* in the report's arena */
    uint32_t failed_count, failed_room;
    uint32_t passed;
};

static bool has_fired(const struct decision *d, const struct rule *r)
{
    for (uint32_t i = 0; i < d->fired_count; i++)
        if (d->fired[i].rule == r)
            return true;
    return false;
}

/* ---- examples ---- */

/* The first term by which the rule fired, or nothing. */
static struct span term_of(const struct decision *d, const struct rule *r)
{
    for (uint32_t i = 0; i < d->hit_count; i++)
        if (d->hit[i].hit.rule == r && d->hit[i].hit.cancelled_by == NULL)
            return d->hit[i].hit.term;
    return SPAN("");
}

static void add_failure(struct tester *t, const struct rule *r,
                        const struct rule_example *x)
{
    if (t->failed_count == t->failed_room) {
        uint32_t room = t->failed_room > 0 ? t->failed_room * 2 : 16;
        struct failure *grown = arena_grow(
            t->report.arena, t->failed, t->failed_count, room, sizeof(*grown));

        t->report.lost = t->report.lost || grown == NULL;
        if (grown == NULL)
            return;
        t->failed = grown;
        t->failed_room = room;
    }
    t->failed[t->failed_count++] = (struct failure){r, x};
}

static void fail(struct tester *t, const struct rule *r,
                 const struct rule_example *x, const struct moderation *m)
{
    struct finding f = {.id = "must-match",
                        .level = FINDING_ERROR,
                        .place = x->place,
                        .rule = r->id};
    struct span by = term_of(&m->decision, r);

    add_failure(t, r, x);
    if (m->regex_limit) {
        f.id = "regex-limit";
        report_add(&t->report, &f, "a regex ran into its limits: " SPAN_FMT,
                   SPAN_ARG(x->text));
    } else if (x->should_match) {
        report_add(&t->report, &f, "must match: " SPAN_FMT, SPAN_ARG(x->text));
    } else {
        f.id = "must-not-match";
        report_add(&t->report, &f,
                   "must not match, as '" SPAN_FMT "' does: " SPAN_FMT,
                   SPAN_ARG(by), SPAN_ARG(x->text));
    }
}

/* The language of an example on the translation. */
static const char *audience_of(const struct rule *r)
{
    for (unsigned i = 0; i < LANG_COUNT; i++)
        if ((r->audiences & LANG_BIT(i)) != 0)
            return lang_tag((enum lang)i);
    return "en";
}

static bool test_example(struct tester *t, const struct rule *r,
                         const struct rule_example *x, struct err *e)
{
    const struct moderate_text text = {.text = x->text, .field = x->field};
    const char *to = x->side == SIDE_TRANSLATION ? audience_of(r) : NULL;
    struct moderation m;

    arena_reset(t->moderator.arena);
    if (!moderate_text(&t->moderator, &text, to, x->author, &m, e))
        return err_in(e, "%s:%u:%u", x->place.file, x->place.line,
                      x->place.column);
    if (!m.regex_limit && has_fired(&m.decision, r) == x->should_match)
        t->passed++;
    else
        fail(t, r, x, &m);
    return true;
}

static bool test_examples(struct tester *t, struct err *e)
{
    uint64_t now_ms = t->moderator.now_ms;

    t->moderator.now_ms = 0; /* nothing has expired yet */
    for (uint32_t i = 0; i < t->rules.set->rule_count; i++) {
        const struct rule *r = t->rules.set->rule[i];

        for (uint32_t k = 0; k < r->example_count; k++)
            if (!test_example(t, r, &r->example[k], e))
                return false;
    }
    t->moderator.now_ms = now_ms;
    return true;
}

/* ---- ordinary posts ---- */

static bool too_many(const struct tester *t)
{
    return (double)benign_wrong(&t->benign) >
           t->o->max_fp * (double)t->benign.all.posts;
}

static bool count_posts(struct tester *t, struct err *e)
{
    const struct finding f = {.id = "max-fp", .level = FINDING_ERROR};

    for (size_t i = 0; i < t->o->benign.count; i++)
        if (!benign_count(&t->benign, t->o->benign.at[i], e))
            return false;
    if (t->o->benign.count > 0 && too_many(t))
        report_add(&t->report, &f,
                   "%llu of %llu ordinary posts are stopped or masked: more "
                   "than %.3f%%",
                   (unsigned long long)benign_wrong(&t->benign),
                   (unsigned long long)t->benign.all.posts, 100 * t->o->max_fp);
    return true;
}

/* ---- printing ---- */

static void add_failures(const struct tester *t, struct buf *out)
{
    for (uint32_t i = 0; i < t->failed_count; i++) {
        const struct rule_example *x = t->failed[i].example;

        buf_add_text(out, i > 0 ? ",{\"rule\":" : "{\"rule\":");
        buf_add_json(out, t->failed[i].rule->id);
        buf_add_text(out, ",\"file\":");
        buf_add_json(out, span_of(x->place.file));
        buf_printf(out,
                   ",\"line\":%u,\"column\":%u,\"wanted\":\"%s\",\"text\":",
                   x->place.line, x->place.column,
                   x->should_match ? "match" : "no_match");
        buf_add_json(out, x->text);
        buf_add_byte(out, '}');
    }
}

static void print(struct tester *t, enum report_format format)
{
    struct buf out = buf_make(output_cap);
    bool benign = t->o->benign.count > 0;

    if (format == REPORT_JSON) {
        buf_printf(&out, "{\"passed\":%u,\"failed\":[", t->passed);
        add_failures(t, &out);
        buf_add_byte(&out, ']');
        if (benign) {
            buf_add_text(&out, ",\"benign\":");
            benign_print_json(&t->benign, &out);
        }
        buf_add_text(&out, "}\n");
    } else if (format == REPORT_JUNIT) {
        report_junit(&t->report, "rules",
                     t->passed + t->failed_count + (benign ? 1 : 0), &out);
    } else {
        if (benign && format == REPORT_TEXT)
            benign_print(&t->benign, &out);
        report_print(&t->report, format, &out);
        buf_printf(&out, "rules: %u passed, %u failed\n", t->passed,
                   t->failed_count);
    }
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_free(&out);
}

/* ---- the command ---- */

static enum cli_exit test(const struct test_options *o,
                          enum report_format format)
{
    struct tester t = {.o = o, .report = {.arena = arena_new(output_cap)}};
    struct err e;
    bool bad = false;
    bool ok = cli_rules_load(o->config, &o->folders, &t.rules, &e) &&
              post_moderator_init(&t.moderator, &t.rules, &e);

    if (ok) {
        benign_init(&t.benign, &t.moderator);
        ok = test_examples(&t, &e) && count_posts(&t, &e);
        if (ok && t.report.lost)
            ok = arena_err(t.report.arena, "test results", &e);
        if (ok)
            print(&t, format);
        bad = t.report.count > 0;
        benign_done(&t.benign);
    }
    post_moderator_done(&t.moderator);
    cli_rules_done(&t.rules);
    arena_free(&t.report.arena);
    if (!ok)
        return report_failure(format, &e);
    return bad ? CLI_FOUND : CLI_FINE;
}

enum cli_exit rules_test(int argc, char **argv)
{
    struct test_options o = {.max_fp = 2}; /* above any rate: not asked for */
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &o.config,
         "the rule packs of a configuration"},
        {0, "benign", "FILE", CLI_LIST, &o.benign,
         "count what rules do to ordinary posts; may be given again"},
        {0, "max-fp", "RATE", CLI_RATE, &o.max_fp,
         "fail when more of them are stopped or masked: 0.002 or 0.2%"},
        REPORT_ROWS(o.report, "text, json, github (for annotations), junit"),
    };
    const struct cli_usage usage = {
        "paifang rules test [options] [DIR…]",
        "Run every example of every rule through the whole rule set, and "
        "files of\nordinary posts (one a line, but for blank ones; .jsonl: as "
        "check --jsonl).\n"
        "Exit status: 0 all as they should be, 1 some not, 2 could not run.",
        rows, COUNT_OF(rows)};
    enum report_format format;
    int first;
    enum cli_parsed p = cli_arguments(
        &usage, argc, argv, (struct cli_count){0, CLI_LIST_MOST}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!report_format(&usage, &o.report, REPORT_JUNIT, &format))
        return CLI_FAILED;
    if (o.max_fp <= 1 && o.benign.count == 0) {
        cli_usage_error(&usage, "--max-fp needs --benign FILE");
        return CLI_FAILED;
    }
    cli_take_list(argc, argv, first, &o.folders);
    return test(&o, format);
}
