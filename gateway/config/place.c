#include "config/place.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool try_in(const char *folder, const char *below, const char *relative,
                   char *ret, size_t room)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s%s/%s", folder, below, relative);

    if (n < 0 || (size_t)n >= sizeof(path) || (size_t)n >= room)
        return false;
    if (access(path, R_OK) != 0)
        return false;
    memcpy(ret, path, (size_t)n + 1);
    return true;
}

/* The folder of the running program, without the last slash. */
static bool program_folder(char ret[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", ret, PATH_MAX - 1);
    char *slash;

    if (n <= 0)
        return false;
    ret[n] = '\0';
    slash = strrchr(ret, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return true;
}

/* A source tree is known by its Makefile: /usr/bin/.. is none. Test programs
 * and fuzzers stand deeper in the build folder. */
static bool find_in_source_tree(const char *program, const char *relative,
                                char *ret, size_t room)
{
    char folder[PATH_MAX];
    char mark[PATH_MAX];

    (void)snprintf(folder, sizeof(folder), "%s", program);
    for (int up = 0; up < 4; up++) {
        char *slash = strrchr(folder, '/');

        if (slash == NULL)
            return false;
        *slash = '\0';
        if (try_in(folder, "", "gateway/main.c", mark, sizeof(mark)))
            return try_in(folder, "", relative, ret, room);
    }
    return false;
}

bool place_find(const char *relative, char *ret, size_t room)
{
    /* Read once at start-up by callers; nothing here writes the environment. */
    const char *share = getenv("PAIFANG_SHARE"); /* NOLINT(concurrency-*) */
    char program[PATH_MAX];

    assert(relative[0] != '/' && strstr(relative, "..") == NULL);
    if (share != NULL && share[0] != '\0')
        return try_in(share, "", relative, ret, room);
    if (program_folder(program) &&
        (find_in_source_tree(program, relative, ret, room) ||
         try_in(program, "/share", relative, ret, room) ||
         try_in(program, "/../share/paifang", relative, ret, room)))
        return true;
    return try_in(PAIFANG_SHARE, "", relative, ret, room);
}
