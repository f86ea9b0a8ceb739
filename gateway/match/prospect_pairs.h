/*
 * prospect_pairs - what a prospect knows of two characters that follow each
 * other in a literal (inside match/).
 *
 * Example: struct prospect_pair pair = prospect_pair_of(p, a, b);
 *          if (prospect_pair_known(pair) &&
 *              prospect_pair_has(pair, PROSPECT_BEFORE | c)) c a b may be one
 *
 * Out:     never false for what was set. Memory: the prospect's.
 * Errors:  none. Threads: read-only once built.
 * Source:  Bloom filters, of one bit for the pairs; blocked (Putze, Sanders,
 *          Singler 2007) for what is beside them.
 */
#ifndef MATCH_PROSPECT_PAIRS_H
#define MATCH_PROSPECT_PAIRS_H

#include "fold/chars.h"
#include "match/prospect.h"

/* What is known of a pair of characters that a literal has, in its line:
 * whether it is all of one, which others are before or behind it, and whether
 * the literal begins or ends with these three. Beside that character. */
enum prospect_known {
    PROSPECT_ALONE = 1 << 21,
    PROSPECT_BEFORE = 2 << 21,
    PROSPECT_BEHIND = 3 << 21,
    PROSPECT_BEGINS = 1 << 23,
    PROSPECT_ENDS = 1 << 24
};
_Static_assert(CHAR_MOST <= PROSPECT_ALONE, "beside a character");

/* The first of a pair for a literal of one character. */
enum { PROSPECT_NOTHING = CHAR_MOST };

struct prospect_pair {
    uint64_t *line, *word;
    uint32_t hash;
};

static inline struct prospect_pair prospect_pair_of(const struct prospect *p,
                                                    uint32_t a, uint32_t b)
{
    uint32_t hash = (a * 0x9E3779B1U) ^ (b * 0x85EBCA6BU);

    hash = (hash ^ hash >> 15U) * 0xC2B2AE35U;
    return (struct prospect_pair){
        .line = p->line + (size_t)(hash >> (32U - p->bits)) * PROSPECT_WORDS,
        .word = p->pair + (hash >> (32U - p->pair_bits)),
        .hash = hash};
}

/* A bit a pair, so that they fit a cache: most of them are no literal's. */
static inline bool prospect_pair_known(struct prospect_pair pair)
{
    return (*pair.word >> (pair.hash & 63U) & 1U) != 0;
}

static inline void prospect_pair_know(struct prospect_pair pair)
{
    *pair.word |= 1ULL << (pair.hash & 63U);
}

static inline uint32_t prospect_hash_of(struct prospect_pair pair,
                                        uint32_t what)
{
    uint32_t hash = pair.hash ^ what * 0x27D4EB2FU;

    hash = (hash ^ hash >> 16U) * 0x9E3779B1U;
    return hash ^ hash >> 15U;
}

/* Three bits of one word, so that one look is rarely wrong. */
static inline uint64_t prospect_bits_of(uint32_t hash)
{
    return 1ULL << (hash & 63U) | 1ULL << (hash >> 6U & 63U) |
           1ULL << (hash >> 12U & 63U);
}

/* what: enum prospect_known and a character. */
static inline bool prospect_pair_has(struct prospect_pair pair, uint32_t what)
{
    uint32_t hash = prospect_hash_of(pair, what);
    uint64_t bits = prospect_bits_of(hash);

    return (pair.line[hash >> 29U] & bits) == bits;
}

static inline void prospect_pair_set(struct prospect_pair pair, uint32_t what)
{
    uint32_t hash = prospect_hash_of(pair, what);

    pair.line[hash >> 29U] |= prospect_bits_of(hash);
}

static inline bool prospect_is_one(const struct prospect *p, uint32_t c)
{
    return p->has_one &&
           prospect_pair_known(prospect_pair_of(p, PROSPECT_NOTHING, c));
}

/* Of those that look-alikes are read as. */
static inline bool prospect_is_letter(uint32_t c)
{
    unsigned traits = char_traits(c);

    return (traits & CHAR_SOLID) != 0 &&
           (traits & (CHAR_HAN | CHAR_DIGIT)) == 0;
}

#endif
