/*
 * releasing - the serving gateway's side of releases: one worker polls the
 * queue and sends approved posts to the app.
 *
 * Example: releasing_open(lane, &lane->releasing, e);   // on worker 0
 *          ... releasing_close(&lane->releasing);
 *
 * Threads: that worker's. Source: docs/behaviour.md; review/release.h.
 */
#ifndef JOURNEY_RELEASING_H
#define JOURNEY_RELEASING_H

#include "base/err.h"

struct lane;
struct releasing;

bool releasing_open(struct lane *lane, struct releasing **ret,
                    struct err *e) MUST_USE;
void releasing_close(struct releasing **r); /* NULL is fine */

#endif
