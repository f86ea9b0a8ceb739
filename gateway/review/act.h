/*
 * act - what a person decides on a post in the queue, and the record of it.
 *
 * Example: struct queue_found found;
 *          if (!queue_find(store, "0197c2", &found, e)) return false;
 *          const struct queue_act act = {
 *              .action = queue_action_find("approve"), .by = SPAN("ana"),
 *              .note = why};
 *          if (!queue_act(store, origin, &found, &act, &state, e)) ...
 *
 * The change, its record and what it means for later posts are one
 * transaction: all of it is durable, or nothing.
 *
 * In:      action: a row of queue_action_find().
 * Errors:  ERR_NOT_FOUND: no such post, or several; ERR_CONFLICT: it is not in
 *          a state in which that can be done, or no longer; ERR_STORE.
 * Threads: the store's owner.
 * Source:  docs/behaviour.md.
 */
#ifndef REVIEW_ACT_H
#define REVIEW_ACT_H

#include "audit/store.h"
#include "review/queue.h"

struct queue_found {
    char id[ID_TEXT];
    enum queue_kind kind;
    enum queue_state state;
    bool can_take_down; /* kind after: we know the request that does it */
};

/* By the id or by its first digits, if they are one post's alone. */
bool queue_find(struct store *s, const char *id, struct queue_found *ret,
                struct err *e) MUST_USE;

struct queue_act {
    const struct queue_action *action;
    struct span by, note; /* kept beside the record; note may be empty */
    bool as_is;           /* approve: without the rules' masks */
    /* mask: the request as it is to be sent, and where it was masked (JSON) */
    struct span body, target, spans;
};

/* *ret_state is where the post is now. */
bool queue_act(struct store *s, struct span origin,
               const struct queue_found *found, const struct queue_act *act,
               enum queue_state *ret_state, struct err *e) MUST_USE;

#endif
