#include "review/past.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "audit/record.h"
#include "audit/store.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/heap.h"
#include "review/queue.h"

/* A sorted array of hashes: a few thousand at most as a rule, replaced as a
 * whole when the store changed. */
struct filter {
    uint64_t *hash;
    size_t count, room;
};

struct past_index {
    pthread_mutex_t lock; /* of filter and reader */
    struct filter filter;
    struct store *reader;  /* for past_find() */
    struct store *watcher; /* for past_refresh() */
    atomic_bool any;       /* the filter is not empty */
    uint64_t next_ms;      /* refreshed at latest then: things expire */
    char *url;
};

enum { REFRESH_MS = 60000 };

/* ---- the filter ---- */

static void add_hash(void *user, uint64_t hash)
{
    struct filter *f = user;

    if (f->count == f->room) {
        f->room = f->room > 0 ? 2 * f->room : 256;
        f->hash = heap_grow(f->hash, f->room, sizeof(*f->hash));
    }
    f->hash[f->count++] = hash;
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static bool filter_has(const struct filter *f, uint64_t hash)
{
    return f->count > 0 && bsearch(&hash, f->hash, f->count, sizeof(hash),
                                   compare_hashes) != NULL;
}

static bool reload(struct past_index *p, struct err *e)
{
    struct filter fresh = {NULL, 0, 0};
    struct filter old;

    if (!p->watcher->driver->past_filter(p->watcher, clock_wall_ms(), add_hash,
                                         &fresh, e)) {
        heap_free(fresh.hash);
        return false;
    }
    if (fresh.count > 0)
        qsort(fresh.hash, fresh.count, sizeof(*fresh.hash), compare_hashes);
    (void)pthread_mutex_lock(&p->lock);
    old = p->filter;
    p->filter = fresh;
    (void)pthread_mutex_unlock(&p->lock);
    atomic_store(&p->any, fresh.count > 0);
    heap_free(old.hash);
    return true;
}

bool past_refresh(struct past_index *p, struct err *e)
{
    uint64_t now = clock_wall_ms();
    bool changed;

    if (!p->watcher->driver->changed(p->watcher, &changed, e))
        return false;
    if (!changed && now < p->next_ms)
        return true;
    p->next_ms = now + REFRESH_MS;
    return reload(p, e);
}

/* ---- opening ---- */

void past_close(struct past_index **ref)
{
    struct past_index *p = *ref;

    if (p == NULL)
        return;
    store_close(&p->reader);
    store_close(&p->watcher);
    heap_free(p->filter.hash);
    (void)pthread_mutex_destroy(&p->lock);
    heap_free(p);
    *ref = NULL;
}

bool past_open(const char *url, struct past_index **ret, struct err *e)
{
    struct past_index *p = heap_new(sizeof(*p));

    (void)pthread_mutex_init(&p->lock, NULL);
    if (!store_open(url, STORE_CREATE, &p->reader, e) ||
        !store_open(url, STORE_CREATE, &p->watcher, e) || !past_refresh(p, e)) {
        past_close(&p);
        return false;
    }
    *ret = p;
    return true;
}

/* ---- asking ---- */

struct asking {
    const struct past_question *q;
    struct arena *arena;
    struct past *past;
    bool full;
};

/* [{"rule":"scams.brushing","hash":"0123456789abcdef"},…], ours. */
static bool read_rules(struct arena *a, struct span json, struct past *ret)
{
    json_t *list = json_loadb(json.len > 0 ? json.at : "[]",
                              json.len > 0 ? json.len : 2, 0, NULL);
    size_t n = json_array_size(list);
    struct past_rule *rule = arena_array(a, n, sizeof(*rule));

    for (size_t i = 0; rule != NULL && i < n; i++) {
        const json_t *one = json_array_get(list, i);
        const char *hash = json_string_value(json_object_get(one, "hash"));
        const char *id = json_string_value(json_object_get(one, "rule"));

        rule[i].rule = arena_copy(a, span_of(id));
        rule[i].hash = hash != NULL ? strtoull(hash, NULL, 16) : 0;
    }
    json_decref(list);
    ret->rule = rule;
    ret->rule_count = rule != NULL ? (uint32_t)n : 0;
    return rule != NULL && !arena_full(a);
}

static void take_id(struct past *to, struct span id)
{
    if (id.len == ID_TEXT - 1)
        memcpy(to->decision, id.at, ID_TEXT - 1);
}

/* True: go on reading. */
static bool on_pending(struct past *to, const struct past_row *row)
{
    if (row->state == QUEUE_NEEDS_AUTHOR) {
        to->needs_author = true;
        take_id(to, row->id);
        return true; /* the approval itself comes with the human rows */
    }
    to->kind = PAST_PENDING;
    take_id(to, row->id);
    return false;
}

static bool on_human(struct asking *asking, const struct past_row *row)
{
    struct past *to = asking->past;
    bool trusted = asking->q->author != NULL && asking->q->author->verified;

    if (row->same_author && trusted) {
        to->kind = row->approved ? PAST_APPROVED : PAST_REJECTED;
        to->as_is = row->as_is;
        if (!to->needs_author)
            take_id(to, row->id);
        asking->full = !read_rules(asking->arena, row->rules, to);
        return false; /* the newest word on this author's post */
    }
    if (!row->approved && to->kind == PAST_NONE) {
        to->kind = PAST_REJECTED_OTHER;
        take_id(to, row->id);
    }
    return true;
}

static bool on_row(void *user, const struct past_row *row)
{
    struct asking *asking = user;

    return row->pending ? on_pending(asking->past, row) : on_human(asking, row);
}

bool past_find(struct past_index *p, const struct past_question *q,
               struct arena *a, struct past *ret, struct err *e)
{
    struct past past = {.kind = PAST_NONE};
    struct asking asking = {q, a, &past, false};
    unsigned char key[32];
    const struct past_query query = {key, q->author, clock_wall_ms()};
    bool ok = true;

    *ret = past;
    if (!atomic_load(&p->any))
        return true;
    (void)pthread_mutex_lock(&p->lock);
    if (filter_has(&p->filter, hash_fast(q->body))) {
        queue_key(q->route, q->method, q->target, q->body, key);
        ok = p->reader->driver->past(p->reader, &query, on_row, &asking, e);
    }
    (void)pthread_mutex_unlock(&p->lock);
    if (asking.full)
        return arena_err(a, "earlier decisions", e);
    if (ok)
        *ret = past;
    return ok;
}

/* ---- what follows ---- */

static bool seen(const struct past *p, const struct fired_rule *f)
{
    uint64_t hash = record_rule_hash(f);

    for (uint32_t i = 0; i < p->rule_count; i++)
        if (p->rule[i].hash == hash && span_equal(p->rule[i].rule, f->id))
            return true;
    return false;
}

/* Masks stay unless the reviewer took them off. */
static bool skipped(const struct past *p, const struct fired_rule *f)
{
    if (f->rule != NULL && f->rule->severity == SEVERITY_CRITICAL)
        return false;
    return (p->as_is || f->action > VERDICT_MASK) && seen(p, f);
}

static enum verdict without_skipped(const struct past *p,
                                    const struct decision *d)
{
    enum verdict v = VERDICT_ALLOW;

    for (uint32_t i = 0; i < d->fired_count; i++) {
        const struct fired_rule *f = &d->fired[i];

        if (!f->shadow && f->action > v && !skipped(p, f))
            v = f->action;
    }
    return v;
}

enum verdict past_verdict(const struct past *p, const struct decision *d)
{
    switch (p->kind) {
    case PAST_NONE:
        return d->verdict;
    case PAST_PENDING:
    case PAST_REJECTED_OTHER:
        return d->verdict > VERDICT_HOLD ? d->verdict : VERDICT_HOLD;
    case PAST_REJECTED:
        return VERDICT_REJECT;
    case PAST_APPROVED:
        return without_skipped(p, d);
    }
    abort();
}
