#include "fields/multipart.h"

#include <string.h>

#include "base/utf8.h"
#include "fields/part_head.h"

struct parser {
    struct arena *a;
    struct span text;
    struct span boundary;
    struct span line; /* CRLF, two dashes and the boundary */
    uint32_t most;
    struct part *part;
    struct slot *slot;
    uint32_t count;
    uint32_t room;
    struct err *e;
};

static bool bad(const struct parser *p, size_t at, const char *what)
{
    return err_set(p->e, ERR_INPUT, NULL, "multipart: %s at byte %zu", what,
                   at);
}

/* ---- boundaries ---- */

/* RFC 2046: up to 70 characters of a closed set. */
static bool boundary_is_legal(struct span b)
{
    if (b.len == 0 || b.len > 70 || b.at[b.len - 1] == ' ')
        return false;
    for (size_t i = 0; i < b.len; i++) {
        char c = b.at[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                     (c >= 'A' && c <= 'Z');

        if (!alnum && (c == '\0' || strchr("'()+_,-./:=? ", c) == NULL))
            return false;
    }
    return true;
}

enum boundary { BOUNDARY_PART, BOUNDARY_LAST, BOUNDARY_BAD };

/* What follows the boundary text that ends at `at`. */
static enum boundary boundary_kind(const struct parser *p, size_t at)
{
    struct span rest = span_from(p->text, at);

    if (span_starts(rest, SPAN("\r\n")))
        return BOUNDARY_PART;
    if (span_is(rest, "--") || span_is(rest, "--\r\n"))
        return BOUNDARY_LAST;
    return BOUNDARY_BAD;
}

/* ---- parts ---- */

static bool make_room(struct parser *p, size_t at)
{
    uint32_t room = p->room == 0 ? 8 : p->room * 2;
    struct part *part;
    struct slot *slot;

    if (p->count == p->most)
        return bad(p, at, "more parts than the limit");
    if (p->count < p->room)
        return true;
    part = arena_grow(p->a, p->part, p->count, room, sizeof(*part));
    slot = arena_grow(p->a, p->slot, p->count, room, sizeof(*slot));
    if (part == NULL || slot == NULL)
        return arena_err(p->a, "multipart", p->e);
    p->part = part;
    p->slot = slot;
    p->room = room;
    return true;
}

/* application/json; charset=utf-8 */
static bool is_json(struct span type)
{
    const size_t end = span_find_byte(type, ';', 0);
    const struct span name = span_trim(span_slice(type, 0, end));
    const struct span tail = span_from(name, name.len < 5 ? 0 : name.len - 5);

    return span_equal_nocase(name, SPAN("application/json")) ||
           span_equal_nocase(tail, SPAN("+json"));
}

/* A file that says it is text is looked at where a text is listed: some apps
 * read it like any other field, and a browser gives a file name to JSON that a
 * script sends. RFC 7578 takes one that says nothing for text, too; but then it
 * has to read as text. */
static bool is_text(struct span type, struct span value)
{
    size_t bad;

    return type.at == NULL
               ? utf8_valid(value, &bad)
               : is_json(type) ||
                     span_equal_nocase(span_slice(type, 0, 5), SPAN("text/"));
}

/* The part whose boundary line begins at `start`, its headers at `head`.
 * *ret_next: where the next boundary text ends. */
static bool parse_part(struct parser *p, size_t start, size_t head,
                       size_t *ret_next)
{
    struct part_head h;
    size_t body;
    size_t end;

    if (!make_room(p, start) ||
        !part_head_parse(p->a, p->text, head, &h, &body, p->e))
        return false;
    /* The CRLF of the boundary may be the one that ends the headers. */
    end = span_find(p->text, p->line, body - 2);
    if (end == p->text.len)
        return bad(p, start, "part without an end");
    if (end < body)
        return bad(p, end, "part without content");
    p->part[p->count] = (struct part){
        {(uint32_t)start, (uint32_t)end + 2},
        {(uint32_t)body, (uint32_t)end},
        h.type,
        is_json(h.type),
    };
    p->slot[p->count++] = (struct slot){
        .name = h.name,
        .other = h.other,
        .value = span_slice(p->text, body, end),
        .file = h.file && !is_text(h.type, span_slice(p->text, body, end)),
    };
    *ret_next = end + p->line.len;
    return true;
}

static bool parse_all(struct parser *p, size_t *ret_end)
{
    size_t start = 0;
    size_t next = p->line.len - 2; /* behind the boundary text at `start` */

    if (!span_starts(p->text, span_from(p->line, 2)))
        return bad(p, 0, "expected the boundary");
    for (;;) {
        switch (boundary_kind(p, next)) {
        case BOUNDARY_LAST:
            *ret_end = start;
            return true;
        case BOUNDARY_BAD:
            return bad(p, next, "bad end of a boundary line");
        case BOUNDARY_PART:
            break;
        }
        if (!parse_part(p, start, next + 2, &next))
            return false;
        start = next - (p->line.len - 2);
    }
}

bool multipart_parse(struct arena *a, struct span text, struct span boundary,
                     uint32_t most, struct multipart *ret, struct err *e)
{
    struct parser p = {
        .a = a, .text = text, .boundary = boundary, .most = most, .e = e};
    size_t end = 0;

    if (text.len > UINT32_MAX / 2)
        return err_set(e, ERR_LIMIT, NULL, "multipart of %zu bytes", text.len);
    if (boundary.at == NULL || !boundary_is_legal(boundary))
        return bad(&p, 0, "no legal boundary in the Content-Type, so none");
    p.line = arena_printf(a, "\r\n--" SPAN_FMT, SPAN_ARG(boundary));
    if (p.line.at == NULL)
        return arena_err(a, "multipart", e);
    if (!parse_all(&p, &end))
        return false;
    *ret = (struct multipart){text,   boundary, p.part,
                              p.slot, p.count,  (uint32_t)end};
    return true;
}

/* ---- charsets ---- */

bool multipart_decode(struct arena *a, struct multipart *m, uint32_t part,
                      unsigned charsets, struct err *e)
{
    struct media_type type = {0};
    struct slot *s = &m->slot[part];
    enum charset charset;
    struct span text;

    if (m->part[part].type.at != NULL &&
        !media_type_parse(a, m->part[part].type, &type, e))
        return err_in(e, "multipart: part %u", part);
    if (!charset_pick(type.charset, charsets, &charset, e) ||
        !charset_to_utf8(a, charset, s->value, &text, e))
        return err_in(e, "multipart: part %u, content at byte %u", part,
                      m->part[part].content.from);
    if (charset != CHARSET_UTF8 && charset != CHARSET_ASCII)
        s->put = text;
    s->value = text;
    return true;
}

/* ---- writing ---- */

static bool contains_boundary(const struct multipart *m, struct span value)
{
    size_t at = 0;

    while (at = span_find(value, m->boundary, at), at < value.len) {
        size_t from = at >= 2 ? at - 2 : 0;

        if (span_starts(span_from(value, from), SPAN("--")))
            return true;
        at++;
    }
    return false;
}

/* The part's headers, saying UTF-8 if they named a charset. */
static bool write_head(struct arena *a, const struct multipart *m,
                       const struct part *p, struct buf *out, struct err *e)
{
    struct media_type type = {0};
    size_t from;

    if (p->type.at != NULL && !media_type_parse(a, p->type, &type, e))
        return false;
    if (type.charset.at == NULL) {
        buf_add(out, span_slice(m->text, p->at.from, p->content.from));
        return true;
    }
    from = (size_t)(p->type.at - m->text.at);
    buf_add(out, span_slice(m->text, p->at.from, from + type.charset_at.from));
    buf_add(out, SPAN("UTF-8"));
    buf_add(out,
            span_slice(m->text, from + type.charset_at.to, p->content.from));
    return true;
}

static bool write_slot(struct arena *a, const struct multipart *m, uint32_t i,
                       const struct slot *s, struct buf *out, struct err *e)
{
    const struct part *p = &m->part[i];

    if (s->remove)
        return true;
    if (s->put.at == NULL) {
        buf_add(out, span_slice(m->text, p->at.from, p->at.to));
        return true;
    }
    if (contains_boundary(m, s->put))
        return err_set(e, ERR_INPUT, NULL,
                       "multipart: the new text of part %u has the boundary",
                       i);
    if (!write_head(a, m, p, out, e))
        return err_in(e, "multipart: part %u", i);
    buf_add(out, s->put);
    buf_add(out, SPAN("\r\n"));
    return true;
}

/* Names are written as browsers do. */
static void write_name(struct span name, struct buf *out)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];

        if (c == '"' || c == '\r' || c == '\n')
            buf_add_text(out, c == '"' ? "%22" : c == '\r' ? "%0D" : "%0A");
        else
            buf_add_byte(out, c);
    }
}

static bool write_added(const struct multipart *m, const struct slot *s,
                        struct buf *out, struct err *e)
{
    if (contains_boundary(m, s->value))
        return err_set(e, ERR_INPUT, NULL,
                       "multipart: an added part has the boundary");
    buf_add(out, SPAN("--"));
    buf_add(out, m->boundary);
    buf_add(out, SPAN("\r\nContent-Disposition: form-data; name=\""));
    write_name(s->name, out);
    buf_add(out, SPAN("\"\r\n\r\n"));
    buf_add(out, s->value);
    buf_add(out, SPAN("\r\n"));
    return true;
}

bool multipart_write(struct arena *a, const struct multipart *m,
                     const struct slot_edits *edits, struct buf *out,
                     struct err *e)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (!write_slot(a, m, i, &edits->slot[i], out, e))
            return false;
    for (uint32_t i = 0; i < edits->added_count; i++)
        if (!write_added(m, &edits->added[i], out, e))
            return false;
    buf_add(out, span_from(m->text, m->end));
    return true;
}
