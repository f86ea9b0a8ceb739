/*
 * lookalikes.bin: the number of characters, then each with its lookalikes, in
 * the order of code points: character (16 bits, little-endian), count (8),
 * and as many characters (16), the likest first.
 */
#include "guess/lookalike.h"

#include <math.h>

#include "guess/lexicon.h"

__asm__(".section .rodata\n"
        "lookalike_bytes:\n"
        ".incbin \"gateway/guess/lookalikes.bin\"\n"
        "lookalike_end:\n"
        ".previous\n");
extern const uint8_t lookalike_bytes[];
extern const uint8_t lookalike_end[];

enum { ENTRY = 2, HEAD = 2, BEFORE_ENTRIES = 3 };

static uint32_t number(uint32_t at)
{
    return lookalike_bytes[at] | (uint32_t)lookalike_bytes[at + 1] << 8U;
}

/* Where the entry of the next character begins. */
static uint32_t behind(uint32_t at)
{
    return at + BEFORE_ENTRIES + ENTRY * (uint32_t)lookalike_bytes[at + 2];
}

struct lookalikes lookalikes_of(uint32_t c)
{
    uint32_t end = (uint32_t)(lookalike_end - lookalike_bytes);
    uint32_t at = HEAD;

    while (at < end && number(at) < c)
        at = behind(at);
    if (at >= end || number(at) != c)
        return (struct lookalikes){0};
    return (struct lookalikes){at + BEFORE_ENTRIES, behind(at), 0};
}

/* The likest are taken most: about as often as Zipf's law says. */
static uint8_t cost_of(uint32_t rank)
{
    static const float first = 2.3F * LEXICON_NAT;

    return (uint8_t)(first + LEXICON_NAT * logf(1.0F + (float)rank / 2.0F));
}

bool lookalikes_next(struct lookalikes *l, struct lookalike *ret)
{
    if (l->at >= l->end)
        return false;
    *ret = (struct lookalike){number(l->at), cost_of(l->rank++)};
    l->at += ENTRY;
    return true;
}
