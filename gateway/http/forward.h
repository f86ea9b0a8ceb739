/*
 * forward - which headers go to the app and which come back.
 *
 * Example: forward_request(buf, &(struct forward){.head = head, ...}, &edit);
 *
 * To the app: hop-by-hop headers and Paifang-* go; X-Forwarded-*, Forwarded
 * and Via say what we know (what the client said about it counts only from a
 * trusted proxy); Host by policy. Back: hop-by-hop and Paifang-* go, Via is
 * added, a Location at the app's own address points at us, without app_path.
 * Order and duplicates (Set-Cookie) stay. Framing headers are left to who
 * sends.
 *
 * In:      heads that passed http/head.
 * Memory:  borrowed. Errors: ERR_INPUT.
 * Threads: pure.
 * Source:  RFC 9110 7.6.1 and 7.6.3; RFC 7239; docs/behaviour.md.
 */
#ifndef HTTP_FORWARD_H
#define HTTP_FORWARD_H

#include "base/buf.h"
#include "base/err.h"
#include "http/head.h"

/* Changes to a header list: drop by name first, then set. set replaces every
 * header of that name; one with an empty value only drops. */
struct header_edit {
    const struct span *drop;
    uint32_t drop_count;
    const struct header *set;
    uint32_t set_count;
};

struct forward {
    struct span app_host;   /* "127.0.0.1:9000" */
    struct span app_origin; /* "http://127.0.0.1:9000" */
    struct span app_path;   /* in front of every target: "/app"; or empty */
    bool app_host_always;   /* send app_host instead of the client's Host */
    bool rewrite_location;
    bool by_language; /* what a reader gets hangs on Accept-Language: Vary */
    /* of the request */
    struct span scheme, host; /* as the client sees us, for Location */
    struct span peer;         /* "192.0.2.1" or "unix" */
    bool peer_trusted;
};

/* Refuses a Connection header that nominates end-to-end headers. author is
 * asked about names of our own (may be NULL). */
bool forward_check(const struct http_head *h,
                   bool (*ours)(const void *arg, struct span name),
                   const void *arg, struct err *e) MUST_USE;

void forward_request(struct buf *b, const struct http_head *h,
                     const struct forward *f, const struct header_edit *edit);

/* date: value of a Date header if the app sent none. */
void forward_answer(struct buf *b, const struct http_head *h,
                    const struct forward *f, const struct header_edit *edit,
                    struct span date);

#endif
