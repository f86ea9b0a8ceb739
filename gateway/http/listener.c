#include "http/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool fail(const struct endpoint *at, const char *why, struct err *e)
{
    if (at->path != NULL)
        return err_set(e, ERR_CONFIG, NULL, "listen on unix:%s: %s", at->path,
                       why);
    return err_set(e, ERR_CONFIG, NULL, "listen on %s:%u: %s", at->host,
                   at->port, why);
}

/* An address as the system calls take it. */
struct place {
    struct sockaddr_storage at;
    socklen_t len;
};

static bool bind_tcp(const struct endpoint *at, const struct place *to,
                     int *ret_fd, struct err *e)
{
    int one = 1;
    int fd =
        socket(to->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return fail(at, strerrordesc_np(errno), e);
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)) != 0 ||
        bind(fd, (const struct sockaddr *)&to->at, to->len) != 0) {
        int code = errno;

        (void)close(fd);
        return fail(at, strerrordesc_np(code), e);
    }
    *ret_fd = fd;
    return true;
}

/* SO_REUSEPORT lets a second gateway of the same user in silently; a probe
 * without it tells that the address is taken. */
static bool is_free(const struct endpoint *at, const struct place *to,
                    struct err *e)
{
    int one = 1, code = 0;
    int fd = socket(to->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return fail(at, strerrordesc_np(errno), e);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(fd, (const struct sockaddr *)&to->at, to->len) != 0)
        code = errno;
    (void)close(fd);
    return code == 0 || fail(at, strerrordesc_np(code), e);
}

uint16_t listener_port(int fd)
{
    struct sockaddr_storage at = {.ss_family = AF_UNSPEC};
    socklen_t len = sizeof(at);

    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0)
        return 0;
    if (at.ss_family == AF_INET)
        return ntohs(((const struct sockaddr_in *)(void *)&at)->sin_port);
    if (at.ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)(void *)&at)->sin6_port);
    return 0;
}

static bool find_place(const struct endpoint *at, struct place *ret,
                       struct err *e)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *list = NULL;
    char port[8];
    int code;

    (void)snprintf(port, sizeof(port), "%u", at->port);
    code = getaddrinfo(at->host, port, &hints, &list);
    if (code != 0)
        return fail(at, gai_strerror(code), e);
    memcpy(&ret->at, list->ai_addr, list->ai_addrlen);
    ret->len = list->ai_addrlen;
    freeaddrinfo(list);
    return true;
}

/* All sockets share the port that the first one was given. */
static bool open_tcp(const struct endpoint *at, int *ret_fd, uint32_t count,
                     struct err *e)
{
    struct place to = {.len = 0};
    uint32_t i = 0;
    bool ok = find_place(at, &to, e) && is_free(at, &to, e);

    while (ok && i < count) {
        ok = bind_tcp(at, &to, &ret_fd[i], e);
        if (ok && i == 0)
            (void)getsockname(ret_fd[0], (struct sockaddr *)&to.at, &to.len);
        i += ok;
    }
    while (!ok && i > 0)
        (void)close(ret_fd[--i]);
    return ok;
}

static bool is_socket(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISSOCK(st.st_mode);
}

/* A file that a process left behind which did not end cleanly. */
static bool is_stale_socket(const struct sockaddr_un *at)
{
    int fd;
    bool refused;

    if (!is_socket(at->sun_path))
        return false;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return false;
    refused = connect(fd, (const struct sockaddr *)at, sizeof(*at)) != 0 &&
              errno == ECONNREFUSED;
    (void)close(fd);
    return refused;
}

void listener_remove(const struct endpoint *at)
{
    if (at->path != NULL && is_socket(at->path))
        (void)unlink(at->path);
}

static bool open_unix(const struct endpoint *at, int *ret_fd, uint32_t count,
                      struct err *e)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    uint32_t i;
    int fd;

    if (strlen(at->path) >= sizeof(to.sun_path))
        return fail(at, "path too long", e);
    (void)snprintf(to.sun_path, sizeof(to.sun_path), "%s", at->path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(at, strerrordesc_np(errno), e);
    if (is_stale_socket(&to))
        (void)unlink(at->path);
    if (bind(fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
        int code = errno;

        (void)close(fd);
        return fail(at, strerrordesc_np(code), e);
    }
    ret_fd[0] = fd;
    for (i = 1; i < count; i++)
        ret_fd[i] = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return true;
}

bool listener_open(const struct endpoint *at, int *ret_fd, uint32_t count,
                   struct err *e)
{
    return at->path != NULL ? open_unix(at, ret_fd, count, e)
                            : open_tcp(at, ret_fd, count, e);
}
