/*
 * ask - how worker/ makes and ends the worker's struct upstream; for its use
 * see upstream/upstream.h.
 *
 * Memory:  the caller of upstream_new() frees it after the loop has ended.
 * Threads: the worker's.
 */
#ifndef UPSTREAM_ASK_H
#define UPSTREAM_ASK_H

#include "config/config.h"
#include "http/client.h"
#include "upstream/upstream.h"

struct upstream *upstream_new(struct reactor *r, const struct config *c,
                              struct http_pool *pool) MUST_USE;
uint32_t upstream_busy(const struct upstream *u); /* requests in flight */
void upstream_free(struct upstream **u);

#endif
