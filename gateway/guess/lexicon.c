/*
 * Words are a tree of their characters. Characters of longer words have a
 * number, the most used the lowest; each has a row of those that may follow it
 * (a pair), in the order of their scattered numbers, each where its number
 * lies in the row or a little behind that. What follows a pair stands in one
 * table for all, by the slot of what comes before it and the number of the
 * character: open addressing. Both tell exactly what they hold.
 *
 *   heads[number]   24 bits where its row of pairs begins, 8 cost
 *   pairs[slot]     13 scattered number, 11 hints, 8 cost
 *   longer[slot]     6 slots from home, 15 rest of the key, 3 hints, 8 cost
 *
 * A hint is a bit for the numbers, modulo the count of hints, of the
 * characters that go on from there: most ends of words are told by it.
 */
#include "guess/lexicon.h"

#include <stdbool.h>
#include <stddef.h>

/* The file as it is; the Makefile names it as a source of this object. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        "lexicon_bytes:\n"
        ".incbin \"gateway/guess/lexicon.bin\"\n"
        ".previous\n");
extern const uint8_t lexicon_bytes[];

/* As in tools/guess/lexicon.mjs, which also says PAIRS and HEADS. */
enum {
    PAIRS = 141720,
    PAIR_HINTS = 11,
    LONGER = 220000, /* homes */
    FARTHEST = 64,
    LONGER_HINTS = 3,
    HEADS = 6013,
    SCATTER = 0x1A35,
    NUMBERS = 1 << 13,
    ALONE = 0x8000, /* in no longer word: the cost instead of a number */
    FIRST = 0x3400,
    CHARACTERS = 0xA000 - FIRST,

    AT_LONGER = PAIRS * 4,
    AT_HEADS = AT_LONGER + (LONGER + FARTHEST) * 4,
    AT_NUMBERS = AT_HEADS + HEADS * 4,
    AT_USES = AT_NUMBERS + CHARACTERS * 2
};

static uint32_t number_at(size_t at)
{
    const uint8_t *p = lexicon_bytes + at;

    return p[0] | (uint32_t)p[1] << 8U;
}

static uint32_t entry_at(size_t at)
{
    return number_at(at) | number_at(at + 2) << 16U;
}

static uint32_t number_of(uint32_t c)
{
    return c - FIRST < CHARACTERS ? number_at(AT_NUMBERS + (c - FIRST) * 2)
                                  : ALONE | LEXICON_RAREST;
}

static uint32_t head_of(uint32_t number)
{
    return entry_at(AT_HEADS + number * 4);
}

static unsigned cost_of(uint32_t entry)
{
    return entry & 0xFFU;
}

/* What begins with characters so far, as where it stands and what stands
 * there. */
struct begun {
    uint32_t slot;
    uint32_t hints;
    unsigned cost;
};

static bool find_pair(uint32_t first, uint32_t second, struct begun *ret)
{
    uint32_t base = head_of(first) >> 8U;
    uint32_t size = (head_of(first + 1) >> 8U) - base;
    uint32_t key = second * SCATTER % NUMBERS;
    uint32_t slot = base + key * (size - 1 - (size >> 4U)) / NUMBERS;
    uint32_t entry = entry_at((size_t)slot * 4);

    while (entry >> 19U < key) /* the last of a row is a gap */
        entry = entry_at((size_t)++slot * 4);
    *ret = (struct begun){slot, entry >> 8U & 0x7FFU, cost_of(entry)};
    return entry >> 19U == key;
}

/* One more character. */
static bool find_longer(uint32_t next, struct begun *ret)
{
    uint32_t key = (ret->slot << 13U | next) * 0x9E3779B1U;
    uint64_t place = (uint64_t)key * LONGER;
    uint32_t slot = (uint32_t)(place >> 32U);
    uint32_t want = (uint32_t)place >> 17U;
    uint32_t entry = entry_at(AT_LONGER + (size_t)slot * 4);

    /* there are free slots: lexicon.mjs sees to it */
    for (; entry != 0 && entry >> 11U != want; want += 1U << 15U)
        entry = entry_at(AT_LONGER + (size_t)++slot * 4);
    *ret = (struct begun){PAIRS + slot, entry >> 8U & 7U, cost_of(entry)};
    return entry != 0;
}

unsigned lexicon_use(uint32_t c)
{
    return c - FIRST < CHARACTERS ? lexicon_bytes[AT_USES + (c - FIRST)]
                                  : LEXICON_RAREST;
}

/* The number of the next character, if words may go on with it. */
static bool goes_on(const struct begun *b, uint32_t c, uint32_t count,
                    uint32_t *ret)
{
    uint32_t hints = count == 2 ? PAIR_HINTS : LONGER_HINTS;

    if (b->hints == 0)
        return false;
    *ret = number_of(c);
    return *ret < ALONE && (b->hints >> *ret % hints & 1U) != 0;
}

unsigned lexicon_words(const uint32_t *han, uint32_t most,
                       uint8_t ret[LEXICON_LONGEST + 1])
{
    uint32_t number = number_of(han[0]);
    unsigned found = 1U << 1U;
    struct begun begun;
    uint32_t next;

    ret[1] = (uint8_t)(number < ALONE ? cost_of(head_of(number)) : number);
    if (number >= ALONE || most < 2)
        return found;
    next = number_of(han[1]);
    if (next >= ALONE || !find_pair(number, next, &begun))
        return found;
    for (uint32_t n = 2;; n++) {
        ret[n] = (uint8_t)begun.cost;
        found |= (unsigned)(begun.cost != LEXICON_NO_WORD) << n;
        if (n == most || !goes_on(&begun, han[n], n, &next) ||
            !find_longer(next, &begun))
            return found;
    }
}

unsigned lexicon_cost(const uint32_t *han, uint32_t count)
{
    uint8_t cost[LEXICON_LONGEST + 1];

    if (count == 0 || count > LEXICON_LONGEST)
        return LEXICON_NO_WORD;
    return (lexicon_words(han, count, cost) >> count & 1U) != 0
               ? cost[count]
               : LEXICON_NO_WORD;
}
