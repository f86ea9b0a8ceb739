/*
 * styles - letters in fancy dress for which Unicode has no decomposition.
 *
 * Example: 🅰 is A, ❼ is 7, ꜰ is F, đ is d, 🇫 is F.
 *
 * Source: written for Paifang from the Unicode names of the characters.
 * Threads: read-only.
 */
#ifndef FOLD_STYLES_H
#define FOLD_STYLES_H

#include <stddef.h>
#include <stdint.h>

/* Code points from..to stand for `first` and the ASCII that follows it. */
struct style_range {
    uint32_t from, to;
    char first;
};

/* Code points from..to have an integer as numeric value and stand for it. */
struct style_number {
    uint32_t from, to;
};

struct style_letter {
    uint32_t c;
    char letter;
};

extern const struct style_range style_ranges[];
extern const size_t style_range_count;
extern const struct style_number style_numbers[];
extern const size_t style_number_count;
extern const struct style_letter style_letters[];
extern const size_t style_letter_count;

#endif
