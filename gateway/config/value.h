/*
 * value - the C types of option values; units are types.
 *
 * Example: if (body.len > config->limits.body.bytes) ...
 *          timer_start(config->upstream.timeout.ms)
 *
 * Every text is NUL-terminated and lives as long as the struct config.
 * Threads: plain data.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/span.h"

struct size {
    uint64_t bytes; /* 64KiB, 1MiB, 2GiB, or plain bytes */
};

struct duration {
    uint64_t ms; /* 800ms, 5s, 10m, 48h, 30d */
};

struct rate {
    uint64_t per_s; /* 100/s, 1KiB/s */
};

/* A credential. `file:/path` is read when the config is read; a key file of
 * our own that can't be read (yet) leaves value.at NULL and names its path. */
struct secret {
    struct span value;
    const char *path; /* NULL unless `file:` */
};

struct texts {
    const char *const *at;
    uint32_t count;
};

struct pair {
    const char *name, *value;
};

struct pairs {
    const struct pair *at;
    uint32_t count;
};

/* Texts under names of their own. */
struct named_texts {
    const char *name;
    struct texts texts;
};

struct lists {
    const struct named_texts *at;
    uint32_t count;
};

/* host:port, [v6]:port, unix:/path. Port 0 is any free one. No name look-up is
 * done here. */
struct endpoint {
    const char *host; /* without brackets; NULL for a socket file */
    uint16_t port;
    const char *path; /* of the socket file, or NULL */
};

/* http://host[:port][/path]: path is "" or starts with / and has no / at its
 * end. All texts "" when the option was left empty. */
struct url {
    const char *text; /* as written */
    const char *scheme, *host;
    uint16_t port; /* the scheme's own when not written */
    const char *path;
};

/* An address block; v4 blocks match v4-mapped v6 addresses too. */
struct network {
    int family; /* AF_INET or AF_INET6 */
    unsigned char address[16];
    unsigned bits;
};

struct networks {
    const struct network *at;
    uint32_t count;
};

bool networks_have(const struct networks *list, const struct sockaddr *peer);

/* Who the author of a request is (docs/behaviour.md). */
struct author_source {
    enum author_kind {
        AUTHOR_CREDENTIAL, /* Authorization or the session cookie */
        AUTHOR_HEADER,     /* name; believed from trusted_proxies only */
        AUTHOR_JSON        /* name is a JSON Pointer; unverified */
    } kind;
    const char *name;
};

#endif
