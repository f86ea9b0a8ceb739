#include "journey/shared.h"

#include "audit/history.h"
#include "audit/keys.h"
#include "audit/recorder.h"
#include "base/heap.h"
#include "base/log.h"
#include "journey/under_way.h"
#include "review/past.h"
#include "translate/cache.h"
#include "translate/translator.h"

/* Made at the first start; losing one has consequences, so it is said loudly.
 */
static bool open_key(struct shared *s, const struct secret *from,
                     const char *what, struct span *ret, struct err *e)
{
    bool made = false;

    if (!key_load(from, what, s->arena, ret, &made, e))
        return false;
    if (made)
        log_event(LOG_WARN, "keys",
                  "%s: there was no key; a new one was made at %s: keep a copy",
                  what, from->path);
    return true;
}

static bool open_recorder(struct shared *s, struct err *e)
{
    const struct config *c = s->boot;
    struct recorder_options o = {
        .store = c->audit.store,
        .origin = span_of(c->audit.origin),
        .keep_text = c->audit.keep_text,
        .keep_for_ms = c->audit.keep_for.ms,
        .unknown_after_ms = c->upstream.timeout.ms + 5000,
    };

    if (!open_key(s, &c->audit.pseudonym_key, "audit.pseudonym_key",
                  &o.pseudonym_key, e) ||
        !open_key(s, &c->audit.text_key, "audit.text_key", &s->text_key, e))
        return false;
    return recorder_open(&o, &s->recorder, e) &&
           past_open(c->audit.store, &s->past, e) &&
           history_open(c->audit.store, &s->history, e);
}

bool shared_open(const char *config_path, struct shared **ret, struct err *e)
{
    struct shared *s = heap_new(sizeof(*s));

    s->arena = arena_new(1 << 20);
    s->under_way = under_ways_new();
    (void)uv_mutex_init(&s->lock);
    if (!config_load(config_path, translator_rows, &s->boot, e)) {
        shared_close(&s);
        return false;
    }
    s->cache = translate_cache_new(s->boot->translate.cache.bytes.bytes,
                                   s->boot->translate.cache.ttl.ms);
    if (!snapshot_load(s->boot, s->cache, &s->snapshot, e) ||
        !open_recorder(s, e)) {
        shared_close(&s);
        return false;
    }
    *ret = s;
    return true;
}

void shared_close(struct shared **s)
{
    struct shared *gone = *s;

    *s = NULL;
    if (gone == NULL)
        return;
    history_close(&gone->history);
    under_ways_free(&gone->under_way);
    past_close(&gone->past);
    recorder_close(&gone->recorder);
    snapshot_drop(&gone->snapshot);
    translate_cache_free(&gone->cache);
    config_free(&gone->boot);
    arena_free(&gone->arena);
    uv_mutex_destroy(&gone->lock);
    heap_free(gone);
}

struct snapshot *shared_snapshot(struct shared *s)
{
    struct snapshot *held;

    uv_mutex_lock(&s->lock);
    held = snapshot_hold(s->snapshot);
    uv_mutex_unlock(&s->lock);
    return held;
}

void shared_swap(struct shared *s, struct snapshot *next)
{
    struct snapshot *old;

    uv_mutex_lock(&s->lock);
    old = s->snapshot;
    s->snapshot = next;
    uv_mutex_unlock(&s->lock);
    snapshot_drop(&old);
}
