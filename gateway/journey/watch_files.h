/*
 * watch_files - the files and folders behind a snapshot, as one number.
 *
 * Example: struct watch_files f = {.folder = seen, .arg = w};
 *          watch_files_walk(&f, s, NULL);     // f.state, and seen(w, "rules")
 *
 * Out:     state: equal as long as no file appears, goes or changes.
 * Errors:  none; hidden files, and names that end in ~, count for nothing.
 * Threads: pure, but for the file system.
 */
#ifndef JOURNEY_WATCH_FILES_H
#define JOURNEY_WATCH_FILES_H

#include "journey/snapshot.h"

struct watch_files {
    void (*folder)(void *arg, const char *path); /* each that holds one */
    void *arg;
    uint64_t state;
    uint32_t count;
};

/* tried: see journey/watch.h; or NULL. */
void watch_files_walk(struct watch_files *f, const struct snapshot *s,
                      const struct config *tried);

#endif
