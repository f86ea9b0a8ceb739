#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };

static bool file_err(const char *path, int number, struct err *e)
{
    return err_set(e, ERR_CONFIG, NULL, "%s: %s", path,
                   strerrordesc_np(number));
}

static bool size_err(const char *path, size_t most, struct err *e)
{
    static const struct {
        size_t bytes;
        const char *name;
    } units[] = {{1 << 20, "MiB"}, {1 << 10, "KiB"}, {1, "bytes"}};
    size_t i = 0;

    while (units[i].bytes > 1 && (most == 0 || most % units[i].bytes != 0))
        i++;
    return err_set(e, ERR_CONFIG, NULL, "%s: larger than %zu %s", path,
                   most / units[i].bytes, units[i].name);
}

static ssize_t read_some(int fd, char *to, size_t n)
{
    ssize_t got;

    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* At the ceiling one byte is read aside: whether there is more is only known
 * by asking for it. */
bool file_read_rest(int fd, const char *name, struct buf *ret, struct err *e)
{
    ssize_t got = 1;

    while (got > 0 && !ret->failed) {
        size_t left = ret->ceiling - ret->len;
        char beyond;

        if (left == 0) {
            got = read_some(fd, &beyond, 1);
            ret->failed = got > 0;
        } else {
            size_t n = left < CHUNK ? left : CHUNK;

            got = read_some(fd, buf_reserve(ret, n), n);
            ret->len += got > 0 ? (size_t)got : 0;
        }
    }
    if (got == 0)
        return true;
    if (got < 0)
        (void)file_err(name, errno, e);
    else
        (void)size_err(name, ret->ceiling, e);
    buf_reset(ret);
    return false;
}

static bool check_sort(int fd, const char *path, enum file_sort sort,
                       struct err *e)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return file_err(path, errno, e);
    if (S_ISDIR(st.st_mode))
        return file_err(path, EISDIR, e);
    return S_ISREG(st.st_mode) || sort == FILE_OR_PIPE ||
           err_set(e, ERR_CONFIG, NULL, "%s: not a regular file", path);
}

bool file_read(const char *path, enum file_sort sort, struct buf *ret,
               struct err *e)
{
    int wait = sort == FILE_REGULAR ? O_NONBLOCK : 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | wait);
    bool ok;

    if (fd < 0)
        return file_err(path, errno, e);
    ok = check_sort(fd, path, sort, e) && file_read_rest(fd, path, ret, e);
    (void)close(fd);
    return ok;
}
