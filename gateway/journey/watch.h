/*
 * watch - notices that a file behind a snapshot changed: the configuration,
 * rule packs with everything below their folders, word lists, locales.
 *
 * Example: struct watch *w = watch_new(loop, changed, me);
 *          watch_follow(w, snapshot, NULL);     // and again after each swap
 *          uint64_t before = watch_state(w);   // ... read the files ...
 *          if (watch_state(w) != before) ...   // they changed meanwhile
 *          watch_close(&w);
 *
 * The state of the files is a hash over their names, sizes, inodes and times.
 * Events of the kernel (inotify) make a change seen at once; a look every two
 * seconds sees what gives no events: network file systems, symbolic links that
 * are turned round, files that stay open, too many folders. `changed` is called
 * when the state has been the same for 200 ms: an editor writes, renames and
 * deletes more than once for one saving.
 *
 * Errors:  none: a file that is not there is a state, too.
 * Threads: the loop's.
 */
#ifndef JOURNEY_WATCH_H
#define JOURNEY_WATCH_H

#include <uv.h>

#include "journey/snapshot.h"

struct watch;

struct watch *watch_new(uv_loop_t *loop, void (*changed)(void *arg),
                        void *arg) MUST_USE;
/* Both are held. tried: a configuration that was read and could not be put to
 * use; its files may be mended. Or NULL. */
void watch_follow(struct watch *w, struct snapshot *s, struct config *tried);
/* What `changed` is measured against from here on. */
uint64_t watch_state(struct watch *w);
/* The loop must run afterwards until its handles are closed. */
void watch_close(struct watch **w);

#endif
