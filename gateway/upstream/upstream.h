/*
 * upstream - a request of our own to the app, without a client behind it:
 * releases of held posts, look-ups, take-downs.
 *
 * Example: upstream_ask(worker_upstream(w), &(struct upstream_request){
 *              .method = SPAN("POST"), .target = SPAN("/posts"),
 *              .headers = headers, .header_count = n, .body = body,
 *              .calls = &release_calls, .user = item});
 *
 * In:      method, origin-form target, end-to-end headers (Host included, or
 *          the upstream's own is used); Content-Length is ours.
 * Out:     exactly one of on_answer (whole, at most limits.answer) and
 *          on_failed, later, never inside the call.
 * Memory:  everything in the request is copied before the call returns.
 * Errors:  ERR_UPSTREAM, ERR_UPSTREAM_LATE; maybe_sent tells whether the app
 *          can have seen the request. Retries: http/client.h.
 * Threads: the worker's.
 */
#ifndef UPSTREAM_UPSTREAM_H
#define UPSTREAM_UPSTREAM_H

#include "base/err.h"
#include "http/head.h"

struct upstream;

struct upstream_calls {
    void (*on_answer)(void *user, const struct http_head *a, struct span body);
    void (*on_failed)(void *user, const struct err *e, bool maybe_sent);
};

struct upstream_request {
    struct span method, target;
    const struct header *headers;
    uint32_t header_count;
    struct span body;
    const struct upstream_calls *calls;
    void *user;
};

void upstream_ask(struct upstream *u, const struct upstream_request *r);

#endif
