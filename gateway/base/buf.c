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

void buf_add(struct buf *b, struct span s)
{
    char *to = buf_reserve(b, s.len);

    if (to == NULL || s.len == 0)
        return;
    memcpy(to, s.at, s.len);
    b->len += s.len;
}

void buf_add_text(struct buf *b, const char *text)
{
    buf_add(b, span_of(text));
}

void buf_add_byte(struct buf *b, char c)
{
    buf_add(b, (struct span){&c, 1});
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

void buf_add_json(struct buf *b, struct span s)
{
    size_t plain = 0;

    buf_add_byte(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        const char *escape;

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        escape = short_escape(c);
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
