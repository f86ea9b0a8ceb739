/*
 * listener - the listening sockets of an endpoint, one for each worker.
 *
 * Example: int fd[4];
 *          if (!listener_open(&config->listen.proxy, fd, 4, e)) ...
 *
 * TCP: a socket each with SO_REUSEPORT, so the kernel spreads connections;
 * port 0 is one free port for all of them, listener_port() tells which.
 * unix:/path: one socket, duplicated; a socket file that nobody listens on any
 * more is replaced. listener_remove() takes the file away at a clean stop.
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

uint16_t listener_port(int fd); /* 0 for a socket file */

/* While the sockets still listen: later the file may be another process's. */
void listener_remove(const struct endpoint *at);

#endif
