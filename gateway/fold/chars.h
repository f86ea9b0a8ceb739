/*
 * chars - what the fold and the matcher need to know of a code point.
 *
 * Example: if ((char_traits(c) & CHAR_SOLID) == 0) ... a gap character
 *
 * Memory:  one byte a code point, filled by fold_init().
 * Threads: read-only after fold_init().
 * Source:  ICU: general category, script, Grapheme_Cluster_Break.
 */
#ifndef FOLD_CHARS_H
#define FOLD_CHARS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

enum {
    CHAR_SOLID = 1, /* letter, mark or number: never dropped as a gap */
    CHAR_LATIN = 2,
    CHAR_DIGIT = 4, /* decimal digit of any script */
    CHAR_HAN = 8,
    CHAR_ALPHABET = 16, /* Greek or Cyrillic */
    CHAR_JOINS = 32,    /* a grapheme may go on behind it */
    CHAR_EXTENDS = 64,  /* always of one grapheme with what stands before */
    CHAR_SPACE = 128
};

#define CHAR_MOST 0x110000U

extern uint8_t char_table[CHAR_MOST];

static inline unsigned char_traits(uint32_t c)
{
    return char_table[c];
}

/* Fills the table; called by fold_init(). */
bool chars_build(struct err *e) MUST_USE;

#endif
