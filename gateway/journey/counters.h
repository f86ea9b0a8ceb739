/*
 * counters - what the gateway has done since it started, for /metrics.
 *
 * Example: counters_add(&shared->counters.verdict[p->verdict]);
 *
 * Threads: any; relaxed atomics, read while they move.
 */
#ifndef JOURNEY_COUNTERS_H
#define JOURNEY_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

#include "match/rule.h"

enum { COUNTERS_FAILURES = 24 };

typedef _Atomic uint64_t counter;

struct counters {
    counter verdict[VERDICT_COUNT]; /* decisions recorded */
    counter observed;               /* of these in observe mode */
    counter reads_enriched, reads_untouched;
    counter unmatched_writes;
    _Atomic bool told_of_coding; /* that the app compresses all the same */
    struct {
        const char *_Atomic name; /* static; set once */
        counter count;
    } failure[COUNTERS_FAILURES];
};

void counters_add(counter *c);
void counters_failure(struct counters *c, const char *failure_class);

#endif
