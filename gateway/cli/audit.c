/* paifang audit list | show ID */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "match/rule.h"

/* ---- list ---- */

struct list_options {
    const char *config, *store, *kind, *verdict, *route, *since;
    uint64_t limit;
    bool json;
};

static const char *text_of(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));

    return text != NULL ? text : "-";
}

/* The rules that acted or would have, each once, in the order of the record. */
static void print_rules(const json_t *record)
{
    const json_t *hits = json_object_get(record, "hits");
    const char *last = "";

    for (size_t i = 0; i < json_array_size(hits); i++) {
        const char *rule = text_of(json_array_get(hits, i), "rule");

        if (strcmp(rule, last) != 0)
            (void)printf("%s%s", i > 0 ? "," : "", rule);
        last = rule;
    }
    if (json_array_size(hits) == 0)
        (void)printf("-");
}

static bool print_row(void *user, const struct store_record *row)
{
    const struct list_options *o = user;
    json_t *record;

    if (o->json) {
        (void)printf(SPAN_FMT "\n", SPAN_ARG(row->json));
        return true;
    }
    record = json_loadb(row->json.at, row->json.len, 0, NULL);
    (void)printf("%s  %-24.24s  %-6s  %-14.14s  %-7s  ", text_of(record, "id"),
                 text_of(record, "time"), text_of(record, "verdict"),
                 text_of(record, "route"), text_of(record, "language"));
    print_rules(record);
    (void)printf("\n");
    json_decref(record);
    return true;
}

static bool find_kind(const char *name, unsigned *ret)
{
    for (unsigned k = 0; k < RECORD_KINDS; k++)
        if (strcmp(name, record_kind_name((enum record_kind)k)) == 0) {
            *ret = k;
            return true;
        }
    return false;
}

static bool make_query(const struct list_options *o, struct store_query *ret,
                       struct err *e)
{
    unsigned kind = RECORD_DECISION;
    enum verdict v;

    if (o->kind != NULL && !find_kind(o->kind, &kind))
        return err_set(e, ERR_CONFIG, NULL, "no kind of record '%s'", o->kind);
    *ret = (struct store_query){
        .kinds = 1U << kind, .route = span_of(o->route), .limit = o->limit};
    if (o->verdict != NULL && !verdict_find(span_of(o->verdict), &v))
        return err_set(e, ERR_CONFIG, NULL, "no verdict '%s'", o->verdict);
    if (o->verdict != NULL)
        ret->verdicts = 1U << v;
    if (o->since != NULL &&
        !cli_since(o->since, clock_wall_ms(), &ret->since_ms))
        return err_set(e, ERR_CONFIG, NULL,
                       "--since %s: not 30m, 2d or 2025-01-14[T09:30:00Z]",
                       o->since);
    return true;
}

static bool list(const struct list_options *o, struct err *e)
{
    struct list_options copy = *o;
    struct store_query q;
    struct cli_store s;
    bool ok;

    if (!make_query(o, &q, e) || !cli_store_open(o->config, o->store, &s, e))
        return false;
    ok = s.store->driver->records(s.store, &q, print_row, &copy, e);
    cli_store_close(&s);
    return ok;
}

static enum cli_exit audit_list(int argc, char **argv)
{
    struct list_options o = {.limit = 50};
    const struct cli_option rows[] = {
        CLI_STORE_ROWS(o),
        {0, "kind", "NAME", CLI_TEXT, &o.kind,
         "decision (default), outcome, review, release, late_hit, refused, "
         "late_dropped, reload"},
        {0, "verdict", "NAME", CLI_TEXT, &o.verdict, "only this verdict"},
        {0, "route", "NAME", CLI_TEXT, &o.route, "only this route"},
        {0, "since", "TIME", CLI_TEXT, &o.since,
         "30m, 2d ago, or 2025-01-14[T09:30:00Z]"},
        {0, "limit", "N", CLI_NUMBER, &o.limit, "default 50; 0 = all"},
        {0, "json", NULL, CLI_FLAG, &o.json, "one JSON object a line"},
    };
    const struct cli_usage usage = {
        "paifang audit list [options]",
        "List recorded decisions, the newest first: id, time, verdict, route, "
        "language,\nrules.",
        rows, COUNT_OF(rows)};
    struct err e;
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){0, 0}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return list(&o, &e) ? CLI_FINE : cli_error(&e);
}

/* ---- show ---- */

struct shown {
    json_t *record, *side, *events;
    bool ambiguous;
};

static json_t *read_json(struct span text)
{
    return text.at == NULL ? json_null()
                           : json_loadb(text.at, text.len, 0, NULL);
}

static bool take_row(void *user, const struct store_record *row)
{
    struct shown *shown = user;

    if (row->kind == RECORD_DECISION) {
        shown->ambiguous = shown->record != NULL;
        if (shown->ambiguous)
            return false;
        shown->record = read_json(row->json);
        shown->side = read_json(row->side);
    } else {
        json_t *event = read_json(row->json);

        if (row->side.at != NULL)
            (void)json_object_set_new(event, "side_text", read_json(row->side));
        (void)json_array_append_new(shown->events, event);
    }
    return true;
}

static void print_json(json_t *value, size_t flags)
{
    (void)json_dumpf(value, stdout, flags | JSON_REAL_PRECISION(6));
    (void)printf("\n");
}

/* One member a line: "verdict: hold". */
static void print_members(const char *indent, json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        (void)printf("%s%s: ", indent, name);
        if (json_is_string(value))
            (void)printf("%s\n", json_string_value(value));
        else
            print_json(value, JSON_COMPACT | JSON_ENCODE_ANY);
    }
}

static void print_shown(const struct shown *shown)
{
    print_members("", shown->record);
    if (json_is_object(shown->side)) {
        (void)printf("text beside it:\n");
        print_members("  ", shown->side);
    } else {
        (void)printf("text beside it: erased\n");
    }
    for (size_t i = 0; i < json_array_size(shown->events); i++) {
        (void)printf("then:\n");
        print_members("  ", json_array_get(shown->events, i));
    }
}

static bool read_shown(const struct list_options *o, const char *id,
                       struct shown *shown, struct err *e)
{
    const struct store_query q = {.id = span_of(id), .oldest_first = true};
    struct cli_store s;
    bool ok;

    if (!cli_store_open(o->config, o->store, &s, e))
        return false;
    ok = s.store->driver->records(s.store, &q, take_row, shown, e);
    cli_store_close(&s);
    if (ok && shown->ambiguous)
        return err_set(e, ERR_NOT_FOUND, NULL, "%s fits several decisions", id);
    if (ok && shown->record == NULL)
        return err_set(e, ERR_NOT_FOUND, NULL, "no decision %s", id);
    return ok;
}

static bool show(const struct list_options *o, const char *id, struct err *e)
{
    struct shown shown = {.events = json_array()};
    bool ok = read_shown(o, id, &shown, e);

    if (ok && o->json) {
        json_t *all = json_object();

        (void)json_object_set(all, "record", shown.record);
        (void)json_object_set(all, "side_text", shown.side);
        (void)json_object_set(all, "events", shown.events);
        print_json(all, JSON_COMPACT);
        json_decref(all);
    } else if (ok) {
        print_shown(&shown);
    }
    json_decref(shown.record);
    json_decref(shown.side);
    json_decref(shown.events);
    return ok;
}

static enum cli_exit audit_show(int argc, char **argv)
{
    struct list_options o = {0};
    const struct cli_option rows[] = {
        CLI_STORE_ROWS(o),
        {0, "json", NULL, CLI_FLAG, &o.json,
         "one object: record, side_text, events"},
    };
    const struct cli_usage usage = {
        "paifang audit show [options] ID",
        "Show one decision and all that followed. The start of an id is "
        "enough.",
        rows, COUNT_OF(rows)};
    struct err e;
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){1, 1}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return show(&o, argv[first], &e) ? CLI_FINE : cli_error(&e);
}

enum cli_exit cmd_audit(int argc, char **argv)
{
    static const struct command subcommands[] = {
        {"list", "list recorded decisions", audit_list},
        {"show", "show one decision and what followed", audit_show},
    };

    return cli_subcommand("audit", subcommands, COUNT_OF(subcommands), argc,
                          argv);
}
