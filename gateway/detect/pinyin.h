/*
 * pinyin - is a word of Latin letters Mandarin in Hanyu Pinyin?
 *
 * Example: "xièxie" has two syllables; "thanks" is none.
 *
 * In:      a word folded by chars_fold(), with or without tone marks; ü or v.
 * Out:     its syllables, and how many of them other languages seldom have
 *          (a tone mark makes every one of them count).
 * Source:  Hanyu Pinyin's 400 toneless syllables (ISO 7098).
 * Threads: pure.
 */
#ifndef DETECT_PINYIN_H
#define DETECT_PINYIN_H

#include <stdbool.h>
#include <stdint.h>

#include "detect/latin.h"

struct pinyin {
    uint32_t syllables;
    uint32_t points;
};

/* False when the word is not wholly made of syllables. */
bool pinyin_parse(const struct latin_word *w, struct pinyin *ret);

#endif
