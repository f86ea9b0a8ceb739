/*
 * reading_run - resumes a reading behind the step that waited.
 *
 * Example: a step returns STEP_WAIT; its callback calls reading_resume(r).
 *
 * Threads: the worker's.
 */
#ifndef JOURNEY_READING_RUN_H
#define JOURNEY_READING_RUN_H

struct reading;

void reading_resume(struct reading *r);

#endif
