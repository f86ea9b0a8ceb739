/*
 * listener - the listening sockets of an endpoint, one for each worker.
 *
 * Example: int fd[4];
 *          if (!listener_open(&config->listen.proxy, fd, 4, e)) ...
 *
 * TCP: a socket each with SO_REUSEPORT, so the kernel spreads connections.
 * unix:/path: one socket, duplicated; a socket file left behind is replaced.
 *
 * Memory:  the descriptors are the caller's.
 * Errors:  ERR_CONFIG with the address and the reason.
 * Threads: at start, before the workers.
 */
#ifndef HTTP_LISTENER_H
#define HTTP_LISTENER_H

#include "base/err.h"
#include "config/value.h"

bool listener_open(const struct endpoint *at, int *ret_fd, uint32_t count,
                   struct err *e) MUST_USE;

#endif
