/*
 * A character is taken as the number that its bytes are, which needs no
 * decoding; eight bytes hold two of any kind. Prefixes are hashed so:
 *
 *     one    its bytes                a bit in `one`
 *     two    the bytes of both        a bit in `pair`, the only one asked at
 *                                     every place of a text
 *     more   mixed with what follows  bits in a word of `longer`: a literal
 *                                     ends here, one goes on with such a
 *                                     character
 *
 * Where one seems to end it is looked up and compared byte by byte.
 */
#include "match/prefix.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "base/attr.h"
#include "base/heap.h"
#include "base/table.h"
#include "base/utf8.h"

typedef unsigned char byte;

/* Lead bytes from U+3000 on: kana, Han, Hangul, emoji. */
enum { FIRST_TAKEN = 0xE3 };

enum { FEWEST_BITS = 10, MOST_BITS = 30, REST_DEPTH = 3, ONE_BITS = 13 };

/* Enough that most tests say no rightly. */
enum { BITS_A_PAIR = 24, PREFIXES_A_WORD = 4, PLACES_AN_END = 2 };

static uint32_t mix(uint32_t hash)
{
    return (hash ^ hash >> 15U) * 0x9E3779B1U;
}

static uint32_t hash_one(uint32_t c)
{
    return c * 0x85EBCA6BU;
}

static uint32_t hash_next(uint32_t mixed, uint32_t c)
{
    return mixed + c * 0x85EBCA6BU;
}

/* Of the first `len` of the eight bytes: two characters. */
static inline uint64_t product_of(uint64_t bytes, size_t len)
{
    return (bytes << (64U - 8U * len)) * 0x9E3779B97F4A7C15ULL;
}

static uint32_t hash_two(uint64_t bytes, size_t len)
{
    return (uint32_t)(product_of(bytes, len) >> 32U);
}

static inline bool bit_at(const uint64_t *set, size_t i)
{
    return (set[i >> 6U] >> (i & 63U) & 1U) != 0;
}

static void set_bit(uint64_t *set, size_t i)
{
    set[i >> 6U] |= 1ULL << (i & 63U);
}

static uint32_t one_of(uint32_t hash)
{
    return hash >> (32U - ONE_BITS);
}

/* The bits in the word of `longer` that a mixed hash selects: an end, and what
 * goes on to the hash `next`. */
static uint64_t end_bit(uint32_t mixed)
{
    return 1ULL << (mixed & 63U);
}

static uint64_t on_bit(uint32_t next)
{
    return 1ULL << (next >> 26U);
}

static inline uint64_t eight_at(const byte *p)
{
    uint64_t bytes;

    memcpy(&bytes, p, sizeof(bytes));
    return le64toh(bytes);
}

/* Of the character that begins with the lowest byte. */
static size_t length_of(uint64_t bytes)
{
    if ((bytes & 0x80U) == 0)
        return 1;
    if ((bytes & 0xF0U) == 0xE0)
        return 3;
    return (bytes & 0xE0U) == 0xC0 ? 2 : 4;
}

static uint32_t char_of(uint64_t bytes, size_t len)
{
    return (uint32_t)(bytes & ((1ULL << 8U * len) - 1U));
}

static inline bool has_pair(const struct prefix_set *p, uint64_t bytes,
                            size_t len)
{
    return bit_at(p->pair, product_of(bytes, len) >> (64U - p->pair_bits));
}

/* The lengths of the first character and of the first two: of two Han
 * characters, or two of ASCII, with one test. */
static inline size_t lengths_of(uint64_t bytes, size_t *ret_both)
{
    size_t len;

    if ((bytes & 0xF00000F0U) == 0xE00000E0U) {
        *ret_both = 6;
        return 3;
    }
    if ((bytes & 0x8080U) == 0) {
        *ret_both = 2;
        return 1;
    }
    len = length_of(bytes);
    *ret_both = len + length_of(bytes >> 8U * len);
    return len;
}

/* A literal that is being added, by its prefixes. */
struct prefixes {
    const byte *start, *at, *end;
    uint32_t length; /* characters so far */
    uint32_t hash, mixed;
};

static uint64_t bytes_of(const struct prefixes *p, const byte *at)
{
    byte eight[8] = {0};
    size_t left = (size_t)(p->end - at);

    memcpy(eight, at, left < sizeof(eight) ? left : sizeof(eight));
    return eight_at(eight);
}

static bool next_prefix(struct prefixes *p)
{
    uint64_t bytes;
    size_t len;

    if (p->at == p->end)
        return false;
    bytes = bytes_of(p, p->at);
    len = length_of(bytes);
    p->at += len;
    p->length++;
    if (p->length == 1)
        p->hash = hash_one(char_of(bytes, len));
    else if (p->length == 2)
        p->hash = hash_two(bytes_of(p, p->start), (size_t)(p->at - p->start));
    else
        p->hash = hash_next(p->mixed, char_of(bytes, len));
    p->mixed = mix(p->hash);
    return true;
}

static struct prefixes prefixes_of(struct span text)
{
    const byte *start = (const byte *)text.at;

    return (struct prefixes){
        .start = start, .at = start, .end = start + text.len};
}

bool prefix_takes(struct span literal)
{
    size_t bad;

    return literal.len > 0 && (byte)literal.at[0] >= FIRST_TAKEN &&
           utf8_valid(literal, &bad);
}

static struct span first_characters(struct span text)
{
    size_t at = 0;
    uint32_t c;

    for (int i = 0; i < REST_DEPTH && utf8_next(text, &at, &c); i++)
        continue;
    return span_slice(text, 0, at);
}

void prefix_add(struct prefix_set *p, struct span literal, uint32_t index)
{
    bool taken = prefix_takes(literal);
    struct prefix_end *last = p->count > 0 ? &p->end[p->count - 1] : NULL;
    size_t bad;

    if (literal.len == 0 || !utf8_valid(literal, &bad)) {
        p->always_rest = true;
        return;
    }
    if (!taken)
        literal = first_characters(literal);
    if (last != NULL && span_equal(last->text, literal)) {
        last->count += taken;
        return;
    }
    if (p->count == p->room) {
        p->room = p->room * 2 + 256;
        p->end = heap_grow(p->end, p->room, sizeof(*p->end));
    }
    assert(p->end != NULL);
    p->end[p->count++] = (struct prefix_end){
        .text = literal, .literal = index, .count = taken ? 1 : 0};
}

static uint32_t bits_for(size_t count)
{
    uint32_t bits = FEWEST_BITS;

    while (bits < MOST_BITS && (size_t)1 << bits < count)
        bits++;
    return bits;
}

/* How many characters both begin with. */
static uint32_t shared(struct span a, struct span b)
{
    struct span shorter = a.len < b.len ? a : b;
    size_t at = 0;
    uint32_t count = 0;

    while (at < shorter.len && a.at[at] == b.at[at])
        count += ((byte)a.at[at++] & 0xC0U) != 0x80;
    return at < shorter.len && ((byte)a.at[at] & 0xC0U) == 0x80 ? count - 1
                                                                : count;
}

/* Sorted as they are, each adds what it doesn't share with the last one. */
static void size_tables(struct prefix_set *p)
{
    struct span last = {NULL, 0};
    size_t pairs = 0;
    size_t prefixes = 0;

    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t length = (uint32_t)utf8_count(p->end[i].text);
        uint32_t old = shared(last, p->end[i].text);

        pairs += length > 1 && old < 2;
        prefixes += length - old;
        last = p->end[i].text;
    }
    p->pair_bits = bits_for(pairs * BITS_A_PAIR);
    p->longer_bits = bits_for(prefixes / PREFIXES_A_WORD);
    p->end_bits = bits_for((size_t)p->count * PLACES_AN_END);
    p->pair = table_array((size_t)1 << (p->pair_bits - 6U), sizeof(*p->pair));
    p->one = table_array((1U << ONE_BITS) / 64, sizeof(*p->one));
    p->longer = table_array((size_t)1 << p->longer_bits, sizeof(*p->longer));
}

/* Sets the bits of the end's prefixes; returns its own hash. */
static uint32_t set_bits(struct prefix_set *p, const struct prefix_end *end)
{
    struct prefixes walk = prefixes_of(end->text);
    uint64_t *word = NULL;

    while (next_prefix(&walk)) {
        if (walk.length == 2)
            set_bit(p->pair, (size_t)walk.hash >> (32U - p->pair_bits));
        if (walk.length > 2)
            *word |= on_bit(walk.hash);
        word = &p->longer[walk.mixed >> (32U - p->longer_bits)];
    }
    if (walk.length == 1) {
        p->has_one = true;
        set_bit(p->one, one_of(walk.hash));
    }
    if (word != NULL)
        *word |= end_bit(walk.mixed);
    return walk.mixed;
}

static uint32_t place_of(const struct prefix_set *p, uint32_t mixed)
{
    return mixed >> (32U - p->end_bits);
}

static uint32_t place_after(const struct prefix_set *p, uint32_t place)
{
    return (place + 1) & ((1U << p->end_bits) - 1U);
}

void prefix_build(struct prefix_set *p)
{
    struct prefix_end *listed = p->end;

    if (p->count == 0)
        return;
    size_tables(p);
    p->end = heap_array((size_t)1 << p->end_bits, sizeof(*p->end));
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t place;

        listed[i].hash = set_bits(p, &listed[i]);
        place = place_of(p, listed[i].hash);
        while (p->end[place].text.len > 0)
            place = place_after(p, place);
        p->end[place] = listed[i];
    }
    heap_free(listed);
}

void prefix_done(struct prefix_set *p)
{
    heap_free(p->end);
    table_free(p->pair);
    table_free(p->longer);
    table_free(p->one);
    *p = (struct prefix_set){0};
}

/* One search of one text. */
struct search {
    const struct prefix_set *set;
    const byte *text, *end;
    prefix_meet meet;
    void *context;
    bool rest;
};

/* A literal that hashes so may stand at [from, to). */
static void end_here(struct search *s, const byte *from, const byte *to,
                     uint32_t mixed)
{
    const struct prefix_set *p = s->set;
    struct span seen = {(const char *)from, (size_t)(to - from)};
    struct range at = {(uint32_t)(from - s->text), (uint32_t)(to - s->text)};

    for (uint32_t i = place_of(p, mixed); p->end[i].text.len > 0;
         i = place_after(p, i)) {
        const struct prefix_end *end = &p->end[i];

        if (end->hash != mixed || !span_equal(end->text, seen))
            continue;
        if (end->count == 0)
            s->rest = true;
        else
            s->meet(s->context, end->literal, end->count, at);
        return;
    }
}

/* The first two characters at `from`, up to `at`, hash so. */
static void follow(struct search *s, const byte *from, const byte *at,
                   uint32_t hash)
{
    const struct prefix_set *p = s->set;

    for (;;) {
        uint32_t mixed = mix(hash);
        uint64_t word = p->longer[mixed >> (32U - p->longer_bits)];
        uint64_t bytes = eight_at(at);
        size_t len = length_of(bytes);

        if ((word & end_bit(mixed)) != 0)
            end_here(s, from, at, mixed);
        hash = hash_next(mixed, char_of(bytes, len));
        if ((word & on_bit(hash)) == 0 || at >= s->end)
            return;
        at += len;
    }
}

static inline bool is_one(const struct prefix_set *p, uint64_t bytes,
                          size_t len)
{
    return bit_at(p->one, one_of(hash_one(char_of(bytes, len))));
}

static inline bool begins(const struct prefix_set *p, uint64_t bytes,
                          size_t len, size_t both, bool has_one)
{
    return has_pair(p, bytes, both) || (has_one && is_one(p, bytes, len));
}

enum { PLACES = 32 };

/* Goes on from *at to the end, or until there are as many places where one may
 * begin as there is room for. Without branches on the text: where words
 * begin is not predictable. Where three Han characters stand both pairs are
 * asked for. */
INLINE uint32_t next_places(const struct search *s, const byte **at,
                            bool has_one, uint32_t ret[PLACES + 2])
{
    const uint64_t leads = 0x00F00000F00000F0ULL;
    const struct prefix_set *p = s->set;
    const byte *here = *at;
    uint32_t count = 0;
    size_t both;

    while (here < s->end && count <= PLACES) {
        uint64_t bytes = eight_at(here);
        size_t len = 3;

        ret[count] = (uint32_t)(here - s->text);
        if ((bytes & leads) == 0x00E00000E00000E0ULL) {
            count += begins(p, bytes, 3, 6, has_one);
            here += 3;
            bytes = eight_at(here);
            both = 6;
            ret[count] = (uint32_t)(here - s->text);
        } else {
            len = lengths_of(bytes, &both);
        }
        count += begins(p, bytes, len, both, has_one);
        here += len;
    }
    *at = here;
    if (count > 0 && s->text + ret[count - 1] >= s->end)
        count--; /* the last one, seen in what is behind the text */
    return count;
}

static void look_at(struct search *s, const byte *from)
{
    const struct prefix_set *p = s->set;
    uint64_t bytes = eight_at(from);
    size_t both;
    size_t len = lengths_of(bytes, &both);
    uint32_t one = hash_one(char_of(bytes, len));

    if (s->rest && *from < FIRST_TAKEN)
        return;
    if (p->has_one && bit_at(p->one, one_of(one)))
        end_here(s, from, from + len, mix(one));
    if (from + both <= s->end && has_pair(p, bytes, both))
        follow(s, from, from + both, hash_two(bytes, both));
}

INLINE void search_all(struct search *s, bool has_one)
{
    const byte *at = s->text;
    uint32_t place[PLACES + 2] = {0};

    while (at < s->end) {
        uint32_t count = next_places(s, &at, has_one, place);

        for (uint32_t i = 0; i < count; i++)
            look_at(s, s->text + place[i]);
    }
}

bool prefix_find(const struct prefix_set *p, struct span view, prefix_meet meet,
                 void *context)
{
    const byte *text = (const byte *)view.at;
    struct search s = {p, text, text + view.len, meet, context, p->always_rest};

    if (p->count > 0 && p->has_one)
        search_all(&s, true);
    else if (p->count > 0)
        search_all(&s, false);
    return s.rest;
}
