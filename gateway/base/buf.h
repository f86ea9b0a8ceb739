/*
 * buf - a growing byte buffer with a mandatory ceiling and a sticky error.
 *
 * Example: struct buf b = buf_make(64 << 10);
 *          buf_add(&b, SPAN("HTTP/1.1 "));
 *          buf_printf(&b, "%d", status);
 *          if (b.failed) return err_set(e, ERR_LIMIT, ...);
 *          ... buf_free(&b);
 *
 * Write first, check once: after a write that would pass the ceiling every
 * later write is dropped and `failed` stays set until buf_reset().
 *
 * Memory:  the buffer owns its bytes (heap). buf_span() borrows them.
 * Threads: one owner.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"
#include "base/span.h"

struct buf {
    char *at;
    size_t len;
    size_t room;    /* allocated bytes */
    size_t ceiling; /* len never passes it */
    bool failed;
};

struct buf buf_make(size_t ceiling);
void buf_free(struct buf *b);
void buf_reset(struct buf *b); /* empty, not failed, memory kept */

/* Makes room for n more bytes to be written at b->at + b->len by the caller,
 * who then adds to b->len; NULL (and failed) when over the ceiling. */
char *buf_reserve(struct buf *b, size_t n) MUST_USE;

void buf_add_slow(struct buf *b, struct span s); /* buf_add, when it grows */
static inline void buf_add(struct buf *b, struct span s)
{
    if (b->failed || s.len >= b->room - b->len || s.len > b->ceiling - b->len) {
        buf_add_slow(b, s);
    } else if (s.len > 0) {
        memcpy(b->at + b->len, s.at, s.len);
        b->len += s.len;
    }
}

static inline void buf_add_byte(struct buf *b, char c)
{
    buf_add(b, (struct span){&c, 1});
}

static inline void buf_add_text(struct buf *b, const char *text)
{
    buf_add(b, span_of(text));
}

void buf_add_u64(struct buf *b, uint64_t n); /* decimal */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* A JSON string literal with quotes; s must be UTF-8. */
void buf_add_json(struct buf *b, struct span s);

/* Drops the first n bytes (n <= len). */
void buf_consume(struct buf *b, size_t n);

struct span buf_span(const struct buf *b);

/* NUL-terminated view of the bytes; "" when empty. */
const char *buf_text(struct buf *b);

#endif
