#include "translate/breaker.h"

static uint64_t at_most(uint64_t ms)
{
    return ms > BREAKER_MOST_MS ? BREAKER_MOST_MS : ms;
}

bool breaker_is_open(const struct breaker *b, uint64_t now_ms)
{
    return b->rest_ms > 0 && (now_ms < b->until_ms || b->probing);
}

bool breaker_asks(struct breaker *b, uint64_t now_ms)
{
    if (breaker_is_open(b, now_ms))
        return false;
    b->probing = b->rest_ms > 0;
    return true;
}

void breaker_worked(struct breaker *b)
{
    *b = (struct breaker){.failures = 0};
}

void breaker_failed(struct breaker *b, uint64_t now_ms, uint64_t rest_ms)
{
    b->failures++;
    if (rest_ms > 0)
        b->rest_ms = at_most(rest_ms);
    else if (b->probing)
        b->rest_ms = at_most(b->rest_ms * 2);
    else if (b->failures >= BREAKER_FAILURES && b->rest_ms == 0)
        b->rest_ms = BREAKER_REST_MS;
    b->probing = false;
    if (b->rest_ms > 0)
        b->until_ms = now_ms + b->rest_ms;
}

void breaker_unknown(struct breaker *b)
{
    b->probing = false;
}
