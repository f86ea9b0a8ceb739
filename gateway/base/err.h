/*
 * err - what went wrong, where, and what the author may be told.
 *
 * Example: return err_set(e, ERR_INPUT, "json.duplicate_key",
 *                         "%s: duplicate key at byte %zu", pointer, at);
 *
 * The kind alone decides what follows: base/err.c has one table from kind to
 * failure class (docs/operations.md), HTTP status and whether a retry can help.
 *
 * Memory:  the caller owns the struct (stack or struct post); no heap.
 * Threads: a struct err belongs to one post; never shared.
 * Logging: only journey, cli, admin and main log; the rest fills an err.
 * Privacy: text never holds post text or credentials; it names places.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

#include "base/attr.h"

enum err_kind {
    ERR_NONE = 0,
    ERR_INPUT,          /* malformed request or body                   400 */
    ERR_CONFLICT,       /* the state of a thing forbids it             409 */
    ERR_FORBIDDEN,      /* not allowed here                            403 */
    ERR_NOT_FOUND,      /* no such thing                               404 */
    ERR_LIMIT,          /* body over a configured limit                413 */
    ERR_HEADER_LIMIT,   /* request head over a configured limit        431 */
    ERR_TIMEOUT,        /* the client was too slow                     408 */
    ERR_TYPE,           /* content type or coding we can't read        415 */
    ERR_CHARSET,        /* charset we can't read                       415 */
    ERR_RATE,           /* too many requests                           429 */
    ERR_UNSUPPORTED,    /* method or feature not implemented           501 */
    ERR_REGEX_LIMIT,    /* a regex ran into its limits                hold */
    ERR_MEMORY,         /* the post's arena is full                   hold */
    ERR_INTERNAL,       /* anything that should not happen            hold */
    ERR_CONFIG,         /* config or rule pack is wrong    refuse to start */
    ERR_PROVIDER,       /* translation provider failed          may retry */
    ERR_PROVIDER_LATE,  /* translation provider was late        may retry */
    ERR_IMPLAUSIBLE,    /* translation came back implausible     ask next */
    ERR_HOLD_FULL,      /* no more posts can be held                   503 */
    ERR_STORE,          /* the record was not written                  503 */
    ERR_STORE_ROLLBACK, /* the store is behind what we know            503 */
    ERR_UPSTREAM,       /* the app is unreachable or misbehaves        502 */
    ERR_UPSTREAM_LATE,  /* the app did not answer in time              504 */
    ERR_KINDS
};

struct err {
    enum err_kind kind;
    const char *msg_id; /* key in locales/ shown to the author; static */
    char text[448];     /* for operators, outermost context first */
};

/* err_set(e, kind, msg_id, fmt, ...) starts an error and is false, so callers
 * write "return err_set(...)". msg_id may be NULL: then the kind's own message
 * is shown. A macro, so that compilers see the false. */
#define err_set(...) (err_fill(__VA_ARGS__), false)
void err_fill(struct err *e, enum err_kind kind, const char *msg_id,
              const char *fmt, ...) PRINTF_LIKE(4, 5);

/* err_in(e, fmt, ...) puts context in front: "line 9: ..."; is false. */
#define err_in(...) (err_prefix(__VA_ARGS__), false)
void err_prefix(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The one table: what a kind means for the outside. */
struct err_meaning {
    const char *failure; /* class in `failure:`, or NULL */
    int status;          /* HTTP status of our own reply */
    bool retry;          /* the same request may succeed later */
    const char *msg_id;  /* message when err.msg_id is NULL */
};

const struct err_meaning *err_meaning(enum err_kind kind);

#endif
