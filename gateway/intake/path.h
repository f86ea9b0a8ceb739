/*
 * path - the ways in which an app may read a path.
 *
 * Example: /api/%70osts/  /api//posts  /api/x/../posts  /api/posts;v=1 are all
 *          read as /api/posts by some framework or other.
 *
 * A path that has any of these features has several readings: with and without
 * each of them undone. The first one has all undone. A plain path has one. The
 * trailing slash is cut in every reading; case is left to the comparison.
 *
 * In:      the path of a target, ASCII.
 * Memory:  a reading is written into the caller's buffer; a path without
 *          features is its own reading.
 * Threads: pure.
 * Source:  docs/behaviour.md; RFC 3986 5.2.4 and 6.2.2.
 */
#ifndef INTAKE_PATH_H
#define INTAKE_PATH_H

#include "base/buf.h"
#include "base/span.h"

/* What there is to undo. */
enum path_feature {
    PATH_PERCENT = 1,       /* %70osts */
    PATH_DOTS = 2,          /* /x/../posts */
    PATH_SLASHES = 4,       /* //posts /;v=1/posts */
    PATH_PARAMETERS = 8,    /* posts;v=1 */
    PATH_HIDDEN_SLASH = 16, /* %2F or a backslash, read as / */
    PATH_ENDS = 32 /* posts. posts%20 posts%0A: cut off by Windows, by $ */
};

unsigned path_features(struct span path);

/* The reading with the features of `undo` undone; undo is a subset of what
 * path_features() gave. */
struct span path_reading(struct span path, unsigned undo, struct buf *b);

/* The subset after `undo` on the way from all of them to none; false behind
 * the last. */
bool path_next_reading(unsigned features, unsigned *undo);

/* What an honest writer does not send: %2F %5C %00, a backslash, encoded
 * dots, double encoding, a broken escape. NULL, or what it is. */
const char *path_oddity(struct span path);

#endif
