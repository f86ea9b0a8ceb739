/*
 * recorder - one thread that makes records durable: many items, one
 * transaction, one fsync.
 *
 * Example: once:        recorder_open(&options, &r, e);
 *          per worker:  uv_async_init(loop, &async, on_async);
 *                       port = recorder_port(r, wake, &async);
 *                       static void wake(void *arg) { uv_async_send(arg); }
 *                       on_async: recorder_port_drain(port);
 *          per post:    item->done = post_recorded; item->user = post;
 *                       if (!recorder_submit(port, item, e)) → 503
 *                       return STEP_WAIT;
 *                       … later, on the worker: post_recorded(item):
 *                       item->result, item->same_as, item->error
 *          outcome:     recorder_event(r, &(struct record_event){
 *                           .kind = RECORD_OUTCOME, .decision = id,
 *                           .result = "answered", .status = 201, .ms = 12});
 *          the end:     recorder_close(&r);   // flushes; ports are then gone
 *
 * In:      items; see audit/item.h. When recorder_submit() gave true, `done`
 *          is called exactly once, in recorder_port_drain() of that port.
 * Errors:  ERR_STORE: at once when the store is down or the queue is full, or
 *          in item->error. The recorder reopens the store by itself.
 * Threads: submit and event from any thread; a port is drained by one thread.
 *          wake comes from the recorder's thread, once until the next drain.
 *          recorder_close() when no worker runs any more.
 * Source:  docs/behaviour.md.
 */
#ifndef AUDIT_RECORDER_H
#define AUDIT_RECORDER_H

#include "audit/author.h"
#include "audit/item.h"
#include "audit/record.h"
#include "base/err.h"

struct recorder;
struct recorder_port;

struct recorder_options {
    const char *store;         /* "sqlite:paifang.db" */
    struct span origin;        /* copied */
    struct span pseudonym_key; /* audit/keys.h */
    uint32_t keep_text;        /* enum keep_text */
    uint64_t keep_for_ms; /* side text older than that is erased; 0: never */
    uint64_t unknown_after_ms; /* upstream.timeout and some: forwarded, and no
                                  outcome for so long: "unknown" */
    uint32_t most_waiting;     /* items; 0: 20000 */
};

/* Fails when the store can't be opened: a gateway does not start without. */
bool recorder_open(const struct recorder_options *o, struct recorder **ret,
                   struct err *e) MUST_USE;
void recorder_close(struct recorder **ref); /* NULL is fine */

struct recorder_port *recorder_port(struct recorder *r, void (*wake)(void *arg),
                                    void *arg);
void recorder_port_drain(struct recorder_port *p);
/* Items of this port are not done yet: what `wake` uses must stay. */
bool recorder_port_busy(const struct recorder_port *p);

bool recorder_submit(struct recorder_port *p, struct record_item *item,
                     struct err *e) MUST_USE;

/* Not awaited: copied, written with the next transaction. An outcome settles
 * its decision. Lost (and then found "unknown") when the store is down. */
void recorder_event(struct recorder *r, const struct record_event *event);

/* A request refused before a decision: rows up to 100 a second, then a count
 * of the rest. reason is static: "unparseable". */
void recorder_refused(struct recorder *r, struct span route, const char *reason,
                      int status);

const struct record_context *recorder_context(const struct recorder *r);
struct authors *recorder_authors(struct recorder *r);
bool recorder_up(const struct recorder *r); /* for /readyz?for=publish */

struct recorder_stats {
    uint64_t written, failed, batches;
    uint64_t cpu_us; /* of the recorder's thread */
};
struct recorder_stats recorder_stats(const struct recorder *r);

#endif
