/*
 * item - what one transaction part writes: a leaf of the log, what stands
 * beside it, and a change of the queue. All of an item becomes durable, or
 * nothing of it.
 *
 * Example: record_decision() makes the item of a decision (audit/record.h);
 *          item->held = &post; item->done = post_recorded; item->user = me;
 *          recorder_submit(port, item, e);
 *
 * Memory:  everything that an item points to lives until `done` was called;
 *          the journey keeps item and post in the post's arena.
 * Threads: the submitter's; the recorder has it between submit and done.
 * Source:  docs/behaviour.md.
 */
#ifndef AUDIT_ITEM_H
#define AUDIT_ITEM_H

#include "audit/author.h"
#include "base/err.h"
#include "base/id.h"
#include "base/span.h"

enum record_kind {
    RECORD_DECISION,
    RECORD_OUTCOME,      /* what the app answered, or that nobody knows */
    RECORD_REVIEW,       /* a person decided */
    RECORD_RELEASE,      /* a held post was sent, or could not be */
    RECORD_LATE_HIT,     /* a translation that came late met a rule */
    RECORD_REFUSED,      /* requests refused before a decision */
    RECORD_LATE_DROPPED, /* a late translation that nobody could wait for */
    RECORD_RELOAD,       /* other rules or configuration came into force */
    RECORD_KINDS
};

const char *record_kind_name(enum record_kind k); /* "late_hit" */

#define RECORD_SALT 16

struct deed; /* audit/history.h */

struct record_leaf {
    enum record_kind kind;
    char id[ID_TEXT];       /* the decision that it is, or is about */
    int verdict;            /* enum verdict of a decision; -1 for events */
    struct span json;       /* the leaf: no personal data */
    size_t tail;            /* its last bytes, which many leaves have in common:
                               a store may keep them once; 0: none */
    struct span side;       /* JSON that can be erased; empty: none */
    char salt[RECORD_SALT]; /* of the side text */
};

/* Why a post is in the queue. */
enum queue_kind {
    QUEUE_KIND_HOLD, /* not published yet */
    QUEUE_KIND_AFTER /* published, and worth a look afterwards */
};

/* Of a post in the queue; its request is the post itself, or (after) the one
 * that takes it down. */
enum queue_state {
    QUEUE_HELD,
    QUEUE_APPROVED,     /* to be sent by a serving gateway */
    QUEUE_RELEASING,    /* being sent: durable before the first byte */
    QUEUE_UNKNOWN,      /* sent, answer never learned: for a person */
    QUEUE_NEEDS_AUTHOR, /* the app asked for the author's own credentials */
    QUEUE_OPEN_STATES,  /* those before need something; those after are done */
    QUEUE_RELEASED = QUEUE_OPEN_STATES, /* the app has it */
    QUEUE_REFUSED,                      /* the app said no */
    QUEUE_REJECTED,
    QUEUE_EXPIRED,
    QUEUE_SUPERSEDED, /* the author published a newer version; after: the app
                         did not take it */
    QUEUE_CONFIRMED,  /* after: it is what the rules took it for */
    QUEUE_DISMISSED,  /* after: there is nothing wrong with it */
    QUEUE_STATES
};

#define QUEUE_BIT(state) (1U << (unsigned)(state))

/* A post for the queue. review/queue.h fills it. One more of kind after for the
 * same decision adds to what reviewers see; over the limit it is left out. */
struct queue_row {
    enum queue_kind kind;
    struct span route, method, target;
    struct span headers;     /* content headers as a JSON array of pairs */
    struct span body;        /* as it will be sent: masks applied */
    struct span body_as_is;  /* without masks; .at NULL: the same */
    struct span view;        /* for reviewers: texts, hits (JSON) */
    struct span credentials; /* sealed; empty: not kept */
    struct span rules;       /* [{"rule","hash"}] that the reviewer sees */
    unsigned char key[32];   /* same post again: route and body; hold only */
    uint64_t filter;         /* hash_fast of the body, for past_find() */
    const struct author *author;
    uint64_t held_per_author, held; /* limits */
};

/* A step of a held post from one state to another: only if it still is in one
 * of the states `from` (and at that attempt), else RECORD_CONFLICT. */
struct queue_change {
    char id[ID_TEXT];
    unsigned from; /* QUEUE_BITs */
    enum queue_state to;
    int64_t attempt;     /* as expected before; -1: any */
    bool new_attempt;    /* counts one more */
    struct span owner;   /* with QUEUE_RELEASING: which process */
    int status;          /* of the app's answer; 0: leave */
    uint64_t not_before; /* Unix ms of the next try; 0: now */
    int as_is;           /* 1, 0; -1: leave */
    bool escalate;       /* for a senior from now on */
    struct span by;      /* who did it; empty: leave */
    struct span body, body_as_is, view, rules; /* .at NULL: leave */
    struct span target;                        /* likewise */
    bool remember; /* approve and reject: holds for later identical posts */
    uint64_t remember_until; /* Unix ms */
};

enum record_result {
    RECORD_WRITTEN,
    RECORD_SAME,      /* the same post is held already: see same_as */
    RECORD_HOLD_FULL, /* over held_per_author or held; nothing was written */
    RECORD_CONFLICT,  /* a change that came too late; nothing was written */
    RECORD_FAILED     /* error tells: ERR_STORE */
};

struct record_item {
    struct record_leaf leaf;
    const struct author *author; /* brings its mapping; may be NULL */
    const struct deed *deed;     /* remembered of the author; may be NULL */
    bool forwarded;              /* an outcome must follow */
    bool settles;                /* this is that outcome */
    const struct queue_row *held;
    const struct queue_change *change;
    struct span resolves; /* id: this request was what a post that needs its
                             author waited for (past.needs_author) */
    /* A PUT or PATCH that is published: held ones of the same author to the
     * same target are superseded. Empty: none. */
    struct span supersedes;

    void (*done)(struct record_item *item); /* on the submitter's thread */
    void *user;
    enum record_result result;
    int64_t seq; /* of the leaf, once it is written */
    char same_as[ID_TEXT];
    struct err error;

    struct record_item *next; /* the recorder's */
    struct recorder_port *port;
};

#endif
