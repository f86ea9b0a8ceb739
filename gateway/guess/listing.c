#include "guess/listing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"

enum { FEWEST_SLOTS = 16 };

/* Of a record. */
enum { KEY_WORDS = 2, HEAD_WORDS = KEY_WORDS + 1 };

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

static bool has_key(const uint32_t *record, uint64_t key)
{
    return record[0] == (uint32_t)key && record[1] == (uint32_t)(key >> 32U);
}

/* What a slot has above the place of the record. */
static uint32_t print_of(const struct listing *l, uint64_t hash)
{
    return (uint32_t)(hash >> 32U) & ~l->at_mask;
}

/* The slot of the key, or the free one where it would stand. */
static uint32_t *find(const struct listing *l, uint64_t key, uint64_t hash)
{
    uint32_t print = print_of(l, hash);

    for (uint64_t at = hash;; at++) {
        uint32_t *slot = &l->slot[at & l->mask];

        if (*slot == 0 ||
            ((*slot & ~l->at_mask) == print &&
             has_key(&l->record[*slot & l->at_mask], key)))
            return slot;
    }
}

static struct listed get(const struct listing *l, uint64_t key, uint64_t hash)
{
    const uint32_t *record = &l->record[*find(l, key, hash) & l->at_mask];

    return (struct listed){record + HEAD_WORDS, record[KEY_WORDS]};
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

static bool is_first(const struct listing_entry *entry, size_t i)
{
    return i == 0 || entry[i - 1].key != entry[i].key;
}

static bool is_same(const struct listing_entry *entry, size_t i)
{
    return i > 0 && by_key(&entry[i - 1], &entry[i]) == 0;
}

/* At the beginning there is one without values, for free slots. */
static size_t words_of(const struct listing_entry *entry, size_t count,
                       uint32_t *ret_keys)
{
    size_t words = HEAD_WORDS;

    *ret_keys = 0;
    for (size_t i = 0; i < count; i++) {
        words += !is_same(entry, i);
        if (is_first(entry, i)) {
            words += HEAD_WORDS;
            ++*ret_keys;
        }
    }
    return words;
}

/* The sorted entries as records. */
static void fill(struct listing *l, const struct listing_entry *entry,
                 size_t count)
{
    uint32_t *head = l->record;
    size_t next = HEAD_WORDS;

    for (size_t i = 0; i < count; i++) {
        uint64_t key = entry[i].key;

        if (is_first(entry, i)) {
            uint64_t hash = listing_hash(key);

            *find(l, key, hash) = (uint32_t)next | print_of(l, hash);
            head = l->record + next;
            head[0] = (uint32_t)key;
            head[1] = (uint32_t)(key >> 32U);
            next += HEAD_WORDS;
        }
        if (is_same(entry, i))
            continue;
        head[KEY_WORDS]++;
        l->record[next++] = entry[i].value;
    }
}

struct listing *listing_new(struct listing_entry *entry, size_t count)
{
    struct listing *l = heap_new(sizeof(*l));
    uint32_t keys;
    size_t words;

    listing_sort(entry, count);
    words = words_of(entry, count, &keys);
    assert(words <= UINT32_MAX / 2);
    l->mask = power_of_two((uint64_t)keys * 2) - 1;
    l->slot = heap_array(l->mask + 1, sizeof(*l->slot));
    l->record = heap_array(words, sizeof(*l->record));
    l->at_mask = (uint32_t)power_of_two(words) - 1;
    fill(l, entry, count);
    return l;
}

void listing_free(struct listing **l)
{
    struct listing *old = *l;

    *l = NULL;
    if (old == NULL)
        return;
    heap_free(old->slot);
    heap_free(old->record);
    heap_free(old);
}

struct listed listing_get(const struct listing *l, uint64_t key)
{
    return get(l, key, listing_hash(key));
}

void listing_answer(const struct listing *l, struct listing_batch *b)
{
    for (uint32_t i = 0; i < b->count; i++)
        __builtin_prefetch(
            &l->record[l->slot[b->at[i].hash & l->mask] & l->at_mask]);
    for (uint32_t i = 0; i < b->count; i++)
        b->at[i].found = get(l, b->at[i].key, b->at[i].hash);
}
