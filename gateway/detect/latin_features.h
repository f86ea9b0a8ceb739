/*
 * latin_features - how the Latin model looks at a word; shared by the gateway
 * and by tools/detect/train_latin.c, so that both see the same.
 *
 * Example: letters "^the$" (0 at both ends) give the 2- to 5-grams
 *          ^t ^th ^the ^the$ th the the$ he he$ e$.
 *
 * In:      lower-case UTF-16 units of one word, 0 before and after it.
 * Out:     slots of the n-gram table; a hash of the whole word.
 * Threads: pure.
 */
#ifndef DETECT_LATIN_FEATURES_H
#define DETECT_LATIN_FEATURES_H

#include <stdint.h>

enum {
    LATIN_LETTERS = 24, /* of a longer word the first ones count */
    LATIN_UNITS = LATIN_LETTERS + 2,
    LATIN_GRAM = 5,
    LATIN_GRAM_BITS = 16,
    LATIN_GRAMS = 1 << LATIN_GRAM_BITS,
    LATIN_WORD_BUCKET = 4,
    LATIN_WORDS = 1 << 16, /* entries of the word table */
    LATIN_VALUE_BITS = 4,
    LATIN_VALUES = 1 << LATIN_VALUE_BITS,
    LATIN_UNIT = 16 /* one logit */
};

struct latin_model {
    char magic[8]; /* "PFLATIN1" */
    int32_t bias;  /* sixteenths of a logit */
    int32_t unused;
    int8_t gram[LATIN_GRAMS];   /* sixteenths of a logit */
    uint16_t word[LATIN_WORDS]; /* fingerprint << 4 | value; 0 = free */
};

static inline uint32_t latin_gram_next(uint32_t h, uint16_t unit)
{
    h = (h ^ unit) * 0x9E3779B1U;
    return h ^ h >> 15U;
}

static inline uint32_t latin_gram_slot(uint32_t h)
{
    return (h * 0x85EBCA6BU) >> (32U - (unsigned)LATIN_GRAM_BITS);
}

static inline uint32_t latin_gram_first(uint16_t unit)
{
    return 0x811C9DC5U + unit;
}

/* of units[1..n-1): without the ends */
static inline uint32_t latin_word_hash(const uint16_t *units, unsigned n)
{
    uint32_t h = 0x9E3779B9U;

    for (unsigned i = 1; i + 1 < n; i++) {
        h = (h ^ units[i]) * 0x01000193U;
        h ^= h >> 13U;
    }
    h *= 0x85EBCA6BU;
    h ^= h >> 16U;
    h *= 0xC2B2AE35U;
    return h ^ h >> 15U;
}

static inline unsigned latin_word_print(uint32_t h)
{
    return h & ((1U << (16U - (unsigned)LATIN_VALUE_BITS)) - 1U);
}

/* A word is in one of two buckets. */
static inline uint32_t latin_word_bucket(uint32_t h, unsigned which)
{
    uint32_t mixed = which == 0 ? h >> 11U : (h >> 11U) * 2654435761U >> 7U;

    return mixed % (LATIN_WORDS / LATIN_WORD_BUCKET) * LATIN_WORD_BUCKET;
}

/* The values of the word table, finest where the decision falls, in sixteenths
 * of a logit. Entry 0 with fingerprint 0 would look free: value 0 is unused. */
static const int8_t latin_values[LATIN_VALUES] = {
    0, -80, -48, -32, -22, -14, -8, -3, 2, 6, 10, 15, 22, 32, 46, 68};

static inline int latin_value(unsigned entry)
{
    return latin_values[entry & (LATIN_VALUES - 1U)];
}

#endif
