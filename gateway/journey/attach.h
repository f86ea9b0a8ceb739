/*
 * attach - the attachment's JSON (translate/attachment.h) as a span.
 *
 * Example: attach_list(p->arena, list, count, &p->attachment, e)
 *
 * Out:     empty when no field had a translation.
 * Memory:  arena. Errors: ERR_MEMORY, also for an absurdly large attachment.
 * Threads: pure.
 */
#ifndef JOURNEY_ATTACH_H
#define JOURNEY_ATTACH_H

#include "base/arena.h"
#include "translate/attachment.h"

bool attach_object(struct arena *a, const struct attachment *from,
                   struct span *ret, struct err *e) MUST_USE;
bool attach_list(struct arena *a, const struct attachment *from, uint32_t count,
                 struct span *ret, struct err *e) MUST_USE;

#endif
