#include "journey/watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include "base/heap.h"
#include "journey/watch_files.h"

enum {
    POLL_MS = 2000,
    QUIET_MS = 200,
    MOST_LOOKS = 20, /* at files that never come to rest */
    MOST_FOLDERS = 512
};

/* Not IN_MODIFY, which libuv's own events always ask for: a store beside the
 * configuration would wake this thread with each page it writes. A file that is
 * written and stays open is seen by the poll. */
static const uint32_t folder_events = IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE |
                                      IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                      IN_DELETE_SELF | IN_MOVE_SELF;

struct watch {
    uv_loop_t *loop;
    void (*changed)(void *arg);
    void *arg;
    struct snapshot *snapshot; /* whose files; NULL: none yet */
    struct config *tried;      /* and these; or NULL */
    int inotify;               /* -1: none to be had */
    int folder[MOST_FOLDERS];
    uint32_t folder_count;
    uint64_t settled; /* the state that was told, or asked for */
    uint64_t pending; /* another one, not yet at rest */
    uint32_t looks;
    uv_timer_t poll, quiet;
    uv_poll_t events; /* of inotify */
    uint32_t open_handles;
};

/* ---- folders ---- */

static void forget_folders(struct watch *w)
{
    for (uint32_t i = 0; i < w->folder_count; i++)
        (void)inotify_rm_watch(w->inotify, w->folder[i]);
    w->folder_count = 0;
}

/* One that can't be watched is looked at all the same, every POLL_MS. A folder
 * that is watched already has the number it had. */
static void add_folder(void *arg, const char *path)
{
    struct watch *w = arg;
    int no;

    if (w->inotify < 0 || w->folder_count == MOST_FOLDERS)
        return;
    no = inotify_add_watch(w->inotify, path, folder_events);
    if (no < 0)
        return;
    for (uint32_t i = 0; i < w->folder_count; i++)
        if (w->folder[i] == no)
            return;
    w->folder[w->folder_count++] = no;
}

static void ignore_folder(void *arg, const char *path)
{
    (void)arg;
    (void)path;
}

static uint64_t look(const struct watch *w)
{
    struct watch_files files = {.folder = ignore_folder};

    if (w->snapshot != NULL)
        watch_files_walk(&files, w->snapshot, w->tried);
    return files.state;
}

/* ---- changes ---- */

static void on_quiet(uv_timer_t *timer)
{
    struct watch *w = timer->data;
    uint64_t now = look(w);

    if (now == w->settled)
        return;
    if (now != w->pending && ++w->looks < MOST_LOOKS) {
        w->pending = now;
        (void)uv_timer_start(&w->quiet, on_quiet, QUIET_MS, 0);
        return;
    }
    w->changed(w->arg);
}

static void come_to_rest(struct watch *w)
{
    if (uv_is_active((const uv_handle_t *)&w->quiet))
        return;
    w->looks = 0;
    w->pending = look(w);
    (void)uv_timer_start(&w->quiet, on_quiet, QUIET_MS, 0);
}

/* What happened does not matter, only that something did. */
static void on_events(uv_poll_t *events, int status, int which)
{
    struct watch *w = events->data;
    char ignored[4096];

    (void)status;
    (void)which;
    while (read(w->inotify, ignored, sizeof(ignored)) > 0)
        ;
    come_to_rest(w);
}

static void on_poll(uv_timer_t *timer)
{
    struct watch *w = timer->data;

    if (look(w) != w->settled)
        come_to_rest(w);
}

/* ---- life ---- */

static void start_events(struct watch *w)
{
    w->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->inotify < 0)
        return;
    (void)uv_poll_init(w->loop, &w->events, w->inotify);
    w->events.data = w;
    w->open_handles++;
    (void)uv_poll_start(&w->events, UV_READABLE, on_events);
}

struct watch *watch_new(uv_loop_t *loop, void (*changed)(void *arg), void *arg)
{
    struct watch *w = heap_new(sizeof(*w));

    w->loop = loop;
    w->changed = changed;
    w->arg = arg;
    (void)uv_timer_init(loop, &w->poll);
    (void)uv_timer_init(loop, &w->quiet);
    w->poll.data = w->quiet.data = w;
    w->open_handles = 2;
    (void)uv_timer_start(&w->poll, on_poll, POLL_MS, POLL_MS);
    start_events(w);
    return w;
}

void watch_follow(struct watch *w, struct snapshot *s, struct config *tried)
{
    struct watch_files files = {.folder = add_folder, .arg = w};
    bool at_rest = look(w) == w->settled;

    snapshot_drop(&w->snapshot);
    config_free(&w->tried);
    w->snapshot = snapshot_hold(s);
    if (tried != NULL)
        w->tried = config_hold(tried);
    forget_folders(w);
    watch_files_walk(&files, s, tried);
    if (at_rest) /* else the change that is under way stays one */
        w->settled = files.state;
}

uint64_t watch_state(struct watch *w)
{
    w->settled = look(w);
    return w->settled;
}

static void on_closed(uv_handle_t *handle)
{
    struct watch *w = handle->data;

    if (--w->open_handles > 0)
        return;
    if (w->inotify >= 0)
        (void)close(w->inotify);
    heap_free(w);
}

void watch_close(struct watch **w)
{
    struct watch *gone = *w;

    *w = NULL;
    if (gone == NULL)
        return;
    snapshot_drop(&gone->snapshot);
    config_free(&gone->tried);
    uv_close((uv_handle_t *)&gone->poll, on_closed);
    uv_close((uv_handle_t *)&gone->quiet, on_closed);
    if (gone->inotify >= 0)
        uv_close((uv_handle_t *)&gone->events, on_closed);
}
