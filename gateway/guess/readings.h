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

#include <stdint.h>

#define READING_SYLLABLE(r) ((uint16_t)((r)&0x1FFU))
#define READING_SELDOM(r)   (((r)&0x4000U) != 0)

const uint16_t *readings_of(uint32_t c, uint32_t *ret_count);

#endif
