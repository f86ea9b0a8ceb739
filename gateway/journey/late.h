/*
 * late - translations that come after their post was answered.
 *
 * step_translate hears of them, step_review waits for them and judges them.
 *
 * Example: if (late_room_take(&lane->late, arena_used(p->arena))) return
 *          STEP_WAIT; ... late_room_give(&lane->late, the same);
 *
 * Threads: a room is one worker's.
 */
#ifndef JOURNEY_LATE_H
#define JOURNEY_LATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct post;

/* Posts that are answered, published or held, and wait for nothing but their
 * translation (held ones: for the people who judge them) keep all
 * their memory: a worker has room for so many, and of so many bytes. */
enum { LATE_MOST_POSTS = 1000, LATE_MOST_BYTES = 64 << 20 };

struct late_room {
    uint32_t posts;
    size_t bytes;
};

/* False: there is no room; the post goes on without its translation. */
bool late_room_take(struct late_room *room, size_t bytes) MUST_USE;
void late_room_give(struct late_room *room, size_t bytes);

/* The last late translation of a post that waits in step_review is there. */
void review_resume(struct post *p);

#endif
