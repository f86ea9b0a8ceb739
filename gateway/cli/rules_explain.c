/* paifang rules explain TEXT */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/explanation.h"
#include "cli/report.h"
#include "cli/rules.h"
#include "detect/lang.h"
#include "fold/disguise.h"

static const size_t output_cap = (size_t)256 << 20;

struct explain_options {
    const char *config, *field, *translation, *rule;
    struct cli_list folders;
    struct report_options report;
    bool json;
};

struct explainer {
    const struct explain_options *o;
    struct cli_rules rules, wide_rules;
    struct post_moderator moderator, wide;
    const struct rule *only;
    struct buf out;
};

static bool find_rule(struct explainer *x, struct err *e)
{
    const struct ruleset *rs = x->rules.set;

    for (uint32_t i = 0; x->o->rule != NULL && i < rs->rule_count; i++)
        if (span_is(rs->rule[i]->id, x->o->rule))
            x->only = rs->rule[i];
    return x->o->rule == NULL || x->only != NULL ||
           err_set(e, ERR_NOT_FOUND, NULL, "no rule '%s'", x->o->rule);
}

static bool open_all(struct explainer *x, struct err *e)
{
    const struct explain_options *o = x->o;
    enum lang lang;

    if (o->translation != NULL && !lang_find(span_of(o->translation), &lang))
        return err_set(e, ERR_CONFIG, NULL, "no language '%s'", o->translation);
    return cli_rules_load(o->config, &o->folders, &x->rules, e) &&
           find_rule(x, e) &&
           cli_rules_load(o->config, &o->folders, &x->wide_rules, e) &&
           ruleset_widen(x->wide_rules.set, disguises_available, e) &&
           post_moderator_init(&x->moderator, &x->rules, e) &&
           post_moderator_init(&x->wide, &x->wide_rules, e);
}

static void close_all(struct explainer *x)
{
    post_moderator_done(&x->moderator);
    post_moderator_done(&x->wide);
    cli_rules_done(&x->rules);
    cli_rules_done(&x->wide_rules);
}

static bool explain(struct explainer *x, struct span text, struct err *e)
{
    const struct explain_request q = {
        .text = {.text = text, .field = span_of(x->o->field)},
        .to = x->o->translation,
        .only = x->only};
    struct explanation found;

    if (!explain_text(&x->moderator, &x->wide, &q, &found, e))
        return false;
    if (x->o->json)
        explanation_print_json(&found, &x->out);
    else
        explanation_print(&found, &x->out);
    (void)fwrite(x->out.at, 1, x->out.len, stdout);
    return true;
}

/* The argument, or all of standard input for none or "-". */
static bool read_text(int argc, char **argv, int first, struct arena *a,
                      struct span *ret, struct err *e)
{
    struct posts_input *in;
    struct posts_post post = {0};
    enum posts_result r;

    if (first < argc && strcmp(argv[first], "-") != 0) {
        size_t bad;

        *ret = span_of(argv[first]);
        return utf8_valid(*ret, &bad) ||
               err_set(e, ERR_INPUT, NULL, "not UTF-8 at byte %zu", bad);
    }
    in = posts_open(POSTS_WHOLE, NULL, 0);
    r = posts_next(in, a, &post, e);
    if (r == POSTS_POST && post.fault == POST_FINE)
        *ret = arena_copy(a, span_trim(post.field[0].text));
    posts_close(&in);
    if (r == POSTS_FAILED)
        return false;
    while (ret->len > 0 && ret->at[ret->len - 1] == '\n')
        ret->len--;
    return (r == POSTS_POST && post.fault == POST_FINE && ret->at != NULL) ||
           err_set(e, ERR_INPUT, NULL, "standard input is not UTF-8 text");
}

enum cli_exit rules_explain(int argc, char **argv)
{
    struct explain_options o = {0};
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &o.config,
         "the rule packs of a configuration"},
        {0, "rules", "DIR", CLI_LIST, &o.folders, "these instead of ./rules"},
        {0, "rule", "ID", CLI_TEXT, &o.rule, "say nothing of other rules"},
        {0, "field", "NAME", CLI_TEXT, &o.field, "the text stands there"},
        {0, "translation", "LANG", CLI_TEXT, &o.translation,
         "the text is a translation into it"},
        REPORT_ROWS(o.report, "text, json"),
    };
    const struct cli_usage usage = {
        "paifang rules explain [options] [TEXT]",
        "Say what the rules see in a text: every view, every hit, what was no "
        "hit and why,\nand which rules do not look at it. Without TEXT: "
        "standard input.",
        rows, COUNT_OF(rows)};
    struct explainer x = {.o = &o, .out = buf_make(output_cap)};
    struct arena *a = NULL;
    struct span text = {0};
    struct err e;
    bool ok;
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){0, 1}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!report_as_json(&usage, &o.report, &o.json))
        return CLI_FAILED;
    a = arena_new(output_cap);
    ok = read_text(argc, argv, first, a, &text, &e) && open_all(&x, &e) &&
         explain(&x, text, &e);
    close_all(&x);
    buf_free(&x.out);
    arena_free(&a);
    return ok ? CLI_FINE : cli_error(&e);
}
