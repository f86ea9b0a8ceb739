#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/heap.h"

struct buf buf_make(size_t ceiling)
{
    return (struct buf){.ceiling = ceiling};
}

void buf_free(struct buf *b)
{
    heap_free(b->at);
    *b = (struct buf){.ceiling = b->ceiling};
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    b->failed = false;
}

/* One byte more than asked for, so that buf_text() always finds room. */
char *buf_reserve(struct buf *b, size_t n)
{
    size_t room = b->room > 0 ? b->room : 256;

    if (b->failed || n > b->ceiling - b->len) {
        b->failed = true;
        return NULL;
    }
    while (room < b->len + n + 1)
        room *= 2;
    if (room != b->room) {
        b->at = heap_grow(b->at, room, 1);
        b->room = room;
    }
    return b->at + b->len;
}

void buf_add_slow(struct buf *b, struct span s)
{
    char *to = buf_reserve(b, s.len);

    if (to == NULL || s.len == 0)
        return;
    memcpy(to, s.at, s.len);
    b->len += s.len;
}

void buf_add_u64(struct buf *b, uint64_t n)
{
    char digits[20];
    size_t at = sizeof(digits);

    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    buf_add(b, (struct span){digits + at, sizeof(digits) - at});
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    int n;
    char *to;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    assert(n >= 0);
    to = buf_reserve(b, (size_t)n);
    if (to == NULL)
        return;
    va_start(ap, fmt);
    (void)vsnprintf(to, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

static const char *short_escape(unsigned char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

/* Whether one of eight bytes is below 0x20, a quotation mark or a backslash. */
static bool any_special(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101ULL;
    uint64_t quote = w ^ (ones * '"');
    uint64_t slash = w ^ (ones * '\\');

    return ((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) |
             ((slash - ones) & ~slash)) &
            (ones * 0x80)) != 0;
}

/* Where the next byte stands that a JSON string can't hold as it is. */
static size_t next_special(struct span s, size_t at)
{
    uint64_t w;

    while (s.len - at >= sizeof(w)) {
        memcpy(&w, s.at + at, sizeof(w));
        if (any_special(w))
            break;
        at += sizeof(w);
    }
    while (at < s.len && (unsigned char)s.at[at] >= 0x20 && s.at[at] != '"' &&
           s.at[at] != '\\')
        at++;
    return at;
}

static void add_escaped(struct buf *b, struct span s, size_t first)
{
    size_t plain = 0;

    buf_add_byte(b, '"');
    for (size_t i = first; i < s.len; i = next_special(s, plain)) {
        unsigned char c = (unsigned char)s.at[i];
        const char *escape = short_escape(c);

        buf_add(b, span_slice(s, plain, i));
        if (escape != NULL)
            buf_add_text(b, escape);
        else
            buf_printf(b, "\\u%04x", c);
        plain = i + 1;
    }
    buf_add(b, span_from(s, plain));
    buf_add_byte(b, '"');
}

void buf_add_json(struct buf *b, struct span s)
{
    size_t first = next_special(s, 0);
    char *to;

    if (first < s.len) {
        add_escaped(b, s, first);
        return;
    }
    to = buf_reserve(b, s.len + 2);
    if (to == NULL)
        return;
    to[0] = '"';
    if (s.len > 0)
        memcpy(to + 1, s.at, s.len);
    to[s.len + 1] = '"';
    b->len += s.len + 2;
}

void buf_consume(struct buf *b, size_t n)
{
    assert(n <= b->len);
    if (n < b->len)
        memmove(b->at, b->at + n, b->len - n);
    b->len -= n;
}

struct span buf_span(const struct buf *b)
{
    return (struct span){b->at, b->len};
}

const char *buf_text(struct buf *b)
{
    if (b->at == NULL)
        return "";
    b->at[b->len] = '\0';
    return b->at;
}
