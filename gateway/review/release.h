/*
 * release - sends approved posts to the app: at most once, always; exactly
 * once if the app helps.
 *
 * Example: struct releases *rel;
 *          releases_open(&(struct release_options){.recorder = r,
 *              .port = port, .past = past, .store = url, .calls = &calls,
 *              .user = me, ...}, &rel, e);        // on one worker
 *          every 500 ms on that worker:  releases_poll(rel);
 *          calls.send(user, item):  upstream_ask(… item->method, target,
 *              headers, body …, key item->id in the route's header); then one
 *              of release_answered(item, 201) or
 *                  release_failed(item, maybe_sent)
 *          the end:  releases_close(&rel);
 *
 * Before the first byte is sent the row says `releasing`, durably, with the
 * number of the attempt and the process. After the answer it says what came
 * of it. A process that dies in between leaves `releasing`; whoever finds it
 * (the dead process's heartbeat is known) goes on by the route's rules:
 *
 *   the app ...           the answer was 5xx, lost, or never learned
 *   knows our key         → sent again with the same key
 *   can be asked          → asked after a pause; there: released, not there:
 *                           sent again; can't tell: unknown
 *   neither               → unknown: a person says which
 *
 * 2xx and 3xx: released. 401, 403: needs_author. 429, or no byte taken: tried
 * again later. Other 4xx: refused.
 *
 * Memory:  a struct release is the releases' own, valid until it was answered.
 * Close:   releases_close() when the app's answers can't come any more.
 * Errors:  releases_open: ERR_STORE. A store that is down stops releases until
 *          it is back.
 * Threads: one worker's; release_next() is pure.
 * Source:  docs/behaviour.md; IETF draft Idempotency-Key.
 */
#ifndef REVIEW_RELEASE_H
#define REVIEW_RELEASE_H

#include "audit/recorder.h"
#include "http/header.h"
#include "review/past.h"

/* ---- the machine, pure ---- */

struct release_rules {
    bool known;      /* the route is still configured */
    bool idempotent; /* hold.idempotency: the app knows our key */
    bool lookup;     /* hold.lookup: the app can be asked */
    bool takedown;   /* of a published post: what is gone already is gone */
};

enum release_news {
    RELEASE_ANSWERED,  /* with a status */
    RELEASE_NOT_SENT,  /* the app did not take a byte */
    RELEASE_LOST,      /* sent, and no answer; or our process died */
    RELEASE_THERE,     /* looked up: it is there */
    RELEASE_NOT_THERE, /* looked up: it is not */
    RELEASE_UNSURE     /* could not be looked up */
};

enum release_step {
    RELEASE_FINISH,  /* write the state `to` */
    RELEASE_LATER,   /* back to approved, tried again after a pause */
    RELEASE_LOOK_UP, /* ask the app first */
};

struct release_next {
    enum release_step step;
    enum queue_state to;
    const char *result; /* for the record: "released", "unknown", … */
};

enum { RELEASE_MOST_ATTEMPTS = 8 };

/* attempt counts from 1; the last one ends in unknown or refused. */
struct release_next release_next(const struct release_rules *rules,
                                 enum release_news news, int status,
                                 int64_t attempt);
uint64_t release_pause_ms(int64_t attempt); /* 1 s, 2 s, 4 s … 5 min */

/* ---- the driver ---- */

struct releases;

struct release {
    char id[ID_TEXT]; /* the decision; also the idempotency key */
    int64_t attempt;
    enum queue_kind kind; /* after: it takes a post down */
    struct span route, method, target;
    struct headers headers;     /* content headers */
    struct headers credentials; /* opened; empty unless they were kept */
    struct span body;
    bool as_is;
    struct releases *owner;
};

struct release_calls {
    struct release_rules (*rules)(void *user, struct span route);
    void (*send)(void *user, struct release *item);
    void (*look_up)(void *user, struct release *item); /* hold.lookup */
};

struct release_options {
    struct recorder *recorder;
    struct recorder_port *port; /* drained by the same worker */
    struct past_index *past;    /* refreshed by the polls */
    const char *store;
    struct span text_key;
    uint64_t expires_after_ms; /* audit.hold_expires; 0: never */
    uint32_t expires_then;     /* enum hold_then */
    uint32_t most_in_flight;   /* 0: 16 */
    const struct release_calls *calls;
    void *user;
};

bool releases_open(const struct release_options *o, struct releases **ret,
                   struct err *e) MUST_USE;
void releases_poll(struct releases *r);
uint32_t releases_in_flight(const struct releases *r);
void releases_close(struct releases **ref); /* what is in flight stays
                                             `releasing` */

/* Exactly one of these for each send or look_up, also from inside it. */
void release_answered(struct release *item, int status);
void release_failed(struct release *item, bool maybe_sent);
void release_looked_up(struct release *item, enum release_news news);

#endif
