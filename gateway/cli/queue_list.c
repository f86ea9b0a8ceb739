/* paifang queue list | show */
#include <jansson.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/queue.h"
#include "review/act.h"

struct list_options {
    const char *config, *store, *route, *state, *kind;
    uint64_t limit;
    bool json, all, escalated;
};

/* ---- printing ---- */

static void add_member(struct buf *b, const char *name, struct span value)
{
    if (value.len == 0)
        return;
    buf_printf(b, ",\"%s\":", name);
    buf_add_json(b, value);
}

static void add_raw(struct buf *b, const char *name, struct span json)
{
    if (json.len > 0)
        buf_printf(b, ",\"%s\":" SPAN_FMT, name, SPAN_ARG(json));
}

/* What is held was held by that verdict; what is looked at afterwards was
 * published as flagged, or its translation came later. */
static void print_json_item(const struct queue_item *q, bool whole)
{
    struct buf b = buf_make(SIZE_MAX / 2);
    char time[CLOCK_TEXT];

    buf_printf(
        &b, "{\"decision\":\"" SPAN_FMT "\",\"kind\":\"%s\",\"state\":\"%s\"",
        SPAN_ARG(q->id), queue_kind_name(q->kind),
        queue_state_name(q->kind, q->state));
    add_member(&b, "route", q->route);
    add_member(&b, "verdict",
               q->kind == QUEUE_KIND_HOLD ? SPAN("hold") : SPAN("flag"));
    add_member(&b, "since", span_of(clock_text(q->since_ms, time)));
    add_member(&b, "changed", span_of(clock_text(q->changed_ms, time)));
    add_member(&b, "author", q->author);
    add_member(&b, "method", q->method);
    add_member(&b, "target", q->target);
    add_member(&b, "by", q->by);
    if (q->escalated)
        buf_add_text(&b, ",\"escalated\":true");
    if (q->attempt > 0)
        buf_printf(&b, ",\"attempts\":%lld", (long long)q->attempt);
    if (q->status > 0)
        buf_printf(&b, ",\"status\":%d", q->status);
    add_raw(&b, "rules", q->rules);
    if (whole)
        add_raw(&b, "view", q->view);
    (void)printf("%s}\n", buf_text(&b));
    buf_free(&b);
}

static void print_rules(struct span rules)
{
    json_t *list = json_loadb(rules.at, rules.len, 0, NULL);

    for (size_t i = 0; i < json_array_size(list); i++)
        (void)printf("%s%s", i > 0 ? "," : "",
                     json_string_value(
                         json_object_get(json_array_get(list, i), "rule")));
    json_decref(list);
}

static bool print_row(void *user, const struct queue_item *q)
{
    const struct list_options *o = user;
    char time[CLOCK_TEXT];

    if (o->json) {
        print_json_item(q, false);
        return true;
    }
    (void)printf(SPAN_FMT "  %s  %-5s  %-16s %s  %-14.*s  ", SPAN_ARG(q->id),
                 clock_text(q->since_ms, time), queue_kind_name(q->kind),
                 queue_state_name(q->kind, q->state), q->escalated ? "!" : " ",
                 SPAN_ARG(q->route));
    print_rules(q->rules);
    (void)printf("\n");
    return true;
}

static void print_texts(struct span view)
{
    json_t *root = json_loadb(view.at, view.len, 0, NULL);
    const json_t *texts = json_object_get(root, "texts");
    const json_t *hits = json_object_get(root, "hits");

    for (size_t i = 0; i < json_array_size(texts); i++) {
        const json_t *t = json_array_get(texts, i);
        const char *masked = json_string_value(json_object_get(t, "masked"));

        (void)printf("%s: %s\n", json_string_value(json_object_get(t, "at")),
                     json_string_value(json_object_get(t, "text")));
        if (masked != NULL)
            (void)printf("  masked: %s\n", masked);
    }
    for (size_t i = 0; i < json_array_size(hits); i++) {
        const json_t *h = json_array_get(hits, i);
        const char *text = json_string_value(json_object_get(h, "text"));

        (void)printf("hit: %s (%s): %s\n",
                     json_string_value(json_object_get(h, "rule")),
                     json_string_value(json_object_get(h, "side")),
                     text != NULL ? text : "");
    }
    json_decref(root);
}

/* ---- list ---- */

static bool make_query(const struct list_options *o, struct queue_query *ret,
                       struct err *e)
{
    enum queue_state state;
    enum queue_kind kind;

    *ret = (struct queue_query){.route = span_of(o->route),
                                .limit = o->limit,
                                .escalated = o->escalated,
                                .states = QUEUE_BIT(QUEUE_OPEN_STATES) - 1};
    if (o->all)
        ret->states = 0;
    if (o->state != NULL) {
        if (!queue_state_find(span_of(o->state), &ret->kinds, &state))
            return err_set(e, ERR_CONFIG, NULL, "no state '%s'", o->state);
        ret->states = QUEUE_BIT(state);
    }
    if (o->kind == NULL)
        return true;
    if (!queue_kind_find(span_of(o->kind), &kind))
        return err_set(e, ERR_CONFIG, NULL, "no kind '%s'; hold or after",
                       o->kind);
    ret->kinds = 1U << kind;
    return true;
}

static bool list(struct list_options *o, struct err *e)
{
    struct queue_query q;
    struct cli_store s;
    bool ok;

    if (!make_query(o, &q, e) || !cli_store_open(o->config, o->store, &s, e))
        return false;
    ok = s.store->driver->queue(s.store, &q, print_row, o, e);
    cli_store_close(&s);
    return ok;
}

enum cli_exit queue_list(int argc, char **argv)
{
    struct list_options o = {.limit = 50};
    const struct cli_option rows[] = {
        CLI_STORE_ROWS(o),
        {0, "kind", "KIND", CLI_TEXT, &o.kind,
         "hold: not published yet; after: published, to be looked at"},
        {0, "route", "NAME", CLI_TEXT, &o.route, "only this route"},
        {0, "state", "NAME", CLI_TEXT, &o.state,
         "held, approved, release_unknown, needs_author, released, open …"},
        {0, "escalated", NULL, CLI_FLAG, &o.escalated,
         "only those for a senior"},
        {0, "all", NULL, CLI_FLAG, &o.all, "also those that are done"},
        {0, "limit", "N", CLI_NUMBER, &o.limit, "default 50; 0 = all"},
        {0, "json", NULL, CLI_FLAG, &o.json, "one JSON object a line"},
    };
    const struct cli_usage usage = {
        "paifang queue list [options]",
        "List posts that wait for something, the oldest first: id, since, "
        "kind, "
        "state,\nroute, rules. An ! marks what was escalated.",
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

/* A published post has no request of its own in the queue, and not every post
 * a known author. */
static void print_request(const struct queue_item *q)
{
    if (q->target.len > 0)
        (void)printf(SPAN_FMT " " SPAN_FMT ", ", SPAN_ARG(q->method),
                     SPAN_ARG(q->target));
    if (q->author.len > 0)
        (void)printf("author " SPAN_FMT "\n", SPAN_ARG(q->author));
    else
        (void)printf("no known author\n");
}

static bool print_whole(void *user, const struct queue_item *q)
{
    struct list_options *o = user;

    if (o->json) {
        print_json_item(q, true);
        return false;
    }
    (void)print_row(o, q);
    print_request(q);
    print_texts(q->view);
    return false;
}

static bool show(struct list_options *o, const char *id, struct err *e)
{
    struct queue_query q = {.limit = 1};
    struct queue_found found;
    struct cli_store s;
    bool ok;

    if (!cli_store_open(o->config, o->store, &s, e))
        return false;
    ok = queue_find(s.store, id, &found, e);
    q.id = span_of(found.id);
    ok = ok && s.store->driver->queue(s.store, &q, print_whole, o, e);
    cli_store_close(&s);
    return ok;
}

enum cli_exit queue_show(int argc, char **argv)
{
    struct list_options o = {0};
    const struct cli_option rows[] = {
        CLI_STORE_ROWS(o),
        {0, "json", NULL, CLI_FLAG, &o.json, "one JSON object"},
    };
    const struct cli_usage usage = {
        "paifang queue show [options] ID",
        "Show a post of the queue: its texts, what they hit, what a mask would "
        "leave.",
        rows, COUNT_OF(rows)};
    struct err e;
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){1, 1}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return show(&o, argv[first], &e) ? CLI_FINE : cli_error(&e);
}
