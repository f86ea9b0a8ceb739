#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fields/body_texts.h"

/* Texts that are written anew as a whole: those of slots and JSON numbers. Two
 * specs may name one place, so its changes are brought together first. */
struct placed_change {
    uint32_t place;
    struct span text; /* that is changed */
    struct change change;
};

static int compare(const void *x, const void *y)
{
    const struct placed_change *p = x;
    const struct placed_change *q = y;
    const struct range a = p->change.at;
    const struct range b = q->change.at;

    if (p->place != q->place)
        return p->place < q->place ? -1 : 1;
    if (a.from != b.from)
        return a.from < b.from ? -1 : 1;
    return (a.to < b.to) - (a.to > b.to);
}

static uint32_t count_changes(const struct writer *w, enum field_origin origin)
{
    uint32_t n = 0;

    for (uint32_t k = 0; w->edits->change != NULL && k < w->fields->count; k++)
        if (w->fields->field[k].origin == origin)
            n += w->edits->change[k].count;
    return n;
}

static bool gather(const struct writer *w, enum field_origin origin,
                   uint32_t count, struct placed_change **ret)
{
    struct placed_change *all = arena_array(w->a, count, sizeof(*all));
    uint32_t n = 0;

    if (all == NULL)
        return arena_err(w->a, "changes", w->e);
    for (uint32_t k = 0; k < w->fields->count; k++) {
        const struct field *f = &w->fields->field[k];

        if (f->origin != origin)
            continue;
        for (uint32_t i = 0; i < w->edits->change[k].count; i++)
            all[n++] = (struct placed_change){f->place, f->text,
                                              w->edits->change[k].change[i]};
    }
    qsort(all, count, sizeof(*all), compare);
    *ret = all;
    return true;
}

/* As in splice.c: what lies inside an earlier change is gone, what overlaps
 * is replaced as well. */
static bool apply(const struct writer *w, const struct placed_change *c,
                  uint32_t count, struct span *ret)
{
    const struct span text = c[0].text;
    size_t room = text.len;
    struct buf b;
    uint32_t pos = 0;

    for (uint32_t i = 0; i < count; i++)
        room += c[i].change.text.len;
    b = buf_make(room);
    for (uint32_t i = 0; i < count; i++) {
        const struct range at = c[i].change.at;

        if (at.from < pos && at.to <= pos)
            continue;
        if (at.from > pos)
            buf_add(&b, span_slice(text, pos, at.from));
        buf_add(&b, c[i].change.text);
        pos = at.to;
    }
    buf_add(&b, span_from(text, pos));
    assert(!b.failed);
    *ret = arena_copy(w->a, buf_span(&b));
    buf_free(&b);
    return ret->at != NULL || arena_err(w->a, "changes", w->e);
}

bool new_texts(const struct writer *w, enum field_origin origin,
               const struct new_text **ret, uint32_t *ret_count)
{
    const uint32_t count = count_changes(w, origin);
    struct placed_change *all = NULL;
    struct new_text *new = arena_array(w->a, count, sizeof(*new));
    uint32_t places = 0;
    uint32_t to;

    if (new == NULL)
        return arena_err(w->a, "changes", w->e);
    if (count > 0 && !gather(w, origin, count, &all))
        return false;
    for (uint32_t from = 0; from < count; from = to) {
        struct new_text *n = &new[places++];

        for (to = from + 1; to < count && all[to].place == all[from].place;)
            to++;
        n->place = all[from].place;
        if (!apply(w, all + from, to - from, &n->text))
            return false;
    }
    *ret = new;
    *ret_count = places;
    return true;
}
