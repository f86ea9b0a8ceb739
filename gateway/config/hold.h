/*
 * hold - how a route keeps a held post, and how it is published later.
 *
 * Example: hold: {by: gateway, idempotency: header:Idempotency-Key}
 *          hold: {by: field, set: {/status: pending},
 *                 release: {method: PATCH, path: "/posts/{answer:/id}",
 *                           body: '{"status":"publish"}'}}
 *
 * Memory:  lives in the struct config's arena.
 * Threads: plain data.
 * Source:  docs/behaviour.md.
 */
#ifndef CONFIG_HOLD_H
#define CONFIG_HOLD_H

#include "config/value.h"

/* A request that we make ourselves: release, lookup. Values are templates with
 * {answer:/pointer} {decision} {idempotency_key}. */
struct route_request {
    const char *method; /* NULL: none configured */
    const char *path;
    struct pairs query, headers;
    const char *body; /* NULL: none */
};

/* hold.set: the member at pointer becomes this JSON value. */
struct route_set {
    struct span pointer;
    struct span json; /* "\"pending\"", "0", "true" */
};

struct route_sets {
    const struct route_set *at;
    uint32_t count;
};

enum hold_by { HOLD_BY_GATEWAY, HOLD_BY_FIELD };
enum hold_credentials { HOLD_CREDENTIALS_DROP, HOLD_CREDENTIALS_KEEP };

struct route_hold {
    uint32_t by; /* enum hold_by */
    struct route_sets set;
    struct route_request release, lookup;
    const char *idempotency; /* a header's name; "" = the app has none */
    uint32_t credentials;    /* enum hold_credentials */
    struct pairs release_as; /* headers of the release */
};

#endif
