/*
 * swap - brings a new snapshot to every worker, or to none.
 *
 * Example: if (!swap_everywhere(workers, next, e)) ... nothing changed
 *
 * First each worker makes its kit ready (lane_prepare); only if all could,
 * each takes it into use. When it returns true, the next request on any worker
 * is served by it. Workers that have ended count as done.
 *
 * Errors:  of match_scratch_new() and engine_open().
 * Threads: any but a worker's; waits for their loops.
 */
#ifndef JOURNEY_SWAP_H
#define JOURNEY_SWAP_H

#include "base/err.h"

struct snapshot;
struct workers;

bool swap_everywhere(struct workers *all, struct snapshot *next,
                     struct err *e) MUST_USE;

#endif
