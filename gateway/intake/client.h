/*
 * client - who asks: the connection's peer, and behind trusted proxies the
 * client that they name.
 *
 * Example: trusted_proxies 10.0.0.0/8, peer 10.0.0.5, X-Forwarded-For
 *          "6.6.6.6, 192.0.2.1, 10.0.0.7" gives client 192.0.2.1: the last one
 *          that is no trusted proxy itself.
 *
 * Memory:  spans of the head or of the exchange. Threads: pure.
 * Source:  docs/configuration.md; docs/behaviour.md.
 */
#ifndef INTAKE_CLIENT_H
#define INTAKE_CLIENT_H

#include "config/value.h"
#include "http/server.h"

struct client {
    bool peer_trusted;
    struct span peer, address; /* the same unless a trusted proxy says more */
    struct span scheme, host;  /* as the client sees us */
};

struct client client_of(const struct http_exchange *x,
                        const struct networks *trusted);

#endif
