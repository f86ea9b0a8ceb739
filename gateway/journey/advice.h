/*
 * advice - the page that tells an author what was masked or noticed in a post
 * that was published (Paifang-Advice).
 *
 * GET {public.path}/advice/ID gives JSON or a page, in the language asked for.
 * It names rules and reasons, never text of the post; who has the id was the
 * author, or was shown it by the author.
 *
 * Threads: the worker's; one point read of the store.
 */
#ifndef JOURNEY_ADVICE_H
#define JOURNEY_ADVICE_H

#include "intake/intake.h"
#include "journey/lane.h"
#include "journey/post.h"

/* The URL for this post; empty when public.url is not set or there is nothing
 * to tell. */
struct span advice_url(struct post *p);

/* How many passages of the post as it was sent were masked. */
uint32_t advice_masked(const struct decision *d);

void advice_serve(struct lane *lane, struct intake_request *r, struct span id);

#endif
