/*
 * conduct - what the author of a post did lately: asked before the post is
 * judged, if a rule wants to know, and kept for later posts.
 *
 * Example: if (conduct_wanted(p)) return conduct_ask(p, told, e) ? STEP_WAIT
 *                                                             : STEP_FAILED;
 *          ... told(p) on the post's worker, then the next step
 *
 * Only verified authors have a history. Posts of one author that
 * are on their way at the same moment count each other in the order in which
 * they began, within this process (under_way.h). Of what will be decided on
 * them nothing is known yet: `decisions` counts recorded ones.
 *
 * Memory:  the post's arena.
 * Errors:  ERR_STORE, ERR_MEMORY; a read that fails later ends in
 *          journey_fail().
 * Threads: the post's worker; the store is read on a thread of libuv's pool.
 * Source:  rules/README.md; docs/behaviour.md.
 */
#ifndef JOURNEY_CONDUCT_H
#define JOURNEY_CONDUCT_H

#include "journey/post.h"

/* Fills p->answers with what the lists of the configuration say of the author
 * who gave this credential. */
bool conduct_begin(struct post *p, struct span credential,
                   struct err *e) MUST_USE;

/* Does a rule ask for more than these lists know? */
bool conduct_wanted(const struct post *p);

/* p->answers and p->told are there when told(p) is called (NULL: nothing to
 * do); then the journey goes on behind the step that waits. */
bool conduct_ask(struct post *p, void (*told)(struct post *p),
                 struct err *e) MUST_USE;

/* The rules that ask for a change of this post: hash_fast of each id, in the
 * arena; NULL when that is full. */
const uint64_t *conduct_bounced(struct post *p, uint32_t *ret_count);

/* What is to be remembered of this post with its record; *ret NULL: nothing. */
bool conduct_deed(struct post *p, const struct deed **ret,
                  struct err *e) MUST_USE;

#endif
