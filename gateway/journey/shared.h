/*
 * shared - what all workers of one gateway share: the newest snapshot, the
 * recorder, the translation set-up and its cache.
 *
 * Example: struct shared *s;
 *          if (!shared_open("paifang.yaml", &s, e)) ...
 *          workers_start(s->snapshot->config, &journey_hooks, s, &w, e);
 *          ... shared_close(&s);     // after the workers have ended
 *
 * Threads: opened and closed by the main thread; what it points to says itself
 *          which threads may use it.
 */
#ifndef JOURNEY_SHARED_H
#define JOURNEY_SHARED_H

#include "base/err.h"
#include "journey/counters.h"
#include "journey/snapshot.h"

struct past_index;
struct recorder;
struct translate_cache;
struct translate_setup;

struct shared {
    struct snapshot *snapshot;
    struct recorder *recorder;
    struct past_index *past; /* what people decided before */
    struct span text_key;    /* seals kept credentials */
    struct counters counters;
    struct arena *arena;
    struct translate_cache *cache;
    struct translate_setup *translation;
};

bool shared_open(const char *config_path, struct shared **ret,
                 struct err *e) MUST_USE;
void shared_close(struct shared **s); /* flushes the recorder */

#endif
