/*
 * lexicon - how common Chinese words are.
 *
 * Example: lexicon_cost((uint32_t[]){0x670D, 0x52A1}, 2) is about 7 nats for
 *          服务; LEXICON_NO_WORD for characters that make no word.
 *
 * Out:     costs: -ln(probability of the word) in 1/LEXICON_NAT nats.
 * Memory:  guess/lexicon.bin is part of the program; read-only.
 * Errors:  none. A word that is not there is taken for one with a chance of
 *          1 in 65,000 (fingerprints of 16 bits).
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

/* The costs of the words of 1 to `most` characters that han begins with;
 * ret[n] for n characters. Returns up to which n there may be any; all behind
 * it are LEXICON_NO_WORD and not written. */
uint32_t lexicon_words(const uint32_t *han, uint32_t most,
                       uint8_t ret[LEXICON_LONGEST + 1]);

#endif
