/*
 * unmatched - the writes that no route names, each told once.
 *
 * Example: POST /api/posts/17/like gives the line
 *   - {name: "post-api-posts-id-like", kind: publish, match: {method: POST,
 *     path: "/api/posts/{id}/like"}, text: []}
 *
 * Numbers, UUIDs and long hexadecimal segments count as {id}. At most
 * UNMATCHED_MOST are remembered; later ones are not told.
 *
 * Threads: safe; one struct for the process.
 * Source:  docs/behaviour.md.
 */
#ifndef INTAKE_UNMATCHED_H
#define INTAKE_UNMATCHED_H

#include "base/buf.h"
#include "base/span.h"

enum { UNMATCHED_MOST = 256 };

struct unmatched;

struct unmatched *unmatched_new(void) MUST_USE;
void unmatched_free(struct unmatched **u);

/* True and the line in `line` when this is the first time. */
bool unmatched_note(struct unmatched *u, struct span method, struct span path,
                    struct buf *line);

#endif
