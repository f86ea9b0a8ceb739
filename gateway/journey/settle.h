/*
 * settle - the request that a post in the queue may need later, when it is
 * known: its headers before the post is sent, its target and body after the
 * app has answered with what they name ("/posts/{answer:/id}").
 *
 * Example: settle_headers(p, &route->hold.release, &queue_post, e);
 *          ... the app answers ...
 *          settle_answer(p, &how, status, answer);
 *
 * Memory:  an arena and items of its own, freed when the store has it.
 * Errors:  what can't be written or filled in is logged; the target then stays
 *          empty, and nobody can send it by mistake.
 * Threads: the post's worker.
 * Source:  docs/behaviour.md.
 */
#ifndef JOURNEY_SETTLE_H
#define JOURNEY_SETTLE_H

#include "config/hold.h"
#include "journey/post.h"
#include "review/queue.h"

bool settle_headers(struct post *p, const struct route_request *request,
                    struct queue_post *q, struct err *e) MUST_USE;

struct settlement {
    const struct route_request *request; /* method NULL: there is none */
    bool taken;                          /* the app has the post */
    enum queue_state to;                 /* what it is now */
    const char *result; /* for the record; NULL: the row alone says it */
};

void settle_answer(struct post *p, const struct settlement *how, int status,
                   struct span answer);

#endif
