/*
 * Who may call a route of the admin listener. Without tokens a route that
 * changes something is for processes of this machine only. A web page open in
 * a browser there is kept out as well: its requests tell an Origin, and a name
 * that it lets point at us (DNS rebinding) is not on the list of hosts.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "admin/admin.h"

static bool is_loopback(const char *peer)
{
    struct span p = span_of(peer);

    return span_is(p, "unix") || span_is(p, "::1") ||
           span_starts(p, SPAN("127.")) || span_starts(p, SPAN("::ffff:127."));
}

/* Without the port, and without the brackets of a v6 address. */
static struct span host_name(struct span host)
{
    if (host.len > 0 && host.at[0] == '[')
        return span_slice(host, 1, span_find_byte(host, ']', 0));
    return span_slice(host, 0, span_find_byte(host, ':', 0));
}

static bool is_address(struct span name)
{
    char text[INET6_ADDRSTRLEN + 1];
    unsigned char address[sizeof(struct in6_addr)];
    int n = snprintf(text, sizeof(text), SPAN_FMT, SPAN_ARG(name));

    return n > 0 && (size_t)n < sizeof(text) &&
           (inet_pton(AF_INET, text, address) == 1 ||
            inet_pton(AF_INET6, text, address) == 1);
}

static bool is_our_host(struct span host, const struct endpoint *listen)
{
    struct span name = host_name(host);

    return span_equal_nocase(name, SPAN("localhost")) || is_address(name) ||
           (listen->host != NULL &&
            span_equal_nocase(name, span_of(listen->host)));
}

static bool is_our_origin(struct span origin, struct span host)
{
    return span_starts(origin, SPAN("http://")) &&
           span_equal_nocase(span_from(origin, 7), host);
}

bool admin_may(const struct http_exchange *x, enum admin_role role,
               const struct endpoint *listen)
{
    struct span origin;

    if (role == ROLE_ANYONE)
        return true;
    if (!is_loopback(x->peer_text))
        return false;
    if (header_get(&x->head.headers, SPAN("origin"), &origin) &&
        !is_our_origin(origin, x->head.host))
        return false;
    return listen->path != NULL || is_our_host(x->head.host, listen);
}
