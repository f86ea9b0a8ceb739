/*
 * setup - how a worker makes its intake and plugs it into a server.
 *
 * Example: in = intake_new(&(struct intake_setup){.worker = w, ...});
 *          http_server_new(reactor, fd,
 *              &(struct http_service){limits, &intake_server_calls, in},
 *              &server, e)
 *
 * Memory:  everything in the setup outlives the intake.
 * Threads: the worker's.
 */
#ifndef INTAKE_SETUP_H
#define INTAKE_SETUP_H

#include "intake/intake.h"

/* ---- for worker/ ---- */

struct intake;
struct config;
struct http_pool;
struct http_calls;
struct unmatched;
struct rate_limit;

struct intake_setup {
    struct worker *worker;
    const struct config *config; /* the one at start */
    const struct intake_hooks *hooks;
    void *user;
    struct http_pool *pool;
    struct unmatched *unmatched; /* shared by all workers */
    struct rate_limit *rate;     /* likewise */
};

struct intake *intake_new(const struct intake_setup *s) MUST_USE;
void intake_free(struct intake **in);

/* What an http_server of the proxy is made with; its user is the intake. */
extern const struct http_calls intake_server_calls;

#endif
