/*
 * Rules are tested like code: every example of every rule is moderated by the
 * whole rule set, and files of ordinary posts show how often rules are wrong.
 * A shadow rule's hit counts as its match; an expired rule is tested, too.
 */
#include <stdio.h>

#include "base/heap.h"
#include "cli/benign.h"
#include "cli/junit.h"
#include "cli/parts.h"
#include "cli/report.h"
#include "cli/rules.h"

static const size_t output_cap = (size_t)1 << 30;

struct test_options {
    struct report_options report;
    const char *config;
    struct cli_list benign, folders;
    double max_fp;
};

/* An example that was run. */
struct tested {
    const struct rule *rule;
    const struct rule_example *example;
    uint32_t finding; /* what the report says of it, from 1; 0: passed */
};

struct tester {
    const struct test_options *o;
    struct cli_rules rules;
    struct post_moderator moderator;
    struct benign benign;
    struct report report;
    struct tested *test; /* in the report's arena */
    uint32_t test_count, failed, passed;
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

static void fail(struct tester *t, const struct rule *r,
                 const struct rule_example *x, const struct moderation *m)
{
    struct finding f = {.id = "must-match",
                        .level = FINDING_ERROR,
                        .place = x->place,
                        .rule = r->id};
    struct span by = term_of(&m->decision, r);

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
    t->test[t->test_count] = (struct tested){.rule = r, .example = x};
    if (!m.regex_limit && has_fired(&m.decision, r) == x->should_match) {
        t->passed++;
    } else {
        t->failed++;
        fail(t, r, x, &m);
        t->test[t->test_count].finding = t->report.count;
    }
    t->test_count++;
    return true;
}

static bool make_room(struct tester *t, struct err *e)
{
    const struct ruleset *rs = t->rules.set;
    size_t count = 0;

    for (uint32_t i = 0; i < rs->rule_count; i++)
        count += rs->rule[i]->example_count;
    t->test = arena_array(t->report.arena, count, sizeof(*t->test));
    return t->test != NULL || arena_err(t->report.arena, "test results", e);
}

static bool test_examples(struct tester *t, struct err *e)
{
    uint64_t now_ms = t->moderator.now_ms;

    if (!make_room(t, e))
        return false;
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

/* Above 1 is any rate: none was asked for. */
static bool has_rate(const struct test_options *o)
{
    return o->max_fp <= 1;
}

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
    if (has_rate(t->o) && too_many(t))
        report_add(&t->report, &f,
                   "%llu of %llu ordinary posts are stopped or masked: more "
                   "than %.3f%%",
                   (unsigned long long)benign_wrong(&t->benign),
                   (unsigned long long)t->benign.all.posts, 100 * t->o->max_fp);
    return true;
}

/* ---- printing ---- */

static void add_failure(const struct rule *r, const struct rule_example *x,
                        struct buf *out)
{
    cli_json_key(out, "{\"rule\":", r->id);
    cli_json_key(out, ",\"file\":", span_of(x->place.file));
    buf_printf(out, ",\"line\":%u,\"column\":%u,\"wanted\":\"%s\"",
               x->place.line, x->place.column,
               x->should_match ? "match" : "no_match");
    cli_json_key(out, ",\"text\":", x->text);
    buf_add_byte(out, '}');
}

static void print_json(struct tester *t, struct buf *out)
{
    const char *comma = "";

    buf_printf(out, "{\"passed\":%u,\"failed\":[", t->passed);
    for (uint32_t i = 0; i < t->test_count; i++) {
        if (t->test[i].finding == 0)
            continue;
        buf_add_text(out, comma);
        add_failure(t->test[i].rule, t->test[i].example, out);
        comma = ",";
    }
    buf_add_byte(out, ']');
    if (t->o->benign.count > 0) {
        buf_add_text(out, ",\"benign\":");
        benign_print_json(&t->benign, out);
    }
    buf_add_text(out, "}\n");
}

/* Every example is a test, and so is the rate, if one was asked for. */
static void print_junit(const struct tester *t, struct buf *out)
{
    struct junit_test *tests = heap_array(t->test_count + 1U, sizeof(*tests));
    uint32_t count = t->test_count;
    char rate[100];

    for (uint32_t i = 0; i < count; i++) {
        const struct tested *x = &t->test[i];

        tests[i] = (struct junit_test){.group = x->rule->id,
                                       .place = x->example->place};
        if (x->finding > 0)
            tests[i].failed = &t->report.at[x->finding - 1];
    }
    if (has_rate(t->o)) {
        (void)snprintf(rate, sizeof(rate),
                       "at most %.3f%% of ordinary posts stopped or masked",
                       100 * t->o->max_fp);
        tests[count++] = (struct junit_test){
            .group = SPAN("max-fp"),
            .name = rate,
            .failed = too_many(t) ? &t->report.at[t->report.count - 1] : NULL};
    }
    junit_print("rules", tests, count, out);
    heap_free(tests);
}

static void print(struct tester *t, enum report_format format)
{
    struct buf out = buf_make(output_cap);

    if (format == REPORT_JSON) {
        print_json(t, &out);
    } else if (format == REPORT_JUNIT) {
        print_junit(t, &out);
    } else {
        if (t->o->benign.count > 0 && format == REPORT_TEXT)
            benign_print(&t->benign, &out);
        report_print(&t->report, format, &out);
        buf_printf(&out, "rules: %u passed, %u failed\n", t->passed, t->failed);
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
    struct test_options o = {.max_fp = 2};
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
    if (has_rate(&o) && o.benign.count == 0) {
        cli_usage_error(&usage, "--max-fp needs --benign FILE");
        return CLI_FAILED;
    }
    cli_take_list(argc, argv, first, &o.folders);
    return test(&o, format);
}
