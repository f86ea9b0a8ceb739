#include "guess/lexicon.h"

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

enum { SLOT_BITS = 18, SLOTS = 1 << SLOT_BITS, SLOT_BYTES = 3 };

/* FNV-1a over code points, then mixed; tools/guess/lexicon.mjs does the same.
 */
static uint64_t hash(const uint32_t *han, uint32_t count)
{
    uint64_t h = 0xCBF29CE484222325U;

    for (uint32_t i = 0; i < count; i++)
        h = (h ^ han[i]) * 0x100000001B3U;
    h ^= h >> 29U;
    h *= 0xBF58476D1CE4E5B9U;
    return h ^ (h >> 32U);
}

unsigned lexicon_cost(const uint32_t *han, uint32_t count)
{
    uint64_t h = hash(han, count);
    uint32_t print = (uint32_t)(h & 0xFFFFU);
    size_t at = (size_t)(h >> (64U - SLOT_BITS));

    if (count == 0 || count > LEXICON_LONGEST)
        return LEXICON_NO_WORD;
    print = print == 0 ? 1 : print;
    for (size_t i = 0; i < SLOTS; i++, at = (at + 1) % SLOTS) {
        const uint8_t *slot = lexicon_slots + at * SLOT_BYTES;
        uint32_t seen = slot[0] | (uint32_t)slot[1] << 8U;

        if (seen == print)
            return slot[2];
        if (seen == 0)
            break;
    }
    return count == 1 ? LEXICON_RAREST : LEXICON_NO_WORD;
}
