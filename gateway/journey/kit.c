#include "journey/kit.h"

#include "base/heap.h"
#include "translate/engine.h"

struct engine_seat {
    struct engine *engine;
    uint32_t kits;
};

static bool open_seat(const struct kit_parts *parts, struct engine_seat **ret,
                      struct err *e)
{
    struct engine *engine;

    if (!engine_open(parts->snapshot->translation, parts->loop, parts->fetcher,
                     &engine, e))
        return false;
    *ret = heap_new(sizeof(**ret));
    (*ret)->engine = engine;
    return true;
}

bool kit_new(const struct kit_parts *parts, const struct kit *before,
             struct kit **ret, struct err *e)
{
    struct kit *k = heap_new(sizeof(*k));
    bool ok = true;

    k->snapshot = parts->snapshot;
    k->scratch = parts->scratch;
    k->holders = 1;
    if (before != NULL &&
        before->snapshot->translation == parts->snapshot->translation)
        k->seat = before->seat;
    else
        ok = open_seat(parts, &k->seat, e);
    if (!ok) {
        kit_drop(&k);
        return false;
    }
    k->seat->kits++;
    k->engine = k->seat->engine;
    *ret = k;
    return true;
}

struct kit *kit_hold(struct kit *k)
{
    k->holders++;
    return k;
}

void kit_drop(struct kit **k)
{
    struct kit *gone = *k;

    *k = NULL;
    if (gone == NULL || --gone->holders > 0)
        return;
    if (gone->seat != NULL && --gone->seat->kits == 0) {
        engine_close(&gone->seat->engine);
        heap_free(gone->seat);
    }
    match_scratch_free(&gone->scratch);
    snapshot_drop(&gone->snapshot);
    heap_free(gone);
}
