/*
 * failure - what follows when a step fails (docs/operations.md).
 *
 * Example: if (!failure_take(post, &e)) -> the post was refused and answered
 *
 * The outcome comes from `failure:` in the configuration: refuse answers with
 * the status of the error's kind and publishes nothing; hold, flag and reject
 * raise the verdict; publish goes on. Each is noted on the post, counted and
 * recorded with the decision. A record or reply that fails is tried again, once
 * (with new memory, or another verdict), and then refused: nothing is answered
 * as held or decided that is not in the store.
 *
 * Threads: the post's worker.
 */
#ifndef JOURNEY_FAILURE_H
#define JOURNEY_FAILURE_H

#include "journey/post.h"

enum failure_next {
    FAILURE_REFUSED, /* answered; the journey is over */
    FAILURE_AGAIN,   /* this step once more: it can't be left out */
    FAILURE_GO_ON,   /* with the next step */
    FAILURE_RECORD   /* straight to the record: nothing more can be judged */
};

enum failure_next failure_take(struct post *p, const struct err *e);

/* Notes a failure that changes nothing else (a late translation, say). */
void failure_note(struct post *p, const char *failure_class, enum outcome o);

#endif
