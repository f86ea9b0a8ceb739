/* paifang rules lint: mistakes and doubtful rules; the checks are in lint/. */
#include <stdio.h>

#include "base/clock.h"
#include "cli/lint/lint.h"
#include "cli/parts.h"
#include "cli/rules.h"
#include "fold/fold.h"

static const size_t arena_cap = (size_t)1 << 30;

struct lint_options {
    struct report_options report;
    struct cli_list folders, sample;
    const char *config;
    double max_share;
    bool strict, ids;
};

static const double default_share = 0.005;

/* Above 1 is any share: none was asked for. */
static bool has_share(const struct lint_options *o)
{
    return o->max_share <= 1;
}

static enum cli_exit print_ids(enum report_format format)
{
    static const char *const levels[] = {"note", "warning", "error"};
    struct buf out = buf_make(arena_cap);

    for (unsigned i = 0; i < LINT_COUNT; i++) {
        const struct lint_kind *k = &lint_kinds[i];

        if (format != REPORT_JSON) {
            buf_printf(&out, "%-17s %-8s %s\n", k->id, levels[k->level],
                       k->about);
            continue;
        }
        buf_printf(&out, "{\"id\":\"%s\",\"severity\":\"%s\"", k->id,
                   levels[k->level]);
        cli_json_key(&out, ",\"about\":", span_of(k->about));
        buf_add_text(&out, "}\n");
    }
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_free(&out);
    return CLI_FINE;
}

static void print(const struct report *r, const struct ruleset *rs,
                  enum report_format format)
{
    struct buf out = buf_make(arena_cap);
    uint32_t errors = report_count(r, FINDING_ERROR);
    uint32_t warnings = report_count(r, FINDING_WARNING) - errors;
    uint32_t packs = rs != NULL ? rs->pack_count : 0;
    uint32_t rules = rs != NULL ? rs->rule_count : 0;
    uint32_t terms = rs != NULL ? rs->term_count : 0;

    if (format == REPORT_JSON)
        buf_add_text(&out, "{\"findings\":");
    report_print(r, format, &out);
    if (format == REPORT_JSON)
        buf_printf(&out,
                   ",\"packs\":%u,\"rules\":%u,\"terms\":%u,\"errors\":%u,"
                   "\"warnings\":%u}\n",
                   packs, rules, terms, errors, warnings);
    else if (rs != NULL)
        buf_printf(&out,
                   "%u packs, %u rules, %u terms: %u errors, %u warnings\n",
                   packs, rules, terms, errors, warnings);
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_free(&out);
}

static enum cli_exit lint(const struct lint_options *o,
                          enum report_format format)
{
    struct report report = {.arena = arena_new(arena_cap)};
    struct cli_rules rules = {0};
    struct lint l = {.rules = &rules,
                     .report = &report,
                     .arena = report.arena,
                     .sample = &o->sample,
                     .max_share = has_share(o) ? o->max_share : default_share,
                     .now_ms = clock_wall_ms(),
                     .strict = o->strict};
    struct err e;
    bool ok = cli_rules_load(o->config, &o->folders, &rules, &e);
    enum cli_exit result;

    if (ok)
        ok = fold_init(&e) && lint_run(&l, &e);
    else if (e.kind == ERR_CONFIG) {
        report_add_error(&report, lint_kinds[LINT_LOAD_ERROR].id, &e);
        /* A file that is not there is no mistake in it. */
        ok = report.count > 0 && report.at[0].place.line > 0;
    }
    if (ok)
        print(&report, rules.set, format);
    result = !ok ? report_failure(format, &e)
             : report_count(&report, FINDING_WARNING) > 0 ? CLI_FOUND
                                                          : CLI_FINE;
    cli_rules_done(&rules);
    arena_free(&report.arena);
    return result;
}

/* What there is to find has no place to annotate. */
static bool check_options(const struct cli_usage *u,
                          const struct lint_options *o, enum report_format *ret)
{
    if (!report_format(u, &o->report, o->ids ? REPORT_JSON : REPORT_GITHUB,
                       ret))
        return false;
    if (!has_share(o) || o->sample.count > 0)
        return true;
    cli_usage_error(u, "--max-share needs --sample FILE");
    return false;
}

enum cli_exit rules_lint(int argc, char **argv)
{
    struct lint_options o = {.max_share = 2};
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &o.config,
         "the rule packs of a configuration"},
        {0, "strict", NULL, CLI_FLAG, &o.strict,
         "at least three examples of either kind"},
        {0, "sample", "FILE", CLI_LIST, &o.sample,
         "ordinary posts, one a line; may be given again"},
        {0, "max-share", "RATE", CLI_RATE, &o.max_share,
         "how many of them a term may hit; default 0.5%"},
        {0, "ids", NULL, CLI_FLAG, &o.ids,
         "list what there is to find: text or json"},
        REPORT_ROWS(o.report, "text, json, github (for annotations)"),
    };
    const struct cli_usage usage = {
        "paifang rules lint [options] [DIR…]",
        "Load rule packs and report mistakes and doubtful rules as\n"
        "FILE:LINE:COLUMN. A comment `# paifang-lint: allow ID` silences one.\n"
        "Exit status: 0 none, 1 some, 2 could not look.",
        rows, COUNT_OF(rows)};
    enum report_format format;
    int first;
    enum cli_parsed p = cli_arguments(
        &usage, argc, argv, (struct cli_count){0, CLI_LIST_MOST}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!check_options(&usage, &o, &format))
        return CLI_FAILED;
    if (o.ids)
        return print_ids(format);
    cli_take_list(argc, argv, first, &o.folders);
    return lint(&o, format);
}
