/*
 * hold - what is kept of a post that waits for a person.
 *
 * Example: if (post_holds(p) && !hold_row(p, &item->held, e)) ...
 *
 * Kept is the request as it would be sent: method, target, content headers,
 * the body with the rules' masks and without. Credentials are kept only with
 * hold.credentials: keep, sealed.
 *
 * Memory:  the post's arena. Threads: the post's worker.
 * Source:  docs/behaviour.md.
 */
#ifndef JOURNEY_HOLD_H
#define JOURNEY_HOLD_H

#include "journey/post.h"

bool hold_row(struct post *p, const struct queue_row **ret,
              struct err *e) MUST_USE;

/* The same post is held already: it stands for this one. */
void hold_repeat(struct post *p, const char *decision);

/* An edit that is published makes what was held for the same path void. */
bool hold_superseding(const struct post *p);

#endif
