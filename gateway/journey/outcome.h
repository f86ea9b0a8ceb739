/*
 * outcome - the second record of a decision: what the app answered.
 *
 * Example: outcome_record(p, 201, NULL, true); // it took the post
 *
 * Threads: the post's worker; the record is batched and not awaited.
 */
#ifndef JOURNEY_OUTCOME_H
#define JOURNEY_OUTCOME_H

#include "journey/post.h"

void outcome_record(const struct post *p, int status, const struct err *e,
                    bool maybe_sent);

#endif
