/*
 * Members of near conditions are found as words are, and cancelled as words
 * are; then they are taken out of the hits, and what they come to is put in.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/heap.h"
#include "match/near.h"
#include "match/run.h"

enum { MOST_TERM = 2000 }; /* six words of at most 256 bytes */

struct nearing {
    struct run *run;
    struct arena *arena;
    struct hit *hit; /* members, by text, condition and place */
    uint32_t count;
    struct near_member *member; /* as many */
    uint32_t first;             /* where the condition at hand begins */
    uint32_t *index;            /* into hit: those that take part */
    bool found, full;
};

static int compare_u32(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int by_condition(const void *a, const void *b)
{
    const struct hit *x = a;
    const struct hit *y = b;
    int order = compare_u32(x->text, y->text);

    if (order == 0)
        order = compare_u32(x->condition->near->id, y->condition->near->id);
    if (order == 0)
        order = compare_u32(x->at.from, y->at.from);
    return order != 0 ? order : compare_u32(x->at.to, y->at.to);
}

/* Moves the members out of the hits. */
static void take_members(struct match_scratch *s, struct nearing *n)
{
    uint32_t kept = 0;

    n->hit = heap_array(s->hit_count, sizeof(*n->hit));
    for (uint32_t i = 0; i < s->hit_count; i++) {
        const struct hit *h = &s->hit[i];

        if (h->condition->near != NULL) {
            s->met[h->condition->id] = 0;
            n->hit[n->count++] = *h;
        } else {
            s->hit[kept++] = *h;
        }
    }
    s->hit_count = kept;
    if (n->count > 1)
        qsort(n->hit, n->count, sizeof(*n->hit), by_condition);
}

/* "加 + 微信" */
static struct span term_of(struct nearing *n, const struct near_chain *c)
{
    struct buf b = buf_make(MOST_TERM);
    struct span kept;

    for (uint32_t i = 0; i < c->count; i++) {
        buf_add(&b, i > 0 ? SPAN(" + ") : SPAN(""));
        buf_add(&b, n->hit[n->index[c->member[i]]].term);
    }
    kept = arena_copy(n->arena, buf_span(&b));
    n->full = n->full || b.failed || kept.at == NULL;
    buf_free(&b);
    return kept;
}

static void on_chain(void *context, const struct near_chain *c)
{
    struct nearing *n = context;
    const struct hit *last = &n->hit[n->index[c->member[c->count - 1]]];
    const struct condition *near = last->condition->near;
    struct hit made = {.rule = last->rule,
                       .condition = near,
                       .text = last->text,
                       .certainty = 1};

    n->found = true;
    if (!scratch_wants(n->run->s, near))
        return;
    made.at.from = n->hit[n->index[c->member[0]]].at.from;
    made.at.to = last->at.to;
    made.term = term_of(n, c);
    for (uint32_t i = 0; i < c->count; i++) {
        const struct hit *h = &n->hit[n->index[c->member[i]]];

        made.disguises |= h->disguises;
        if (h->certainty < made.certainty)
            made.certainty = h->certainty;
        if (made.cancelled_by == NULL)
            made.cancelled_by = h->cancelled_by;
    }
    *scratch_hit(n->run->s, near) = made;
}

/* Chains of hits [first, end) of one condition: without the cancelled ones;
 * only when there are none, with them, for the record. */
static void find_chains(struct nearing *n, uint32_t end, bool cancelled)
{
    const struct condition *near = n->hit[n->first].condition->near;
    const struct near_wish wish = {near->child_count, near->within,
                                   near->ordered};
    struct near_member *member = heap_array(end - n->first, sizeof(*member));
    uint32_t count = 0;

    for (uint32_t i = n->first; i < end; i++)
        if (cancelled || n->hit[i].cancelled_by == NULL) {
            member[count] = n->member[i];
            n->index[count++] = i;
        }
    near_find(&wish, member, count, on_chain, n);
    heap_free(member);
}

static bool is_complete(const struct nearing *n, uint32_t from, uint32_t end)
{
    uint32_t all = (1U << n->hit[from].condition->near->child_count) - 1;
    uint32_t seen = 0;

    for (uint32_t i = from; i < end; i++)
        seen |= 1U << n->member[i].group;
    return seen == all;
}

static uint32_t end_of_text(const struct nearing *n, uint32_t from)
{
    uint32_t end = from;

    while (end < n->count && n->hit[end].text == n->hit[from].text)
        end++;
    return end;
}

static uint32_t end_of_condition(const struct nearing *n, uint32_t from)
{
    uint32_t end = from;

    while (end < n->count && n->hit[end].text == n->hit[from].text &&
           n->hit[end].condition->near == n->hit[from].condition->near)
        end++;
    return end;
}

/* For explaining: the words are there, but not as they should be. */
static void drop_members(struct nearing *n, uint32_t end)
{
    for (uint32_t i = n->first; n->run->in->trace != NULL && i < end; i++) {
        n->run->text = n->hit[i].text;
        run_drop(n->run, &n->hit[i], TRACE_INCOMPLETE);
    }
}

/* The conditions of one text, whose members are hits [from, end). */
static void look_at_text(struct nearing *n, uint32_t from, uint32_t end)
{
    bool measured = false;

    for (n->first = from; n->first < end;
         n->first = end_of_condition(n, n->first)) {
        uint32_t own_end = end_of_condition(n, n->first);

        n->found = false;
        if (is_complete(n, n->first, own_end)) {
            if (!measured)
                near_measure(n->run->in->text[n->hit[from].text].text,
                             n->member + from, end - from);
            measured = true;
            find_chains(n, own_end, false);
            if (!n->found)
                find_chains(n, own_end, true);
        }
        if (!n->found)
            drop_members(n, own_end);
    }
}

bool run_near(struct run *r, struct arena *a, struct err *e)
{
    struct nearing n = {.run = r, .arena = a};

    take_members(r->s, &n);
    if (n.count == 0) {
        heap_free(n.hit);
        return true;
    }
    n.member = heap_array(n.count, sizeof(*n.member));
    n.index = heap_array(n.count, sizeof(*n.index));
    for (uint32_t i = 0; i < n.count; i++)
        n.member[i] = (struct near_member){
            .at = n.hit[i].at,
            .group = (uint32_t)(n.hit[i].condition -
                                n.hit[i].condition->near->child)};
    for (uint32_t i = 0; i < n.count; i = end_of_text(&n, i))
        look_at_text(&n, i, end_of_text(&n, i));
    heap_free(n.index);
    heap_free(n.member);
    heap_free(n.hit);
    return !n.full || arena_err(a, "hits", e);
}
