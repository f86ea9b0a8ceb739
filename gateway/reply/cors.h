/*
 * cors - the CORS headers of replies that we make ourselves.
 *
 * A browser shows a page our 202 or 422 only if it carries the headers that
 * the app's own answers would. With `replies.cors: mirror` we remember, per
 * Origin, what the app last said, and say the same; with a list, the origins
 * on it are allowed.
 *
 * Example: cors_learn(m, origin, &seen);        (an answer of the app)
 *          cors_add(m, &replies->cors, origin, &reply);   (one of ours)
 *
 * Memory:  one struct cors_memory a worker, a fixed number of origins; the one
 *          used longest ago makes room. Headers added by cors_add() borrow from
 *          it until the next cors_learn(), and from the request.
 * Errors:  none: origins and values that are too long are not remembered.
 * Threads: one owner.
 * Source:  Fetch standard; CORS protocol; docs/behaviour.md.
 */
#ifndef REPLY_CORS_H
#define REPLY_CORS_H

#include "base/attr.h"
#include "base/span.h"
#include "config/replies.h"

struct reply;
struct cors_memory;

struct cors_memory *cors_memory_new(void) MUST_USE;
void cors_memory_free(struct cors_memory **m);

/* The values of an answer of the app; empty spans where there was none. */
struct cors_seen {
    struct span allow_origin, allow_credentials, expose_headers;
    bool preflight; /* never has expose_headers: those known stay */
};

void cors_learn(struct cors_memory *m, struct span origin,
                const struct cors_seen *seen);

/* Whether the app is to be asked about an origin that nothing is known of. */
bool cors_asks(const struct cors_memory *m, struct span origin);

/* Adds Access-Control-* as far as origin (of the request; may be empty) is
 * allowed. m may be NULL: then mirroring has nothing to go by. */
void cors_add(const struct cors_memory *m, const struct cors *cors,
              struct span origin, struct reply *ret);

#endif
