#include "intake/rate.h"

#include <uv.h>

#include "base/digest.h"
#include "base/heap.h"

enum { WAYS = 8, SETS = RATE_CLIENTS / WAYS, BURST_MS = 2000 };

struct bucket {
    uint64_t client; /* hash; 0 = free */
    uint64_t seen_ms;
    uint64_t thousandths; /* of a token */
};

struct rate_limit {
    uv_mutex_t lock;
    uint64_t per_s, most; /* most: in thousandths */
    struct bucket set[SETS][WAYS];
};

struct rate_limit *rate_limit_new(uint64_t per_s)
{
    struct rate_limit *l = heap_new(sizeof(*l));

    /* A rate past this is no limit, and must not overflow below. */
    l->per_s = per_s < UINT32_MAX ? per_s : UINT32_MAX;
    l->most = l->per_s * BURST_MS;
    (void)uv_mutex_init(&l->lock);
    return l;
}

void rate_limit_free(struct rate_limit **l)
{
    if (*l == NULL)
        return;
    uv_mutex_destroy(&(*l)->lock);
    heap_free(*l);
    *l = NULL;
}

/* The client's own bucket, or the oldest of its set, filled for it. */
static struct bucket *find(struct rate_limit *l, uint64_t client)
{
    struct bucket *set = l->set[client % SETS], *oldest = set;
    uint32_t i;

    for (i = 0; i < WAYS; i++) {
        if (set[i].client == client)
            return &set[i];
        if (set[i].seen_ms < oldest->seen_ms)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.client = client, .thousandths = l->most};
    return oldest;
}

static void fill(const struct rate_limit *l, struct bucket *b, uint64_t now_ms)
{
    uint64_t passed = now_ms > b->seen_ms ? now_ms - b->seen_ms : 0;

    if (passed > BURST_MS)
        passed = BURST_MS;
    b->thousandths += passed * l->per_s;
    if (b->thousandths > l->most)
        b->thousandths = l->most;
    if (now_ms > b->seen_ms)
        b->seen_ms = now_ms;
}

bool rate_limit_take(struct rate_limit *l, struct span client, uint64_t now_ms)
{
    uint64_t hash = hash_fast(client) | 1;
    struct bucket *b;
    bool taken;

    uv_mutex_lock(&l->lock);
    b = find(l, hash);
    fill(l, b, now_ms);
    taken = b->thousandths >= 1000;
    if (taken)
        b->thousandths -= 1000;
    uv_mutex_unlock(&l->lock);
    return taken;
}
