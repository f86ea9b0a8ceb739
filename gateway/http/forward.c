#include "http/forward.h"

#include <string.h>

enum role {
    ROLE_NONE,
    ROLE_HOP,     /* between two neighbours only */
    ROLE_FRAMING, /* written by who sends the message */
    ROLE_HOST,
    ROLE_FORWARDING, /* who asked, through whom */
    ROLE_VIA,
    ROLE_OURS, /* Paifang-*: nobody else may say it */
    ROLE_DATE,
    ROLE_LOCATION
};

static const struct {
    struct span name;
    enum role role;
} known[] = {
    {SPAN_INIT("te"), ROLE_HOP},
    {SPAN_INIT("via"), ROLE_VIA},
    {SPAN_INIT("host"), ROLE_HOST},
    {SPAN_INIT("date"), ROLE_DATE},
    {SPAN_INIT("expect"), ROLE_HOP},
    {SPAN_INIT("trailer"), ROLE_HOP},
    {SPAN_INIT("upgrade"), ROLE_HOP},
    {SPAN_INIT("location"), ROLE_LOCATION},
    {SPAN_INIT("forwarded"), ROLE_FORWARDING},
    {SPAN_INIT("x-real-ip"), ROLE_FORWARDING},
    {SPAN_INIT("connection"), ROLE_HOP},
    {SPAN_INIT("keep-alive"), ROLE_HOP},
    {SPAN_INIT("content-length"), ROLE_FRAMING},
    {SPAN_INIT("http2-settings"), ROLE_HOP},
    {SPAN_INIT("content-location"), ROLE_LOCATION},
    {SPAN_INIT("proxy-connection"), ROLE_HOP},
    {SPAN_INIT("transfer-encoding"), ROLE_FRAMING},
};

static enum role role_of(struct span name)
{
    size_t i;

    for (i = 0; i < COUNT_OF(known); i++)
        if (known[i].name.len == name.len &&
            span_equal_nocase(known[i].name, name))
            return known[i].role;
    if (name.len > 8 && span_starts_nocase(name, SPAN("paifang-")))
        return ROLE_OURS;
    if (name.len > 12 && span_starts_nocase(name, SPAN("x-forwarded-")))
        return ROLE_FORWARDING;
    return ROLE_NONE;
}

/* To apps behind CGI and its heirs (WSGI, PHP) X_Forwarded_For is
 * X-Forwarded-For, and the last of them may win: such a name has the role of
 * the one that it is taken for. */
static enum role role_in_app(struct span name)
{
    char plain[32];
    size_t i;

    if (name.len > sizeof(plain) || memchr(name.at, '_', name.len) == NULL)
        return role_of(name);
    memcpy(plain, name.at, name.len);
    for (i = 0; i < name.len; i++)
        if (plain[i] == '_')
            plain[i] = '-';
    return role_of((struct span){plain, name.len});
}

/* ---- Connection ---- */

/* Names that a Connection header must never take away: they say who asks, what
 * the body is, or where the request came from. */
static bool end_to_end(struct span name)
{
    static const struct span names[] = {
        SPAN_INIT("authorization"), SPAN_INIT("cookie"),
        SPAN_INIT("set-cookie"),    SPAN_INIT("origin"),
        SPAN_INIT("referer"),       SPAN_INIT("date"),
    };
    size_t i;

    for (i = 0; i < COUNT_OF(names); i++)
        if (span_equal_nocase(names[i], name))
            return true;
    switch (role_of(name)) {
    case ROLE_FORWARDING:
    case ROLE_HOST:
    case ROLE_OURS:
    case ROLE_VIA:
        return true;
    default:
        return span_starts_nocase(name, SPAN("content-")) ||
               span_starts_nocase(name, SPAN("accept"));
    }
}

bool forward_check(const struct http_head *h,
                   bool (*ours)(const void *arg, struct span name),
                   const void *arg, struct err *e)
{
    uint32_t i;

    for (i = 0; i < h->headers.count; i++) {
        struct span list = h->headers.at[i].value, name;

        if (!span_equal_nocase(h->headers.at[i].name, SPAN("connection")))
            continue;
        while (header_next_element(&list, &name))
            if (end_to_end(name) || (ours != NULL && ours(arg, name)))
                return err_set(e, ERR_INPUT, NULL,
                               "Connection names an end-to-end header");
    }
    return true;
}

/* Does any Connection header name more than the usual? Then each header is
 * checked against it. */
static bool nominates(const struct http_head *h)
{
    uint32_t i;

    for (i = 0; i < h->headers.count; i++) {
        struct span v = h->headers.at[i].value;

        if (!span_equal_nocase(h->headers.at[i].name, SPAN("connection")))
            continue;
        if (!span_equal_nocase(v, SPAN("keep-alive")) &&
            !span_equal_nocase(v, SPAN("close")))
            return true;
    }
    return false;
}

/* ---- edits ---- */

static bool edited(const struct header_edit *edit, struct span name)
{
    uint32_t i;

    if (edit == NULL)
        return false;
    for (i = 0; i < edit->drop_count; i++)
        if (span_equal_nocase(edit->drop[i], name))
            return true;
    for (i = 0; i < edit->set_count; i++)
        if (span_equal_nocase(edit->set[i].name, name))
            return true;
    return false;
}

static void write_set(struct buf *b, const struct header_edit *edit)
{
    uint32_t i;

    if (edit == NULL)
        return;
    for (i = 0; i < edit->set_count; i++)
        if (edit->set[i].value.len > 0)
            header_write(b, edit->set[i].name, edit->set[i].value);
}

/* ---- to the app ---- */

/* A socket file tells none. */
static bool has_address(const struct forward *f)
{
    return f->peer.len > 0 && !span_is(f->peer, "unix");
}

/* RFC 7239: a value that is no token is quoted; IPv6 needs brackets. */
static void write_forwarded(struct buf *b, const struct forward *f)
{
    bool v6 = span_find_byte(f->peer, ':', 0) < f->peer.len;
    bool address = has_address(f);

    buf_add(b, SPAN("for="));
    if (v6)
        buf_add(b, SPAN("\"["));
    buf_add(b, address ? f->peer : SPAN("unknown"));
    if (v6)
        buf_add(b, SPAN("]\""));
    buf_add(b, SPAN(";proto="));
    buf_add(b, f->scheme);
    if (f->host.len > 0) {
        buf_add(b, SPAN(";host=\""));
        buf_add(b, f->host);
        buf_add(b, SPAN("\""));
    }
}

/* All values of a list header from the client, joined, with our own behind. */
static void write_chain(struct buf *b, const struct http_head *h,
                        const struct forward *f, struct span name)
{
    bool forwarded = name.len == strlen("Forwarded");
    bool own = forwarded || has_address(f);
    const char *before = "";
    uint32_t i;

    if (!own && !(f->peer_trusted && header_has(&h->headers, name)))
        return;
    buf_add(b, name);
    buf_add(b, SPAN(": "));
    for (i = 0; f->peer_trusted && i < h->headers.count; i++) {
        if (!span_equal_nocase(h->headers.at[i].name, name))
            continue;
        buf_add_text(b, before);
        buf_add(b, h->headers.at[i].value);
        before = ", ";
    }
    if (own)
        buf_add_text(b, before);
    if (forwarded)
        write_forwarded(b, f);
    else if (own)
        buf_add(b, f->peer);
    buf_add(b, SPAN("\r\n"));
}

/* Proto and host: a trusted proxy's word, else what we see ourselves. */
static void write_seen(struct buf *b, const struct http_head *h,
                       const struct forward *f, struct span name,
                       struct span value)
{
    struct span said;

    if (f->peer_trusted && header_get(&h->headers, name, &said))
        value = said;
    if (value.len > 0)
        header_write(b, name, value);
}

static void write_forwarding(struct buf *b, const struct http_head *h,
                             const struct forward *f)
{
    write_chain(b, h, f, SPAN("X-Forwarded-For"));
    write_seen(b, h, f, SPAN("X-Forwarded-Proto"), f->scheme);
    write_seen(b, h, f, SPAN("X-Forwarded-Host"), f->host);
    write_chain(b, h, f, SPAN("Forwarded"));
}

/* Trusted proxies may say more than the four that we write ourselves. */
static bool other_forwarding(struct span name)
{
    static const struct span own[] = {
        SPAN_INIT("x-forwarded-for"), SPAN_INIT("x-forwarded-proto"),
        SPAN_INIT("x-forwarded-host"), SPAN_INIT("forwarded")};
    size_t i;

    for (i = 0; i < COUNT_OF(own); i++)
        if (span_equal_nocase(own[i], name))
            return false;
    return true;
}

static bool goes_up(const struct forward *f, struct span name)
{
    switch (role_in_app(name)) {
    case ROLE_HOP:
    case ROLE_FRAMING:
    case ROLE_HOST:
    case ROLE_OURS:
        return false;
    case ROLE_FORWARDING:
        return f->peer_trusted && other_forwarding(name);
    default:
        return true;
    }
}

void forward_request(struct buf *b, const struct http_head *h,
                     const struct forward *f, const struct header_edit *edit)
{
    bool ask = nominates(h);
    bool own_host = f->app_host_always || h->host.len == 0;
    uint32_t i;

    header_write(b, SPAN("Host"), own_host ? f->app_host : h->host);
    for (i = 0; i < h->headers.count; i++) {
        const struct header *x = &h->headers.at[i];

        if (!goes_up(f, x->name) || edited(edit, x->name))
            continue;
        if (ask && header_lists(&h->headers, SPAN("connection"), x->name))
            continue;
        header_copy(b, x);
    }
    write_forwarding(b, h, f);
    header_write(b, SPAN("Via"),
                 h->minor > 0 ? SPAN("1.1 paifang") : SPAN("1.0 paifang"));
    write_set(b, edit);
}

/* ---- back to the client ---- */

/* Can a path, a query or a fragment begin here? */
static bool ends_path(struct span rest)
{
    return rest.len == 0 || memchr("/?#", rest.at[0], 3) != NULL;
}

/* A place in the app as its clients name it: we put app_path in front again. */
static void write_place(struct buf *b, struct span place,
                        const struct forward *f)
{
    struct span below = span_from(place, f->app_path.len);
    bool under = f->app_path.len > 0 && span_starts(place, f->app_path) &&
                 ends_path(below);

    if (under && (below.len == 0 || below.at[0] != '/'))
        buf_add_byte(b, '/');
    buf_add(b, under ? below : place);
    buf_add(b, SPAN("\r\n"));
}

static void write_location(struct buf *b, const struct header *x,
                           const struct forward *f)
{
    struct span rest = span_from(x->value, f->app_origin.len);
    bool local =
        span_starts(x->value, SPAN("/")) && !span_starts(x->value, SPAN("//"));
    bool ours = f->host.len > 0 &&
                span_starts_nocase(x->value, f->app_origin) && ends_path(rest);

    if (!f->rewrite_location || !(ours || (local && f->app_path.len > 0))) {
        header_copy(b, x);
        return;
    }
    buf_add(b, x->name);
    buf_add(b, SPAN(": "));
    if (ours) {
        buf_add(b, f->scheme);
        buf_add(b, SPAN("://"));
        buf_add(b, f->host);
    }
    write_place(b, ours ? rest : x->value, f);
}

void forward_answer(struct buf *b, const struct http_head *h,
                    const struct forward *f, const struct header_edit *edit,
                    struct span date)
{
    bool ask = nominates(h), dated = false;
    uint32_t i;

    for (i = 0; i < h->headers.count; i++) {
        const struct header *x = &h->headers.at[i];
        enum role role = role_of(x->name);

        if (role == ROLE_HOP || role == ROLE_FRAMING || role == ROLE_OURS ||
            edited(edit, x->name))
            continue;
        if (ask && header_lists(&h->headers, SPAN("connection"), x->name))
            continue;
        dated = dated || role == ROLE_DATE;
        if (role == ROLE_LOCATION)
            write_location(b, x, f);
        else
            header_copy(b, x);
    }
    if (!dated)
        header_write(b, SPAN("Date"), date);
    header_write(b, SPAN("Via"),
                 h->minor > 0 ? SPAN("1.1 paifang") : SPAN("1.0 paifang"));
    if (f->by_language && !edited(edit, SPAN("vary")))
        header_write(b, SPAN("Vary"), SPAN("Accept-Language"));
    write_set(b, edit);
}
