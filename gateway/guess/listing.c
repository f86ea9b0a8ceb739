#include "guess/listing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"

/* Of LISTING_BUCKET: fuller ones overflow too often. */
enum { KEYS_A_BUCKET = 3 };

static int by_key(const void *a, const void *b)
{
    const struct listing_entry *x = a;
    const struct listing_entry *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static struct listing_bucket *bucket_after(const struct listing *l,
                                           const struct listing_bucket *b)
{
    size_t next = (size_t)(b - l->bucket) + 1;

    return &l->bucket[next < l->buckets ? next : 0];
}

/* Which of the bucket's entries has the key, as a bit. */
static unsigned bit_of(const struct listing_bucket *b, uint64_t key)
{
    unsigned bit = 0;

#pragma GCC unroll 5
    for (unsigned i = 0; i < LISTING_BUCKET; i++)
        bit |= (unsigned)(b->key[i] == key) << i;
    return bit & b->used;
}

/* In whichever bucket, with however many values. */
static struct listed get_far(const struct listing *l,
                             const struct listing_bucket *b, uint64_t key)
{
    unsigned bit = bit_of(b, key);
    const uint32_t *values;

    while (bit == 0) {
        if (!b->overflows)
            return (struct listed){NULL, 0};
        b = bucket_after(l, b);
        bit = bit_of(b, key);
    }
    values = &b->value[__builtin_ctz(bit)];
    if ((b->many & bit) == 0)
        return (struct listed){values, 1};
    values = l->values + *values;
    return (struct listed){values + 1, values[0]};
}

/* Mostly it is there with one value, or nowhere: which of both is not
 * predictable, so that there is no branch on it. */
static struct listed get(const struct listing *l,
                         const struct listing_bucket *b, uint64_t key)
{
    unsigned bit = bit_of(b, key);
    unsigned last = 1U << (LISTING_BUCKET - 1);

    if ((b->many & bit) != 0 || (b->overflows & (bit == 0)))
        return get_far(l, b, key);
    return (struct listed){&b->value[__builtin_ctz(bit | last)], bit != 0};
}

/* ---- sorting ---- */

/* Entries are sorted by one byte after the other, the last one first: value
 * and key are twelve, of which most are the same in all entries. */
enum { VALUE_BYTES = 4, BYTES = VALUE_BYTES + 8, FEW = 64 };

static unsigned byte_of(const struct listing_entry *e, unsigned at)
{
    return at < VALUE_BYTES
               ? e->value >> (8 * at) & 0xFFU
               : (unsigned)(e->key >> (8 * (at - VALUE_BYTES)) & 0xFFU);
}

/* Where the entries of each byte begin; false when all have the same. */
static bool places_of(const struct listing_entry *entry, size_t count,
                      unsigned byte, size_t ret[256])
{
    size_t total = 0;

    memset(ret, 0, 256 * sizeof(*ret));
    for (size_t i = 0; i < count; i++)
        ret[byte_of(&entry[i], byte)]++;
    if (ret[byte_of(&entry[0], byte)] == count)
        return false;
    for (unsigned i = 0; i < 256; i++) {
        size_t here = ret[i];

        ret[i] = total;
        total += here;
    }
    return true;
}

void listing_sort(struct listing_entry *entry, size_t count)
{
    struct listing_entry *from = entry;
    struct listing_entry *room;
    struct listing_entry *to;
    size_t place[256];

    if (count < FEW) {
        if (count > 1)
            qsort(entry, count, sizeof(*entry), by_key);
        return;
    }
    to = room = heap_array(count, sizeof(*room));
    for (unsigned byte = 0; byte < BYTES; byte++) {
        struct listing_entry *sorted = to;

        if (!places_of(from, count, byte, place))
            continue;
        for (size_t i = 0; i < count; i++)
            to[place[byte_of(&from[i], byte)]++] = from[i];
        to = from;
        from = sorted;
    }
    if (from != entry)
        memcpy(entry, from, count * sizeof(*entry));
    heap_free(room);
}

/* One past the last entry with the key of the first. */
static size_t key_end(const struct listing_entry *entry, size_t from,
                      size_t count)
{
    size_t to = from + 1;

    while (to < count && entry[to].key == entry[from].key)
        to++;
    return to;
}

static size_t count_keys(const struct listing_entry *entry, size_t count)
{
    size_t keys = 0;

    for (size_t i = 0; i < count; i = key_end(entry, i, count))
        keys++;
    return keys;
}

static void put(struct listing *l, uint64_t key, uint32_t value, bool many)
{
    struct listing_bucket *b = listing_home(l, key);

    unsigned free;

    while (b->used == (1U << LISTING_BUCKET) - 1U) {
        b->overflows = true;
        b = bucket_after(l, b);
    }
    free = (unsigned)__builtin_ctz(~(unsigned)b->used);
    b->used |= (uint8_t)(1U << free);
    b->key[free] = key;
    b->value[free] = value;
    b->many |= (uint8_t)(many << free);
}

/* Sorted values, each once, behind their count; returns how many. */
static uint32_t write_values(uint32_t *to, const struct listing_entry *entry,
                             size_t count)
{
    uint32_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (i == 0 || entry[i].value != entry[i - 1].value)
            to[1 + kept++] = entry[i].value;
    to[0] = kept;
    return kept;
}

static void fill(struct listing *l, const struct listing_entry *entry,
                 size_t count)
{
    uint32_t next = 0;

    for (size_t from = 0, to; from < count; from = to) {
        uint32_t kept;

        to = key_end(entry, from, count);
        kept = write_values(l->values + next, entry + from, to - from);
        if (kept == 1) {
            put(l, entry[from].key, entry[from].value, false);
            continue;
        }
        put(l, entry[from].key, next, true);
        next += kept + 1;
    }
    l->values = heap_grow(l->values, next + 1U, sizeof(*l->values));
}

struct listing *listing_new(struct listing_entry *entry, size_t count)
{
    struct listing *l = heap_new(sizeof(*l));

    assert(count < UINT32_MAX / 2);
    listing_sort(entry, count);
    l->buckets = count_keys(entry, count) / KEYS_A_BUCKET + 1;
    l->bucket = table_array(l->buckets, sizeof(*l->bucket));
    l->values = heap_array(count * 2 + 1, sizeof(*l->values));
    fill(l, entry, count);
    return l;
}

void listing_add(struct listing_entries *e, uint64_t key, uint32_t value)
{
    if (e->count == e->room) {
        e->room = e->room * 2 + 1024;
        e->at = heap_grow(e->at, e->room, sizeof(*e->at));
    }
    e->at[e->count++] = (struct listing_entry){key, value};
}

struct listing *listing_of(struct listing_entries *e)
{
    struct listing *l = listing_new(e->at, e->count);

    heap_free(e->at);
    *e = (struct listing_entries){0};
    return l;
}

void listing_free(struct listing **l)
{
    struct listing *old = *l;

    *l = NULL;
    if (old == NULL)
        return;
    table_free(old->bucket);
    heap_free(old->values);
    heap_free(old);
}

struct listed listing_get(const struct listing *l, uint64_t key)
{
    return get(l, listing_home(l, key), key);
}

void listing_answer(const struct listing *l, struct listing_batch *b)
{
    for (uint32_t i = 0; i < b->count; i++)
        b->at[i].found = get(l, b->at[i].home, b->at[i].key);
}
