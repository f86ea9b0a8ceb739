/*
 * lexicon - how common Chinese words are.
 *
 * Example: lexicon_cost((uint32_t[]){0x670D, 0x52A1}, 2) is about 7 nats for
 *          服务; LEXICON_NO_WORD for characters that make no word.
 *
 * Out:     costs: -ln(probability of the word) in 1/LEXICON_NAT nats.
 * Memory:  guess/lexicon.bin is part of the program; read-only.
 * Errors:  none. Any uint32_t is a character; one that is not Han costs
 *          LEXICON_RAREST by itself and is in no longer word.
 * Threads: pure.
 * Source:  the jieba dictionary (MIT), by tools/guess/lexicon.mjs.
 */
#ifndef GUESS_LEXICON_H
#define GUESS_LEXICON_H

#include <stddef.h>
#include <stdint.h>

enum {
    LEXICON_NAT = 12,     /* units of a nat */
    LEXICON_LONGEST = 6,  /* characters of a word */
    LEXICON_RAREST = 226, /* the cost of a character that is no word */
    LEXICON_NO_WORD = 255
};

/* The cost of one word of 1 to LEXICON_LONGEST Simplified Han characters. */
unsigned lexicon_cost(const uint32_t *han, uint32_t count);

/* The numbers of characters of longer words, the most used the lowest. */
enum {
    LEXICON_NUMBERS = 6012, /* the number of any other */
    LEXICON_FIRST = 0x3400,
    LEXICON_LAST = 0x9FFF
};
extern const uint8_t *const lexicon_numbers; /* inside; two bytes each */

/* Inline: every Han character of a text is asked for. */
static inline uint32_t lexicon_number(uint32_t c)
{
    const uint8_t *p = lexicon_numbers + (size_t)(c - LEXICON_FIRST) * 2;
    uint32_t is = LEXICON_NUMBERS;

    if (c - LEXICON_FIRST <= LEXICON_LAST - LEXICON_FIRST)
        is = p[0] | (uint32_t)p[1] << 8U;
    return is < LEXICON_NUMBERS ? is : LEXICON_NUMBERS;
}

/* lexicon_cost() of two characters by their numbers, and where the answer
 * lies, for __builtin_prefetch() before many are asked for. */
unsigned lexicon_pair(uint32_t one, uint32_t two);
const void *lexicon_pair_place(uint32_t one, uint32_t two);

/* The words that begin at each of `count` characters in a row: ret[0] has a bit
 * 1 << n for one of n characters (always that of 1), ret[n] its cost; ret[2] is
 * LEXICON_NO_WORD where the two are none. What is told of the next character
 * stands `stride` bytes behind, at least LEXICON_LONGEST + 1. */
void lexicon_words(const uint32_t *han, uint32_t count, uint8_t *ret,
                   size_t stride);

/* The cost of a character in running text, as a part of whatever word: the
 * higher, the seldomer it is met. */
unsigned lexicon_use(uint32_t c);

#endif
