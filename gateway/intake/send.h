/*
 * send - from a request that came in to the app, and the app's answer back;
 * part of intake/intake.h, which has the example and the one rule.
 *
 * Memory:  edits are copied; a body is borrowed until on_sent.
 * Threads: those of the request.
 * Source:  docs/behaviour.md.
 */
#ifndef INTAKE_SEND_H
#define INTAKE_SEND_H

#include "base/err.h"
#include "http/forward.h" /* struct header_edit */
#include "http/head.h"

struct intake_request;

struct intake_sent_calls {
    /* The app's head is here: true to get the answer whole in on_answer,
     * false (or NULL) to stream it to the client with the answer edit. */
    bool (*wants_answer)(struct intake_request *r, const struct http_head *a);
    /* The whole answer, at most limits.answer; you reply, mostly with
     * intake_reply_answer, now or later (translation takes its time): a and
     * body live until the reply. Or you send again: an app that refused an
     * attachment gets the post without it. A bigger answer is streamed. */
    void (*on_answer)(struct intake_request *r, const struct http_head *a,
                      struct span body);
    /* Once a send: the app answered with status (e NULL), or it failed
     * (status 0). maybe_sent: bytes of the request may have reached the app.
     * After a failure you reply (intake_refuse(r, e) at the least) unless
     * answered is true: the client already has part of the answer. */
    void (*on_sent)(struct intake_request *r, int status, const struct err *e,
                    bool maybe_sent, bool answered);
};

struct intake_send {
    struct span body; /* instead of the request's own; borrowed until on_sent */
    bool has_body;
    struct span query; /* instead of the request's own, without '?' */
    bool has_query;
    struct header_edit request, answer;    /* copied before the call returns */
    const struct intake_sent_calls *calls; /* NULL: stream, refuse on failure */
};

/* Sends r upstream: hop-by-hop headers go, forwarding headers are set, a body
 * always has Content-Length on publish routes. */
void intake_send(struct intake_request *r, const struct intake_send *s);

/* After on_answer: the app's answer with an edit and another body. Accept-
 * Ranges, Content-MD5, Digest and Content-Length follow the new body. */
void intake_reply_answer(struct intake_request *r, const struct http_head *a,
                         const struct header_edit *edit, struct span body);
/* The same of an answer to HEAD, whose body would be changed: its length is
 * not known, so it is not told. */
void intake_reply_head(struct intake_request *r, const struct http_head *a,
                       const struct header_edit *edit);

#endif
