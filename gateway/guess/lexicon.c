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
    PAIRS = 171388,
    PAIR_HINTS = 11,
    LONGER = 220000, /* homes */
    FARTHEST = 64,
    LONGER_HINTS = 3,
    HEADS = 6014,
    NONE = LEXICON_NUMBERS, /* of a character that is in no longer word */
    SCATTER = 0x1A35,
    NUMBERS = 1 << 13,
    ALONE = 0x8000, /* in no longer word: the cost instead of a number */
    FIRST = LEXICON_FIRST,
    CHARACTERS = LEXICON_LAST - FIRST + 1,

    AT_LONGER = PAIRS * 4,
    AT_HEADS = AT_LONGER + (LONGER + FARTHEST) * 4,
    AT_NUMBERS = AT_HEADS + HEADS * 4,
    AT_USES = AT_NUMBERS + CHARACTERS * 2
};

_Static_assert(NONE == HEADS - 2, "it has a row, too");

const uint8_t *const lexicon_numbers = lexicon_bytes + AT_NUMBERS;

static uint32_t entry_at(size_t at)
{
    const uint8_t *p = lexicon_bytes + at;

    return p[0] | (uint32_t)p[1] << 8U | (uint32_t)p[2] << 16U |
           (uint32_t)p[3] << 24U;
}

static uint32_t head_of(uint32_t number)
{
    return entry_at(AT_HEADS + (size_t)number * 4);
}

static unsigned cost_of(uint32_t entry)
{
    return entry & 0xFFU;
}

/* What a character is for the words around it. */
struct letter {
    uint32_t number; /* NONE: in no longer word */
    uint32_t hint;   /* its bit in a pair that it follows */
    uint32_t cost;   /* as a word by itself */
};

static inline struct letter letter_of(uint32_t c)
{
    const uint8_t *p = lexicon_bytes + AT_NUMBERS + (size_t)(c - FIRST) * 2;
    uint32_t is = ALONE | LEXICON_RAREST;

    if (c - FIRST < CHARACTERS)
        is = p[0] | (uint32_t)p[1] << 8U;
    if (is < ALONE)
        return (struct letter){is, 1U << is % PAIR_HINTS, cost_of(head_of(is))};
    return (struct letter){NONE, 0, is & 0xFFU};
}

/* Which of four slots is the first that is not less. Neither this nor what
 * follows it branches on the text: whether two characters are a pair is as good
 * as random, and a mispredicted branch costs more than all of it. */
static inline uint32_t steps(uint32_t slot, uint32_t key)
{
    uint32_t one = entry_at((size_t)slot * 4) >> 19U < key;
    uint32_t two = one & (entry_at((size_t)slot * 4 + 4) >> 19U < key);
    uint32_t three = two & (entry_at((size_t)slot * 4 + 8) >> 19U < key);

    return one + two + three;
}

static inline uint32_t key_of(uint32_t second)
{
    return second * SCATTER % NUMBERS;
}

/* Where the pair may be, or a little behind. */
static inline uint32_t home_of(uint32_t first, uint32_t key)
{
    uint32_t base = head_of(first) >> 8U;
    uint32_t size = (head_of(first + 1) >> 8U) - base;

    return base + key * (size - 1 - (size >> 4U)) / NUMBERS;
}

/* The entry of a pair, or one that says no. */
static inline uint32_t entry_of(uint32_t slot, uint32_t key, uint32_t *ret_slot)
{
    uint32_t entry, other;

    slot += steps(slot, key);
    entry = entry_at((size_t)slot * 4);
    while (entry >> 19U < key) /* seldom; the last of a row is a gap */
        entry = entry_at((size_t)++slot * 4);
    *ret_slot = slot;
    other = (entry >> 19U == key) - 1U;
    return (entry & ~other) | (LEXICON_NO_WORD & other);
}

static uint32_t find_pair(uint32_t first, uint32_t second, uint32_t *ret_slot)
{
    uint32_t key = key_of(second);

    return entry_of(home_of(first, key), key, ret_slot);
}

/* Where the slot's characters with `next` behind them are looked for. */
static inline uint64_t longer_home(uint32_t next, uint32_t slot)
{
    uint32_t key = (slot << 13U | next) * 0x9E3779B1U;

    return (uint64_t)key * LONGER;
}

static inline const void *longer_place(uint32_t next, uint32_t slot)
{
    return lexicon_bytes + AT_LONGER +
           (size_t)(longer_home(next, slot) >> 32U) * 4;
}

/* The entry of the slot's characters with `next` behind them, or 0. */
static uint32_t find_longer(uint32_t next, uint32_t *slot)
{
    uint64_t place = longer_home(next, *slot);
    uint32_t at = (uint32_t)(place >> 32U);
    uint32_t want = (uint32_t)place >> 17U;
    uint32_t entry = entry_at(AT_LONGER + (size_t)at * 4);

    /* there are free slots: lexicon.mjs sees to it */
    for (; entry != 0 && entry >> 11U != want; want += 1U << 15U)
        entry = entry_at(AT_LONGER + (size_t)++at * 4);
    *slot = PAIRS + at;
    return entry;
}

unsigned lexicon_use(uint32_t c)
{
    return c - FIRST < CHARACTERS ? lexicon_bytes[AT_USES + (c - FIRST)]
                                  : LEXICON_RAREST;
}

/* The words of more than two characters on a pair; next is the third. */
static unsigned find_longer_ones(const uint32_t *han, uint32_t most,
                                 uint32_t slot, uint32_t next, uint8_t *ret)
{
    unsigned found = 0;

    for (uint32_t n = 3;; n++) {
        uint32_t entry = find_longer(next, &slot);

        if (entry == 0)
            return found;
        ret[n] = (uint8_t)cost_of(entry);
        found |= (unsigned)(cost_of(entry) != LEXICON_NO_WORD) << n;
        if (n == most || (entry & 7U << 8U) == 0)
            return found;
        next = letter_of(han[n]).number;
        if ((entry >> 8U >> next % LONGER_HINTS & 1U) == 0)
            return found;
    }
}

/* Characters that are looked up together: where the pairs of all of them may
 * be is fetched before the first one is used, for the table is larger than
 * what is near the processor. */
enum { TOGETHER = 64 };

struct together {
    uint32_t count; /* at most TOGETHER */
    uint32_t longer_count;
    uint8_t longer[TOGETHER]; /* where longer words may begin */
    uint32_t home[TOGETHER];
    uint16_t number[TOGETHER + 2];
    uint16_t hint[TOGETHER + 2];
    uint8_t cost[TOGETHER + 2];
};

static void read_letters(const uint32_t *han, uint32_t most,
                         struct together *ret)
{
    uint32_t wanted = ret->count + 2;
    uint32_t count = wanted < most ? wanted : most;

    for (uint32_t i = 0; i < count; i++) {
        struct letter l = letter_of(han[i]);

        ret->number[i] = (uint16_t)l.number;
        ret->hint[i] = (uint16_t)l.hint;
        ret->cost[i] = (uint8_t)l.cost;
    }
    for (uint32_t i = count; i < wanted; i++) {
        ret->number[i] = NONE;
        ret->hint[i] = 0;
    }
}

static void find_homes(struct together *t)
{
    for (uint32_t i = 0; i < t->count; i++) {
        t->home[i] = home_of(t->number[i], key_of(t->number[i + 1]));
        __builtin_prefetch(lexicon_bytes + (size_t)t->home[i] * 4);
    }
}

/* The words of one and two characters that begin at the character i; longer
 * ones are noted. */
static void read_words(struct together *t, uint32_t i, uint8_t *ret)
{
    uint32_t slot;
    uint32_t pair = entry_of(t->home[i], key_of(t->number[i + 1]), &slot);

    ret[0] = (uint8_t)(1U << 1U | (unsigned)(cost_of(pair) != LEXICON_NO_WORD)
                                      << 2U);
    ret[1] = t->cost[i];
    ret[2] = (uint8_t)cost_of(pair);
    if ((pair >> 8U & t->hint[i + 2]) == 0)
        return;
    __builtin_prefetch(longer_place(t->number[i + 2], slot));
    t->longer[t->longer_count++] = (uint8_t)i;
    t->home[i] = slot;
}

void lexicon_words(const uint32_t *han, uint32_t count, uint8_t *ret,
                   size_t stride)
{
    struct together t;

    for (uint32_t from = 0; from < count; from += t.count) {
        t.count = count - from < TOGETHER ? count - from : TOGETHER;
        read_letters(han + from, count - from, &t);
        find_homes(&t);
        t.longer_count = 0;
        for (uint32_t i = 0; i < t.count; i++)
            read_words(&t, i, ret + i * stride);
        for (uint32_t k = 0; k < t.longer_count; k++) {
            uint32_t i = t.longer[k];

            ret[i * stride] |= (uint8_t)find_longer_ones(
                han + from + i, count - from - i, t.home[i], t.number[i + 2],
                ret + i * stride);
        }
        ret += t.count * stride;
    }
}

unsigned lexicon_pair(uint32_t one, uint32_t two)
{
    uint32_t slot;

    return cost_of(find_pair(one, two, &slot));
}

const void *lexicon_pair_place(uint32_t one, uint32_t two)
{
    return lexicon_bytes + (size_t)home_of(one, key_of(two)) * 4;
}

unsigned lexicon_cost(const uint32_t *han, uint32_t count)
{
    uint32_t entry, slot;

    if (count == 0 || count > LEXICON_LONGEST)
        return LEXICON_NO_WORD;
    if (count == 1)
        return letter_of(han[0]).cost;
    entry =
        find_pair(letter_of(han[0]).number, letter_of(han[1]).number, &slot);
    if (entry == LEXICON_NO_WORD)
        return entry;
    for (uint32_t n = 2; n < count; n++) {
        entry = find_longer(letter_of(han[n]).number, &slot);
        if (entry == 0)
            return LEXICON_NO_WORD;
    }
    return cost_of(entry);
}
