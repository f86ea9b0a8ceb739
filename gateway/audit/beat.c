#include "audit/beat.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

static size_t read_small(const char *path, char *to, size_t room)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, to, room - 1);

    if (fd >= 0)
        (void)close(fd);
    to[n > 0 ? (size_t)n : 0] = '\0';
    to[strcspn(to, "\n")] = '\0';
    return strlen(to);
}

static void host_name(char *to, size_t room)
{
    char boot[64];
    char names[64];
    ssize_t n = readlink("/proc/self/ns/pid", names, sizeof(names) - 1);

    names[n > 0 ? n : 0] = '\0';
    (void)read_small("/proc/sys/kernel/random/boot_id", boot, sizeof(boot));
    (void)snprintf(to, room, "%s %s", boot, names);
}

/* Field 22 of /proc/PID/stat; the second field may hold spaces and brackets.
 * 0: there is no such process, or it is dead and not yet waited for. */
static int64_t start_time(int64_t pid)
{
    char path[64];
    char stat[1024];
    const char *at;

    (void)snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
    if (read_small(path, stat, sizeof(stat)) == 0)
        return 0;
    at = strrchr(stat, ')');
    if (at == NULL || at[1] == '\0' || strchr("ZX", at[2]) != NULL)
        return 0;
    for (int spaces = 0; at != NULL && spaces < 20; spaces++)
        at = strchr(at + 1, ' ');
    return at == NULL ? 0 : strtoll(at, NULL, 10);
}

void beat_self(struct beat *ret)
{
    struct store_beat *row = &ret->row;

    memset(ret, 0, sizeof(*ret));
    row->pid = getpid();
    row->started = start_time(row->pid);
    row->beat_ms = clock_wall_ms();
    host_name(ret->host, sizeof(ret->host));
    (void)snprintf(ret->owner, sizeof(ret->owner), "%s %lld %lld", ret->host,
                   (long long)row->pid, (long long)row->started);
    row->owner = span_of(ret->owner);
    row->host = span_of(ret->host);
}

bool beat_alive(const struct store_beat *b, uint64_t now_ms)
{
    char host[128];

    if (b->beat_ms == 0)
        return false; /* it ended and said so */
    host_name(host, sizeof(host));
    if (span_is(b->host, host))
        return start_time(b->pid) == b->started;
    return b->beat_ms + BEAT_DEAD_MS > now_ms;
}
