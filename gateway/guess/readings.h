/*
 * readings - how a Han character sounds: all its Mandarin readings, toneless.
 *
 * Example: uint32_t n; const uint16_t *r = readings_of(0x884C, &n);
 *          for 行: n is 2 or more, READING_SYLLABLE(r[0]) that of "xing".
 *
 * In:      code points; beyond U+9FFF only what the standard list of 2013 has.
 * Out:     the commonest reading first; READING_SELDOM marks those that fewer
 *          than a twentieth of its uses have. Syllables as in syllables.h.
 * Memory:  guess/readings.bin (58 KB) is part of the program; read-only.
 * Errors:  none. Threads: pure.
 * Source:  Unihan kMandarin, kHanyuPinlu, kXHC1983, kTGHZ2013, kHanyuPinyin,
 *          by tools/guess/readings.py.
 */
#ifndef GUESS_READINGS_H
#define GUESS_READINGS_H

#include <stddef.h>
#include <stdint.h>

#define READING_SYLLABLE(r) ((uint16_t)((r)&0x1FFU))
#define READING_SELDOM(r)   (((r)&0x4000U) != 0)

/* The file: from READINGS_FIRST to READINGS_LAST one value a character: 0, its
 * only reading, or with the upper bit where its list stands. */
enum {
    READINGS_FIRST = 0x3400,
    READINGS_LAST = 0x9FFF,
    READINGS_MANY = 0x8000
};
extern const uint16_t readings_data[];

/* The same for a character with several readings or beyond READINGS_LAST. */
const uint16_t *readings_seldom(uint32_t c, uint32_t *ret_count);

/* Inline: every Han character of a text is asked for. */
static inline const uint16_t *readings_of(uint32_t c, uint32_t *ret_count)
{
    const uint16_t *at;

    *ret_count = 0;
    if (c < READINGS_FIRST)
        return NULL;
    if (c > READINGS_LAST)
        return readings_seldom(c, ret_count);
    at = &readings_data[c - READINGS_FIRST];
    if (*at == 0)
        return NULL;
    if (*at >= READINGS_MANY)
        return readings_seldom(c, ret_count);
    *ret_count = 1;
    return at;
}

#endif
