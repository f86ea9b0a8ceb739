/* Options that are places on a network: endpoints, URLs, address blocks. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "config/setting.h"

enum { MOST_HOST = 253, MOST_NETWORKS = 10000 };

static bool host_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

static bool host_valid(struct span host)
{
    for (size_t i = 0; i < host.len; i++)
        if (!host_char(host.at[i]))
            return false;
    return host.len > 0 && host.len <= MOST_HOST;
}

static bool v6_valid(struct span host)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr address;

    if (host.len >= sizeof(text))
        return false;
    (void)snprintf(text, sizeof(text), SPAN_FMT, SPAN_ARG(host));
    return inet_pton(AF_INET6, text, &address) == 1;
}

/* host[:port] or [v6][:port]; port -1 when there is none. */
static bool split_host(struct span text, struct span *ret_host, int *ret_port)
{
    uint64_t n = 0;
    size_t end;

    if (span_starts(text, SPAN("["))) {
        end = span_find_byte(text, ']', 0);
        *ret_host = span_slice(text, 1, end);
        if (end == text.len || !v6_valid(*ret_host))
            return false;
        end++;
    } else {
        end = span_find_byte(text, ':', 0);
        *ret_host = span_slice(text, 0, end);
        if (!host_valid(*ret_host))
            return false;
    }
    *ret_port = -1;
    if (end >= text.len)
        return true;
    if (text.at[end] != ':' || !span_to_u64(span_from(text, end + 1), &n) ||
        n > 65535)
        return false;
    *ret_port = (int)n;
    return true;
}

/* ---- endpoint ---- */

static bool read_socket_file(const struct setting *row,
                             const struct yaml_node *n, struct span path,
                             struct endpoint *ret,
                             const struct setting_ctx *ctx)
{
    const struct sockaddr_un un;

    if (path.len == 0 || path.len >= sizeof(un.sun_path))
        return yaml_err(n, ctx->e,
                        "%s: the path of a socket has 1 to %zu bytes", row->key,
                        sizeof(un.sun_path) - 1);
    *ret = (struct endpoint){.path = path.at};
    return true;
}

static bool read_endpoint(const struct setting *row, const struct yaml_node *n,
                          void *ret, const struct setting_ctx *ctx)
{
    struct endpoint found = {NULL, 0, NULL};
    struct span text;
    struct span host;
    int port;

    if (n->kind == YAML_MAP && yaml_get(n, "tls") != NULL)
        return yaml_err(yaml_get(n, "tls"), ctx->e,
                        "%s: tls is not available in this version", row->key);
    if (!setting_expand(n, ctx, &text))
        return false;
    if (span_starts(text, SPAN("unix:")))
        return read_socket_file(row, n, span_from(text, 5), ret, ctx);
    if (!split_host(text, &host, &port) || port < 0)
        return yaml_err(n, ctx->e,
                        "%s: expected host:port, [v6]:port or unix:/path",
                        row->key);
    found.host = arena_text(ctx->arena, host);
    found.port = (uint16_t)port;
    if (found.host == NULL)
        return arena_err(ctx->arena, row->key, ctx->e);
    *(struct endpoint *)ret = found;
    return true;
}

static void write_endpoint(const struct setting *row, const void *value,
                           struct buf *out)
{
    const struct endpoint *e = value;

    (void)row;
    if (e->path != NULL)
        buf_printf(out, "unix:%s", e->path);
    else if (strchr(e->host, ':') != NULL)
        buf_printf(out, "\"[%s]:%u\"", e->host, e->port);
    else
        buf_printf(out, "%s:%u", e->host, e->port);
}

/* ---- url ---- */

static bool path_valid(struct span path)
{
    for (size_t i = 0; i < path.len; i++)
        if (path.at[i] <= ' ' || path.at[i] > '~' ||
            strchr("\"<>\\^`{|}?#", path.at[i]) != NULL)
            return false;
    return true;
}

static bool parse_url(struct span text, struct arena *a, struct url *ret)
{
    bool tls = span_starts_nocase(text, SPAN("https://"));
    struct span rest = span_from(text, tls ? 8 : 7);
    size_t slash = span_find_byte(rest, '/', 0);
    struct span path = span_from(rest, slash);
    struct span host;
    int port;

    while (path.len > 0 && path.at[path.len - 1] == '/')
        path.len--;
    if ((!tls && !span_starts_nocase(text, SPAN("http://"))) ||
        !split_host(span_slice(rest, 0, slash), &host, &port) || port == 0 ||
        !path_valid(path))
        return false;
    *ret = (struct url){
        .text = arena_text(a, text),
        .scheme = tls ? "https" : "http",
        .host = arena_text(a, host),
        .port = (uint16_t)(port > 0 ? port : (tls ? 443 : 80)),
        .path = arena_text(a, path),
    };
    return true;
}

static bool read_url(const struct setting *row, const struct yaml_node *n,
                     void *ret, const struct setting_ctx *ctx)
{
    struct url url = {"", "", "", 0, ""};
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    if (text.len == 0 && row->least > 0)
        return yaml_err(n, ctx->e, "%s: may not be empty", row->key);
    if (text.len > 0 && !parse_url(text, ctx->arena, &url))
        return yaml_err(n, ctx->e,
                        "%s: expected http[s]://host[:port][/path] without "
                        "user, query or fragment",
                        row->key);
    if (arena_full(ctx->arena))
        return arena_err(ctx->arena, row->key, ctx->e);
    *(struct url *)ret = url;
    return true;
}

static void write_url(const struct setting *row, const void *value,
                      struct buf *out)
{
    (void)row;
    setting_write_text(span_of(((const struct url *)value)->text), out);
}

/* ---- networks ---- */

static bool parse_network(struct span text, struct network *ret)
{
    size_t slash = span_find_byte(text, '/', 0);
    char address[INET6_ADDRSTRLEN];
    uint64_t bits;
    unsigned most;

    if (slash >= sizeof(address))
        return false;
    (void)snprintf(address, sizeof(address), SPAN_FMT,
                   SPAN_ARG(span_slice(text, 0, slash)));
    *ret = (struct network){.family = AF_INET6};
    if (inet_pton(AF_INET6, address, ret->address) != 1) {
        ret->family = AF_INET;
        if (inet_pton(AF_INET, address, ret->address) != 1)
            return false;
    }
    most = ret->family == AF_INET ? 32 : 128;
    bits = most;
    if (slash < text.len &&
        (!span_to_u64(span_from(text, slash + 1), &bits) || bits > most))
        return false;
    ret->bits = (unsigned)bits;
    return true;
}

static bool read_networks(const struct setting *row, const struct yaml_node *n,
                          void *ret, const struct setting_ctx *ctx)
{
    struct network *at;
    struct span text;

    if (n->kind != YAML_LIST)
        return yaml_err(n, ctx->e, "%s: expected a list of networks", row->key);
    if (n->count > MOST_NETWORKS)
        return yaml_err(n, ctx->e, "%s: at most %d", row->key, MOST_NETWORKS);
    at = arena_array(ctx->arena, n->count, sizeof(*at));
    if (at == NULL)
        return arena_err(ctx->arena, row->key, ctx->e);
    for (uint32_t i = 0; i < n->count; i++) {
        if (!setting_expand(&n->item[i], ctx, &text))
            return false;
        if (!parse_network(text, &at[i]))
            return yaml_err(&n->item[i], ctx->e,
                            "%s: expected a network such as 10.0.0.0/8",
                            row->key);
    }
    *(struct networks *)ret = (struct networks){at, n->count};
    return true;
}

static void write_networks(const struct setting *row, const void *value,
                           struct buf *out)
{
    const struct networks *list = value;
    char address[INET6_ADDRSTRLEN];

    (void)row;
    buf_add_byte(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        const struct network *n = &list->at[i];

        (void)inet_ntop(n->family, n->address, address, sizeof(address));
        buf_printf(out, "%s\"%s/%u\"", i > 0 ? ", " : "", address, n->bits);
    }
    buf_add_byte(out, ']');
}

static bool same_bits(const unsigned char *a, const unsigned char *b,
                      unsigned bits)
{
    unsigned rest = bits % 8;

    if (memcmp(a, b, bits / 8) != 0)
        return false;
    return rest == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - rest)) == 0;
}

/* ::ffff:10.0.0.1 is 10.0.0.1 to everyone but the socket. */
static int plain_address(const struct sockaddr *peer,
                         unsigned char ret[static 16])
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0,    0,
                                             0, 0, 0, 0, 0xff, 0xff};
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (peer->sa_family == AF_INET) {
        memcpy(&v4, peer, sizeof(v4));
        memcpy(ret, &v4.sin_addr, 4);
        return AF_INET;
    }
    if (peer->sa_family != AF_INET6)
        return AF_UNSPEC;
    memcpy(&v6, peer, sizeof(v6));
    memcpy(ret, &v6.sin6_addr, 16);
    if (memcmp(ret, mapped, sizeof(mapped)) != 0)
        return AF_INET6;
    memmove(ret, ret + 12, 4);
    return AF_INET;
}

bool networks_have(const struct networks *list, const struct sockaddr *peer)
{
    unsigned char address[16];
    int family = plain_address(peer, address);

    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i].family == family &&
            same_bits(list->at[i].address, address, list->at[i].bits))
            return true;
    return false;
}

/* clang-format off */
const struct setting_type
    setting_endpoint = {"host:port", read_endpoint, write_endpoint, NULL},
    setting_url      = {"URL", read_url, write_url, NULL},
    setting_networks = {"list of networks", read_networks, write_networks,
                        NULL};
/* clang-format on */
