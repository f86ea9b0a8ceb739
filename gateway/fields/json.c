#include "fields/json.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "fields/json_place.h"

/*
 * One loop, no recursion. `open` is the innermost container that is not closed
 * yet; the nodes themselves are the stack, linked by `parent`. UTF-8 is checked
 * once over the whole text, so that the string loop only has to look for
 * quotes, backslashes and control characters, eight bytes at a time.
 */
struct scanner {
    struct arena *a;
    struct span text;
    const struct json_limits *limits;
    struct err *e;
    struct json_node *node;
    uint32_t count;
    uint32_t room;
    uint32_t at;
    uint32_t open;
    uint32_t depth;
    struct range key; /* of the member whose value comes next */
    bool key_escaped;
    bool cut; /* text ends where it stops being UTF-8 */
};

static bool fail(struct scanner *s, uint32_t at, const char *what)
{
    const struct json doc = {s->text, s->node, s->count};
    char place[JSON_PLACE];

    if (s->cut && at >= s->text.len)
        what = "not UTF-8";
    return err_set(s->e, ERR_INPUT, NULL, "JSON: %s at byte %u in '%s'", what,
                   at, json_place(&doc, s->open, place));
}

static int peek(const struct scanner *s)
{
    return s->at < s->text.len ? (unsigned char)s->text.at[s->at] : -1;
}

static void skip_space(struct scanner *s)
{
    for (int c = peek(s); c == ' ' || c == '\n' || c == '\r' || c == '\t';
         c = peek(s))
        s->at++;
}

/* ---- nodes ---- */

static bool make_room(struct scanner *s)
{
    const uint32_t most = s->limits->members;
    struct json_node *grown;
    uint32_t room;

    if (s->count > most)
        return fail(s, s->at, "more members than the limit");
    if (s->count < s->room)
        return true;
    room = s->room == 0 ? (uint32_t)(s->text.len / 32) + 8 : s->room * 2;
    if (room > most)
        room = most + 1;
    grown = arena_grow(s->a, s->node, s->count, room, sizeof(*grown));
    if (grown == NULL)
        return arena_err(s->a, "JSON", s->e);
    s->node = grown;
    s->room = room;
    return true;
}

/* Adds the value that begins at `from`; its end may not be known yet. */
static bool add_node(struct scanner *s, enum json_value type, uint32_t from)
{
    struct json_node *n;

    if (!make_room(s))
        return false;
    n = &s->node[s->count++];
    *n = (struct json_node){
        .at = {from, s->at},
        .key = s->key,
        .key_escaped = s->key_escaped,
        .parent = s->open,
        .end = s->count,
        .type = (uint8_t)type,
    };
    if (s->open != JSON_NONE)
        n->index = s->node[s->open].count++;
    s->key = (struct range){0, 0};
    s->key_escaped = false;
    return true;
}

/* ---- scalars ---- */

/* The UTF-16 unit of \uXXXX at p, or -1. */
static int32_t hex_unit(const char *p, size_t left)
{
    int32_t unit = 0;

    if (left < 6 || p[0] != '\\' || p[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = span_hex_value(p[i]);

        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high(int32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(int32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

static bool scan_unicode_escape(struct scanner *s)
{
    const char *p = s->text.at + s->at;
    size_t left = s->text.len - s->at;
    int32_t unit = hex_unit(p, left);

    if (unit < 0)
        return fail(s, s->at, "bad \\u escape");
    s->at += 6;
    if (is_low(unit))
        return fail(s, s->at - 6, "lone surrogate");
    if (!is_high(unit))
        return true;
    if (!is_low(hex_unit(p + 6, left - 6)))
        return fail(s, s->at - 6, "lone surrogate");
    s->at += 6;
    return true;
}

static bool scan_escape(struct scanner *s)
{
    if (s->at + 1 >= s->text.len)
        return fail(s, (uint32_t)s->text.len, "unfinished string");
    switch (s->text.at[s->at + 1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        s->at += 2;
        return true;
    case 'u':
        return scan_unicode_escape(s);
    default:
        return fail(s, s->at, "bad escape");
    }
}

/* High bit set in each byte of w that is zero (exact for the lowest one). */
static uint64_t zero_bytes(uint64_t w)
{
    return (w - 0x0101010101010101ULL) & ~w & 0x8080808080808080ULL;
}

/* Moves past bytes that are no quote, backslash or control character. */
static void skip_plain(struct scanner *s)
{
    const char *text = s->text.at;
    size_t at = s->at;
    const size_t end = s->text.len;
    uint64_t w;

    for (; end - at >= sizeof(w); at += sizeof(w)) {
        memcpy(&w, text + at, sizeof(w));
        if ((zero_bytes(w ^ 0x2222222222222222ULL) |
             zero_bytes(w ^ 0x5C5C5C5C5C5C5C5CULL) |
             ((w - 0x2020202020202020ULL) & ~w & 0x8080808080808080ULL)) != 0)
            break;
    }
    while (at < end && text[at] != '"' && text[at] != '\\' &&
           (unsigned char)text[at] >= 0x20)
        at++;
    s->at = (uint32_t)at;
}

/* At the opening quote; leaves s->at behind the closing one. */
static bool scan_string(struct scanner *s, bool *ret_escaped)
{
    bool escaped = false;

    s->at++;
    for (;;) {
        skip_plain(s);
        switch (peek(s)) {
        case '"':
            s->at++;
            *ret_escaped = escaped;
            return true;
        case '\\':
            escaped = true;
            if (!scan_escape(s))
                return false;
            break;
        case -1:
            return fail(s, s->at, "unfinished string");
        default:
            return fail(s, s->at, "control character in a string");
        }
    }
}

static bool scan_digits(struct scanner *s)
{
    uint32_t from = s->at;

    while (peek(s) >= '0' && peek(s) <= '9')
        s->at++;
    return s->at > from || fail(s, s->at, "expected a digit");
}

static bool scan_number(struct scanner *s)
{
    if (peek(s) == '-')
        s->at++;
    if (peek(s) == '0')
        s->at++;
    else if (!scan_digits(s))
        return false;
    if (peek(s) == '.') {
        s->at++;
        if (!scan_digits(s))
            return false;
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (peek(s) == '+' || peek(s) == '-')
            s->at++;
        return scan_digits(s);
    }
    return true;
}

static bool scan_word(struct scanner *s, struct span word)
{
    if (!span_starts(span_from(s->text, s->at), word))
        return fail(s, s->at, "expected a value");
    s->at += (uint32_t)word.len;
    return true;
}

static bool add_string(struct scanner *s)
{
    uint32_t from = s->at;
    bool escaped = false;

    if (!scan_string(s, &escaped) || !add_node(s, VALUE_STRING, from))
        return false;
    s->node[s->count - 1].escaped = escaped;
    return true;
}

static bool add_scalar(struct scanner *s)
{
    uint32_t from = s->at;

    switch (peek(s)) {
    case '"':
        return add_string(s);
    case 't':
        return scan_word(s, SPAN("true")) && add_node(s, VALUE_TRUE, from);
    case 'f':
        return scan_word(s, SPAN("false")) && add_node(s, VALUE_FALSE, from);
    case 'n':
        return scan_word(s, SPAN("null")) && add_node(s, VALUE_NULL, from);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return scan_number(s) && add_node(s, VALUE_NUMBER, from);
    default:
        return fail(s, s->at, "expected a value");
    }
}

/* ---- containers ---- */

/* At the opening quote of a key; leaves s->at in front of the value. */
static bool scan_key(struct scanner *s)
{
    uint32_t from = s->at;

    if (peek(s) != '"')
        return fail(s, s->at, "expected a member name");
    if (!scan_string(s, &s->key_escaped))
        return false;
    s->key = (struct range){from, s->at};
    skip_space(s);
    if (peek(s) != ':')
        return fail(s, s->at, "expected ':'");
    s->at++;
    skip_space(s);
    return true;
}

static bool in_object(const struct scanner *s)
{
    return s->node[s->open].type == VALUE_OBJECT;
}

static int closing(const struct scanner *s)
{
    return in_object(s) ? '}' : ']';
}

static void close_container(struct scanner *s)
{
    struct json_node *n = &s->node[s->open];

    s->at++;
    n->at.to = s->at;
    n->end = s->count;
    s->open = n->parent;
    s->depth--;
}

/* *ret_value: a value must follow (the container is not empty). */
static bool open_container(struct scanner *s, bool *ret_value)
{
    uint32_t from = s->at;
    enum json_value type = peek(s) == '{' ? VALUE_OBJECT : VALUE_ARRAY;

    if (s->depth >= s->limits->depth)
        return fail(s, from, "deeper than the limit");
    s->at++;
    if (!add_node(s, type, from))
        return false;
    s->open = s->count - 1;
    s->depth++;
    skip_space(s);
    *ret_value = peek(s) != closing(s);
    if (!*ret_value) {
        close_container(s);
        return true;
    }
    return type == VALUE_ARRAY || scan_key(s);
}

/* Behind a value: closes what ends here, or moves to the next value.
 * *ret_value is false when the document is complete. */
static bool after_value(struct scanner *s, bool *ret_value)
{
    *ret_value = false;
    while (s->open != JSON_NONE) {
        skip_space(s);
        if (peek(s) == closing(s)) {
            close_container(s);
        } else if (peek(s) == ',') {
            s->at++;
            skip_space(s);
            *ret_value = true;
            return !in_object(s) || scan_key(s);
        } else {
            return fail(s, s->at,
                        in_object(s) ? "expected ',' or '}'"
                                     : "expected ',' or ']'");
        }
    }
    return true;
}

static bool scan_document(struct scanner *s)
{
    bool more = true;

    skip_space(s);
    while (more) {
        bool deeper = false;

        if (peek(s) == '{' || peek(s) == '[') {
            if (!open_container(s, &deeper))
                return false;
        } else if (!add_scalar(s)) {
            return false;
        }
        if (!deeper && !after_value(s, &more))
            return false;
    }
    skip_space(s);
    return (s->at == s->text.len && !s->cut) ||
           fail(s, s->at, "something follows the value");
}

bool json_scan(struct arena *a, struct span text,
               const struct json_limits *limits, struct json *ret,
               struct err *e)
{
    struct scanner s = {
        .a = a, .text = text, .limits = limits, .e = e, .open = JSON_NONE};
    size_t bad;

    if (text.len >= UINT32_MAX / 2)
        return err_set(e, ERR_LIMIT, NULL, "JSON: %zu bytes", text.len);
    if (span_starts(text, SPAN("\xEF\xBB\xBF")))
        return fail(&s, 0, "byte order mark");
    if (!utf8_valid(text, &bad)) {
        s.text.len = bad;
        s.cut = true;
    }
    if (!scan_document(&s))
        return false;
    *ret = (struct json){text, s.node, s.count};
    return true;
}
