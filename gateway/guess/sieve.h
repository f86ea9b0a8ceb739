/*
 * sieve - says at once of most pairs of characters that they are not listed.
 *
 * Example: struct sieve *s = sieve_new(pairs); sieve_add(s, a, b); …
 *          if (sieve_maybe(s, a, b)) look it up
 *
 * All pairs of one first character lie in one row, which is a few lines of
 * memory: who asks of one character with many others waits for it once.
 *
 * Out:     never false for a pair that was added; true for about one in 16 of
 *          the others, for more where many have the same first.
 * Memory:  two bytes a pair, on the heap. Errors: none.
 * Threads: read-only once filled. Source: a blocked Bloom filter of one
 *          function (Putze, Sanders, Singler 2007).
 */
#ifndef GUESS_SIEVE_H
#define GUESS_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

enum { SIEVE_ROW_BITS = 11, SIEVE_ROW_WORDS = (1 << SIEVE_ROW_BITS) / 64 };

struct sieve {
    uint64_t rows;
    uint64_t bits[];
};

struct sieve_row {
    const uint64_t *bits;
    uint32_t mix; /* of the first character */
};

struct sieve *sieve_new(size_t pairs) MUST_USE; /* table_free() */

static inline struct sieve_row sieve_row(const struct sieve *s, uint32_t a)
{
    uint32_t mix = a * 0x9E3779B1U;

    return (struct sieve_row){
        s->bits + (mix * s->rows >> 32U) * SIEVE_ROW_WORDS, mix};
}

static inline uint32_t sieve_at(struct sieve_row row, uint32_t b)
{
    return (row.mix + b * 0x85EBCA77U) >> (32U - SIEVE_ROW_BITS);
}

static inline void sieve_add(struct sieve *s, uint32_t a, uint32_t b)
{
    struct sieve_row row = sieve_row(s, a);
    uint32_t at = sieve_at(row, b);

    s->bits[(size_t)(row.bits - s->bits) + at / 64] |= 1ULL << (at % 64);
}

static inline bool sieve_in_row(struct sieve_row row, uint32_t b)
{
    uint32_t at = sieve_at(row, b);

    return (row.bits[at / 64] >> (at % 64) & 1U) != 0;
}

/* Where the answer stands, for __builtin_prefetch() before many are asked for.
 * (A function that does nothing else than that is left out by compilers.) */
static inline const void *sieve_place(const struct sieve *s, uint32_t a,
                                      uint32_t b)
{
    struct sieve_row row = sieve_row(s, a);

    return row.bits + sieve_at(row, b) / 64;
}

static inline bool sieve_maybe(const struct sieve *s, uint32_t a, uint32_t b)
{
    return sieve_in_row(sieve_row(s, a), b);
}

#endif
