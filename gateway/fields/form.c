#include "fields/form.h"

#include <string.h>

struct parser {
    struct arena *a;
    const struct form_limits *limits;
    struct span text;
    struct form_pair *pair;
    struct slot *slot;
    uint32_t count;
    uint32_t room;
    struct err *e;
};

/* ---- parsing ---- */

static bool is_plain(struct span raw)
{
    return span_find_byte(raw, '%', 0) == raw.len &&
           span_find_byte(raw, '+', 0) == raw.len;
}

static bool bad_escape(const struct parser *p, size_t at)
{
    return err_set(p->e, ERR_INPUT, NULL, "form: bad escape at byte %zu", at);
}

static bool unescape(struct parser *p, struct span raw, struct span *ret)
{
    char *to = arena_alloc(p->a, raw.len);
    size_t len = 0;

    if (to == NULL)
        return arena_err(p->a, "form field", p->e);
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];

        if (c == '%') {
            int high = i + 2 < raw.len ? span_hex_value(raw.at[i + 1]) : -1;
            int low = i + 2 < raw.len ? span_hex_value(raw.at[i + 2]) : -1;

            if (high >= 0 && low >= 0) {
                c = (char)(high * 16 + low);
                i += 2;
            } else if (!p->limits->lenient) {
                return bad_escape(p, (size_t)(raw.at - p->text.at) + i);
            }
        } else if (c == '+') {
            c = ' ';
        }
        to[len++] = c;
    }
    *ret = (struct span){to, len};
    return true;
}

static bool decode(struct parser *p, struct span raw, struct span *ret)
{
    *ret = raw;
    if (!is_plain(raw) && !unescape(p, raw, ret))
        return false;
    return p->limits->lenient ||
           charset_to_utf8(p->a, p->limits->charset, *ret, ret, p->e) ||
           err_in(p->e, "form: field at byte %zu",
                  (size_t)(raw.at - p->text.at));
}

static bool make_room(struct parser *p)
{
    uint32_t room = p->room == 0 ? 8 : p->room * 2;
    struct form_pair *pair;
    struct slot *slot;

    if (p->count == p->limits->fields)
        return err_set(p->e, ERR_INPUT, NULL, "form: more than %u fields",
                       p->limits->fields);
    if (p->count < p->room)
        return true;
    pair = arena_grow(p->a, p->pair, p->count, room, sizeof(*pair));
    slot = arena_grow(p->a, p->slot, p->count, room, sizeof(*slot));
    if (pair == NULL || slot == NULL)
        return arena_err(p->a, "form", p->e);
    p->pair = pair;
    p->slot = slot;
    p->room = room;
    return true;
}

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] >= 0x80)
            return false;
    return true;
}

/* A pair that was in another charset is written in UTF-8. */
static void note_recoding(const struct parser *p, struct form_pair *pair,
                          struct slot *slot)
{
    if (p->limits->charset == CHARSET_UTF8)
        return;
    pair->recode = !is_ascii(slot->name);
    if (pair->recode || !is_ascii(slot->value))
        slot->put = slot->value;
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || memchr("_-.[]%+", c, 7) != NULL;
}

/* "a=1;b=2" is one field by the standard and two in older frameworks; browsers
 * write %3B for a semicolon that is text. A bare "a;b" is refused too: given a
 * value it would become one of these. */
static bool hides_a_field(struct span raw)
{
    const bool bare = span_find_byte(raw, '=', 0) == raw.len;
    size_t semicolon = span_find_byte(raw, ';', 0);

    while (semicolon < raw.len) {
        size_t at = semicolon + 1;

        while (at < raw.len && in_name(raw.at[at]))
            at++;
        if (at > semicolon + 1 && (at == raw.len ? bare : raw.at[at] == '='))
            return true;
        semicolon = span_find_byte(raw, ';', at);
    }
    return false;
}

static bool add_pair(struct parser *p, struct span raw)
{
    uint32_t from = (uint32_t)(raw.at - p->text.at);
    size_t equals = span_find_byte(raw, '=', 0);
    struct slot slot = {.value = SPAN("")};

    if (!p->limits->lenient && hides_a_field(raw))
        return err_set(p->e, ERR_INPUT, NULL,
                       "form: ';' before a field at byte %u", from);
    if (!make_room(p) || !decode(p, span_slice(raw, 0, equals), &slot.name) ||
        !decode(p, span_from(raw, equals + 1), &slot.value))
        return false;
    p->pair[p->count] = (struct form_pair){{from, from + (uint32_t)raw.len},
                                           {from, from + (uint32_t)equals},
                                           false};
    note_recoding(p, &p->pair[p->count], &slot);
    p->slot[p->count++] = slot;
    return true;
}

bool form_parse(struct arena *a, struct span text,
                const struct form_limits *limits, struct form *ret,
                struct err *e)
{
    struct parser p = {.a = a, .limits = limits, .text = text, .e = e};
    struct span rest = text;
    struct span raw;

    if (text.len > UINT32_MAX / 2)
        return err_set(e, ERR_LIMIT, NULL, "form of %zu bytes", text.len);
    while (span_cut(&rest, '&', &raw))
        if (raw.len > 0 && !add_pair(&p, raw))
            return false;
    *ret = (struct form){text, p.pair, p.slot, p.count};
    return true;
}

/* ---- writing ---- */

static bool stays(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '*' || c == '-' || c == '.' ||
           c == '_';
}

static void encode(struct buf *out, struct span s)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];

        if (stays(s.at[i])) {
            buf_add_byte(out, s.at[i]);
        } else if (c == ' ') {
            buf_add_byte(out, '+');
        } else {
            buf_add_byte(out, '%');
            buf_add_byte(out, hex[c >> 4U]);
            buf_add_byte(out, hex[c & 15U]);
        }
    }
}

static void write_slot(const struct form *f, uint32_t i, const struct slot *s,
                       struct buf *out)
{
    const struct form_pair *p = &f->pair[i];

    if (s->put.at == NULL) {
        buf_add(out, span_slice(f->text, p->at.from, p->at.to));
        return;
    }
    if (p->recode)
        encode(out, s->name);
    else
        buf_add(out, span_slice(f->text, p->name.from, p->name.to));
    buf_add_byte(out, '=');
    encode(out, s->put);
}

static bool ends_open(const struct buf *out, size_t start)
{
    return out->len == start || out->at[out->len - 1] == '&';
}

void form_write(const struct form *f, const struct slot_edits *edits,
                struct buf *out)
{
    const size_t start = out->len;
    uint32_t pos = 0;

    for (uint32_t i = 0; i < f->count; i++) {
        const struct form_pair *p = &f->pair[i];

        buf_add(out, span_slice(f->text, pos, p->at.from));
        pos = p->at.to;
        if (!edits->slot[i].remove)
            write_slot(f, i, &edits->slot[i], out);
        else if (pos < f->text.len)
            pos++; /* with the '&' that follows, or the one before it */
        else if (out->len > start && !out->failed)
            out->len--;
    }
    buf_add(out, span_from(f->text, pos));
    for (uint32_t i = 0; i < edits->added_count; i++) {
        if (!ends_open(out, start))
            buf_add_byte(out, '&');
        encode(out, edits->added[i].name);
        buf_add_byte(out, '=');
        encode(out, edits->added[i].value);
    }
}
