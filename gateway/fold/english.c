#include "fold/english.h"

#include <stdint.h>
#include <string.h>

#include "base/digest.h"

/* The file as it is; the Makefile names it as a source of this object. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        "english_bytes:\n"
        ".incbin \"gateway/fold/english.bin\"\n"
        ".previous\n");
extern const uint8_t english_bytes[];

enum { HEADER_BYTES = 28, LONGEST_WORD = 24 };

/* A word is in when the slots at its three places, one in each segment, add
 * up (by xor) to its fingerprint. */
struct filter {
    const uint8_t *slot;
    uint32_t segment, seed;
    unsigned slot_bytes;
};

static uint32_t read_u32(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8U | (uint32_t)p[2] << 16U |
           (uint32_t)p[3] << 24U;
}

static struct filter common_words(void)
{
    return (struct filter){.slot = english_bytes + HEADER_BYTES,
                           .segment = read_u32(english_bytes + 12),
                           .seed = read_u32(english_bytes + 16),
                           .slot_bytes = 2};
}

static struct filter all_words(void)
{
    struct filter common = common_words();

    return (struct filter){.slot = common.slot + (size_t)common.segment * 6,
                           .segment = read_u32(english_bytes + 4),
                           .seed = read_u32(english_bytes + 8),
                           .slot_bytes = 1};
}

static struct filter insides(void)
{
    struct filter all = all_words();

    return (struct filter){.slot = all.slot + (size_t)all.segment * 3,
                           .segment = read_u32(english_bytes + 20),
                           .seed = read_u32(english_bytes + 24),
                           .slot_bytes = 1};
}

static uint64_t hash(struct span word, uint32_t seed)
{
    uint64_t h = HASH_START ^ seed;

    for (size_t i = 0; i < word.len; i++)
        h = hash_byte(h, (unsigned char)word.at[i]);
    h ^= h >> 33U;
    h *= 0xFF51AFD7ED558CCDU;
    h ^= h >> 33U;
    h *= 0xC4CEB9FE1A85EC53U;
    return h ^ h >> 33U;
}

static uint64_t turn(uint64_t h, unsigned by)
{
    return h << by | h >> (64U - by);
}

static uint32_t slot_at(const struct filter *f, uint64_t h, unsigned part)
{
    uint64_t place = (h & 0xFFFFFFFFU) * f->segment >> 32U;
    const uint8_t *p =
        f->slot + (place + (size_t)part * f->segment) * f->slot_bytes;

    return f->slot_bytes == 1 ? p[0] : p[0] | (uint32_t)p[1] << 8U;
}

static bool holds(const struct filter *f, struct span word)
{
    uint64_t h = hash(word, f->seed);
    uint32_t print = slot_at(f, h, 0) ^ slot_at(f, turn(h, 21), 1) ^
                     slot_at(f, turn(h, 42), 2);

    return print == ((h ^ h >> 32U) & ((1U << f->slot_bytes * 8U) - 1U));
}

static bool is_plain(struct span word)
{
    if (word.len < 2 || word.len > LONGEST_WORD)
        return false;
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    }
    return true;
}

bool english_word(struct span word)
{
    struct filter f = all_words();

    return is_plain(word) && holds(&f, word);
}

bool english_common(struct span word)
{
    struct filter f = common_words();

    return is_plain(word) && holds(&f, word);
}

bool english_inside(struct span part)
{
    struct filter f = insides();

    return is_plain(part) && part.len >= 4 && part.len <= 7 && holds(&f, part);
}
