#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "cli/load_rules.h"
#include "cli/options.h"
#include "cli/parts.h"
#include "cli/report.h"
#include "cli/rules.h"
#include "detect/lang.h"

static void add_languages(struct buf *out, uint32_t bits, const char *join)
{
    bool first = true;

    for (unsigned l = 0; l < LANG_COUNT; l++)
        if ((bits & LANG_BIT(l)) != 0) {
            buf_printf(out, "%s%s", first ? "" : join, lang_tag((enum lang)l));
            first = false;
        }
}

static void add_date(struct buf *out, uint64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm t;
    char text[16];

    if (ms == 0 || gmtime_r(&seconds, &t) == NULL ||
        strftime(text, sizeof(text), "\"%Y-%m-%d\"", &t) == 0)
        buf_add_text(out, "null");
    else
        buf_add_text(out, text);
}

static void add_json(struct buf *out, const struct rule *r)
{
    static const char *const sides[] = {"", "original", "translation", "both"};

    cli_json_key(out, "{\"id\":", r->id);
    cli_json_key(out, ",\"rule\":", r->id);
    cli_json_key(out, ",\"pack\":", r->pack->name);
    cli_json_key(out, ",\"file\":", span_of(r->place.file));
    buf_printf(out, ",\"line\":%u,\"action\":\"%s\",\"severity\":\"%s\"",
               r->place.line, verdict_name(r->action),
               severity_name(r->severity));
    cli_json_key(out, ",\"category\":", r->category);
    buf_add_text(out, ",\"languages\":[");
    if (r->languages != 0) {
        buf_add_byte(out, '"');
        add_languages(out, r->languages, "\",\"");
        buf_add_byte(out, '"');
    }
    buf_printf(out, "],\"side\":\"%s\",\"disguises\":", sides[r->sides]);
    cli_json_disguises(out, r->disguises);
    buf_add_text(out, ",\"fields\":[");
    for (uint32_t i = 0; i < r->field_count; i++)
        cli_json_key(out, i > 0 ? "," : "", r->field[i]);
    buf_printf(out, "],\"score\":%u,\"shadow\":%s,\"expires\":", r->score,
               r->shadow ? "true" : "false");
    add_date(out, r->expires_ms);
    cli_json_key_or_null(
        out, ",\"owner\":", r->owner.len > 0 ? r->owner : r->pack->owner);
    buf_printf(out, ",\"examples\":%u", r->example_count);
    cli_json_key(out, ",\"reason\":{\"en\":", r->reason.en);
    cli_json_key(out, ",\"zh-Hans\":", r->reason.zh_hans);
    buf_add_text(out, "}}\n");
}

static void add_plain(struct buf *out, const struct rule *r)
{
    buf_printf(out, "%-28.*s %-7s %-9s %-24.*s %s:%u%s\n", (int)r->id.len,
               r->id.at, verdict_name(r->action), severity_name(r->severity),
               (int)r->category.len, r->category.at, r->place.file,
               r->place.line, r->shadow ? " (shadow)" : "");
}

static enum cli_exit list(const char *config, const struct cli_list *folders,
                          bool json, uint64_t limit)
{
    struct buf out = buf_make((size_t)1 << 30);
    struct cli_rules rules;
    struct err e;

    if (!cli_rules_load(config, folders, &rules, &e))
        return cli_error(&e);
    for (uint32_t i = 0; i < rules.set->rule_count && i < limit; i++) {
        if (json)
            add_json(&out, rules.set->rule[i]);
        else
            add_plain(&out, rules.set->rule[i]);
    }
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_free(&out);
    cli_rules_done(&rules);
    return CLI_FINE;
}

enum cli_exit rules_list(int argc, char **argv)
{
    const char *config = NULL;
    struct report_options report = {0};
    bool json;
    uint64_t limit = UINT64_MAX;
    struct cli_list folders = {0};
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &config,
         "the rule packs of a configuration"},
        REPORT_ROWS(report, "text, json (an object a rule)"),
        {0, "limit", "N", CLI_NUMBER, &limit, "at most N rules"},
    };
    const struct cli_usage usage = {
        "paifang rules list [-c FILE] [--format NAME] [--limit N] [DIR…]",
        "List the rules in the order in which they are loaded.", rows,
        COUNT_OF(rows)};
    int first;
    enum cli_parsed p = cli_arguments(
        &usage, argc, argv, (struct cli_count){0, CLI_LIST_MOST}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!report_as_json(&usage, &report, &json))
        return CLI_FAILED;
    cli_take_list(argc, argv, first, &folders);
    return list(config, &folders, json, limit);
}
