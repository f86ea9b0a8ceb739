#include "journey/watch.h"

#include <string.h>

#include "base/heap.h"
#include "journey/watch_files.h"

enum {
    POLL_MS = 2000,
    QUIET_MS = 200,
    MOST_LOOKS = 20, /* at files that never come to rest */
    MOST_FOLDERS = 512
};

struct folder {
    uv_fs_event_t event;
    struct folder *next;
    char *path;
};

struct watch {
    uv_loop_t *loop;
    void (*changed)(void *arg);
    void *arg;
    struct snapshot *snapshot; /* whose files; NULL: none yet */
    struct config *tried;      /* and these; or NULL */
    struct folder *folders;
    uint32_t folder_count;
    uint64_t settled; /* the state that was told, or asked for */
    uint64_t pending; /* another one, not yet at rest */
    uint32_t looks;
    uv_timer_t poll, quiet;
    uint32_t open_timers;
};

/* ---- folders ---- */

static void on_event(uv_fs_event_t *event, const char *name, int events,
                     int status);

static void on_folder_closed(uv_handle_t *event)
{
    struct folder *f = event->data;

    heap_free(f->path);
    heap_free(f);
}

static void close_folders(struct watch *w)
{
    struct folder *next;

    for (struct folder *f = w->folders; f != NULL; f = next) {
        next = f->next;
        f->event.data = f;
        uv_close((uv_handle_t *)&f->event, on_folder_closed);
    }
    w->folders = NULL;
    w->folder_count = 0;
}

static bool has_folder(const struct watch *w, const char *path)
{
    for (const struct folder *f = w->folders; f != NULL; f = f->next)
        if (strcmp(f->path, path) == 0)
            return true;
    return false;
}

/* One that can't be watched is looked at all the same, every POLL_MS. */
static void add_folder(void *arg, const char *path)
{
    struct watch *w = arg;
    struct folder *f;

    if (w->folder_count == MOST_FOLDERS || has_folder(w, path))
        return;
    f = heap_new(sizeof(*f));
    f->path = heap_text(path);
    f->next = w->folders;
    w->folders = f;
    w->folder_count++;
    (void)uv_fs_event_init(w->loop, &f->event);
    f->event.data = w;
    (void)uv_fs_event_start(&f->event, on_event, path, 0);
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

static void on_event(uv_fs_event_t *event, const char *name, int events,
                     int status)
{
    (void)name;
    (void)events;
    (void)status;
    come_to_rest(event->data);
}

static void on_poll(uv_timer_t *timer)
{
    struct watch *w = timer->data;

    if (look(w) != w->settled)
        come_to_rest(w);
}

/* ---- life ---- */

struct watch *watch_new(uv_loop_t *loop, void (*changed)(void *arg), void *arg)
{
    struct watch *w = heap_new(sizeof(*w));

    w->loop = loop;
    w->changed = changed;
    w->arg = arg;
    (void)uv_timer_init(loop, &w->poll);
    (void)uv_timer_init(loop, &w->quiet);
    w->poll.data = w->quiet.data = w;
    w->open_timers = 2;
    (void)uv_timer_start(&w->poll, on_poll, POLL_MS, POLL_MS);
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
    close_folders(w);
    watch_files_walk(&files, s, tried);
    if (at_rest) /* else the change that is under way stays one */
        w->settled = files.state;
}

uint64_t watch_state(struct watch *w)
{
    w->settled = look(w);
    return w->settled;
}

static void on_timer_closed(uv_handle_t *timer)
{
    struct watch *w = timer->data;

    if (--w->open_timers == 0)
        heap_free(w);
}

void watch_close(struct watch **w)
{
    struct watch *gone = *w;

    *w = NULL;
    if (gone == NULL)
        return;
    close_folders(gone);
    snapshot_drop(&gone->snapshot);
    config_free(&gone->tried);
    uv_close((uv_handle_t *)&gone->poll, on_timer_closed);
    uv_close((uv_handle_t *)&gone->quiet, on_timer_closed);
}
