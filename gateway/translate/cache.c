#include "translate/cache.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/heap.h"

enum { PARTS = 16, BUCKETS = 4096, OVERHEAD = 128 };

struct entry {
    struct sha256 key;
    struct entry *next;          /* in the bucket */
    struct entry *newer, *older; /* by use */
    uint64_t until_us;
    size_t len;
    char text[];
};

struct part {
    pthread_mutex_t lock;
    struct entry *bucket[BUCKETS];
    struct entry *newest, *oldest;
    struct translate_cache_stats stats;
};

struct translate_cache {
    uint64_t part_bytes, ttl_us;
    struct part part[PARTS];
};

struct sha256 translate_key(const struct translate_key_parts *p)
{
    const struct span parts[] = {p->text, p->provider, p->glossary, p->from,
                                 p->to};

    return sha256_of_parts(parts, COUNT_OF(parts));
}

struct translate_cache *translate_cache_new(uint64_t bytes, uint64_t ttl_ms)
{
    struct translate_cache *c = heap_new(sizeof(*c));

    c->part_bytes = bytes / PARTS;
    c->ttl_us = ttl_ms > UINT64_MAX / 2000 ? UINT64_MAX / 2 : ttl_ms * 1000;
    for (size_t i = 0; i < PARTS; i++)
        (void)pthread_mutex_init(&c->part[i].lock, NULL);
    return c;
}

static struct part *part_of(struct translate_cache *c, const struct sha256 *key)
{
    return &c->part[key->raw[0] % PARTS];
}

static struct entry **place_of(struct part *p, const struct sha256 *key)
{
    struct entry **at = &p->bucket[(key->raw[1] | key->raw[2] << 8) % BUCKETS];

    while (*at != NULL && memcmp((*at)->key.raw, key->raw, 32) != 0)
        at = &(*at)->next;
    return at;
}

static void unlink_use(struct part *p, struct entry *e)
{
    *(e->newer != NULL ? &e->newer->older : &p->newest) = e->older;
    *(e->older != NULL ? &e->older->newer : &p->oldest) = e->newer;
}

static void link_newest(struct part *p, struct entry *e)
{
    e->newer = NULL;
    e->older = p->newest;
    *(p->newest != NULL ? &p->newest->newer : &p->oldest) = e;
    p->newest = e;
}

static void remove_at(struct part *p, struct entry **at)
{
    struct entry *e = *at;

    assert(e != NULL);
    *at = e->next;
    unlink_use(p, e);
    p->stats.entries--;
    p->stats.bytes -= e->len + OVERHEAD;
    heap_free(e);
}

bool translate_cache_get(struct translate_cache *c, const struct sha256 *key,
                         struct arena *a, struct span *ret)
{
    struct part *p = part_of(c, key);
    struct span found = {NULL, 0};
    struct entry **at;

    (void)pthread_mutex_lock(&p->lock);
    at = place_of(p, key);
    if (*at != NULL && (*at)->until_us <= clock_mono_us())
        remove_at(p, at);
    else if (*at != NULL) {
        unlink_use(p, *at);
        link_newest(p, *at);
        found = arena_copy(a, (struct span){(*at)->text, (*at)->len});
    }
    p->stats.hits += found.at != NULL;
    p->stats.misses += found.at == NULL;
    (void)pthread_mutex_unlock(&p->lock);
    if (found.at == NULL)
        return false;
    *ret = found;
    return true;
}

void translate_cache_put(struct translate_cache *c, const struct sha256 *key,
                         struct span answer)
{
    struct part *p = part_of(c, key);
    struct entry **at;
    struct entry *e;

    if (answer.len + OVERHEAD > c->part_bytes)
        return;
    e = heap_new(sizeof(*e) + answer.len);
    e->key = *key;
    e->len = answer.len;
    e->until_us = clock_mono_us() + c->ttl_us;
    memcpy(e->text, answer.at, answer.len);
    (void)pthread_mutex_lock(&p->lock);
    at = place_of(p, key);
    if (*at != NULL)
        remove_at(p, at);
    at = place_of(p, key);
    e->next = *at;
    *at = e;
    link_newest(p, e);
    p->stats.entries++;
    p->stats.bytes += e->len + OVERHEAD;
    while (p->stats.bytes > c->part_bytes)
        remove_at(p, place_of(p, &p->oldest->key));
    (void)pthread_mutex_unlock(&p->lock);
}

struct translate_cache_stats translate_cache_stats(struct translate_cache *c)
{
    struct translate_cache_stats sum = {0, 0, 0, 0};

    for (size_t i = 0; i < PARTS; i++) {
        struct part *p = &c->part[i];

        (void)pthread_mutex_lock(&p->lock);
        sum.entries += p->stats.entries;
        sum.bytes += p->stats.bytes;
        sum.hits += p->stats.hits;
        sum.misses += p->stats.misses;
        (void)pthread_mutex_unlock(&p->lock);
    }
    return sum;
}

void translate_cache_free(struct translate_cache **c)
{
    if (*c == NULL)
        return;
    for (size_t i = 0; i < PARTS; i++) {
        struct part *p = &(*c)->part[i];

        while (p->oldest != NULL)
            remove_at(p, place_of(p, &p->oldest->key));
        (void)pthread_mutex_destroy(&p->lock);
    }
    heap_free(*c);
    *c = NULL;
}
