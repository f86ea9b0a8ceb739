/*
 * relay - one exchange's way to the app and back: head edited, bodies streamed
 * in bounded memory, or the answer collected for whoever wants to change it.
 *
 * Example: relay_start(&req->relay, &(struct relay_plan){
 *              .x = x, .pool = pool, .forward = forward, .target = target});
 *          and from the server's calls: relay_body(), relay_body_end(),
 *          relay_drain(), relay_left().
 *
 * In:      an exchange whose body was not read yet (it is streamed) or a body
 *          of the caller's (has_body; then Content-Length is sent).
 * Out:     a reply on the exchange; on_sent exactly once.
 * Memory:  struct relay is the caller's and must live until on_sent and the
 *          reply are through; relay_done() frees what it holds.
 * Threads: the loop's.
 * Source:  docs/behaviour.md; RFC 9110 7.
 */
#ifndef UPSTREAM_RELAY_H
#define UPSTREAM_RELAY_H

#include "http/client.h"
#include "http/forward.h"
#include "http/server.h"

struct relay;

struct relay_calls {
    /* True: the answer is collected for on_answer. NULL: never. */
    bool (*wants_answer)(struct relay *r, const struct http_head *a);
    /* Must reply on the exchange, now or later, or start again; a and body
     * live until then. */
    void (*on_answer)(struct relay *r, const struct http_head *a,
                      struct span body);
    /* status of the app's answer and e NULL; or 0 and e. With e and no reply
     * started the callee must reply. */
    void (*on_sent)(struct relay *r, int status, const struct err *e,
                    bool maybe_sent, bool answered);
};

struct relay_plan {
    struct http_exchange *x;
    struct http_pool *pool;
    struct forward forward;
    struct span method, target; /* method empty: the exchange's */
    int method_id;
    struct span body;
    bool has_body;
    const struct header_edit *request, *answer; /* copied; may be NULL */
    size_t answer_limit;                        /* for on_answer */
    const struct relay_calls *calls;
};

struct relay {
    struct http_exchange *x;
    struct http_call *call; /* NULL: over */
    struct forward forward;
    const struct relay_calls *calls;
    struct header_edit answer_edit;
    void *edit_memory;
    struct buf collected;
    const struct http_head *answer; /* from its head to the end */
    struct http_head kept;          /* a copy, when it was collected */
    void *kept_memory;
    size_t answer_limit;
    bool collecting, replying, app_blocked, active;
};

void relay_start(struct relay *r, const struct relay_plan *plan);

/* The app's answer with another body, after on_answer. */
void relay_reply(struct relay *r, const struct http_head *a,
                 const struct header_edit *edit, struct span body);

/* The same of an answer to HEAD: no body, and no length told. */
void relay_reply_head(struct relay *r, const struct http_head *a,
                      const struct header_edit *edit);

/* Of the exchange, while the relay is active. */
void relay_body(struct relay *r, struct span piece);
void relay_body_end(struct relay *r);
void relay_drain(struct relay *r);
void relay_left(struct relay *r);
/* The request went bad on its way: nothing more goes to the app. */
void relay_stop(struct relay *r);

void relay_done(struct relay *r); /* frees; *r may be used again */

#endif
