/* paifang queue list | show | approve | reject | resolve */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/beat.h"
#include "audit/record.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/heap.h"
#include "cli/command.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "review/queue.h"

struct queue_options {
    const char *config, *store, *route, *state, *by, *note;
    uint64_t limit;
    bool json, all, as_is, there, send_again;
};

#define STORE_ROWS(o)                                                          \
    {'c', "config", "FILE", CLI_TEXT, &(o).config, "whose audit.store"},       \
    {                                                                          \
        0, "store", "URL", CLI_TEXT, &(o).store, "sqlite:FILE"                 \
    }

/* ---- printing --------------------------------------------------------------
 */

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

/* Everything in the queue was held, so that is its verdict. */
static void print_json_item(const struct queue_item *q, bool whole)
{
    struct buf b = buf_make(SIZE_MAX / 2);
    char time[CLOCK_TEXT];

    buf_printf(&b, "{\"decision\":\"" SPAN_FMT "\",\"state\":\"%s\"",
               SPAN_ARG(q->id), queue_state_name(q->state));
    add_member(&b, "route", q->route);
    add_member(&b, "verdict", SPAN("hold"));
    add_member(&b, "since", span_of(clock_text(q->since_ms, time)));
    add_member(&b, "changed", span_of(clock_text(q->changed_ms, time)));
    add_member(&b, "author", q->author);
    add_member(&b, "method", q->method);
    add_member(&b, "target", q->target);
    add_member(&b, "by", q->by);
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
    const struct queue_options *o = user;
    char time[CLOCK_TEXT];

    if (o->json) {
        print_json_item(q, false);
        return true;
    }
    (void)printf(SPAN_FMT "  %s  %-15s  %-14.*s  ", SPAN_ARG(q->id),
                 clock_text(q->since_ms, time), queue_state_name(q->state),
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

/* ---- finding ---------------------------------------------------------------
 */

struct found {
    char id[ID_TEXT];
    enum queue_state state;
    unsigned count;
};

static bool take_found(void *user, const struct queue_item *q)
{
    struct found *f = user;

    f->state = q->state;
    (void)snprintf(f->id, sizeof(f->id), SPAN_FMT, SPAN_ARG(q->id));
    return ++f->count < 2;
}

static bool find(struct cli_store *s, const char *id, struct found *ret,
                 struct err *e)
{
    const struct queue_query q = {.id = span_of(id)};

    if (!s->store->driver->queue(s->store, &q, take_found, ret, e))
        return false;
    if (ret->count == 0)
        return err_set(e, ERR_NOT_FOUND, NULL, "no held post %s", id);
    return ret->count == 1 ||
           err_set(e, ERR_NOT_FOUND, NULL, "%s fits several held posts", id);
}

/* ---- list and show ---------------------------------------------------------
 */

static bool list(struct queue_options *o, struct err *e)
{
    struct queue_query q = {.route = span_of(o->route),
                            .limit = o->limit,
                            .states = QUEUE_BIT(QUEUE_OPEN_STATES) - 1};
    enum queue_state state;
    struct cli_store s;
    bool ok;

    if (o->state != NULL && !queue_state_find(span_of(o->state), &state))
        return err_set(e, ERR_CONFIG, NULL, "no state '%s'", o->state);
    if (o->state != NULL)
        q.states = QUEUE_BIT(state);
    else if (o->all)
        q.states = 0;
    if (!cli_store_open(o->config, o->store, &s, e))
        return false;
    ok = s.store->driver->queue(s.store, &q, print_row, o, e);
    cli_store_close(&s);
    return ok;
}

static enum cli_exit leave(enum cli_parsed p)
{
    return p == CLI_HELPED ? CLI_FINE : CLI_FAILED;
}

static enum cli_exit queue_list(int argc, char **argv)
{
    struct queue_options o = {.limit = 50};
    const struct cli_option rows[] = {
        STORE_ROWS(o),
        {0, "route", "NAME", CLI_TEXT, &o.route, "only this route"},
        {0, "state", "NAME", CLI_TEXT, &o.state,
         "held, approved, release_unknown, needs_author, released …"},
        {0, "all", NULL, CLI_FLAG, &o.all, "also those that are done"},
        {0, "limit", "N", CLI_NUMBER, &o.limit, "default 50; 0 = all"},
        {0, "json", NULL, CLI_FLAG, &o.json, "one JSON object a line"},
    };
    const struct cli_usage usage = {
        "paifang queue list [options]",
        "List held posts that wait for something, the oldest first: id, since, "
        "state,\nroute, rules.",
        rows, COUNT_OF(rows)};
    struct err e;
    int first;
    enum cli_parsed p = cli_options(&usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return leave(p);
    if (first < argc) {
        cli_usage_error(&usage, "takes no arguments");
        return CLI_FAILED;
    }
    return list(&o, &e) ? CLI_FINE : cli_error(&e);
}

static bool print_whole(void *user, const struct queue_item *q)
{
    struct queue_options *o = user;

    if (o->json) {
        print_json_item(q, true);
        return false;
    }
    (void)print_row(o, q);
    (void)printf(SPAN_FMT " " SPAN_FMT ", author " SPAN_FMT "\n",
                 SPAN_ARG(q->method), SPAN_ARG(q->target), SPAN_ARG(q->author));
    print_texts(q->view);
    return false;
}

static bool show(struct queue_options *o, const char *id, struct err *e)
{
    struct found f = {.count = 0};
    struct queue_query q = {.limit = 1};
    struct cli_store s;
    bool ok;

    if (!cli_store_open(o->config, o->store, &s, e))
        return false;
    ok = find(&s, id, &f, e);
    q.id = span_of(f.id);
    ok = ok && s.store->driver->queue(s.store, &q, print_whole, o, e);
    cli_store_close(&s);
    return ok;
}

static enum cli_exit queue_show(int argc, char **argv)
{
    struct queue_options o = {0};
    const struct cli_option rows[] = {
        STORE_ROWS(o),
        {0, "json", NULL, CLI_FLAG, &o.json, "one JSON object"},
    };
    const struct cli_usage usage = {
        "paifang queue show [options] ID",
        "Show a held post: its texts, what they hit, what a mask would leave.",
        rows, COUNT_OF(rows)};
    struct err e;
    int first;
    enum cli_parsed p = cli_options(&usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return leave(p);
    if (first + 1 != argc) {
        cli_usage_error(&usage, "needs one ID");
        return CLI_FAILED;
    }
    return show(&o, argv[first], &e) ? CLI_FINE : cli_error(&e);
}

/* ---- deciding --------------------------------------------------------------
 */

static bool is_serving(void *user, const struct store_beat *b)
{
    bool *serving = user;

    *serving = *serving || beat_alive(b, clock_wall_ms());
    return !*serving;
}

static void warn_unless_served(struct cli_store *s)
{
    bool serving = false;
    struct err ignored;

    if (s->store->driver->beats(s->store, is_serving, &serving, &ignored) &&
        !serving)
        (void)fprintf(stderr, "paifang: no gateway serves with this store; "
                              "the post is sent as soon as one does\n");
}

static const char *who(const struct queue_options *o)
{
    const char *user = getenv("USER"); // NOLINT(concurrency-mt-unsafe)

    if (o->by != NULL)
        return o->by;
    return user != NULL && user[0] != '\0' ? user : "cli";
}

static void write_reviewer(struct buf *b, const struct queue_options *o)
{
    buf_add_text(b, "{\"by\":");
    buf_add_json(b, span_of(who(o)));
    if (o->note != NULL)
        add_member(b, "note", span_of(o->note));
    if (o->as_is)
        buf_add_text(b, ",\"as_is\":true");
    buf_add_byte(b, '}');
}

static struct queue_change make_change(const struct queue_options *o,
                                       const struct queue_action *act,
                                       const char *id)
{
    const uint64_t month_ms = 30ULL * 24 * 3600 * 1000;
    struct queue_change c = {
        .from = act->from,
        .to = act->to,
        .attempt = -1,
        .as_is = act->to == QUEUE_APPROVED && act->remember ? o->as_is : -1,
        .by = span_of(who(o)),
        .remember = act->remember,
        .remember_until =
            act->to == QUEUE_REJECTED ? INT64_MAX : clock_wall_ms() + month_ms,
    };

    (void)snprintf(c.id, sizeof(c.id), "%s", id);
    return c;
}

/* The change, the record of it and what it means for later posts: one
 * transaction. */
static bool act_on(struct cli_store *s, const struct queue_options *o,
                   const struct queue_action *act, const char *id,
                   struct err *e)
{
    struct queue_change change;
    struct found f = {.count = 0};
    struct buf side = buf_make(64 << 10);
    struct record_item *item;
    bool ok;

    if (!find(s, id, &f, e))
        return false;
    change = make_change(o, act, f.id);
    write_reviewer(&side, o);
    item = record_event(&(struct record_event){.kind = RECORD_REVIEW,
                                               .decision = span_of(f.id),
                                               .result = act->name,
                                               .side = buf_span(&side)});
    item->change = &change;
    ok = s->store->driver->append(s->store, span_of(s->origin), &item, 1, e);
    if (ok && item->result == RECORD_CONFLICT)
        ok = err_set(e, ERR_CONFLICT, NULL, "%s is %s: can't %s it", f.id,
                     queue_state_name(f.state), act->name);
    else if (ok)
        (void)printf("%s: %s\n", f.id, queue_state_name(act->to));
    heap_free(item);
    buf_free(&side);
    return ok;
}

static enum cli_exit act_on_all(const struct queue_options *o,
                                const char *action, char **ids, int count)
{
    const struct queue_action *act = queue_action_find(action);
    enum cli_exit exit = CLI_FINE;
    struct cli_store s;
    struct err e;

    if (!cli_store_open(o->config, o->store, &s, &e))
        return cli_error(&e);
    for (int i = 0; i < count; i++)
        if (!act_on(&s, o, act, ids[i], &e))
            exit = cli_error(&e);
    if (act->to == QUEUE_APPROVED)
        warn_unless_served(&s);
    cli_store_close(&s);
    return exit;
}

static enum cli_exit run_action(const struct cli_usage *usage,
                                const struct queue_options *o,
                                const char *action, int argc, char **argv)
{
    int first;
    enum cli_parsed p = cli_options(usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return leave(p);
    if (first == argc) {
        cli_usage_error(usage, "needs an ID");
        return CLI_FAILED;
    }
    if (action == NULL && o->there == o->send_again) {
        cli_usage_error(usage, "needs --there or --send-again");
        return CLI_FAILED;
    }
    if (action == NULL)
        action = o->there ? "there" : "send_again";
    return act_on_all(o, action, argv + first, argc - first);
}

static enum cli_exit queue_approve(int argc, char **argv)
{
    struct queue_options o = {0};
    const struct cli_option rows[] = {
        STORE_ROWS(o),
        {0, "as-is", NULL, CLI_FLAG, &o.as_is, "without the rules' masks"},
        {0, "by", "NAME", CLI_TEXT, &o.by, "who decides; default: $USER"},
        {0, "note", "TEXT", CLI_TEXT, &o.note, "why; kept beside the record"},
    };
    const struct cli_usage usage = {
        "paifang queue approve [options] ID…",
        "Publish held posts, with the masks that the rules asked for. The "
        "serving gateway\nsends them; the same post by the same author passes "
        "for 30 days.",
        rows, COUNT_OF(rows)};

    return run_action(&usage, &o, "approve", argc, argv);
}

static enum cli_exit queue_reject(int argc, char **argv)
{
    struct queue_options o = {0};
    const struct cli_option rows[] = {
        STORE_ROWS(o),
        {0, "by", "NAME", CLI_TEXT, &o.by, "who decides; default: $USER"},
        {0, "note", "TEXT", CLI_TEXT, &o.note, "why; kept beside the record"},
    };
    const struct cli_usage usage = {
        "paifang queue reject [options] ID…",
        "Refuse held posts. The same post by the same author is refused at "
        "once from now\non; by others it is held.",
        rows, COUNT_OF(rows)};

    return run_action(&usage, &o, "reject", argc, argv);
}

static enum cli_exit queue_resolve(int argc, char **argv)
{
    struct queue_options o = {0};
    const struct cli_option rows[] = {
        STORE_ROWS(o),
        {0, "there", NULL, CLI_FLAG, &o.there, "the app has it: done"},
        {0, "send-again", NULL, CLI_FLAG, &o.send_again,
         "the app does not have it: send it again"},
        {0, "by", "NAME", CLI_TEXT, &o.by, "who decides; default: $USER"},
        {0, "note", "TEXT", CLI_TEXT, &o.note, "why; kept beside the record"},
    };
    const struct cli_usage usage = {
        "paifang queue resolve --there|--send-again [options] ID…",
        "Say what became of a post in state release_unknown: it was sent, and "
        "the answer\nnever came. Look into the app first.",
        rows, COUNT_OF(rows)};

    return run_action(&usage, &o, NULL, argc, argv);
}

enum cli_exit cmd_queue(int argc, char **argv)
{
    static const struct command subcommands[] = {
        {"list", "list held posts that wait for something", queue_list},
        {"show", "show a held post", queue_show},
        {"approve", "publish held posts", queue_approve},
        {"reject", "refuse held posts", queue_reject},
        {"resolve", "say what became of a post whose answer was lost",
         queue_resolve},
    };

    return cli_subcommand("queue", subcommands, COUNT_OF(subcommands), argc,
                          argv);
}
