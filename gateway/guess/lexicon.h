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

#include <stdint.h>

enum {
    LEXICON_NAT = 12,     /* units of a nat */
    LEXICON_LONGEST = 6,  /* characters of a word */
    LEXICON_RAREST = 226, /* the cost of a character that is no word */
    LEXICON_NO_WORD = 255
};

/* The cost of one word of 1 to LEXICON_LONGEST Simplified Han characters. */
unsigned lexicon_cost(const uint32_t *han, uint32_t count);

/* The words of 1 to `most` characters (at least one) that han begins with: a
 * bit 1 << n for each of n characters, and its cost in ret[n]. */
unsigned lexicon_words(const uint32_t *han, uint32_t most,
                       uint8_t ret[LEXICON_LONGEST + 1]);

/* The cost of a character in running text, as a part of whatever word: the
 * higher, the seldomer it is met. */
unsigned lexicon_use(uint32_t c);

#endif
