/*
 * after - a published post that a person is to look at afterwards: it was
 * flagged, or its translation came late and met a rule.
 *
 * Example: if (after_flagged(p) && !after_row(p, none, &item->held, e)) ...
 *          ... the app answers ...
 *          after_answered(p, status, body);
 *
 * With the route's `takedown` the row holds the request that takes the post
 * down, filled in from the app's answer; `paifang queue confirm` sends it.
 *
 * Memory:  the post's arena. Errors: ERR_MEMORY.
 * Threads: the post's worker.
 * Source:  docs/behaviour.md.
 */
#ifndef JOURNEY_AFTER_H
#define JOURNEY_AFTER_H

#include "journey/post.h"

/* The decision's own item: in observe mode nothing waits for anybody. */
bool after_flagged(const struct post *p);

/* translations: JSON list for the reviewer; may be empty. */
bool after_row(struct post *p, struct span translations,
               const struct queue_row **ret, struct err *e) MUST_USE;

/* Is the app's whole answer needed, to know the post again? */
bool after_waits(const struct post *p);
void after_answered(struct post *p, int status, struct span answer);

/* The app did not take it: nobody has to look any more. */
void after_refused(struct post *p, int status);

#endif
