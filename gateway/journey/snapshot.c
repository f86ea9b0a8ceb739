#include "journey/snapshot.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

#include "base/heap.h"
#include "base/log.h"
#include "detect/detect.h"
#include "journey/plan.h"
#include "match/configured.h"
#include "translate/engine.h"
#include "translate/translator.h"

enum { SNAPSHOT_ARENA = 64 << 20, MOST_ITEMS = 500 };

/* Where the author's notice goes in the app's answer. */
static bool plan_notice(struct snapshot *s, const struct route *r,
                        struct route_plan *plan, struct err *e)
{
    const struct items_config ic = {
        .attach = span_of(r->advise_attach),
        .json = plan_json_limits(s->config),
        .keys_exact = r->keys_exact != 0,
        .most = 1,
    };

    return r->advise_attach[0] == '\0' ||
           items_compile(s->arena, &ic, &plan->notice, e);
}

static bool plan_publish(struct snapshot *s, const struct route *r,
                         struct route_plan *plan, struct err *e)
{
    return plan_fields(s->arena, s->config, r, &plan->fields, e) &&
           plan_notice(s, r, plan, e);
}

static bool plan_read(struct snapshot *s, const struct route *r,
                      struct route_plan *plan, struct err *e)
{
    struct items_config ic = {
        .items =
            r->items[0] == '\0' ? (struct span){NULL, 0} : span_of(r->items),
        .text = plan_texts(s->arena, r),
        .text_count = r->text.count,
        .attach = span_of(r->attach),
        .json = plan_json_limits(s->config),
        .keys_exact = r->keys_exact != 0,
        .most = MOST_ITEMS,
    };

    if (ic.text == NULL)
        return arena_err(s->arena, "routes", e);
    ic.json.members = 1000000; /* the app's own answers may be large */
    return items_compile(s->arena, &ic, &plan->items, e);
}

static bool plan_routes(struct snapshot *s, struct err *e)
{
    const struct routes *routes = &s->config->routes;
    struct route_plan *plan =
        arena_array(s->arena, routes->count, sizeof(*plan));

    if (plan == NULL)
        return arena_err(s->arena, "routes", e);
    for (uint32_t i = 0; i < routes->count; i++) {
        const struct route *r = &routes->at[i];

        plan[i].route = r;
        if (!(r->kind == ROUTE_READ ? plan_read(s, r, &plan[i], e)
                                    : plan_publish(s, r, &plan[i], e)))
            return err_in(e, "%s:%u: route %s", s->config->path, r->line,
                          r->name);
    }
    s->plan = plan;
    return true;
}

static struct snapshot *snapshot_new(void)
{
    struct snapshot *s = heap_new(sizeof(*s));

    s->arena = arena_new(SNAPSHOT_ARENA);
    atomic_init(&s->holders, 1);
    return s;
}

/* Everything but the compiling, which takes the time. */
static bool read_files(struct snapshot *s, struct translate_cache *cache,
                       struct err *e)
{
    return translate_setup_open(s->config, cache, &s->translation, e) &&
           catalog_open(&s->catalog, e) && plan_routes(s, e) &&
           ruleset_configured_read(s->config, &s->rules, e) &&
           help_open(s->config->help.lines, &s->help, e) &&
           ruleset_check_help(s->rules, s->help, e);
}

bool snapshot_load(struct config *config, struct translate_cache *cache,
                   struct snapshot **ret, struct err *e)
{
    struct snapshot *s = snapshot_new();

    s->config = config_hold(config);
    if (!detect_init(e) || !read_files(s, cache, e) ||
        !snapshot_compile(s, e)) {
        snapshot_drop(&s);
        return false;
    }
    *ret = s;
    return true;
}

/* ---- again ---- */

bool snapshot_config(const struct snapshot *now, struct config **ret,
                     struct err *e)
{
    struct config *c;

    if (!config_load(now->config->path, translator_rows, &c, e))
        return false;
    if (strcmp(c->fingerprint, now->config->fingerprint) == 0) {
        config_free(&c);
        c = config_hold(now->config);
    }
    *ret = c;
    return true;
}

static void share_translation(const struct snapshot *now, struct snapshot *next)
{
    if (next->config != now->config ||
        strcmp(translate_setup_hash(next->translation),
               translate_setup_hash(now->translation)) != 0)
        return;
    translate_setup_free(&next->translation);
    next->translation = translate_setup_hold(now->translation);
}

static bool is_same(const struct snapshot *a, const struct snapshot *b)
{
    return a->translation == b->translation &&
           strcmp(a->rules->hash, b->rules->hash) == 0 &&
           strcmp(catalog_hash(a->catalog), catalog_hash(b->catalog)) == 0 &&
           strcmp(help_hash(a->help), help_hash(b->help)) == 0;
}

bool snapshot_read(const struct snapshot *now, struct config *config,
                   struct translate_cache *cache, struct snapshot **ret,
                   struct err *e)
{
    struct snapshot *next = snapshot_new();

    next->config = config_hold(config);
    if (!read_files(next, cache, e)) {
        snapshot_drop(&next);
        return false;
    }
    share_translation(now, next);
    if (is_same(now, next))
        snapshot_drop(&next);
    *ret = next;
    return true;
}

bool snapshot_compile(struct snapshot *s, struct err *e)
{
    const struct author_question *q;
    uint32_t at = 0;

    if (!ruleset_configured_compile(s->config, s->rules, e))
        return false;
    while ((q = ruleset_unlisted(s->rules, s->config, &at)) != NULL)
        log_event(LOG_WARN, "rules",
                  "rules.exempt names nobody as '" SPAN_FMT
                  "', which rules exempt",
                  SPAN_ARG(q->list));
    return true;
}

struct snapshot *snapshot_hold(struct snapshot *s)
{
    atomic_fetch_add(&s->holders, 1);
    return s;
}

void snapshot_drop(struct snapshot **s)
{
    struct snapshot *gone = *s;

    *s = NULL;
    if (gone == NULL || atomic_fetch_sub(&gone->holders, 1) > 1)
        return;
    help_free(&gone->help);
    translate_setup_free(&gone->translation);
    catalog_free(&gone->catalog);
    ruleset_free(&gone->rules);
    config_free(&gone->config);
    arena_free(&gone->arena);
    heap_free(gone);
}

const struct route_plan *snapshot_plan(const struct snapshot *s,
                                       const struct route *route)
{
    size_t i = (size_t)(route - s->config->routes.at);

    assert(i < s->config->routes.count);
    return &s->plan[i];
}
