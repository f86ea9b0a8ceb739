/*
 * reload - puts new rules, configuration, catalogue in the place of old ones
 * while posts go through.
 *
 * Example: reload_start(shared, workers, &r, e);     // watches the files
 *          reload_ask(r, NULL, NULL);               // SIGHUP
 *          reload_ask(r, answered, call);           // the admin API
 *          reload_stop(r); ... reload_free(&r);
 *
 * Everything is read and compiled on a thread of its own; files that change
 * while they are read are read again. Then each worker makes its part ready
 * (journey/lane.h), and only when all have, all of them use it: a request sees
 * the one set or the other, whole. What is wrong with a file changes nothing,
 * and is logged with its place, once for each time that it was saved.
 *
 * One build at a time: who asks meanwhile gets the result of the next one.
 *
 * Threads: ask and status are safe everywhere; `done` is called once for each
 *          ask, on the reload's thread, or at once when it has stopped.
 * Source:  docs/operations.md.
 */
#ifndef JOURNEY_RELOAD_H
#define JOURNEY_RELOAD_H

#include "base/digest.h"
#include "base/err.h"

struct reload;
struct shared;
struct workers;

enum reload_result {
    RELOAD_SWAPPED,
    RELOAD_UNCHANGED,
    RELOAD_FAILED,
    RELOAD_STOPPED, /* the gateway is ending */
    RELOAD_RESULTS
};

struct reload_report {
    enum reload_result result;
    char before[SHA256_TEXT], after[SHA256_TEXT]; /* hash of the rules */
    uint64_t at_ms;                               /* wall clock, at its end */
    uint64_t took_ms;
    uint32_t rules; /* in force now */
    uint32_t kept;  /* options that wait for the next start */
    struct err err; /* RELOAD_FAILED: FILE:LINE:COLUMN: … */
};

typedef void reload_done(void *arg, const struct reload_report *report);

bool reload_start(struct shared *s, struct workers *w, struct reload **ret,
                  struct err *e) MUST_USE;
/* done may be NULL. */
void reload_ask(struct reload *r, reload_done *done, void *arg);
void reload_stop(struct reload *r);  /* waits for a build under way */
void reload_free(struct reload **r); /* after the last ask; NULL is fine */

/* For metrics and /readyz. */
struct reload_status {
    uint64_t count[RELOAD_RESULTS];
    struct reload_report last; /* at_ms 0: there was none */
    uint32_t kept;             /* options that wait for the next start */
};
void reload_status(struct reload *r, struct reload_status *ret);

const char *reload_result_name(enum reload_result r);

#endif
