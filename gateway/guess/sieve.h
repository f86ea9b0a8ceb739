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

static inline uint32_t sieve_at(const struct sieve *s, uint32_t a, uint32_t b)
{
    return (a * 0x9E3779B1U + b * 0x85EBCA77U) >> s->shift;
}

static inline void sieve_add(struct sieve *s, uint32_t a, uint32_t b)
{
    uint32_t at = sieve_at(s, a, b);

    s->bits[at / 64] |= 1ULL << (at % 64);
}

static inline bool sieve_maybe(const struct sieve *s, uint32_t a, uint32_t b)
{
    uint32_t at = sieve_at(s, a, b);

    return (s->bits[at / 64] >> (at % 64) & 1U) != 0;
}

#endif
