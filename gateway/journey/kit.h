/*
 * kit - what one worker needs to work with one snapshot: the snapshot, the
 * memory to match with its rules, the engine that asks its providers.
 *
 * Example: request comes in:  r->held = kit_hold(lane->kit);
 *          post:              p->kit = kit_hold(r->held);
 *          its end:           kit_drop(&p->kit);
 *          reload:            kit_new(&parts, lane->kit, &lane->next, e);
 *
 * Requests and posts keep the kit that they began with, so that a reload never
 * changes the rules under them; the last one drops the snapshot. Kits whose
 * snapshots translate alike share one engine, with its breakers and what is
 * under way.
 *
 * Memory:  heap, counted; scratch and snapshot in `parts` are the kit's then.
 * Errors:  of engine_open(); the parts are freed.
 * Threads: the worker's; the count is no atomic.
 */
#ifndef JOURNEY_KIT_H
#define JOURNEY_KIT_H

#include <uv.h>

#include "base/err.h"
#include "journey/snapshot.h"
#include "match/match.h"

struct engine;
struct engine_seat;
struct fetcher;

struct kit {
    struct snapshot *snapshot;
    struct match_scratch *scratch;
    struct engine *engine;
    struct engine_seat *seat;
    uint32_t holders;
};

struct kit_parts {
    struct snapshot *snapshot;
    struct match_scratch *scratch;
    uv_loop_t *loop;
    struct fetcher *fetcher;
};

/* before: the worker's present kit, or NULL. */
bool kit_new(const struct kit_parts *parts, const struct kit *before,
             struct kit **ret, struct err *e) MUST_USE;
struct kit *kit_hold(struct kit *k) MUST_USE;
void kit_drop(struct kit **k); /* sets *k to NULL; NULL is fine */

#endif
