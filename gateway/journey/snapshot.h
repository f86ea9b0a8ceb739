/*
 * snapshot - configuration, rules, catalogue, glossaries and compiled routes
 * of one moment, immutable and counted.
 *
 * Example: struct snapshot *s, *next;
 *          if (!snapshot_load(config, cache, &s, e)) ...
 *          struct snapshot *mine = snapshot_hold(s);   // a kit keeps it
 *          snapshot_drop(&mine);
 *          if (!snapshot_read(s, config, cache, &next, e)) ... wrong where
 *          if (next == NULL) ... all files are as they were
 *          else snapshot_compile(next, e)
 *
 * A post keeps the snapshot it started with (journey/kit.h), so a reload never
 * changes the rules under it.
 *
 * Memory:  freed when the last holder drops it; holds its configuration.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN.
 * Threads: immutable; hold and drop are safe from any thread.
 */
#ifndef JOURNEY_SNAPSHOT_H
#define JOURNEY_SNAPSHOT_H

#include "base/err.h"
#include "catalog/catalog.h"
#include "catalog/help.h"
#include "config/config.h"
#include "fields/fields.h"
#include "fields/items.h"
#include "match/ruleset.h"

/* What the journey needs to know of a route, beside the route itself. */
struct route_plan {
    const struct route *route;
    const struct fields_spec *fields; /* publish */
    const struct items_spec *items;   /* read */
    const struct items_spec *notice;  /* publish: advise.attach, or NULL */
};

struct translate_cache;
struct translate_setup;

struct snapshot {
    struct config *config;
    struct ruleset *rules;
    struct catalog *catalog;
    struct help *help;
    struct translate_setup *translation;
    const struct route_plan *plan; /* by the route's index in config->routes */
    struct arena *arena;
    _Atomic unsigned holders;
};

bool snapshot_load(struct config *config, struct translate_cache *cache,
                   struct snapshot **ret, struct err *e) MUST_USE;
/* A reload, in three steps. The configuration again, held: the very same one
 * when nothing in it changed. */
bool snapshot_config(const struct snapshot *now, struct config **ret,
                     struct err *e) MUST_USE;
/* Reads every file that it names; *ret is NULL when all are as they were.
 * Glossaries that are the same are shared with `now`. */
bool snapshot_read(const struct snapshot *now, struct config *config,
                   struct translate_cache *cache, struct snapshot **ret,
                   struct err *e) MUST_USE;
/* What takes the time; then it may be used. */
bool snapshot_compile(struct snapshot *s, struct err *e) MUST_USE;

struct snapshot *snapshot_hold(struct snapshot *s) MUST_USE;
void snapshot_drop(struct snapshot **s); /* sets *s to NULL; NULL is fine */

const struct route_plan *snapshot_plan(const struct snapshot *s,
                                       const struct route *route);

#endif
