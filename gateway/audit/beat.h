/*
 * beat - the sign of life of a serving process, and whether another one lives.
 *
 * Example: struct beat self;
 *          beat_self(&self);          // self.row is for store_driver.beat()
 *          ... every BEAT_EVERY_MS: self.row.beat_ms = clock_wall_ms() ...
 *          if (!beat_alive(&other, now)) ... it died in the middle
 *
 * On the same machine (kernel boot and process name space) a process is dead
 * when no process of that number and start time is there: at once. Elsewhere,
 * when it was silent for BEAT_DEAD_MS.
 *
 * Threads: pure, but for reading /proc.
 */
#ifndef AUDIT_BEAT_H
#define AUDIT_BEAT_H

#include "audit/store.h"

enum { BEAT_EVERY_MS = 5000, BEAT_DEAD_MS = 60000 };

struct beat {
    struct store_beat row; /* its spans point into this struct */
    char owner[160];
    char host[128];
};

void beat_self(struct beat *ret);
bool beat_alive(const struct store_beat *b, uint64_t now_ms);

#endif
