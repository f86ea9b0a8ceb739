/*
 * intake - where a request comes in: checks it, finds its route, reads the
 * body of a publish route, and hands it to the journey.
 *
 * Example (the journey):
 *
 *   static void on_publish(void *user, struct intake_request *r) {
 *       struct post *p = post_new(r);       // r->body is whole
 *       intake_watch(r, &post_watch, p);    // .on_left, .on_closed
 *       ... steps that wait: return; the event loop goes on ...
 *       // publish:
 *       struct header set[] = {{SPAN("Paifang-Decision"), id}};
 *       intake_send(r, &(struct intake_send){
 *           .body = changed, .has_body = true,
 *           .request = {.set = set, .set_count = 1},   // to the app
 *           .answer  = {.set = set, .set_count = 1},   // to the client
 *           .calls = &sent_calls});
 *       // or refuse or hold:
 *       intake_reply(r, 422, headers, header_count, body);
 *   }
 *
 * The one rule: every request handed over gets exactly one reply, by
 * intake_reply, intake_reply_answer, intake_refuse or by an intake_send whose
 * answer streams to the client; also when the client has left (then it goes
 * nowhere, and a send still reaches the app). r is valid until on_closed, which
 * comes once, after the reply.
 *
 * Memory:  every span of r borrows the connection's buffer and dies with r:
 *          copy what must live longer (a held post).
 * Threads: r belongs to the loop of r->worker; other threads reach it through
 *          worker_post().
 * Source:  docs/behaviour.md.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/err.h"
#include "base/span.h"
#include "http/head.h"
#include "http/header.h"
#include "intake/send.h"

struct config;
struct route;  /* config/route.h */
struct worker; /* worker/worker.h */

struct intake_request {
    struct worker *worker;
    const struct route *route;    /* NULL for public pages */
    const struct http_head *head; /* method, version, every header as sent */
    int method_id;                /* effective: after an honoured override */
    struct span target;           /* as forwarded: origin-form, ASCII only */
    struct span path, query;      /* of target; raw; query without '?' */
    struct span route_path;       /* the reading of the path that matched */
    struct span scheme, host;     /* as the client sees us */
    struct span body;             /* whole and as sent, on publish and public */
    struct span peer;             /* address of the connection, "192.0.2.1" */
    struct span client;           /* address of the client behind trusted
                                     proxies; equal to peer otherwise */
    bool peer_trusted;            /* peer is in trusted_proxies */
    bool client_left;             /* nobody waits for the reply any more */
    void *held;                   /* what hooks->hold gave */
    const struct intake_watch *watch;
    void *user; /* of the watcher */
};

/* The journey's side; a function may be NULL (then the route passes through).
 * user is the worker's (struct worker_hooks). */
struct intake_hooks {
    /* The configuration that a request is served by from its head to its end,
     * so that a reload never changes it on the way; *ret_held is the request's
     * `held`, given back to let_go. Both NULL: the setup's own. */
    const struct config *(*hold)(void *user, void **ret_held);
    void (*let_go)(void *user, void *held);
    void (*on_publish)(void *user, struct intake_request *r); /* body whole */
    void (*on_read)(void *user, struct intake_request *r);    /* head only */
    void (*on_public)(void *user, struct intake_request *r);  /* public.path */
    /* A request refused before any hook saw it (400, 413, 431, …), so that it
     * is answered in the client's language; must reply. r->route may be NULL
     * and target empty. NULL: plain problem+json. */
    void (*on_refused)(void *user, struct intake_request *r,
                       const struct err *e);
    /* The head of the app's answer to a preflight of a publish route, which
     * passes through: it says which origins may post. */
    void (*on_preflight)(void *user, struct intake_request *r,
                         const struct http_head *a);
    /* An unsafe request no route names, first time seen: line is a route
     * ready to paste. For the log. */
    void (*on_unmatched)(void *user, const char *line);
};

struct intake_watch {
    void (*on_left)(struct intake_request *r);   /* the client went away */
    void (*on_closed)(struct intake_request *r); /* last call: free yours */
};

void intake_watch(struct intake_request *r, const struct intake_watch *w,
                  void *user);

/* The route that the request would have with this method, which its body asks
 * for; r->route and method_id are that one's then. NULL: none, r is as it was.
 */
const struct route *intake_reroute(struct intake_request *r,
                                   struct span method) MUST_USE;

/* ---- replying ourselves ---- */

/* Content-Length, Date, Connection and Via are added by us. */
void intake_reply(struct intake_request *r, int status,
                  const struct header *headers, uint32_t count,
                  struct span body);

/* problem+json (RFC 9457) by the meaning of e->kind; for failures that no
 * template covers. */
void intake_refuse(struct intake_request *r, const struct err *e);

#endif
