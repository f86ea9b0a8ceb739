/*
 * journey - drives posts through POST_STEPS and readings through READ_STEPS.
 *
 * Example: struct worker_hooks hooks = journey_hooks;
 *          hooks.shared = s; ... workers_start(config, &hooks, &w, e)
 *
 * A step that waits returns STEP_WAIT and arranges for journey_resume(post) to
 * be called on the same loop; the next step then runs.
 *
 * Threads: everything of a post happens on its worker's thread.
 */
#ifndef JOURNEY_JOURNEY_H
#define JOURNEY_JOURNEY_H

#include "journey/post.h"
#include "worker/worker.h"

extern const struct worker_hooks journey_hooks; /* shared: struct shared */

/* What a waiting step's callback calls: goes on behind that step. */
void journey_resume(struct post *p);

/* As above, when what was waited for failed. */
void journey_fail(struct post *p, const struct err *e);

/* The steps as records and the log name them, in order. */
extern const char *const journey_step_names[];

#endif
