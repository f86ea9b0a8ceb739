/*
 * HTML: tags, comments and elements that hold code are copied; each text node
 * is prose, with its character references decoded (layout_join encodes again).
 * What does not close is copied to the end: better untranslated than broken.
 */
#include <string.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "translate/cutter.h"

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static size_t comment_length(struct span s, size_t at)
{
    size_t end = span_find(s, SPAN("-->"), at + 4);

    return end < s.len ? end + 3 - at : s.len - at;
}

size_t cut_tag(struct span s, size_t at)
{
    char quote = 0;
    size_t i = at + 1;

    if (at + 1 >= s.len || s.at[at] != '<')
        return 0;
    if (span_starts(span_from(s, at), SPAN("<!--")))
        return comment_length(s, at);
    if (!is_letter(s.at[i]) && !is_one_of(s.at[i], "/!?"))
        return 0;
    for (; i < s.len; i++) {
        if (quote != 0 && s.at[i] == quote)
            quote = 0;
        else if (quote != 0)
            continue;
        else if (is_one_of(s.at[i], "\"'"))
            quote = s.at[i];
        else if (s.at[i] == '>')
            return i + 1 - at;
    }
    return s.len - at;
}

static bool names_tag(struct span s, size_t at, size_t slash, const char *name)
{
    struct span rest = span_from(s, at + 1 + slash);
    struct span want = span_of(name);

    return span_starts_nocase(rest, want) &&
           (rest.len <= want.len ||
            is_one_of(rest.at[want.len], " \t\r\n\f/>"));
}

/* Behind the closing tag of an element that is copied whole, or `at`. */
static size_t skip_element(struct span s, size_t at, size_t tag_end)
{
    static const char *const names[] = {"script", "style", "code",    "pre",
                                        "kbd",    "samp",  "textarea"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!names_tag(s, at, 0, names[i]))
            continue;
        for (size_t end = tag_end; end < s.len; end++)
            if (s.at[end] == '<' && end + 1 < s.len && s.at[end + 1] == '/' &&
                names_tag(s, end, 1, names[i]))
                return end + cut_tag(s, end);
        return s.len;
    }
    return tag_end;
}

/* ---- character references ---- */
static uint32_t numeric(struct span body)
{
    bool hex = body.len > 0 && (body.at[0] | 0x20) == 'x';
    uint32_t c = 0;

    for (size_t i = hex; i < body.len; i++) {
        int value = span_hex_value(body.at[i]);

        if (value < 0 || value >= (hex ? 16 : 10))
            return 0;
        c = c * (hex ? 16 : 10) + (uint32_t)value;
        if (c > 0x10FFFF)
            return 0;
    }
    return c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) ? 0 : c;
}

static uint32_t named(struct span name)
{
    static const struct {
        const char *name;
        uint32_t c;
    } names[] = {{"amp", '&'},       {"lt", '<'},       {"gt", '>'},
                 {"quot", '"'},      {"apos", '\''},    {"nbsp", 0xA0},
                 {"hellip", 0x2026}, {"mdash", 0x2014}, {"ndash", 0x2013},
                 {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"ldquo", 0x201C},
                 {"rdquo", 0x201D},  {"middot", 0xB7},  {"eacute", 0xE9}};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (span_is(name, names[i].name))
            return names[i].c;
    return 0;
}

/* Bytes of the reference at `at`; *ret is 0 when it is one we don't decode. */
static size_t reference(struct span s, size_t at, uint32_t *ret)
{
    size_t end = span_find_byte(span_slice(s, 0, at + 34), ';', at);
    struct span body;

    if (end >= s.len || s.at[end] != ';')
        return 0;
    body = span_slice(s, at + 1, end);
    if (body.len == 0)
        return 0;
    if (body.at[0] == '#')
        *ret = numeric(span_from(body, 1));
    else
        *ret = named(body);
    return end + 1 - at;
}

/* ---- text nodes ---- */
/* [from, to) has only references that decode, and no line break. */
static void add_decoded(struct cutter *c, size_t from, size_t to)
{
    char *out = arena_alloc(c->arena, to - from + 1);
    size_t len = 0;

    c->full = c->full || out == NULL;
    for (size_t at = from; at < to && !c->full;) {
        uint32_t ch = 0;
        size_t n = c->text.at[at] == '&' ? reference(c->text, at, &ch) : 0;

        if (n == 0 || ch == 0) {
            out[len++] = c->text.at[at++];
            continue;
        }
        len += utf8_put(ch, out + len); /* never longer than the reference */
        at += n;
    }
    if (!c->full)
        cutter_own_line(c, (struct span){out, len});
}

static void add_prose(struct cutter *c, size_t from, size_t to)
{
    size_t start = from;
    size_t end = to;

    if (span_find_byte(span_slice(c->text, 0, to), '&', from) >= to) {
        cutter_line(c, from, to);
        return;
    }
    while (start < to && is_one_of(c->text.at[start], " \t"))
        start++;
    while (end > start && is_one_of(c->text.at[end - 1], " \t"))
        end--;
    cutter_copy(c, from, start);
    if (end > start)
        add_decoded(c, start, end);
    cutter_copy(c, end, to);
}

/* A line of a text node: what is kept and unknown references cut it. */
static void add_node_line(struct cutter *c, size_t from, size_t to)
{
    size_t start = from;

    for (size_t at = from; at < to;) {
        uint32_t ch = 1;
        size_t n = c->text.at[at] == '&' ? reference(c->text, at, &ch) : 0;

        while (c->keep_count > 0 && c->keep->to <= at) {
            c->keep++;
            c->keep_count--;
        }
        if (c->keep_count > 0 && c->keep->from <= at) {
            n = c->keep->to - at;
            ch = 0;
        }
        if (n == 0 || ch != 0) {
            at += n > 0 ? n : 1;
            continue;
        }
        n = at + n > to ? to - at : n;
        add_prose(c, start, at);
        cutter_copy(c, at, at + n);
        start = at += n;
    }
    add_prose(c, start, to);
}

static void add_node(struct cutter *c, size_t from, size_t to)
{
    struct span node = span_slice(c->text, 0, to);

    for (size_t at = from; at < to && !c->full;) {
        size_t next;
        size_t end = cutter_line_end(node, at, &next);

        add_node_line(c, at, end);
        cutter_copy(c, end, next);
        at = next;
    }
}

void cut_html(struct cutter *c)
{
    size_t from = 0;

    for (size_t at = 0; at < c->text.len && !c->full;) {
        size_t len = c->text.at[at] == '<' ? cut_tag(c->text, at) : 0;
        size_t end;

        if (len == 0) {
            at++;
            continue;
        }
        add_node(c, from, at);
        end = skip_element(c->text, at, at + len);
        cutter_copy(c, at, end);
        from = at = end;
    }
    add_node(c, from, c->text.len);
}
