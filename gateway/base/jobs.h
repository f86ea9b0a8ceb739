/*
 * jobs - pieces of work that do not touch each other, done at the same time.
 *
 * Example: struct job job[] = {{build_words, w}, {build_guesses, g}};
 *          if (!jobs_run(job, COUNT_OF(job), e)) return false;
 *
 * In:      at most JOBS_MOST jobs; each has a thread, the first one the
 *          caller's own. One that no thread is to be had for is done by the
 *          caller, too.
 * Out:     true when all went well. All are done when it returns.
 * Memory:  fixed, on the stack.
 * Errors:  that of the first job, in the order given, which failed.
 * Threads: the jobs must not write what another one reads; no signal is
 *          delivered to their threads.
 */
#ifndef BASE_JOBS_H
#define BASE_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

enum { JOBS_MOST = 8 };

struct job {
    bool (*work)(void *context, struct err *e);
    void *context;
};

bool jobs_run(const struct job *job, size_t count, struct err *e) MUST_USE;

#endif
