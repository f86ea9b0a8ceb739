#include "intake/rate.h"

#include <uv.h>

#include "base/digest.h"
#include "base/heap.h"

enum { WAYS = 8, SETS = RATE_CLIENTS / WAYS, BURST_MS = 2000 };

/* The rate in force; `most` in thousandths. */
struct pace {
    uint64_t per_s, most, now_ms;
};

struct bucket {
    uint64_t client; /* hash; 0 = free */
    uint64_t seen_ms;
    uint64_t thousandths; /* of a token */
};

struct rate_limit {
    uv_mutex_t lock;
    struct bucket set[SETS][WAYS];
};

struct rate_limit *rate_limit_new(void)
{
    struct rate_limit *l = heap_new(sizeof(*l));

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
static struct bucket *find(struct rate_limit *l, uint64_t client,
                           const struct pace *pace)
{
    struct bucket *set = l->set[client % SETS], *oldest = set;
    uint32_t i;

    for (i = 0; i < WAYS; i++) {
        if (set[i].client == client)
            return &set[i];
        if (set[i].seen_ms < oldest->seen_ms)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.client = client, .thousandths = pace->most};
    return oldest;
}

static void fill(struct bucket *b, const struct pace *pace)
{
    uint64_t passed = pace->now_ms > b->seen_ms ? pace->now_ms - b->seen_ms : 0;

    if (passed > BURST_MS)
        passed = BURST_MS;
    b->thousandths += passed * pace->per_s;
    if (b->thousandths > pace->most)
        b->thousandths = pace->most;
    if (pace->now_ms > b->seen_ms)
        b->seen_ms = pace->now_ms;
}

bool rate_limit_take(struct rate_limit *l, uint64_t per_s, struct span client,
                     uint64_t now_ms)
{
    uint64_t hash = hash_fast(client) | 1;
    struct pace pace = {.now_ms = now_ms};
    struct bucket *b;
    bool taken;

    /* A rate past this is no limit, and must not overflow below. */
    pace.per_s = per_s < UINT32_MAX ? per_s : UINT32_MAX;
    pace.most = pace.per_s * BURST_MS;
    uv_mutex_lock(&l->lock);
    b = find(l, hash, &pace);
    fill(b, &pace);
    taken = b->thousandths >= 1000;
    if (taken)
        b->thousandths -= 1000;
    uv_mutex_unlock(&l->lock);
    return taken;
}
