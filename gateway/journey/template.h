/*
 * template - the requests that we make ourselves, from `hold.release` and
 * `hold.lookup`.
 *
 * Example: path "/posts/{answer:/id}" with the app's answer {"id":7} is
 *          "/posts/7".
 *
 * {answer:/pointer} a string or number of the app's answer, {decision},
 * {idempotency_key}. What is put in is encoded for where it stands: percent-
 * encoded in a path or query, a JSON string's inside in a body; in a header it
 * must be a legal value.
 *
 * Memory:  arena.
 * Errors:  ERR_UPSTREAM when the answer lacks what a template asks for;
 *          ERR_MEMORY.
 * Threads: pure.
 * Source:  docs/behaviour.md.
 */
#ifndef JOURNEY_TEMPLATE_H
#define JOURNEY_TEMPLATE_H

#include "base/arena.h"
#include "base/err.h"
#include "config/hold.h"

enum template_place { TEMPLATE_TARGET, TEMPLATE_JSON, TEMPLATE_HEADER };

struct template_values {
    struct span decision; /* also the idempotency key */
    struct span answer;   /* the app's JSON answer; .at NULL: none */
};

bool template_expand(struct arena *a, struct span text,
                     enum template_place place, const struct template_values *v,
                     struct span *ret, struct err *e) MUST_USE;

/* path and query of a request, expanded. */
bool template_target(struct arena *a, const struct route_request *r,
                     const struct template_values *v, struct span *ret,
                     struct err *e) MUST_USE;

#endif
