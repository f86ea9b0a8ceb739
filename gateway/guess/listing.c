#include "guess/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"

enum { FEWEST_SLOTS = 16 };

struct slot {
    uint64_t key;
    uint32_t first, count; /* count 0: free */
};

struct listing {
    struct slot *slot;
    uint32_t *value;
    uint64_t mask; /* slots - 1 */
};

static uint64_t mix(uint64_t key)
{
    key ^= key >> 32U;
    key *= 0x9E3779B97F4A7C15U;
    key ^= key >> 29U;
    key *= 0xBF58476D1CE4E5B9U;
    return key ^ (key >> 32U);
}

static int by_key(const void *a, const void *b)
{
    const struct listing_entry *x = a;
    const struct listing_entry *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static uint64_t power_of_two(uint64_t least)
{
    uint64_t n = FEWEST_SLOTS;

    while (n < least)
        n *= 2;
    return n;
}

static struct slot *find(const struct listing *l, uint64_t key)
{
    uint64_t at = mix(key) & l->mask;

    while (l->slot[at].count != 0 && l->slot[at].key != key)
        at = (at + 1) & l->mask;
    return &l->slot[at];
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

struct listing *listing_new(struct listing_entry *entry, size_t count)
{
    struct listing *l = heap_new(sizeof(*l));
    uint64_t slots = power_of_two(count * 2);
    uint32_t used = 0;

    listing_sort(entry, count);
    l->slot = heap_array(slots, sizeof(*l->slot));
    l->value = heap_array(count + 1, sizeof(*l->value));
    l->mask = slots - 1;
    for (size_t i = 0; i < count; i++) {
        struct slot *s;

        if (i > 0 && by_key(&entry[i - 1], &entry[i]) == 0)
            continue;
        s = find(l, entry[i].key);
        if (s->count == 0)
            *s = (struct slot){.key = entry[i].key, .first = used};
        s->count++;
        l->value[used++] = entry[i].value;
    }
    return l;
}

void listing_free(struct listing **l)
{
    struct listing *old = *l;

    *l = NULL;
    if (old == NULL)
        return;
    heap_free(old->slot);
    heap_free(old->value);
    heap_free(old);
}

struct listed listing_get(const struct listing *l, uint64_t key)
{
    const struct slot *s = find(l, key);

    return (struct listed){l->value + s->first, s->count};
}

bool listing_ask(const struct listing *l, struct listing_batch *b, uint64_t key,
                 uint32_t tag)
{
    __builtin_prefetch(&l->slot[mix(key) & l->mask]);
    b->at[b->count].key = key;
    b->at[b->count].tag = tag;
    return ++b->count == LISTING_BATCH;
}

void listing_answer(const struct listing *l, struct listing_batch *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        b->at[i].found = listing_get(l, b->at[i].key);
        __builtin_prefetch(b->at[i].found.at);
    }
}
