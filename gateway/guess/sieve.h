/*
 * sieve - says at once of most pairs of characters that they are not listed.
 *
 * Example: struct sieve *s = sieve_new(pairs); sieve_add(s, a, b); …
 *          if (sieve_maybe(s, a, b)) look it up
 *
 * Out:     never false for a pair that was added; true for about one in 16 of
 *          the others.
 * Memory:  two bytes a pair, on the heap. Errors: none.
 * Threads: read-only once filled. Source: a Bloom filter of one function.
 */
#ifndef GUESS_SIEVE_H
#define GUESS_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct sieve {
    uint32_t shift;
    uint64_t bits[];
};

struct sieve *sieve_new(size_t pairs) MUST_USE; /* freed by heap_free() */

/* What the first of a pair adds to the place of its bit: for who asks of one
 * character with many others. */
static inline uint32_t sieve_first(uint32_t a)
{
    return a * 0x9E3779B1U;
}

static inline uint32_t sieve_at(const struct sieve *s, uint32_t first,
                                uint32_t b)
{
    return (first + b * 0x85EBCA77U) >> s->shift;
}

static inline void sieve_add(struct sieve *s, uint32_t a, uint32_t b)
{
    uint32_t at = sieve_at(s, sieve_first(a), b);

    s->bits[at / 64] |= 1ULL << (at % 64);
}

static inline bool sieve_maybe_second(const struct sieve *s, uint32_t first,
                                      uint32_t b)
{
    uint32_t at = sieve_at(s, first, b);

    return (s->bits[at / 64] >> (at % 64) & 1U) != 0;
}

static inline bool sieve_maybe(const struct sieve *s, uint32_t a, uint32_t b)
{
    return sieve_maybe_second(s, sieve_first(a), b);
}

#endif
