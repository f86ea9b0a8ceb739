/*
 * shared - what all workers of one gateway share: the newest snapshot, the
 * recorder, the cache of translations.
 *
 * Example: struct shared *s;
 *          if (!shared_open("paifang.yaml", &s, e)) ...
 *          hooks.shared = s; ... workers_start(config, &hooks, &w, e)
 *          ... shared_close(&s);     // after the workers have ended
 *
 * Threads: opened and closed by the main thread; what it points to says itself
 *          which threads may use it.
 */
#ifndef JOURNEY_SHARED_H
#define JOURNEY_SHARED_H

#include <uv.h>

#include "base/err.h"
#include "journey/counters.h"
#include "journey/snapshot.h"

struct history;
struct past_index;
struct recorder;
struct reload;
struct translate_cache;
struct under_ways;

struct shared {
    struct config *boot; /* what is read at start only (`.fixed`) is here */
    uv_mutex_t lock;     /* of the next line */
    struct snapshot *snapshot;
    struct reload *reload; /* NULL: there is none */
    struct recorder *recorder;
    struct past_index *past;      /* what people decided before */
    struct history *history;      /* what authors did lately */
    struct under_ways *under_way; /* and are doing now */
    struct span text_key;         /* seals kept credentials */
    struct counters counters;
    struct arena *arena;
    struct translate_cache *cache;
};

bool shared_open(const char *config_path, struct shared **ret,
                 struct err *e) MUST_USE;
void shared_close(struct shared **s); /* flushes the recorder */

/* The newest snapshot, held for the caller. */
struct snapshot *shared_snapshot(struct shared *s) MUST_USE;
/* Takes next in place of it. */
void shared_swap(struct shared *s, struct snapshot *next);

#endif
