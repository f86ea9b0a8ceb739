/*
 * post - all that is known of one post while it travels (steps.h).
 *
 * Each step reads what earlier steps left and writes its own part; the parts
 * stand here in the order of the steps.
 *
 * Memory:  the post and everything it points to live in its arena, the request
 *          in the connection's buffer; both until intake's on_closed.
 * Threads: a post belongs to the worker whose loop it came in on.
 */
#ifndef JOURNEY_POST_H
#define JOURNEY_POST_H

#include "audit/history.h"
#include "audit/record.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "decide/moderate.h"
#include "fields/fields.h"
#include "intake/intake.h"
#include "journey/lane.h"
#include "journey/steps.h"
#include "journey/under_way.h"
#include "reply/reply.h"
#include "review/past.h"
#include "translate/engine.h"

enum { POST_MOST_FAILURES = 4, POST_MOST_STEPS = 12 };

/* A failure class met on the way, and what followed. */
struct post_failure {
    const char *failure_class; /* static */
    enum outcome outcome;
};

struct post {
    struct lane *lane;
    struct kit *kit;
    const struct snapshot *snapshot; /* the kit's */
    const struct route_plan *plan;
    struct intake_request *request;
    struct arena *arena;
    struct arena *full_arena; /* the first one, after it ran full */

    struct post *next; /* of those that arrived in one turn of the loop */
    size_t step;
    bool running; /* inside a step: closing must wait */
    bool closed;  /* the connection is done with the request */
    uint64_t began_us;
    uint64_t step_us[POST_MOST_STEPS];
    char id[ID_TEXT];
    struct post_failure failure[POST_MOST_FAILURES];
    uint32_t failure_count;

    /* intake; copies: the post outlives its request */
    struct span body;        /* content coding undone */
    struct buf decoded_body; /* its bytes, if there was one */
    struct span method, query;
    struct span content_type; /* .at NULL: none */
    bool decoded;

    /* fields */
    struct fields fields;
    struct moderate_text *text; /* one a field */

    /* author */
    struct author author;
    uint64_t text_hash; /* of all texts, if a rule asks for the same text */
    uint32_t *answers;  /* one a question of the rules; NULL: unknown author */
    struct history_told told;
    bool asked; /* told is there */
    struct under_way here;

    /* moderate: judged stays false when it failed */
    bool judged;
    struct moderation moderation;
    enum verdict verdict; /* in force: rules, failures, human decisions */

    /* past */
    struct past past;  /* what a person decided on this very post */
    struct span human; /* the decision whose review this one follows */

    /* translate */
    struct translate_job **job; /* one an audience */
    uint32_t **job_field;       /* the field behind each text of a job */
    uint32_t job_count, jobs_open, jobs_late;
    bool came_late, awaits_late; /* translations after publication */
    size_t late_bytes;           /* taken of the lane's room */
    struct span attachment;      /* JSON, empty: none */

    /* compose */
    const struct field_changes *masks; /* one a field; NULL: none */
    struct fields_output out;
    bool composed;

    /* record */
    const char *note[4]; /* static words for the record */
    uint32_t note_count;
    bool recorded;
    bool again;         /* a step that is needed failed and is tried again */
    bool repeated;      /* the same post is held already; id is that one's */
    struct span advice; /* URL of the page that tells the author */

    /* upstream */
    bool sent, retried_bare;
    struct err app_failed; /* ERR_NONE: it answered */
};

/* The strongest of what is there and v. */
void post_raise(struct post *p, enum verdict v);

/* What the rules say, seen what a person decided on this very post before. */
enum verdict post_ruled(const struct post *p);

/* Observe mode forwards whatever came, whatever was decided. */
bool post_observed(const struct post *p);

/* The app gets it now: published, or held by a field of the app's own. */
bool post_sends(const struct post *p);

/* It waits for a person. */
bool post_holds(const struct post *p);

struct span post_header(const struct post *p, struct span name);

#endif
