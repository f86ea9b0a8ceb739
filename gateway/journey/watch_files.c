#include "journey/watch_files.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "config/place.h"

enum { MOST_DEPTH = 16, MOST_FILES = 20000 };

/* A sum, so that the order of a folder does not matter. */
static void add_state(struct watch_files *f, const char *path,
                      const struct stat *st)
{
    const uint64_t of[] = {
        hash_fast(span_of(path)),     (uint64_t)st->st_dev,
        (uint64_t)st->st_ino,         (uint64_t)st->st_size,
        (uint64_t)st->st_mtim.tv_sec, (uint64_t)st->st_mtim.tv_nsec,
        (uint64_t)st->st_ctim.tv_sec, (uint64_t)st->st_ctim.tv_nsec,
    };

    f->state += hash_fast((struct span){(const char *)of, sizeof(of)});
    f->count++;
}

static bool is_counted(const char *name)
{
    return name[0] != '.' && !span_ends(span_of(name), SPAN("~"));
}

static void walk(struct watch_files *f, const char *path, unsigned depth);

static void walk_folder(struct watch_files *f, const char *path, unsigned depth)
{
    DIR *d = opendir(path);
    const struct dirent *entry;

    f->folder(f->arg, path);
    f->count++;
    if (d == NULL)
        return;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the DIR is ours alone */
    while ((entry = readdir(d)) != NULL) {
        char below[PATH_MAX];
        int n;

        if (!is_counted(entry->d_name))
            continue;
        n = snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
        if (n > 0 && (size_t)n < sizeof(below))
            walk(f, below, depth + 1);
    }
    (void)closedir(d);
}

static void walk(struct watch_files *f, const char *path, unsigned depth)
{
    struct stat st;

    if (depth > MOST_DEPTH || f->count > MOST_FILES || stat(path, &st) != 0)
        return;
    if (S_ISDIR(st.st_mode))
        walk_folder(f, path, depth);
    else
        add_state(f, path, &st);
}

/* A single file: the events of its folder tell of it. */
static void walk_file(struct watch_files *f, const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int n = snprintf(folder, sizeof(folder), "%.*s",
                     slash != NULL ? (int)(slash - path) : 1,
                     slash != NULL ? path : ".");

    if (n > 0 && (size_t)n < sizeof(folder))
        f->folder(f->arg, folder);
    else if (n == 0)
        f->folder(f->arg, "/");
    walk(f, path, 0);
}

static void walk_pack(struct watch_files *f, const char *path)
{
    struct stat st;

    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        walk(f, path, 0);
    else
        walk_file(f, path);
}

static void walk_config(struct watch_files *f, const struct config *c)
{
    if (c->path != NULL)
        walk_file(f, c->path);
    for (uint32_t i = 0; i < c->rules.packs.count; i++)
        walk_pack(f, c->rules.packs.at[i]);
    if (c->help.lines[0] != '\0')
        walk_file(f, c->help.lines);
}

void watch_files_walk(struct watch_files *f, const struct snapshot *s,
                      const struct config *tried)
{
    char locales[PATH_MAX];

    f->state = 0;
    f->count = 0;
    walk_config(f, s->config);
    if (tried != NULL)
        walk_config(f, tried);
    for (uint32_t i = 0; i < s->rules->file_count; i++)
        walk_file(f, s->rules->file[i]);
    if (place_find("locales", locales, sizeof(locales)))
        walk(f, locales, 0);
}
