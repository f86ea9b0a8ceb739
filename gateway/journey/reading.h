/*
 * reading - a reader's GET whose answer is enriched with translations.
 *
 * The app's own JSON answer is taken whole, each post in it is translated into
 * the reader's language (Accept-Language, or ?lang=), and the translation is
 * spliced in at `attach`; every other byte stays as the app sent it. An answer
 * that is not JSON, too big or malformed passes untouched, and so does every
 * request of a reader who asks for no language of ours.
 *
 * Memory:  its own arena, until intake's on_closed.
 * Threads: the worker's.
 * Source:  docs/configuration.md; docs/behaviour.md; docs/operations.md.
 */
#ifndef JOURNEY_READING_H
#define JOURNEY_READING_H

#include "fields/items.h"
#include "journey/lane.h"
#include "journey/post.h"
#include "journey/steps.h"

/* One post in the answer. */
struct read_item {
    struct moderate_text *text;  /* one a field of the item */
    struct detection *detection; /* likewise */
    uint32_t text_count;
    uint32_t first; /* its texts in the job: [first, first+count) */
    uint32_t count;
    uint32_t *field;        /* the field behind each of them */
    struct span attachment; /* JSON, empty: none */
};

struct reading {
    struct lane *lane;
    struct kit *kit;
    const struct snapshot *snapshot; /* the kit's */
    const struct route_plan *plan;
    struct intake_request *request;
    struct arena *arena;
    enum locale locale; /* the reader's */
    enum lang language; /* likewise, as the detector names it */
    size_t step;
    bool running, closed; /* as in struct post */

    /* fetch */
    bool whole;                     /* the answer is wanted whole */
    const struct http_head *answer; /* during on_answer, else copied */
    struct span body;

    /* items */
    struct items items;
    struct read_item *item;
    struct translate_text *wanted;
    uint32_t wanted_count;

    /* enrich */
    struct translate_job *job;
    uint64_t generation; /* hash of what was added */
};

/* intake's on_read hook; user is the lane. */
void reading_begin(void *user, struct intake_request *r);

#endif
