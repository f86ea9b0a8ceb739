/*
 * syllables - Mandarin's syllables as they are typed.
 *
 * Example: syllable_find("zhong", 5) is a number, syllable_find("tz", 2) is 0;
 *          of "xian" syllables_divide() says that "xi", "an" and "xian" stand
 *          on a whole division of it, and that "xia" does not.
 *
 * In:      small ASCII letters; ü is v, and v and u are told apart only where
 *          the letters do (nv; "nu" is both 怒 and, its dots folded away, 女).
 * Out:     numbers from 1 to SYLLABLE_MOST, in the order of the alphabet.
 * Memory:  a table of 60 KB, built by syllables_init().
 * Errors:  none.
 * Threads: pure after syllables_init(), which any thread may call first.
 * Source:  the toneless readings of Unihan (tools/guess/readings.py).
 */
#ifndef GUESS_SYLLABLES_H
#define GUESS_SYLLABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum {
    SYLLABLE_MOST = 413,
    SYLLABLE_LETTERS = 6, /* zhuang */
    SYLLABLES_TOKEN = 64  /* letters of the longest token looked at */
};

void syllables_init(void);

uint16_t syllable_find(const char *letters, uint32_t count);

/* "nv" for "nu", "lv" for "lu"; 0 for all others. */
uint16_t syllable_dotted(uint16_t syllable);

/* Bit n - 1 of ret[i]: a syllable of n letters begins at letter i and belongs
 * to a division of the whole token into syllables. False, and ret all zero,
 * if there is no such division. */
bool syllables_divide(const char *letters, uint32_t count, uint8_t *ret);

const char *syllable_name(uint16_t syllable);

#endif
