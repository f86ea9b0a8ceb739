/*
 * moderate_input - the input that both looks at a post share: at the post
 * itself, and at its translations.
 *
 * Example: struct moderate_input in = post_moderate_input(p);
 *          in.rendition = ...; moderate_run(&in, p->arena, &m, e)
 *
 * Memory:  borrows from the post. Threads: the post's worker.
 */
#ifndef JOURNEY_MODERATE_INPUT_H
#define JOURNEY_MODERATE_INPUT_H

#include "journey/post.h"

struct moderate_input post_moderate_input(const struct post *p);

/* True, and the failure in *e, when a regex ran into its limits. */
bool post_regex_limit(const struct post *p, struct err *e);

#endif
