#include "audit/history.h"

#include <pthread.h>
#include <string.h>

#include "audit/store.h"
#include "base/digest.h"
#include "base/heap.h"

struct history {
    pthread_mutex_t lock; /* of reader */
    struct store *reader;
};

bool history_open(const char *url, struct history **ret, struct err *e)
{
    struct history *h = heap_new(sizeof(*h));

    (void)pthread_mutex_init(&h->lock, NULL);
    if (!store_open(url, STORE_CREATE, &h->reader, e)) {
        history_close(&h);
        return false;
    }
    *ret = h;
    return true;
}

void history_close(struct history **ref)
{
    struct history *h = *ref;

    if (h == NULL)
        return;
    store_close(&h->reader);
    (void)pthread_mutex_destroy(&h->lock);
    heap_free(h);
    *ref = NULL;
}

/* ---- asking ---- */

struct asking {
    const struct history_ask *ask;
    struct history_told *told;
};

static bool within(const struct asking *asking, const struct store_deed *d,
                   uint64_t ms)
{
    return d->at_ms + ms >= asking->ask->now_ms;
}

static bool counts(const struct asking *asking, const struct store_deed *d,
                   const struct author_question *q)
{
    switch (q->fact) {
    case FACT_DECISIONS:
        return d->verdict == (int)q->verdict && within(asking, d, q->within_ms);
    case FACT_POSTS:
        return within(asking, d, q->within_ms);
    case FACT_SAME_TEXT:
        return d->text != 0 && d->text == asking->ask->text &&
               within(asking, d, q->within_ms);
    case FACT_EXEMPT:
        break;
    }
    return false;
}

static void take_bounced(struct history_told *told, struct span hashes)
{
    for (size_t at = 0; at + sizeof(uint64_t) <= hashes.len &&
                        told->bounced_count < HISTORY_MOST_BOUNCED;
         at += sizeof(uint64_t))
        memcpy(&told->bounced[told->bounced_count++], hashes.at + at,
               sizeof(uint64_t));
}

static bool on_deed(void *user, const struct store_deed *d)
{
    const struct asking *asking = user;
    const struct author_questions *q = asking->ask->questions;

    for (uint32_t i = 0; i < q->count; i++)
        asking->told->answer[i] += counts(asking, d, &q->at[i]);
    if (within(asking, d, HISTORY_BOUNCE_MS))
        take_bounced(asking->told, d->bounced);
    return true;
}

/* The post that is being judged is the first that counts. */
static void start(const struct history_ask *ask, struct history_told *told)
{
    for (uint32_t i = 0; i < ask->questions->count; i++) {
        enum author_fact fact = ask->questions->at[i].fact;

        if (fact != FACT_EXEMPT)
            told->answer[i] = fact == FACT_POSTS ||
                              (fact == FACT_SAME_TEXT && ask->text != 0);
    }
    told->bounced_count = 0;
}

static uint64_t longest(const struct author_questions *q)
{
    uint64_t most = HISTORY_BOUNCE_MS;

    for (uint32_t i = 0; i < q->count; i++)
        if (q->at[i].within_ms > most)
            most = q->at[i].within_ms;
    return most;
}

bool history_find(struct history *h, const struct history_ask *ask,
                  struct history_told *ret, struct err *e)
{
    struct asking asking = {ask, ret};
    uint64_t most = longest(ask->questions);
    uint64_t since = ask->now_ms > most ? ask->now_ms - most : 0;
    bool ok;

    start(ask, ret);
    (void)pthread_mutex_lock(&h->lock);
    ok = h->reader->driver->deeds(h->reader, ask->author->pseudonym, since,
                                  on_deed, &asking, e);
    (void)pthread_mutex_unlock(&h->lock);
    return ok;
}

bool history_bounced(const struct history_told *told, uint64_t rule)
{
    for (uint32_t i = 0; i < told->bounced_count; i++)
        if (told->bounced[i] == rule)
            return true;
    return false;
}

uint64_t history_text(const struct author *who, struct span folded)
{
    struct sha256 d = hmac_sha256(
        (struct span){(const char *)who->pseudonym, sizeof(who->pseudonym)},
        folded);
    uint64_t hash;

    memcpy(&hash, d.raw, sizeof(hash));
    return hash != 0 ? hash : 1;
}
