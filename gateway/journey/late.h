/*
 * late - translations that come after their post was published.
 *
 * step_translate hears of them, step_review waits for them and judges them.
 */
#ifndef JOURNEY_LATE_H
#define JOURNEY_LATE_H

struct post;

/* The last late translation of a post that waits in step_review is there. */
void review_resume(struct post *p);

#endif
