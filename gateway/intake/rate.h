/*
 * rate - how many requests a second one client may make.
 *
 * Example: struct rate_limit *l = rate_limit_new();
 *          if (!rate_limit_take(l, 100, address, now_ms)) ... 429
 *
 * A bucket of tokens a client: `per_s` are added a second, it holds two
 * seconds' worth, a request takes one. RATE_CLIENTS are remembered; of those
 * that share a set the one seen longest ago is forgotten, in its own favour.
 *
 * Threads: safe; one struct for the process.
 * Source:  docs/configuration.md.
 */
#ifndef INTAKE_RATE_H
#define INTAKE_RATE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/span.h"

enum { RATE_CLIENTS = 8192 };

struct rate_limit;

struct rate_limit *rate_limit_new(void) MUST_USE;
void rate_limit_free(struct rate_limit **l);

bool rate_limit_take(struct rate_limit *l, uint64_t per_s, struct span client,
                     uint64_t now_ms) MUST_USE;

#endif
