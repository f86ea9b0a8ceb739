/*
 * screen - which two characters in a row may be a part of a disguised term.
 *
 * Of each term only two characters are asked for, those that a text has the
 * least, and all that may stand for them. What the answer is for each pair of
 * characters is one bit of a table. Characters are numbered by use: what most
 * texts ask of the table lies close together.
 *
 * Example: screen_set_add(&ones, c); …
 *          screen_add(s, &ones, &twos);
 *          if (screen_maybe(s, screen_number(c), screen_number(d))) look closer
 *
 * Out:     never false for a pair that was added; seldom characters share a
 *          number, and so do those that are not Han.
 * Memory:  2 MB on the heap, of which most stays untouched.
 * Errors:  none. Threads: read-only once filled.
 */
#ifndef GUESS_SCREEN_H
#define GUESS_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "guess/lexicon.h"
#include "guess/units.h"

enum {
    SCREEN_NUMBERS = 4096,
    SCREEN_SELDOM = 3840, /* all Han characters that have none of their own */
    SCREEN_OTHER = SCREEN_SELDOM + 1, /* from here on what is not Han */
    SCREEN_WORDS = SCREEN_NUMBERS / 64,
    SCREEN_BLOCK = 128 /* pairs to pick from in one go */
};

struct screen_set {
    uint64_t bits[SCREEN_WORDS]; /* by number */
};

struct screen {
    struct screen_set row[SCREEN_NUMBERS]; /* those behind a number */
};

/* That of the lexicon, if it is low enough. */
static inline uint16_t screen_number(uint32_t c)
{
    uint32_t number = SCREEN_OTHER + c % (SCREEN_NUMBERS - SCREEN_OTHER);

    if (c - LEXICON_FIRST <= LEXICON_LAST - LEXICON_FIRST) {
        number = lexicon_number(c);
        number = number < SCREEN_SELDOM ? number : SCREEN_SELDOM;
    }
    return (uint16_t)number;
}

static inline void screen_set_number(struct screen_set *s, uint32_t number)
{
    s->bits[number / 64] |= 1ULL << (number % 64);
}

static inline bool screen_set_has(const struct screen_set *s, uint32_t number)
{
    return (s->bits[number / 64] >> (number % 64) & 1U) != 0;
}

static inline void screen_set_add(struct screen_set *s, uint32_t c)
{
    screen_set_number(s, screen_number(c));
}

/* ret and what is in `of`. */
void screen_set_join(struct screen_set *ret, const struct screen_set *of);

/* About which share of a text is in it. */
float screen_set_use(const struct screen_set *s);

/* Any of the one with any of the other behind it. */
void screen_add(struct screen *s, const struct screen_set *one,
                const struct screen_set *two);

static inline bool screen_maybe(const struct screen *s, uint32_t one,
                                uint32_t two)
{
    return screen_set_has(&s->row[one], two);
}

/* Which of `count` units (at most SCREEN_BLOCK) it lets through with the one
 * behind; returns how many. */
uint32_t screen_pick(const struct screen *s, const struct unit *u,
                     uint32_t count, uint8_t ret[SCREEN_BLOCK]);

#endif
