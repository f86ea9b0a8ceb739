/*
 * unsettled - decisions of this process that were forwarded and whose outcome
 * is not recorded yet.
 *
 * Example: unsettled_add(&u, item->leaf.id, item->seq); // it is durable
 *          unsettled_drop(&u, event->leaf.id);          // so is its outcome
 *          self.open = unsettled_first(&u);             // for the next beat
 *
 * A table in memory, because the log has it all: what a process leaves open
 * when it dies is found there, from the leaf that its last beat names on.
 *
 * Memory:  owns its table; ids are copied.
 * Threads: one owner.
 */
#ifndef AUDIT_UNSETTLED_H
#define AUDIT_UNSETTLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct unsettled_entry {
    char id[ID_TEXT]; /* empty: a free place */
    int64_t seq;
};

struct unsettled {
    struct unsettled_entry *at; /* open addressing; room is a power of two */
    size_t room, count;
};

void unsettled_add(struct unsettled *u, const char id[ID_TEXT], int64_t seq);
void unsettled_drop(struct unsettled *u, const char id[ID_TEXT]);
int64_t unsettled_first(const struct unsettled *u); /* least seq; 0: none */

/* Calls add for at most `most` that were made before; returns how many. */
size_t unsettled_older(const struct unsettled *u, uint64_t before_ms,
                       size_t most,
                       void (*add)(void *user, const char id[ID_TEXT]),
                       void *user);
void unsettled_free(struct unsettled *u);

#endif
