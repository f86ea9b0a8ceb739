/*
 * letters - how much of each script is in a text.
 *
 * Example: letters_count(SPAN("我的dog")).han is 2, .latin is 3.
 *
 * In:      valid UTF-8. Threads: pure. Source: UAX #24 by ICU.
 */
#ifndef TRANSLATE_LETTERS_H
#define TRANSLATE_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum letter { LETTER_NONE, LETTER_HAN, LETTER_LATIN, LETTER_OTHER };

struct letters {
    uint32_t han, latin, other;
    uint32_t words; /* runs of Latin letters */
};

enum letter letter_of(uint32_t c);
struct letters letters_count(struct span s);

bool letter_is_word(uint32_t c);  /* ASCII letter, digit or underscore */
bool letter_is_space(uint32_t c); /* also U+3000, U+00A0 */

/* The same letters in the same order, whatever their case and whatever stands
 * between them. */
bool letters_equal(struct span a, struct span b);

#endif
