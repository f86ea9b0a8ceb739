/*
 * lane - what one worker has at hand for the posts that come through it.
 *
 * Example: struct arena *a = lane_take_arena(lane);
 *          ... lane_give_arena(lane, a);
 *
 * Memory:  one lane a worker; arenas are kept and reused.
 * Threads: the worker's own.
 */
#ifndef JOURNEY_LANE_H
#define JOURNEY_LANE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "journey/kit.h"
#include "journey/late.h"
#include "reply/cors.h"

struct worker;
struct shared;
struct fetcher;
struct post;
struct recorder_port;
struct releasing;
struct store;

enum { LANE_SPARE_ARENAS = 256 }; /* of one block each */

struct lane {
    struct worker *worker;
    struct shared *shared;
    struct kit *kit;  /* of the newest snapshot; requests hold their own */
    struct kit *next; /* prepared by a reload, or NULL */
    struct fetcher *fetcher;
    struct cors_memory *cors;
    struct recorder_port *port;          /* where records become durable */
    struct uv_async_s *wake;             /* the recorder has news for us */
    struct post *arrived, **arrived_end; /* in this turn of the loop */
    struct uv_idle_s *set_out;           /* runs while there are any */
    struct releasing *releasing;         /* on the first worker only */
    struct store *reader; /* for authors' pages; NULL until needed */
    struct arena *spare[LANE_SPARE_ARENAS];
    size_t spare_count;
    uint32_t posts, readings; /* in flight */
    struct late_room late;    /* of those: wait for late translations */
};

bool lane_new(struct worker *w, struct shared *s, struct lane **ret,
              struct err *e) MUST_USE;
void lane_free(struct lane **lane);

/* A reload, in two steps, so that all workers change or none: a kit is made
 * ready (snapshot is held, scratch is taken), then it is used or dropped. */
bool lane_prepare(struct lane *lane, struct snapshot *snapshot,
                  struct match_scratch *scratch, struct err *e) MUST_USE;
void lane_commit(struct lane *lane);
void lane_abandon(struct lane *lane);

/* Empty, capped at limits.arena. */
struct arena *lane_take_arena(struct lane *lane) MUST_USE;
void lane_give_arena(struct lane *lane, struct arena *a); /* NULL is fine */

#endif
