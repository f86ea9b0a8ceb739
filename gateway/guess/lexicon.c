#include "guess/lexicon.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* The file as it is; the Makefile names it as a source of this object. Slots
 * of a 16-bit fingerprint (0 = free, little-endian) and a cost, open
 * addressing with linear probes. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        "lexicon_slots:\n"
        ".incbin \"gateway/guess/lexicon.bin\"\n"
        ".previous\n");
extern const uint8_t lexicon_slots[];

/* Behind the slots a bit for each pair of characters that begins a word. */
enum {
    SLOT_BITS = 18,
    SLOTS = 1 << SLOT_BITS,
    SLOT_BYTES = 3,
    PAIRS = SLOTS * SLOT_BYTES,
    PAIR_BITS = 19
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

static unsigned cost_of(uint64_t h)
{
    uint32_t print = (uint32_t)(h & 0xFFFFU);
    size_t at = (size_t)(h >> (64U - SLOT_BITS));

    print = print == 0 ? 1 : print;
    for (;;) { /* there are free slots: lexicon.mjs sees to it */
        const uint8_t *slot = lexicon_slots + at * SLOT_BYTES;
        uint32_t seen = slot[0] | (uint32_t)slot[1] << 8U;

        if (seen == print)
            return slot[2];
        if (seen == 0)
            return LEXICON_NO_WORD;
        at = (at + 1) % SLOTS;
    }
}

static bool begins_word(uint64_t pair)
{
    size_t bit = (size_t)(pair >> (64U - PAIR_BITS));

    return ((unsigned)lexicon_slots[PAIRS + bit / 8] >> (bit % 8) & 1U) != 0;
}

static unsigned find_one(uint32_t c)
{
    unsigned cost = cost_of(hash_end(hash_add(hash_start, c)));

    return cost == LEXICON_NO_WORD ? LEXICON_RAREST : cost;
}

/* What was found of single characters; 0: not asked for yet. Whoever asks
 * first writes, and all write the same. */
enum { ONE_FIRST = 0x3400, ONE_COUNT = 0xA000 - ONE_FIRST };
static _Atomic uint8_t ones[ONE_COUNT];

static unsigned cost_of_one(uint32_t c)
{
    unsigned cost;

    if (c - ONE_FIRST >= ONE_COUNT)
        return find_one(c);
    cost = atomic_load_explicit(&ones[c - ONE_FIRST], memory_order_relaxed);
    if (cost == 0) {
        cost = find_one(c);
        atomic_store_explicit(&ones[c - ONE_FIRST], (uint8_t)cost,
                              memory_order_relaxed);
    }
    return cost;
}

unsigned lexicon_cost(const uint32_t *han, uint32_t count)
{
    uint64_t h = hash_start;

    if (count == 0 || count > LEXICON_LONGEST)
        return LEXICON_NO_WORD;
    if (count == 1)
        return cost_of_one(han[0]);
    for (uint32_t i = 0; i < count; i++) {
        h = hash_add(h, han[i]);
        if (i == 1 && !begins_word(hash_end(h)))
            return LEXICON_NO_WORD;
    }
    return cost_of(hash_end(h));
}

uint32_t lexicon_words(const uint32_t *han, uint32_t most,
                       uint8_t ret[LEXICON_LONGEST + 1])
{
    uint64_t h = hash_add(hash_start, han[0]);

    ret[1] = (uint8_t)cost_of_one(han[0]);
    for (uint32_t n = 2; n <= most && n <= LEXICON_LONGEST; n++) {
        h = hash_add(h, han[n - 1]);
        if (n == 2 && !begins_word(hash_end(h)))
            return 1;
        ret[n] = (uint8_t)cost_of(hash_end(h));
    }
    return most < LEXICON_LONGEST ? most : LEXICON_LONGEST;
}
