/* Which files a list of folders and files means. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/heap.h"
#include "match/pack.h"

enum { MOST_DEPTH = 16, MOST_FILES = 10000 };

struct names {
    char **at;
    size_t count, room;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_names(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        heap_free(n->at[i]);
    heap_free(n->at);
}

/* Sorted, without hidden ones: the order of a folder must not depend on the
 * file system. */
static bool read_folder(const char *path, struct names *ret, struct err *e)
{
    DIR *d = opendir(path);
    const struct dirent *entry;

    if (d == NULL)
        return err_set(e, ERR_CONFIG, NULL, "%s: %s", path,
                       strerrordesc_np(errno));
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): the DIR is ours alone */
    while ((entry = readdir(d)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (ret->count == ret->room) {
            ret->room = ret->room > 0 ? ret->room * 2 : 16;
            ret->at = heap_grow(ret->at, ret->room, sizeof(*ret->at));
        }
        ret->at[ret->count++] = heap_text(entry->d_name);
    }
    (void)closedir(d);
    if (ret->count > 1)
        qsort(ret->at, ret->count, sizeof(*ret->at), by_name);
    return true;
}

static bool add_file(struct pack_paths *l, const char *path, size_t root,
                     struct err *e)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;

    if (l->count == MOST_FILES)
        return err_set(e, ERR_CONFIG, NULL, "%s: more than %d rule packs", path,
                       MOST_FILES);
    if (l->count == l->room) {
        l->room = l->room > 0 ? l->room * 2 : 16;
        l->at = heap_grow(l->at, l->room, sizeof(*l->at));
    }
    l->at[l->count++] = (struct pack_path){heap_text(path), root,
                                           strcmp(name, "allow.yaml") == 0};
    return true;
}

static bool is_pack(const char *name)
{
    return span_ends(span_of(name), SPAN(".yaml")) ||
           span_ends(span_of(name), SPAN(".yml"));
}

static bool add_path(struct pack_paths *l, const char *path, size_t root,
                     unsigned depth, struct err *e);

static bool add_folder(struct pack_paths *l, const char *path, size_t root,
                       unsigned depth, struct err *e)
{
    struct names names = {0};
    bool ok = depth < MOST_DEPTH ||
              err_set(e, ERR_CONFIG, NULL, "%s: too many folders deep", path);

    ok = ok && read_folder(path, &names, e);
    for (size_t i = 0; ok && i < names.count; i++) {
        char below[PATH_MAX];
        struct stat st;
        int n = snprintf(below, sizeof(below), "%s%s%s", path,
                         span_ends(span_of(path), SPAN("/")) ? "" : "/",
                         names.at[i]);

        if (n < 0 || (size_t)n >= sizeof(below))
            ok = err_set(e, ERR_CONFIG, NULL, "%s: path too long", path);
        else if (stat(below, &st) != 0)
            ok =
                !is_pack(names.at[i]) || err_set(e, ERR_CONFIG, NULL, "%s: %s",
                                                 below, strerrordesc_np(errno));
        else if (S_ISDIR(st.st_mode) || is_pack(names.at[i]))
            ok = add_path(l, below, root, depth + 1, e);
    }
    free_names(&names);
    return ok;
}

static bool add_path(struct pack_paths *l, const char *path, size_t root,
                     unsigned depth, struct err *e)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return err_set(e, ERR_CONFIG, NULL, "%s: %s", path,
                       strerrordesc_np(errno));
    if (S_ISDIR(st.st_mode))
        return add_folder(l, path, root, depth, e);
    if (S_ISREG(st.st_mode))
        return add_file(l, path, root, e);
    return err_set(e, ERR_CONFIG, NULL, "%s: not a file", path);
}

/* The part of the path that only says where the rule set lies: its hash must
 * not depend on that. */
static size_t root_of(const char *path)
{
    struct stat st;
    const char *slash = strrchr(path, '/');

    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return strlen(path) + (span_ends(span_of(path), SPAN("/")) ? 0 : 1);
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

bool pack_find(const char *const *paths, size_t count, struct pack_paths *ret,
               struct err *e)
{
    struct pack_paths l = {0};

    for (size_t i = 0; i < count; i++) {
        uint32_t before = l.count;
        bool ok = add_path(&l, paths[i], root_of(paths[i]), 0, e);

        if (ok && l.count == before)
            ok = err_set(e, ERR_CONFIG, NULL, "%s: no rule packs (*.yaml) here",
                         paths[i]);
        if (!ok) {
            pack_paths_free(&l);
            return false;
        }
    }
    *ret = l;
    return true;
}

void pack_paths_free(struct pack_paths *p)
{
    for (uint32_t i = 0; i < p->count; i++)
        heap_free(p->at[i].path);
    heap_free(p->at);
    *p = (struct pack_paths){0};
}
