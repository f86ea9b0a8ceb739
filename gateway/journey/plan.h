/*
 * plan - from what a route says in the configuration to what fields/ reads by.
 *
 * Example: const struct fields_spec *spec;
 *          if (!plan_fields(arena, config, route, &spec, e)) ...
 *          fields_read(arena, spec, &in, &fields, e)
 *
 * Memory:  the arena; names and pointers are borrowed from the configuration.
 * Errors:  ERR_CONFIG, ERR_MEMORY.
 * Threads: pure.
 */
#ifndef JOURNEY_PLAN_H
#define JOURNEY_PLAN_H

#include "base/arena.h"
#include "config/config.h"
#include "fields/fields.h"

struct json_limits plan_json_limits(const struct config *c);
/* One a place of text; NULL: no memory. */
struct fields_text *plan_texts(struct arena *a, const struct route *r);

bool plan_fields(struct arena *a, const struct config *c, const struct route *r,
                 const struct fields_spec **ret, struct err *e) MUST_USE;

#endif
