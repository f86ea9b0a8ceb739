/*
 * queue - a post that is held: kept whole, so that it can be sent later just
 * as it would have been sent now.
 *
 * Example: struct queue_post p = {.route = SPAN("publish"),
 *              .method = SPAN("POST"), .target = r->target,
 *              .header = headers, .header_count = n,   // end-to-end, no
 *              .received = r->body,                    // credentials
 *              .body = masked.body, .body_as_is = plain.body,
 *              .fields = &fields, .moderation = &m, .author = &who,
 *              .held_per_author = 20, .held = 100000};
 *          const struct queue_row *row;
 *          if (!queue_hold(&p, a, &row, e)) return STEP_FAILED;
 *          item->held = row;             // item: the decision's own record
 *          → item->result RECORD_SAME: answer 202 with item->same_as;
 *            RECORD_HOLD_FULL: failure class hold_full, nothing was written
 *
 * States:  held → approved → releasing → released, or unknown, needs_author,
 *          refused; held → rejected, expired, superseded. Of a published post
 *          (kind after): open → dismissed, or confirmed, or through the same
 *          steps as a release to taken_down. What a person can do is
 *          queue_action_find().
 * Memory:  arena; the row borrows spans of the post.
 * Errors:  ERR_MEMORY; ERR_INTERNAL when credentials can't be sealed.
 * Threads: pure.
 * Source:  docs/behaviour.md.
 */
#ifndef REVIEW_QUEUE_H
#define REVIEW_QUEUE_H

#include "audit/item.h"
#include "base/arena.h"
#include "decide/moderate.h"
#include "fields/fields.h"
#include "http/header.h"

struct queue_post {
    enum queue_kind kind;
    struct span route, method, target;
    /* The request that publishes it, when that is another one (hold: {by:
     * field}); .at NULL: the same. An empty target is not known yet. */
    struct span send_method, send_target;
    const struct header *header; /* content headers: sent again as they are */
    uint32_t header_count;
    const struct header *credential; /* only with hold.credentials: keep */
    uint32_t credential_count;
    struct span text_key;   /* seals the credentials; 32 bytes or more */
    struct span received;   /* the body as the author sent it */
    struct span body;       /* as it is to be sent, with the rules' masks */
    struct span body_as_is; /* without masks; .at NULL: the same */
    const struct fields *fields;
    const struct moderation *moderation; /* NULL: held for a failure */
    struct span translations; /* JSON list for the reviewer; empty: none yet */
    const struct author *author;
    uint64_t held_per_author, held; /* limits; UINT64_MAX: none */
};

bool queue_hold(const struct queue_post *p, struct arena *a,
                const struct queue_row **ret, struct err *e) MUST_USE;

const char *queue_kind_name(enum queue_kind k); /* "after" */
bool queue_kind_find(struct span name, enum queue_kind *ret);

/* "needs_author"; of a published post "taken_down". */
const char *queue_state_name(enum queue_kind k, enum queue_state s);
/* *ret_kinds: 1 << enum queue_kind, of those that know such a state. */
bool queue_state_find(struct span name, unsigned *ret_kinds,
                      enum queue_state *ret);

/* The key of "the same post again": route, method, target, body. */
void queue_key(struct span route, struct span method, struct span target,
               struct span body, unsigned char ret[32]);

/* What a person can do with a post. */
struct queue_action {
    const char *name;    /* "approve"; also the result in the record */
    unsigned kinds;      /* 1 << enum queue_kind */
    unsigned from;       /* QUEUE_BITs */
    enum queue_state to; /* may be the state it is in */
    bool remember;       /* holds for later identical posts */
};

const struct queue_action *queue_action_find(const char *name); /* or NULL */

#endif
