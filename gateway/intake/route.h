/*
 * route - which route of the configuration a request is for.
 *
 * Example: route_find(config, HTTP_POST, &target, scratch, &reading)
 *
 * The first match in file order. A publish route matches if any reading of the
 * path does, a read route by the reading with everything undone. HEAD matches
 * GET. Query conditions look at the decoded value.
 *
 * Out:     the route, or NULL; the reading that matched, in scratch or in the
 *          target.
 * Threads: pure. Source: docs/behaviour.md.
 */
#ifndef INTAKE_ROUTE_H
#define INTAKE_ROUTE_H

#include "base/buf.h"
#include "config/config.h"
#include "intake/target.h"

const struct route *route_find(const struct config *c, int method_id,
                               const struct target *t, struct buf *scratch,
                               struct span *ret_reading);

/* The method that an override header or `_method` asks for; false when there
 * is none. */
bool method_override(const struct http_head *h, struct span query,
                     struct span *ret);

#endif
