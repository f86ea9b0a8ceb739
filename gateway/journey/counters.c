#include "journey/counters.h"

#include <string.h>

void counters_add(counter *c)
{
    atomic_fetch_add_explicit(c, 1, memory_order_relaxed);
}

/* Class names are few and static: the first free row takes a new one. */
void counters_failure(struct counters *c, const char *failure_class)
{
    for (size_t i = 0; i < COUNTERS_FAILURES; i++) {
        const char *have = NULL;

        if (atomic_compare_exchange_strong(&c->failure[i].name, &have,
                                           failure_class) ||
            strcmp(have, failure_class) == 0) {
            counters_add(&c->failure[i].count);
            return;
        }
    }
}
