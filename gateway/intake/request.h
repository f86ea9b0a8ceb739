/*
 * request - one request from its head to the end of its reply; what the files
 * of this folder share.
 *
 * check.c looks at it before anything is read, intake.c finds its route and
 * hands it on, send.c brings it to the app, request.c makes and ends it.
 *
 * Example: struct request *q = request_new(x);
 *          if (!request_check(q, &e)) request_refuse(q, &e);
 *
 * Config:  a request keeps the configuration it began with: r.held and config
 *          are taken from the journey (hooks->hold) and given back at its end.
 * Memory:  from a list of spare ones of the intake; until on_closed.
 * Threads: the worker's.
 */
#ifndef INTAKE_REQUEST_H
#define INTAKE_REQUEST_H

#include "config/config.h"
#include "http/server.h"
#include "intake/client.h"
#include "intake/setup.h"
#include "intake/target.h"
#include "upstream/relay.h"

struct intake {
    struct intake_setup set;
    struct buf app_host, app_origin;
    struct request *spare;
    uint32_t spare_count;
};

/* One request from its head to the end of its reply. */
struct request {
    struct intake_request r; /* first: what the journey holds */
    struct intake *in;
    struct http_exchange *x;
    const struct config *config;
    struct relay relay;
    struct buf scratch;   /* the reading of the path */
    struct buf rewritten; /* the target, if it is not the client's */
    struct buf with_path; /* the target, if the client's had none */
    struct target target;
    struct client client;
    const struct intake_sent_calls *sent;
    void (*hand_over)(void *user, struct intake_request *r);
    struct request *next;
};

struct request *request_new(struct http_exchange *x) MUST_USE;
void request_free(struct request *q);
void request_refuse(struct request *q, const struct err *e);

/* What is wrong with it before anything of its body is read; reads target. */
bool request_check(struct request *q, struct err *e) MUST_USE;

/* Straight to the app, streamed both ways. */
void request_pass(struct request *q);

/* A send of its own failed, or was given up: on_sent, or an answer. */
void request_sent(struct request *q, int status, const struct err *e,
                  bool maybe_sent, bool answered);

/* HTTP_POST of "post"; -1 for methods that no route can have. */
int method_by_name(struct span name);

static inline struct request *request_of(struct intake_request *r)
{
    return (struct request *)(void *)r;
}

#endif
