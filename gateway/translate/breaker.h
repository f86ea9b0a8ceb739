/*
 * breaker - leaves a failing provider alone for a while.
 *
 * Example: if (!breaker_asks(&b, now)) … ask the next one …
 *          breaker_failed(&b, now, 0);  or  breaker_worked(&b);
 *
 * States:  closed; after BREAKER_FAILURES in a row open for BREAKER_REST_MS
 *          (or as long as the provider said); then half open: one call probes,
 *          and the rest doubles, up to BREAKER_MOST_MS, while probes fail.
 * Threads: one owner. Time: milliseconds of any steady clock.
 */
#ifndef TRANSLATE_BREAKER_H
#define TRANSLATE_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

enum {
    BREAKER_FAILURES = 5,
    BREAKER_REST_MS = 10000,
    BREAKER_MOST_MS = 300000
};

struct breaker {
    uint32_t failures; /* in a row */
    uint64_t rest_ms;  /* the last one; 0 = closed */
    uint64_t until_ms;
    bool probing;
};

/* Whether a call may be made now; a true in the half-open state is a probe,
 * whose outcome must be told. */
bool breaker_asks(struct breaker *b, uint64_t now_ms);
bool breaker_is_open(const struct breaker *b, uint64_t now_ms);

void breaker_worked(struct breaker *b);
/* rest_ms: how long the provider asked to be left alone; 0 = it did not. */
void breaker_failed(struct breaker *b, uint64_t now_ms, uint64_t rest_ms);
/* The call ended without telling anything about the provider's health. */
void breaker_unknown(struct breaker *b);

#endif
