/* paifang queue mask */
#include <unistd.h>

#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/queue.h"
#include "journey/plan.h"
#include "review/act.h"
#include "review/redact.h"

enum { MASK_ARENA = 256 << 20 };

/* What the spans make of the post: read and written while its row is there. */
struct masking {
    const struct config *config;
    struct redact_spans spans;
    struct arena *arena;
    struct redacted out;
    bool ok;
    struct err *e;
};

static const struct route *find_route(const struct config *c, struct span name)
{
    for (uint32_t i = 0; i < c->routes.count; i++)
        if (span_is(name, c->routes.at[i].name))
            return &c->routes.at[i];
    return NULL;
}

static bool mask_row(struct masking *m, const struct queue_item *row)
{
    const struct route *route = find_route(m->config, row->route);
    const struct fields_spec *spec;

    if (route == NULL)
        return err_set(m->e, ERR_CONFIG, NULL,
                       "the configuration has no route " SPAN_FMT,
                       SPAN_ARG(row->route));
    if (route->hold.by == HOLD_BY_FIELD)
        return err_set(m->e, ERR_CONFLICT, NULL,
                       "the app itself keeps this post back (hold: {by: "
                       "field}): mask it there");
    return plan_fields(m->arena, m->config, route, &spec, m->e) &&
           redact_post(spec, row, &m->spans, m->arena, &m->out, m->e);
}

static bool on_row(void *user, const struct queue_item *row)
{
    struct masking *m = user;

    if (row->kind == QUEUE_KIND_HOLD)
        m->ok = mask_row(m, row);
    else
        m->ok = err_set(m->e, ERR_CONFLICT, NULL, "it is published already");
    return false;
}

static bool mask_post(struct masking *m, struct cli_store *s, const char *id)
{
    struct queue_query q = {.limit = 1, .bodies = true};
    struct queue_found found;

    if (!queue_find(s->store, id, &found, m->e))
        return false;
    q.id = span_of(found.id);
    return s->store->driver->queue(s->store, &q, on_row, m, m->e) && m->ok;
}

static enum cli_exit mask(struct queue_acting *o, struct masking *m, char *id)
{
    struct queue_act act = {.action = queue_action_find("mask")};
    struct cli_store s;
    enum cli_exit exit;

    if (!cli_store_open(o->config, o->store, &s, m->e))
        return cli_error(m->e);
    if (mask_post(m, &s, id)) {
        act.body = m->out.body;
        act.target = m->out.target;
        act.spans = m->out.spans;
        exit = queue_act_on(o, &s, &act, &id, 1);
    } else {
        exit = cli_error(m->e);
    }
    cli_store_close(&s);
    return exit;
}

static bool parse_spans(const struct cli_list *list,
                        struct redact_span ret[CLI_LIST_MOST], struct err *e)
{
    if (list->count == 0)
        return err_set(e, ERR_INPUT, NULL, "needs a --span FIELD:FROM-TO");
    for (size_t i = 0; i < list->count; i++)
        if (!redact_parse(list->at[i], &ret[i], e))
            return false;
    return true;
}

/* The configuration says how the post is read. */
static bool load(struct queue_acting *o, struct config **ret, struct err *e)
{
    if (o->config == NULL && access("paifang.yaml", R_OK) == 0)
        o->config = "paifang.yaml";
    return config_load(o->config, NULL, ret, e);
}

enum cli_exit queue_mask(int argc, char **argv)
{
    struct queue_acting o = {0};
    struct cli_list spans = {.count = 0};
    const struct cli_option rows[] = {
        CLI_STORE_ROWS(o),
        {0, "span", "FIELD:FROM-TO", CLI_LIST, &spans,
         "bytes of a field, /body:6-13; several times for several spans"},
        QUEUE_ACTING_ROWS(o),
    };
    const struct cli_usage usage = {
        "paifang queue mask --span FIELD:FROM-TO… [options] ID",
        "Publish a held post with these spans masked instead of those that the "
        "rules asked\nfor. `queue show` names fields and texts. Attached "
        "translations are left out.",
        rows, COUNT_OF(rows)};
    struct redact_span span[CLI_LIST_MOST];
    struct config *config = NULL;
    struct err e;
    struct masking m = {.e = &e};
    enum cli_exit exit;
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){1, 1}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!parse_spans(&spans, span, &e) || !load(&o, &config, &e))
        return cli_error(&e);
    m.config = config;
    m.spans = (struct redact_spans){span, (uint32_t)spans.count};
    m.arena = arena_new(MASK_ARENA);
    exit = mask(&o, &m, argv[first]);
    arena_free(&m.arena);
    config_free(&config);
    return exit;
}
