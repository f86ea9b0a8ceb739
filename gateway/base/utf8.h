/*
 * utf8 - strict UTF-8: no overlongs, no surrogates, nothing past U+10FFFF.
 *
 * Example: size_t bad;
 *          if (!utf8_valid(text, &bad)) ... "not UTF-8 at byte %zu", bad
 *          while (utf8_next(text, &at, &c)) ...
 *
 * Offsets: bytes. Source: RFC 3629, Unicode 15 table 3-7.
 * Threads: pure.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* On false *ret_bad is the offset of the first byte of the bad sequence. */
bool utf8_valid(struct span s, size_t *ret_bad);

/* Decodes the code point at *at and moves *at past it; false at the end.
 * s must be valid UTF-8. Inline: every look at a text runs through it. */
static inline bool utf8_next(struct span s, size_t *at, uint32_t *ret)
{
    const unsigned char *p = (const unsigned char *)s.at + *at;

    if (*at >= s.len)
        return false;
    if (p[0] < 0x80) {
        *ret = p[0];
        *at += 1;
    } else if (p[0] < 0xE0) {
        *ret = (p[0] & 0x1FU) << 6U | (p[1] & 0x3FU);
        *at += 2;
    } else if (p[0] < 0xF0) {
        *ret = (p[0] & 0x0FU) << 12U | (p[1] & 0x3FU) << 6U | (p[2] & 0x3FU);
        *at += 3;
    } else {
        *ret = (p[0] & 0x07U) << 18U | (p[1] & 0x3FU) << 12U |
               (p[2] & 0x3FU) << 6U | (p[3] & 0x3FU);
        *at += 4;
    }
    return true;
}

/* As utf8_next, backwards: the code point that ends at *at. */
bool utf8_prev(struct span s, size_t *at, uint32_t *ret);

/* Writes 1 to 4 bytes; returns how many. c is a scalar value. */
size_t utf8_put(uint32_t c, char ret[4]);

size_t utf8_count(struct span s); /* code points; s is valid */

#endif
