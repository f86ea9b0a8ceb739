#include "journey/under_way.h"

#include <pthread.h>
#include <string.h>

#include "base/heap.h"

enum { BUCKETS = 1024 };

struct bucket {
    struct under_way *first;
    uint64_t ended;
};

struct under_ways {
    pthread_mutex_t lock; /* of all below, and of what entries say */
    struct bucket bucket[BUCKETS];
    uint64_t places;
};

struct under_ways *under_ways_new(void)
{
    struct under_ways *all = heap_new(sizeof(*all));

    (void)pthread_mutex_init(&all->lock, NULL);
    return all;
}

void under_ways_free(struct under_ways **all)
{
    if (*all == NULL)
        return;
    (void)pthread_mutex_destroy(&(*all)->lock);
    heap_free(*all);
    *all = NULL;
}

/* A pseudonym is a keyed hash: any two bytes of it will do. */
static struct bucket *bucket_of(struct under_ways *all,
                                const struct author *author)
{
    uint16_t n;

    memcpy(&n, author->pseudonym, sizeof(n));
    return &all->bucket[n % BUCKETS];
}

static bool same_author(const struct under_way *a, const struct under_way *b)
{
    return memcmp(a->author.pseudonym, b->author.pseudonym,
                  sizeof(a->author.pseudonym)) == 0;
}

void under_way_begin(struct under_ways *all, struct under_way *one,
                     const struct author *author, uint64_t text)
{
    struct bucket *b = bucket_of(all, author);

    if (one->place != 0)
        return;
    *one = (struct under_way){.author = *author, .text = text};
    (void)pthread_mutex_lock(&all->lock);
    one->place = ++all->places;
    one->next = b->first;
    b->first = one;
    (void)pthread_mutex_unlock(&all->lock);
}

void under_way_end(struct under_ways *all, struct under_way *one)
{
    struct bucket *b = bucket_of(all, &one->author);
    struct under_way **at = &b->first;

    if (one->place == 0)
        return;
    (void)pthread_mutex_lock(&all->lock);
    while (*at != one)
        at = &(*at)->next;
    *at = one->next;
    b->ended++;
    (void)pthread_mutex_unlock(&all->lock);
    one->place = 0;
}

uint64_t under_way_ended(struct under_ways *all, const struct under_way *one)
{
    uint64_t ended;

    (void)pthread_mutex_lock(&all->lock);
    ended = bucket_of(all, &one->author)->ended;
    (void)pthread_mutex_unlock(&all->lock);
    return ended;
}

void under_way_count(struct under_ways *all, const struct under_way *one,
                     uint32_t *ret_posts, uint32_t *ret_same_text)
{
    uint32_t posts = 0;
    uint32_t same = 0;

    (void)pthread_mutex_lock(&all->lock);
    for (const struct under_way *o = bucket_of(all, &one->author)->first;
         o != NULL; o = o->next) {
        if (o->place >= one->place || !same_author(o, one))
            continue;
        posts++;
        same += o->text != 0 && o->text == one->text;
    }
    (void)pthread_mutex_unlock(&all->lock);
    *ret_posts = posts;
    *ret_same_text = same;
}

static bool shares_a_rule(const struct under_way *o, const uint64_t *rule,
                          uint32_t count)
{
    for (uint32_t i = 0; i < o->bounced_count; i++)
        for (uint32_t k = 0; k < count; k++)
            if (o->bounced[i] == rule[k])
                return true;
    return false;
}

bool under_way_bounces(struct under_ways *all, struct under_way *one,
                       const uint64_t *rule, uint32_t count)
{
    bool before = false;

    (void)pthread_mutex_lock(&all->lock);
    for (const struct under_way *o = bucket_of(all, &one->author)->first;
         o != NULL && !before; o = o->next)
        before =
            o != one && same_author(o, one) && shares_a_rule(o, rule, count);
    if (!before) {
        one->bounced = rule;
        one->bounced_count = count;
    }
    (void)pthread_mutex_unlock(&all->lock);
    return before;
}
