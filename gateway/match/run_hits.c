#include <stdlib.h>
#include <string.h>

#include "match/run.h"

static int compare_u32(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_allowed(const void *a, const void *b)
{
    const struct allowed *one = a;
    const struct allowed *two = b;
    int order = compare_u32(one->text, two->text);

    return order != 0 ? order : compare_u32(one->at.from, two->at.from);
}

static bool covers(const struct allowed *a, const struct hit *h)
{
    const struct word *w = a->word;

    return a->text == h->text && a->at.from <= h->at.from &&
           a->at.to >= h->at.to && (w->rule == NULL || w->rule == h->rule) &&
           (w->pack == NULL || w->pack == h->rule->pack);
}

/* The number of phrases that begin at or before the hit. */
static uint32_t begun(const struct match_scratch *s, const struct hit *h)
{
    uint32_t low = 0;
    uint32_t high = s->allowed_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct allowed *a = &s->allowed[middle];

        if (a->text < h->text ||
            (a->text == h->text && a->at.from <= h->at.from))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A hit inside an allow phrase is cancelled, a tie included. */
static void cancel(struct match_scratch *s)
{
    uint32_t widest = 0;

    if (s->allowed_count == 0 || s->hit_count == 0)
        return;
    qsort(s->allowed, s->allowed_count, sizeof(*s->allowed), compare_allowed);
    for (uint32_t i = 0; i < s->allowed_count; i++) {
        uint32_t width = s->allowed[i].at.to - s->allowed[i].at.from;

        widest = width > widest ? width : widest;
    }
    for (uint32_t i = 0; i < s->hit_count; i++) {
        struct hit *h = &s->hit[i];

        for (uint32_t k = begun(s, h); k > 0; k--) {
            const struct allowed *a = &s->allowed[k - 1];

            if (a->text != h->text || a->at.from + widest < h->at.to)
                break;
            if (covers(a, h)) {
                h->cancelled_by = a->word->term;
                break;
            }
        }
    }
}

/* By place, then the longer, then the rule; of one term the plainest. */
static int compare_hits(const void *a, const void *b)
{
    const struct hit *one = a;
    const struct hit *two = b;
    int order = compare_u32(one->text, two->text);

    if (order == 0)
        order = compare_u32(one->at.from, two->at.from);
    if (order == 0)
        order = compare_u32(two->at.to, one->at.to);
    if (order == 0)
        order = span_compare(one->rule->id, two->rule->id);
    if (order == 0)
        order = compare_u32(one->condition->id, two->condition->id);
    if (order == 0)
        order = span_compare(one->term, two->term);
    if (order == 0)
        order = compare_u32((uint32_t)__builtin_popcount(one->disguises),
                            (uint32_t)__builtin_popcount(two->disguises));
    return order;
}

static bool same_hit(const struct hit *a, const struct hit *b)
{
    return a->text == b->text && a->at.from == b->at.from &&
           a->at.to == b->at.to && a->condition == b->condition &&
           span_equal(a->term, b->term);
}

/* One for each (condition, term, span). */
static void merge(struct match_scratch *s)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < s->hit_count; i++) {
        struct hit *h = &s->hit[i];

        if (kept > 0 && same_hit(&s->hit[kept - 1], h)) {
            s->met[h->condition->id]--;
            continue;
        }
        s->hit[kept++] = *h;
    }
    s->hit_count = kept;
}

/* Which of too many hits are reported: for each condition its first live one,
 * strongest actions first, and then by place. */
static void choose(struct match_scratch *s, bool *keep)
{
    uint32_t left = MATCH_MOST_HITS;

    memset(s->met, 0, s->condition_count * sizeof(*s->met));
    for (int action = VERDICT_COUNT - 1; action >= 0; action--) {
        for (uint32_t i = 0; i < s->hit_count && left > 0; i++) {
            const struct hit *h = &s->hit[i];

            if ((int)h->rule->action != action || h->cancelled_by != NULL ||
                s->met[h->condition->id] > 0)
                continue;
            s->met[h->condition->id]++;
            keep[i] = true;
            left--;
        }
    }
    for (uint32_t i = 0; i < s->hit_count && left > 0; i++) {
        left -= keep[i] ? 0U : 1U;
        keep[i] = true;
    }
}

static bool truncate(struct match_scratch *s, struct arena *a, struct err *e)
{
    bool *keep;
    uint32_t kept = 0;

    if (s->hit_count <= MATCH_MOST_HITS)
        return true;
    keep = arena_array(a, s->hit_count, sizeof(*keep));
    if (keep == NULL)
        return arena_err(a, "hits", e);
    choose(s, keep);
    for (uint32_t i = 0; i < s->hit_count; i++) {
        if (keep[i])
            s->hit[kept++] = s->hit[i];
    }
    s->hit_count = kept;
    s->truncated = true;
    return true;
}

/* Clusters of overlapping live hits; the first of the longest is marked. */
static void mark_longest(struct match_scratch *s)
{
    struct hit *best = NULL;
    uint32_t end = 0;

    for (uint32_t i = 0; i < s->hit_count; i++) {
        struct hit *h = &s->hit[i];

        if (h->cancelled_by != NULL)
            continue;
        if (best == NULL || best->text != h->text || h->at.from >= end) {
            if (best != NULL)
                best->longest = true;
            best = h;
            end = h->at.to;
            continue;
        }
        if (h->at.to - h->at.from > best->at.to - best->at.from)
            best = h;
        end = h->at.to > end ? h->at.to : end;
    }
    if (best != NULL)
        best->longest = true;
}

bool run_hits(struct run *r, struct arena *a, struct hits *ret, struct err *e)
{
    struct match_scratch *s = r->s;
    struct hits found = {0};

    if (s->flooded)
        return err_set(e, ERR_MEMORY, NULL,
                       "more than %d words of near conditions",
                       SCRATCH_MOST_MEMBERS);
    if (s->hit_count > 0) {
        cancel(s);
        if (r->rs->has_near && !run_near(r, a, e))
            return false;
        if (s->hit_count > 1)
            qsort(s->hit, s->hit_count, sizeof(*s->hit), compare_hits);
        merge(s);
        if (!truncate(s, a, e))
            return false;
        mark_longest(s);
        found.at = arena_array(a, s->hit_count, sizeof(*found.at));
        if (found.at == NULL)
            return arena_err(a, "hits", e);
        memcpy(found.at, s->hit, s->hit_count * sizeof(*found.at));
    }
    found.count = s->hit_count;
    found.truncated = s->truncated;
    *ret = found;
    return true;
}
