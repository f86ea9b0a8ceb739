/*
 * renditions - a post's machine translations, one for each audience that does
 * not read its language.
 *
 * Example: renditions_start(p, 800, &calls, e);  ... all done ...
 *          renditions_judge(p, &r, e);    // p->moderation
 *          renditions_attach(p, &r, e);   // p->attachment
 *
 * A field is translated for every audience whose language is not the field's
 * only one. Masks are applied before anything is sent. A gloss is
 * neither judged nor attached unless translate.publish_gloss says so.
 *
 * Memory:  the post's arena; jobs are freed with the post.
 * Threads: the post's worker.
 */
#ifndef JOURNEY_RENDITIONS_H
#define JOURNEY_RENDITIONS_H

#include "journey/post.h"

struct renditions {
    struct moderate_rendition *rendition;
    uint32_t *job;    /* which of p->job is behind each rendition */
    uint32_t **field; /* which text of that job each text is */
    uint32_t count;
};

/* As in struct translate_request; late may be NULL. */
struct renditions_calls {
    void (*done)(struct translate_job *job, void *post);
    void (*late)(struct translate_job *job, void *post);
};

/* Sets p->job, p->job_count and p->jobs_open (those that still wait). */
bool renditions_start(struct post *p, uint64_t wait_ms,
                      const struct renditions_calls *calls, struct err *e);

/* Judges what is there by the same rules: p->moderation covers it then. */
bool renditions_judge(struct post *p, struct renditions *ret, struct err *e);

/* After judging: builds p->attachment of what no rule withholds. */
bool renditions_attach(struct post *p, const struct renditions *r,
                       struct err *e);

/* Everything that came, glosses too, as a JSON list for reviewers. */
bool renditions_view(struct post *p, struct span *ret, struct err *e);

/* The worst failure of any text of any job, or ERR_NONE. */
enum err_kind renditions_failure(const struct post *p);

void renditions_free(struct post *p);

/* The audiences of the configuration for which this text has to be put into
 * another language: not its only one, and not a mere change of script. */
bool rendition_needed(const struct detection *d, enum lang audience);

#endif
