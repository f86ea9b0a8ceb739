#include "audit/author.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "audit/store.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/heap.h"
#include "base/random.h"

/* Sets of a few places each; a pseudonym's own bytes say which set. */
enum { SETS = 4096, PLACES = 4 };

struct authors {
    pthread_mutex_t lock;
    char *key;
    size_t key_len;
    struct store *reader;
    unsigned char turn[SETS]; /* which place is given up next */
    struct author cache[SETS][PLACES];
};

struct authors *authors_new(struct span pseudonym_key, struct store *reader)
{
    struct authors *a = heap_new(sizeof(*a));

    (void)pthread_mutex_init(&a->lock, NULL);
    a->key = heap_copy(pseudonym_key.at, pseudonym_key.len);
    a->key_len = pseudonym_key.len;
    a->reader = reader;
    return a;
}

void authors_free(struct authors **a)
{
    if (*a == NULL)
        return;
    (void)pthread_mutex_destroy(&(*a)->lock);
    heap_free((*a)->key);
    heap_free(*a);
    *a = NULL;
}

static const char *kind_name(enum author_kind kind)
{
    switch (kind) {
    case AUTHOR_CREDENTIAL:
        return "credential:";
    case AUTHOR_HEADER:
        return "header:";
    case AUTHOR_JSON:
        return "json:";
    }
    abort();
}

static void pseudonym(const struct authors *a, enum author_kind kind,
                      struct span credential, unsigned char ret[32])
{
    struct buf message = buf_make(SIZE_MAX / 2);
    struct sha256 d;

    buf_add_text(&message, kind_name(kind));
    buf_add(&message, credential);
    d = hmac_sha256((struct span){a->key, a->key_len}, buf_span(&message));
    memcpy(ret, d.raw, sizeof(d.raw));
    buf_free(&message);
}

static size_t set_of(const unsigned char pseudonym[32])
{
    return (pseudonym[0] | (size_t)pseudonym[1] << 8U) % SETS;
}

static struct author *cached(struct authors *a, const unsigned char who[32])
{
    struct author *set = a->cache[set_of(who)];

    for (size_t i = 0; i < PLACES; i++)
        if (set[i].ref[0] != '\0' && memcmp(set[i].pseudonym, who, 32) == 0)
            return &set[i];
    return NULL;
}

static void new_reference(char ret[AUTHOR_REF])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[(AUTHOR_REF - 1) / 2];

    random_bytes(raw, sizeof(raw));
    for (size_t i = 0; i < sizeof(raw); i++) {
        ret[2 * i] = digits[raw[i] >> 4U];
        ret[2 * i + 1] = digits[raw[i] & 0x0FU];
    }
    ret[AUTHOR_REF - 1] = '\0';
}

static struct author *read_in(struct authors *a, const unsigned char who[32])
{
    size_t set = set_of(who);
    struct author *to = &a->cache[set][a->turn[set]++ % PLACES];
    struct err ignored;

    *to = (struct author){0};
    memcpy(to->pseudonym, who, sizeof(to->pseudonym));
    to->stored = a->reader != NULL &&
                 a->reader->driver->author(a->reader, who, to->ref, &ignored);
    if (!to->stored)
        new_reference(to->ref);
    return to;
}

void authors_find(struct authors *a, enum author_kind kind,
                  struct span credential, struct author *ret)
{
    unsigned char who[32];
    const struct author *found;

    *ret = (struct author){0};
    if (credential.len == 0)
        return;
    pseudonym(a, kind, credential, who);
    (void)pthread_mutex_lock(&a->lock);
    found = cached(a, who);
    *ret = *(found != NULL ? found : read_in(a, who));
    (void)pthread_mutex_unlock(&a->lock);
}

void authors_stored(struct authors *a, const struct author *who)
{
    struct author *found;

    (void)pthread_mutex_lock(&a->lock);
    found = cached(a, who->pseudonym);
    if (found != NULL && strcmp(found->ref, who->ref) == 0)
        found->stored = true;
    (void)pthread_mutex_unlock(&a->lock);
}
