/*
 * reply - the answers that we make ourselves: held, rejected, refused.
 *
 * Example: struct reply r;
 *          if (!reply_verdict(&about, &decision, arena, &r, e)) return false;
 *          -> 422, application/problem+json, Paifang-Decision, Paifang-Verdict
 *
 * Out:     status, headers and body, ready to be written; no Content-Length
 *          and no Date, which the connection adds. hold is 202 and
 *          {"status":"held","decision","message"[,"appeal"]}; reject and bounce
 *          are 422 problem+json with decision, rules [{id,reason,category}]
 *          and (bounce) "retry":true; an error is problem+json with its status.
 *          A rule's help lines go with its reason: "help":[{region,name,
 *          phone,text,url,hours,checked}].
 *          A route's replies.body template wins over these shapes, and form
 *          posts whose Accept prefers HTML get a page.
 *          "appeal" is there only if about.appeal is not empty (the caller
 *          leaves it empty while public.url is unset): no dead links.
 * Memory:  arena; header values may also borrow from `about`.
 * Errors:  ERR_MEMORY.
 * Privacy: the text of the post is never in it; problems name a place (JSON
 *          pointer, byte) only.
 * Threads: pure.
 * Source:  docs/behaviour.md; RFC 9457 problem details.
 */
#ifndef REPLY_REPLY_H
#define REPLY_REPLY_H

#include "base/arena.h"
#include "base/err.h"
#include "catalog/catalog.h"
#include "catalog/help.h"
#include "config/replies.h"
#include "decide/decide.h"
#include "http/header.h"

enum { REPLY_MOST_HEADERS = 16 };

struct reply {
    int status;
    struct header header[REPLY_MOST_HEADERS]; /* for intake_reply() */
    uint32_t header_count;
    struct span body;
};

/* What a reply is about. Empty spans where there is nothing. */
struct reply_about {
    const struct catalog *catalog;
    enum locale locale;            /* locale_choose() */
    const struct replies *replies; /* the route's, or the general one */
    struct span accept;            /* the request's Accept */
    struct span content_type;      /* the request's Content-Type */
    struct span decision;          /* id */
    struct span appeal;            /* absolute URL */
    const struct help *help;       /* NULL: no help lines */
    struct span region;            /* the author's: "HK"; or empty */
    uint32_t masked;               /* passages, for reply_advice() */
};

/* decision->verdict is VERDICT_HOLD, _REJECT or _BOUNCE. */
bool reply_verdict(const struct reply_about *about,
                   const struct decision *decision, struct arena *a,
                   struct reply *ret, struct err *e) MUST_USE;

/* What an author is told of a post that was published with VERDICT_MASK or
 * _ADVISE: {"decision","verdict","message","rules":[…]}, or a page. */
bool reply_advice(const struct reply_about *about,
                  const struct decision *decision, struct arena *a,
                  struct reply *ret, struct err *e) MUST_USE;

/* What failed; retry_after in seconds is sent for kinds that may be tried
 * again (0: 5 s). decision may be empty. */
bool reply_error(const struct reply_about *about, const struct err *failed,
                 unsigned retry_after, struct arena *a, struct reply *ret,
                 struct err *e) MUST_USE;

/* Adds a header; a bug when there is no room. */
void reply_add(struct reply *ret, struct span name, struct span value);

#endif
