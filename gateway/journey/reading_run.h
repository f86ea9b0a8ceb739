/*
 * reading_run - resumes a reading behind the step that waited.
 */
#ifndef JOURNEY_READING_RUN_H
#define JOURNEY_READING_RUN_H

struct reading;

void reading_resume(struct reading *r);

#endif
