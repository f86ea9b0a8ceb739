/*
 * rows - what a store is asked for, and the rows that it gives.
 *
 * Example: const struct queue_query q = {.id = SPAN("0197"), .limit = 2};
 *          s->driver->queue(s, &q, on_row, &found, e);
 *
 * Memory:  spans in rows live until the row callback returns.
 * Threads: plain data.
 */
#ifndef AUDIT_ROWS_H
#define AUDIT_ROWS_H

#include "audit/item.h"

struct store_query {
    struct span id;    /* prefix of a decision's id; empty: all */
    unsigned kinds;    /* 1 << enum record_kind; 0: all */
    unsigned verdicts; /* 1 << enum verdict; 0: all */
    struct span route; /* empty: all */
    uint64_t since_ms; /* 0: all */
    uint64_t limit;    /* 0: all */
    bool oldest_first;
};

struct store_record {
    int64_t seq;
    enum record_kind kind;
    struct span json;
    struct span side; /* .at NULL: none or erased */
};

struct queue_query {
    struct span id;     /* prefix of an id; empty: all */
    unsigned states;    /* QUEUE_BITs; 0: all */
    unsigned kinds;     /* 1 << enum queue_kind; 0: all */
    bool escalated;     /* only these */
    struct span route;  /* empty: all */
    uint64_t before_ms; /* held before this; 0: all */
    uint64_t due_ms;    /* not_before is at most this; 0: all */
    uint64_t limit;     /* 0: all */
    bool bodies;        /* headers, body, body_as_is, credentials too */
};

struct unsettled_query {
    int64_t from_seq;   /* leaves from this one on */
    uint64_t before_ms; /* made before this */
    uint64_t limit;     /* 0: all */
};

struct queue_item {
    struct span id, route, method, target, author, by, owner, view, rules;
    enum queue_kind kind;
    enum queue_state state;
    bool escalated;
    uint64_t since_ms, changed_ms;
    int64_t attempt;
    int status;
    bool as_is;
    struct span headers, body, body_as_is, credentials, key; /* with bodies */
};

struct past_query {
    const unsigned char *key; /* 32 bytes, queue_key() */
    const struct author *author;
    uint64_t now_ms;
};

struct past_row {
    bool pending;
    enum queue_state state; /* of the held post, when pending */
    bool approved, as_is;
    bool same_author;
    struct span id, rules;
};

/* What an author did (audit/history.h). */
struct store_deed {
    uint64_t at_ms;
    int verdict;
    uint64_t text;
    struct span bounced; /* 64-bit hashes, side by side */
};

/* A process that serves. */
struct store_beat {
    struct span owner; /* unique: host, process, start */
    struct span host;  /* kernel and process name space */
    int64_t pid, started;
    uint64_t beat_ms;
    int64_t open; /* no decision of its own that was written before this leaf
                     lacks its outcome; 0: none at all does */
};

/* Row callbacks: false ends the reading. */
typedef bool store_record_row(void *user, const struct store_record *row);
typedef bool store_queue_row(void *user, const struct queue_item *row);
typedef bool store_past_row(void *user, const struct past_row *row);
typedef bool store_deed_row(void *user, const struct store_deed *row);
typedef bool store_beat_row(void *user, const struct store_beat *row);

#endif
