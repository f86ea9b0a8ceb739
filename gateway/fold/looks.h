/*
 * looks - which Latin letter a character looks like.
 *
 * Example: looks_letter('$') is 's', of Cyrillic а it is 'a', of 木 it is 0;
 *          looks_class('1') == looks_class('l') == looks_class('i').
 *
 * In:      code points of the default view.
 * Out:     looks_letter: the ASCII letter, or 0 for none. ASCII letters look
 *          like themselves.
 *          looks_class: the letter that stands for all that may be meant; 1,
 *          l, i and | are one class, u and v another. 0 for none.
 *          looks_turned: the letter that the character is when turned by 180
 *          degrees (ǝ is e, d is p), or 0.
 * Memory:  1.1 MB, filled by looks_init().
 * Errors:  looks_init: ERR_INTERNAL when ICU has no data.
 * Threads: looks_init() from any, once; the rest is pure after it.
 * Source:  UTS #39 confusables, by ICU's skeletons; leet and what Cyrillic and
 *          Greek are used for beyond that, written for Paifang.
 */
#ifndef FOLD_LOOKS_H
#define FOLD_LOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

bool looks_init(struct err *e) MUST_USE;

extern char *looks_table; /* by code point; NULL before looks_init() */

static inline char looks_letter(uint32_t c)
{
    return looks_table[c];
}

static inline char looks_class(uint32_t c)
{
    char letter = looks_letter(c);

    if (letter == 'l')
        return 'i';
    return (char)(letter == 'v' ? 'u' : letter);
}

char looks_turned(uint32_t c);

/* The character that a small ASCII letter becomes, turned: d for p. Letters
 * without a look-alike turned become themselves. */
char looks_turn(char letter);

#endif
