#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "fields/json.h"
#include "fields/json_place.h"

/* ---- walking ---- */

uint32_t json_first(const struct json *doc, uint32_t node)
{
    return doc->node[node].count > 0 ? node + 1 : JSON_NONE;
}

uint32_t json_next(const struct json *doc, uint32_t node)
{
    const struct json_node *n = &doc->node[node];

    if (n->parent == JSON_NONE || n->end >= doc->node[n->parent].end)
        return JSON_NONE;
    return n->end;
}

/* ---- text ---- */

static struct span inside(const struct json *doc, struct range quoted)
{
    assert(quoted.to >= quoted.from + 2);
    return span_slice(doc->text, quoted.from + 1, quoted.to - 1);
}

struct span json_raw(const struct json *doc, uint32_t node)
{
    const struct json_node *n = &doc->node[node];

    return n->type == VALUE_STRING
               ? inside(doc, n->at)
               : span_slice(doc->text, n->at.from, n->at.to);
}

struct span json_raw_key(const struct json *doc, uint32_t node)
{
    const struct json_node *n = &doc->node[node];

    return n->key.to == 0 ? SPAN("") : inside(doc, n->key);
}

static uint32_t hex4(const char *p)
{
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)p[i];

        unit = unit << 4U | (c <= '9' ? c - (uint32_t)'0'
                                      : (c | 0x20U) - (uint32_t)'a' + 10);
    }
    return unit;
}

static char short_escape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

static size_t decode_plain(struct span s, size_t *at, char ret[4])
{
    size_t from = *at;
    uint32_t c;

    (void)utf8_next(s, at, &c);
    memcpy(ret, s.at + from, *at - from);
    return *at - from;
}

size_t json_decode_char(struct span s, size_t *at, char ret[4])
{
    const char *p = s.at + *at;
    uint32_t c;

    if (p[0] != '\\')
        return decode_plain(s, at, ret);
    if (p[1] != 'u') {
        ret[0] = short_escape(p[1]);
        *at += 2;
        return 1;
    }
    c = hex4(p + 2);
    *at += 6;
    if (c >= 0xD800 && c <= 0xDBFF) {
        c = 0x10000 + ((c - 0xD800) << 10U) + (hex4(p + 8) - 0xDC00);
        *at += 6;
    }
    return utf8_put(c, ret);
}

/* Escapes are never shorter than what they stand for. */
static bool decode(struct arena *a, struct span raw, struct span *ret,
                   struct err *e)
{
    char *to = arena_alloc(a, raw.len);
    size_t at = 0;
    size_t len = 0;

    if (to == NULL)
        return arena_err(a, "JSON string", e);
    while (at < raw.len) {
        size_t plain = span_find_byte(raw, '\\', at);
        char c[4];
        size_t n;

        memcpy(to + len, raw.at + at, plain - at);
        len += plain - at;
        at = plain;
        if (at == raw.len)
            break;
        n = json_decode_char(raw, &at, c);
        memcpy(to + len, c, n);
        len += n;
    }
    *ret = (struct span){to, len};
    return true;
}

bool json_text(struct arena *a, const struct json *doc, uint32_t node,
               struct span *ret, struct err *e)
{
    assert(doc->node[node].type == VALUE_STRING);
    if (doc->node[node].escaped)
        return decode(a, json_raw(doc, node), ret, e);
    *ret = json_raw(doc, node);
    return true;
}

bool json_key(struct arena *a, const struct json *doc, uint32_t node,
              struct span *ret, struct err *e)
{
    if (doc->node[node].key_escaped)
        return decode(a, json_raw_key(doc, node), ret, e);
    *ret = json_raw_key(doc, node);
    return true;
}

/* ---- pointers, written from the end to the front ---- */

struct tail {
    char *at;
    size_t from; /* first byte used */
    bool full;
};

static void put_front(struct tail *t, char c)
{
    if (t->from == 0)
        t->full = true;
    else
        t->at[--t->from] = c;
}

static void put_name(struct tail *t, struct span name)
{
    for (size_t i = name.len; i > 0; i--) {
        char c = name.at[i - 1];

        if (c == '~' || c == '/') {
            put_front(t, c == '~' ? '0' : '1');
            c = '~';
        }
        put_front(t, c);
    }
    put_front(t, '/');
}

static void put_number(struct tail *t, uint32_t n)
{
    do {
        put_front(t, (char)('0' + n % 10));
        n /= 10;
    } while (n > 0);
    put_front(t, '/');
}

static bool in_array(const struct json *doc, uint32_t node)
{
    return doc->node[doc->node[node].parent].type == VALUE_ARRAY;
}

const char *json_place(const struct json *doc, uint32_t node,
                       char ret[JSON_PLACE])
{
    static const char more[] = "…";
    struct tail t = {ret, JSON_PLACE - 1, false};

    ret[JSON_PLACE - 1] = '\0';
    while (node != JSON_NONE && doc->node[node].parent != JSON_NONE) {
        size_t before = t.from;

        if (in_array(doc, node))
            put_number(&t, doc->node[node].index);
        else
            put_name(&t, json_raw_key(doc, node));
        if (t.full || t.from < sizeof(more) - 1) {
            t.from = before - (sizeof(more) - 1);
            memcpy(ret + t.from, more, sizeof(more) - 1);
            break;
        }
        node = doc->node[node].parent;
    }
    return ret + t.from;
}

static bool pointer_room(struct arena *a, const struct json *doc, uint32_t node,
                         struct tail *ret, struct err *e)
{
    size_t room = 0;

    for (; doc->node[node].parent != JSON_NONE; node = doc->node[node].parent)
        room += 12 + 2 * json_raw_key(doc, node).len;
    *ret = (struct tail){arena_alloc(a, room), room, false};
    return ret->at != NULL || arena_err(a, "JSON pointer", e);
}

bool json_pointer(struct arena *a, const struct json *doc, uint32_t node,
                  struct span *ret, struct err *e)
{
    struct tail t;
    size_t room;

    if (!pointer_room(a, doc, node, &t, e))
        return false;
    room = t.from;
    for (; doc->node[node].parent != JSON_NONE; node = doc->node[node].parent) {
        struct span key;

        if (in_array(doc, node)) {
            put_number(&t, doc->node[node].index);
            continue;
        }
        if (!json_key(a, doc, node, &key, e))
            return false;
        put_name(&t, key);
    }
    *ret = (struct span){t.at + t.from, room - t.from};
    return true;
}
