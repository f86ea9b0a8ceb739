#include "guess/lexicon.h"

#include <stdbool.h>
#include <stddef.h>

/* The file as it is; the Makefile names it as a source of this object. First
 * slots of a 16-bit fingerprint, 0 = free, open addressing with linear probes;
 * then the cost that belongs to each. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        "lexicon_bytes:\n"
        ".incbin \"gateway/guess/lexicon.bin\"\n"
        ".previous\n");
extern const uint8_t lexicon_bytes[];

/* Behind the slots a byte for each pair of characters: bit n for words of n
 * characters that begin with it. Then a byte for each character: its cost as a
 * word by itself, and that in running text. */
enum {
    SLOT_BITS = 18,
    SLOTS = 1 << SLOT_BITS,
    COSTS = SLOTS * 2,
    PAIRS = COSTS + SLOTS,
    PAIR_BITS = 19,
    ONES = PAIRS + (1 << PAIR_BITS),
    ONE_FIRST = 0x3400,
    ONE_COUNT = 0xA000 - ONE_FIRST,
    USES = ONES + ONE_COUNT
};

/* FNV-1a over code points, then mixed; tools/guess/lexicon.mjs does the same.
 */
static const uint64_t hash_start = 0xCBF29CE484222325U;

static uint64_t hash_add(uint64_t h, uint32_t c)
{
    return (h ^ c) * 0x100000001B3U;
}

static uint64_t hash_end(uint64_t h)
{
    h ^= h >> 29U;
    h *= 0xBF58476D1CE4E5B9U;
    return h ^ (h >> 32U);
}

static uint32_t print_at(size_t slot)
{
    const uint8_t *p = lexicon_bytes + slot * 2;

    return p[0] | (uint32_t)p[1] << 8U;
}

static unsigned cost_of(uint64_t h)
{
    uint32_t print = (uint32_t)(h & 0xFFFFU);
    size_t at = (size_t)(h >> (64U - SLOT_BITS));

    print = print == 0 ? 1 : print;
    for (;;) { /* there are free slots: lexicon.mjs sees to it */
        uint32_t seen = print_at(at);

        if (seen == print)
            return lexicon_bytes[COSTS + at];
        if (seen == 0)
            return LEXICON_NO_WORD;
        at = (at + 1) % SLOTS;
    }
}

/* Of how many characters words may be that begin with the pair: a bit 1 << n
 * for each number. */
static unsigned lengths(uint64_t pair)
{
    return lexicon_bytes[PAIRS + (size_t)(pair >> (64U - PAIR_BITS))];
}

static unsigned cost_of_one(uint32_t c)
{
    unsigned cost;

    if (c - ONE_FIRST < ONE_COUNT)
        return lexicon_bytes[ONES + (c - ONE_FIRST)];
    cost = cost_of(hash_end(hash_add(hash_start, c)));
    return cost == LEXICON_NO_WORD ? LEXICON_RAREST : cost;
}

unsigned lexicon_use(uint32_t c)
{
    return c - ONE_FIRST < ONE_COUNT ? lexicon_bytes[USES + (c - ONE_FIRST)]
                                     : LEXICON_RAREST;
}

unsigned lexicon_cost(const uint32_t *han, uint32_t count)
{
    uint64_t h;

    if (count == 0 || count > LEXICON_LONGEST)
        return LEXICON_NO_WORD;
    if (count == 1)
        return cost_of_one(han[0]);
    h = hash_add(hash_add(hash_start, han[0]), han[1]);
    if ((lengths(hash_end(h)) >> count & 1U) == 0)
        return LEXICON_NO_WORD;
    for (uint32_t i = 2; i < count; i++)
        h = hash_add(h, han[i]);
    return cost_of(hash_end(h));
}

unsigned lexicon_words(const uint32_t *han, uint32_t most,
                       uint8_t ret[LEXICON_LONGEST + 1])
{
    unsigned found = 1U << 1U;
    unsigned maybe;
    uint64_t h;

    ret[1] = (uint8_t)cost_of_one(han[0]);
    if (most < 2)
        return found;
    h = hash_add(hash_add(hash_start, han[0]), han[1]);
    maybe = lengths(hash_end(h));
    if (most < LEXICON_LONGEST)
        maybe &= (2U << most) - 1;
    for (uint32_t n = 2; maybe >> n != 0; n++) {
        if (n > 2)
            h = hash_add(h, han[n - 1]);
        if ((maybe >> n & 1U) == 0)
            continue;
        ret[n] = (uint8_t)cost_of(hash_end(h));
        if (ret[n] != LEXICON_NO_WORD)
            found |= 1U << n;
    }
    return found;
}
