/*
 * fetch - HTTP requests that we make ourselves (translation providers,
 * webhooks): libcurl on a worker's libuv loop.
 *
 * Example: struct fetch_request r = {.url = "http://127.0.0.1:5000/translate",
 *                                    .body = json, .header = headers,
 *                                    .header_count = 1, .timeout_ms = 5000,
 *                                    .most = 1 << 20};
 *          if (!fetch_start(fetcher, &r, answered, self, &f, e)) ...
 *          static void answered(const struct fetch_answer *a, void *self)
 *
 * In:      URLs come from configuration files only.
 * Limits:  no redirects, http and https only, certificates are verified, no
 *          proxy from the environment, addresses that are link-local (cloud
 *          metadata) are refused unless allowed, answers over `most` refused.
 * Memory:  the request is copied; the answer lives during the callback.
 * Errors:  in the answer: ERR_PROVIDER, ERR_PROVIDER_LATE, ERR_LIMIT.
 * Threads: a fetcher belongs to the thread of its loop.
 */
#ifndef WORKER_FETCH_H
#define WORKER_FETCH_H

#include <uv.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

struct fetcher;
struct fetch;

struct fetch_request {
    const char *url;
    struct span body;          /* POST; .at NULL: GET */
    const char *const *header; /* "Content-Type: application/json" */
    size_t header_count;
    uint64_t timeout_ms;   /* for all of it; at least 1 */
    size_t most;           /* bytes of an answer's body */
    bool allow_link_local; /* 169.254.0.0/16, fe80::/10 */
    const char *ca;        /* file of certificates; NULL or "": the system's */
};

struct fetch_answer {
    struct err err; /* kind ERR_NONE when an answer came, whatever its status */
    int status;
    struct span body;
    uint64_t retry_after_ms; /* of Retry-After in seconds; 0 when absent */
};

typedef void fetch_done(const struct fetch_answer *answer, void *arg);

bool fetcher_open(uv_loop_t *loop, struct fetcher **ret,
                  struct err *e) MUST_USE;

/* Drops what is under way without calling back. The loop must run afterwards
 * until the fetcher's handles are closed. */
void fetcher_close(struct fetcher **f);

/* Calls done once, later, unless fetch_cancel() comes first. */
bool fetch_start(struct fetcher *f, const struct fetch_request *request,
                 fetch_done *done, void *arg, struct fetch **ret,
                 struct err *e) MUST_USE;
void fetch_cancel(struct fetch **f); /* sets *f to NULL; NULL is fine */

#endif
