/*
 * hold_field - posts that the app itself keeps back, by a field of its own
 * (hold: {by: field, set: {/status: pending}, release: {…}}).
 *
 * The app gets the post at once, marked as pending; what waits in the queue is
 * the request that publishes it, made from hold.release when the app's answer
 * is known ({answer:/id}).
 *
 * Memory:  the post's arena; hold_field_settle() has memory of its own.
 * Errors:  ERR_MEMORY, ERR_CONFIG. An answer that lacks what the template asks
 *          for leaves the target unknown: approving it then ends in
 *          release_unknown, for a person.
 * Threads: the post's worker.
 * Source:  docs/behaviour.md.
 */
#ifndef JOURNEY_HOLD_FIELD_H
#define JOURNEY_HOLD_FIELD_H

#include "journey/post.h"
#include "review/queue.h"

/* Replaces what would be sent by what publishes it; the target stays empty. */
bool hold_field_fill(struct post *p, struct queue_post *q,
                     struct err *e) MUST_USE;

/* Is the app's answer needed whole? */
bool hold_field_waits(const struct post *p);

/* The app took it (2xx): the release is now known. Or it refused: the item is
 * closed. Not awaited. */
void hold_field_settle(struct post *p, int status, struct span answer);

#endif
