#include "intake/client.h"

#include <stdio.h>
#include <string.h>
#include <uv.h>

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80" without the
 * port and brackets. */
static struct span bare_address(struct span s)
{
    size_t colon = span_find_byte(s, ':', 0);

    if (s.len > 0 && s.at[0] == '[')
        return span_slice(s, 1, span_find_byte(s, ']', 0));
    if (colon < s.len && span_find_byte(s, ':', colon + 1) == s.len)
        return span_slice(s, 0, colon);
    return s;
}

static bool parse_address(struct span s, struct sockaddr_storage *ret)
{
    char text[64];

    if (s.len >= sizeof(text))
        return false;
    (void)snprintf(text, sizeof(text), SPAN_FMT, SPAN_ARG(s));
    return uv_ip4_addr(text, 0, (struct sockaddr_in *)ret) == 0 ||
           uv_ip6_addr(text, 0, (struct sockaddr_in6 *)ret) == 0;
}

/* The last element of a comma-separated list, cut off it. */
static bool cut_last(struct span *list, struct span *ret)
{
    size_t from = list->len;

    if (list->at == NULL)
        return false;
    while (from > 0 && list->at[from - 1] != ',')
        from--;
    *ret = span_trim(span_from(*list, from));
    *list = from > 0 ? span_slice(*list, 0, from - 1) : (struct span){NULL, 0};
    return true;
}

/* Walks X-Forwarded-For from our side towards the client, as long as what it
 * says comes from someone trusted. False at the first stranger. */
static bool walk(struct span list, const struct networks *trusted,
                 struct span *ret)
{
    struct sockaddr_storage address;
    struct span element;

    while (cut_last(&list, &element)) {
        element = bare_address(element);
        if (!parse_address(element, &address))
            return false;
        *ret = element;
        if (!networks_have(trusted, (struct sockaddr *)&address))
            return false;
    }
    return true;
}

static struct span said(const struct http_exchange *x, struct span name,
                        struct span otherwise)
{
    struct span value;

    return header_get(&x->head.headers, name, &value) && value.len > 0
               ? value
               : otherwise;
}

/* Who comes by a socket file is on this machine. */
static bool is_trusted(const struct http_exchange *x,
                       const struct networks *trusted)
{
    const struct sockaddr_in here = {.sin_family = AF_INET,
                                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    if (strcmp(x->peer_text, "unix") == 0)
        return networks_have(trusted, (const struct sockaddr *)&here);
    return networks_have(trusted, (const struct sockaddr *)&x->peer);
}

struct client client_of(const struct http_exchange *x,
                        const struct networks *trusted)
{
    const struct headers *h = &x->head.headers;
    struct client c = {.peer = span_of(x->peer_text),
                       .scheme = SPAN("http"),
                       .host = x->head.host};
    uint32_t i;

    c.address = c.peer;
    c.peer_trusted = trusted->count > 0 && is_trusted(x, trusted);
    if (!c.peer_trusted)
        return c;
    for (i = h->count; i > 0; i--)
        if (span_equal_nocase(h->at[i - 1].name, SPAN("x-forwarded-for")) &&
            !walk(h->at[i - 1].value, trusted, &c.address))
            break;
    if (span_equal_nocase(said(x, SPAN("x-forwarded-proto"), c.scheme),
                          SPAN("https")))
        c.scheme = SPAN("https");
    c.host = said(x, SPAN("x-forwarded-host"), c.host);
    return c;
}
