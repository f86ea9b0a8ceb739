/*
 * chars - one byte for each code point: what it is to language detection.
 *
 * Example: unsigned char c = chars_class(0x56FD);        (国)
 *          chars_kind(c) == CHAR_HAN, c & CHAR_HANS is set.
 *
 * In:      code points; the tables are built by chars_init() from ICU's
 *          script and category data and detect/han_data.h.
 * Units:   the low four bits are the kind, the high four are flags of Han.
 * Memory:  one table of 192 KiB for the process.
 * Threads: pure after chars_init().
 * Source:  UAX #24 scripts, UAX #44 general categories.
 */
#ifndef DETECT_CHARS_H
#define DETECT_CHARS_H

#include <stdint.h>

enum char_kind {
    CHAR_NEUTRAL, /* punctuation, symbols, emoji, what is unassigned */
    CHAR_SPACE,
    CHAR_NEWLINE,
    CHAR_DIGIT,
    CHAR_OPEN,  /* brackets that set text aside: ( [ 【 《 */
    CHAR_CLOSE, /* their partners */
    CHAR_QUOTE, /* opening quotation marks: “ ‘ */
    CHAR_HAN,
    CHAR_KANA,
    CHAR_SYLLABLE, /* Hangul, Thai and others whose letters count alone */
    CHAR_LATIN,
    CHAR_LETTER, /* of any other alphabet */
    CHAR_MARK,   /* belongs to the letter before it */
    CHAR_APOSTROPHE,
    CHAR_ENTITY /* may start a mention, tag or sticker: @ # [ */
};

enum {
    CHAR_HANS = 0x10, /* only Simplified text has it */
    CHAR_HANT = 0x20, /* only Traditional text has it */
    CHAR_JAPANESE = 0x40,
    CHAR_HINT = 0x80, /* may show Cantonese or Wu, see detect/variant.h */
    CHAR_PLANES = 0x20000,
    CHAR_LATIN_END = 0x250,
    CHAR_LATIN_MORE = 0x1E00,
    CHAR_LATIN_MORE_END = 0x1F00,
    CHAR_WIDE = 0xFF21, /* full-width A */
    CHAR_WIDE_END = 0xFF5B
};

extern unsigned char chars_table[CHAR_PLANES];
extern uint16_t chars_lower[CHAR_LATIN_END];
extern uint16_t chars_lower_more[CHAR_LATIN_MORE_END - CHAR_LATIN_MORE];

void chars_init(void);

/* Past the first two planes there are Han characters and nothing else that
 * is written. */
static inline unsigned char chars_class(uint32_t c)
{
    if (c < CHAR_PLANES)
        return chars_table[c];
    return c < 0x32400 ? CHAR_HAN : CHAR_NEUTRAL;
}

static inline enum char_kind chars_kind(unsigned char class)
{
    return (enum char_kind)(class & 0x0FU);
}

/* The lower-case form of a Latin letter, full-width letters as ASCII. */
static inline uint16_t chars_fold(uint32_t c)
{
    if (c < CHAR_LATIN_END)
        return chars_lower[c];
    if (c >= CHAR_LATIN_MORE && c < CHAR_LATIN_MORE_END)
        return chars_lower_more[c - CHAR_LATIN_MORE];
    if (c >= CHAR_WIDE && c < CHAR_WIDE_END)
        return chars_lower[c - CHAR_WIDE + 'A'];
    return (uint16_t)c;
}

#endif
