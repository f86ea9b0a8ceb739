/*
 * A text is a lattice: unit i is itself, or one of the characters that look
 * like it, or begins a run of components that make up a character.
 *
 *        女 ─── 子 ─── 人            好人 is found as 女子→好, 人
 *         └─ 好 ─┘
 *
 * Everything that is not the text itself is an edge. Most are look-alikes, and
 * these stand for one character each: a term with no other edges is found by
 * two of its characters that stand side by side, where the screen lets what the
 * text has there through. A term with others is found by the first of these,
 * and by what is before or behind it. Either says where the term begins, and
 * from there it is read.
 */
#include "guess/shape.h"

#include "guess/certainty.h"
#include "guess/emoji.h"
#include "guess/lexicon.h"
#include "guess/shape_edges.h"
#include "guess/shape_index.h"

/* A way to read units as characters [k, …) of a term. */
struct reading {
    uint32_t to;
    int32_t cost;
    uint32_t disguises;
};

/* Reads on where the text itself is the term, as long as nothing else begins
 * there that could be it, too. */
static uint32_t read_plain(const struct lattice *l, const struct seer_term *t,
                           uint32_t k, struct reading *so_far)
{
    const struct units *u = l->r->units;

    while (k < t->count && so_far->to < u->count &&
           (k == 0 || !u->at[so_far->to].barred) &&
           u->at[so_far->to].c == t->c[k] &&
           shape_kinds_at(l, so_far->to) == 0) {
        so_far->to++;
        k++;
    }
    return k;
}

/* The cheapest reading of the rest of the term, from character k on, at the
 * end of `so_far`. The depth is at most that of the longest term. */
static bool read_on(const struct lattice *l, const struct seer_term *t,
                    uint32_t k, const struct reading *so_far,
                    struct reading *ret)
{
    struct reading plain = *so_far;
    struct column here;
    bool found = false;

    k = read_plain(l, t, k, &plain);
    if (k == t->count) {
        *ret = plain;
        return true;
    }
    if (plain.to == l->r->units->count ||
        (k > 0 && l->r->units->at[plain.to].barred))
        return false;
    shape_edges_of(l, plain.to, t->c[k], &here);
    for (uint32_t i = 0; i < here.count; i++) {
        const struct edge *e = &here.edge[i];
        struct reading longer = {e->to, plain.cost + e->cost,
                                 plain.disguises | e->disguise};
        struct reading whole;

        if ((e->disguise & ~t->disguises) != 0 ||
            !read_on(l, t, k + 1, &longer, &whole))
            continue;
        if (!found || whole.cost < ret->cost)
            *ret = whole;
        found = true;
    }
    return found;
}

/* What the emoji in [from, to) cost as they are written. Between words that
 * stand close on both sides they say something, at the end of a clause they
 * are what people put there anyway. */
static int32_t emoji_cost(const struct lattice *l, uint32_t from, uint32_t to)
{
    const struct units *u = l->r->units;
    int32_t cost = 0;

    for (uint32_t i = from; i < to; i++) {
        if (u->at[i].kind == UNIT_HAN)
            continue;
        cost += i > 0 && i + 1 < u->count && u->at[i].gap == 0 &&
                        u->at[i + 1].gap == 0 && u->at[i + 1].kind == UNIT_HAN
                    ? 10 * LEXICON_NAT
                    : 5 * LEXICON_NAT;
    }
    return cost;
}

/* The disguise that says the most. */
static enum disguise main_disguise(uint32_t disguises)
{
    static const enum disguise order[] = {DISGUISE_SPLIT, DISGUISE_EMOJI,
                                          DISGUISE_HAN_LOOKALIKES};
    uint32_t i = 0;

    while (i + 1 < COUNT_OF(order) && (disguises & DISGUISE_BIT(order[i])) == 0)
        i++;
    return order[i];
}

static void report(const struct lattice *l, uint32_t term, uint32_t from,
                   const struct reading *read)
{
    const struct seer_term *t = &l->r->term[term];
    struct seer_sight sight = {.term = term,
                               .from = from,
                               .to = read->to,
                               .disguises = read->disguises};
    int32_t score;

    if (!units_joined(l->r->units, from, read->to))
        sight.disguises |= DISGUISE_BIT(DISGUISE_GAPS);
    score =
        plain_cost(l->r->plain, from, read->to) - l->x->cost[term] - read->cost;
    if ((read->disguises & DISGUISE_BIT(DISGUISE_EMOJI)) != 0)
        score += emoji_cost(l, from, read->to);
    sight.certainty =
        certainty_of(main_disguise(read->disguises), t->count, score);
    seer_found(l->r, &sight);
}

/* ---- terms in which nothing but look-alikes stands for anything ---- */

/* The pair of the term is at unit i. */
static void try_place(const struct lattice *l, uint32_t place, uint32_t i)
{
    uint32_t term = shape_term(place);
    uint32_t from = i - shape_character(place);
    struct reading so_far = {from, 0, 0};
    struct reading whole;

    if (from <= i && read_on(l, &l->r->term[term], 0, &so_far, &whole) &&
        whole.disguises != 0)
        report(l, term, from, &whole);
}

/* Whether what is beside the pair at unit i may belong to the term, too. */
static bool may_be(const struct lattice *l, uint32_t place, uint32_t i)
{
    const struct unit *u = l->r->units->at + i;
    uint32_t c = (place & SHAPE_BEFORE) != 0 ? u[-1].c : u[2].c;
    uint64_t marks = shape_mark(c) | shape_looks(l->x, c)->marks;

    return (place & SHAPE_BESIDE) == 0 ||
           (marks >> (place & SHAPE_MARK) & 1U) != 0;
}

/* Terms that have their best pair at one of the places asked for. */
static void look_up_best(const struct lattice *l, struct listing_batch *asked)
{
    listing_answer(l->x->best, asked);
    for (uint32_t i = 0; i < asked->count; i++) {
        const struct listing_asked *at = &asked->at[i];

        for (uint32_t k = 0; k < at->found.count; k++)
            if (may_be(l, at->found.at[k], at->tag))
                try_place(l, at->found.at[k], at->tag);
    }
    asked->count = 0;
}

/* At unit i the text may say a and b. */
static void ask_best(const struct lattice *l, struct listing_batch *asked,
                     uint32_t i, uint32_t a, uint32_t b)
{
    if (listing_ask(l->x->best, asked, listing_pair(a, b), i))
        look_up_best(l, asked);
}

/* Unit i says a; what is behind it, or looks like what is. */
static void look_at_next(const struct lattice *l, struct listing_batch *asked,
                         uint32_t i, uint32_t a, struct shape_listed next)
{
    const struct sieve_row row = sieve_row(l->x->best_sieve, a);
    uint32_t b = l->r->units->at[i + 1].c;

    if (sieve_in_row(row, b))
        ask_best(l, asked, i, a, b);
    for (uint32_t k = 0; k < next.count; k++)
        if (sieve_in_row(row, next.at[k].c))
            ask_best(l, asked, i, a, next.at[k].c);
}

static void look_at_similar(const struct lattice *l,
                            struct listing_batch *asked, uint32_t i)
{
    const struct unit *u = l->r->units->at + i;
    struct shape_listed here = shape_listed(l->x, u[0].c);
    struct shape_listed next = shape_listed(l->x, u[1].c);
    uint64_t marks = shape_mark(u[1].c);
    bool word = here.count + next.count > 0 && shape_is_word(l, i);

    /* as shape_similar_at(), without asking twice */
    if (word || (i > 0 && here.count > 0 && shape_is_word(l, i - 1)))
        here.count = 0;
    if (word || (next.count > 0 && shape_is_word(l, i + 1)))
        next.count = 0;
    if (next.count > 0)
        marks |= shape_looks(l->x, u[1].c)->marks;
    look_at_next(l, asked, i, u[0].c, next);
    for (uint32_t k = 0; k < here.count; k++)
        if ((here.seconds[k] & marks) != 0)
            look_at_next(l, asked, i, here.at[k].c, next);
}

/* ---- terms with components or emoji ---- */

/* Reads the unit as the character, if it says or looks like it. */
static bool read_similar(const struct lattice *l, uint32_t at, uint32_t c,
                         struct reading *so_far)
{
    struct shape_listed similar;

    so_far->to = at + 1;
    if (l->r->units->at[at].c == c)
        return true;
    similar = shape_similar_at(l, at);
    for (uint32_t i = 0; i < similar.count; i++)
        if (similar.at[i].c == c) {
            so_far->cost += similar.at[i].cost;
            so_far->disguises |= DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES);
            return true;
        }
    return false;
}

/* The edge, which begins at `at`, is character k of the term, the first one
 * that is more than one unit's. */
static void try_edge(const struct lattice *l, uint32_t term, uint32_t at,
                     const struct edge *e, uint32_t k)
{
    const struct seer_term *t = &l->r->term[term];
    struct reading so_far = {at, 0, 0};
    struct reading whole;

    if ((e->disguise & t->disguises) == 0 || k > at)
        return;
    for (uint32_t i = 0; i < k; i++)
        if (l->r->units->at[at - k + i + 1].barred ||
            !read_similar(l, at - k + i, t->c[i], &so_far))
            return;
    so_far.to = e->to;
    so_far.cost += e->cost;
    so_far.disguises |= e->disguise;
    if (read_on(l, t, k + 1, &so_far, &whole))
        report(l, term, at - k, &whole);
}

/* The edge is the first character of a term, c is the next one. */
static void look_up_first(const struct lattice *l, uint32_t at,
                          const struct edge *e, uint32_t c)
{
    struct listed found;

    if (!sieve_maybe(l->x->all_sieve, e->c, c))
        return;
    found = listing_get(l->x->all, listing_pair(e->c, c));
    for (uint32_t i = 0; i < found.count; i++)
        if (shape_character(found.at[i]) == 0)
            try_edge(l, shape_term(found.at[i]), at, e, 0);
}

static void look_behind(const struct lattice *l, uint32_t at,
                        const struct edge *e)
{
    const struct units *u = l->r->units;
    struct column next;

    if (e->to >= u->count)
        return;
    look_up_first(l, at, e, u->at[e->to].c);
    shape_edges_find(l, e->to, shape_kinds_at(l, e->to) | SHAPE_SIMILAR, &next);
    for (uint32_t i = 0; i < next.count; i++)
        look_up_first(l, at, e, next.edge[i].c);
}

/* The character c of a term is before the edge. */
static void look_up_next(const struct lattice *l, uint32_t at, uint32_t c,
                         const struct edge *e)
{
    struct listed found;

    if (!sieve_maybe(l->x->all_sieve, c, e->c))
        return;
    found = listing_get(l->x->all, listing_pair(c, e->c));
    for (uint32_t i = 0; i < found.count; i++)
        try_edge(l, shape_term(found.at[i]), at, e,
                 shape_character(found.at[i]) + 1);
}

/* What is before the first such edge of a term is the text, or looks like it.
 */
static void look_before(const struct lattice *l, uint32_t at,
                        const struct edge *e)
{
    struct shape_listed before;

    if (at == 0)
        return;
    before = shape_similar_at(l, at - 1);
    look_up_next(l, at, l->r->units->at[at - 1].c, e);
    for (uint32_t k = 0; k < before.count; k++)
        look_up_next(l, at, before.at[k].c, e);
}

static void look_at_edges(const struct lattice *l, uint32_t at, unsigned kinds)
{
    struct column here;

    shape_edges_find(l, at, kinds, &here);
    for (uint32_t i = 0; i < here.count; i++) {
        look_before(l, at, &here.edge[i]);
        look_behind(l, at, &here.edge[i]);
    }
}

static void look_at_ways(const struct lattice *l, uint32_t at)
{
    unsigned kinds = shape_kinds_at(l, at);

    if (kinds != 0)
        look_at_edges(l, at, kinds);
}

/* ---- all units ---- */

/* What the places will ask for is under way before the first one asks. */
static void fetch(const struct lattice *l, uint32_t from, const uint8_t *picked,
                  uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct unit *u = l->r->units->at + from + picked[i];

        __builtin_prefetch(plain_pair_place(l->r->units, from + picked[i]));
        __builtin_prefetch(sieve_place(l->x->best_sieve, u[0].c, u[1].c));
        __builtin_prefetch(shape_looks(l->x, u[0].c));
        __builtin_prefetch(shape_looks(l->x, u[1].c));
    }
}

static void look_at_screened(const struct lattice *l)
{
    const struct units *u = l->r->units;
    struct listing_batch asked;
    uint8_t picked[SCREEN_BLOCK];
    uint32_t count;

    asked.count = 0;
    for (uint32_t from = 0; from < u->count; from += count) {
        uint32_t rest = u->count - from;
        uint32_t pairs;

        count = rest < SCREEN_BLOCK ? rest : SCREEN_BLOCK;
        pairs = screen_pick(l->x->screen, u->at + from, count, picked);
        fetch(l, from, picked, pairs);
        for (uint32_t i = 0; i < pairs; i++) {
            uint32_t at = from + picked[i];

            if (at + 1 == u->count || u->at[at + 1].barred)
                continue;
            look_at_similar(l, &asked, at);
            if (!l->emoji && !l->hidden)
                look_at_ways(l, at);
        }
    }
    look_up_best(l, &asked);
}

static void shape_find(const void *index, const struct guess_run *r)
{
    struct lattice l = {.x = index, .r = r};

    l.emoji = (r->units->kinds & 1U << UNIT_EMOJI) != 0;
    l.hidden = r->folded->emoji;
    look_at_screened(&l);
    for (uint32_t i = 0; (l.emoji || l.hidden) && i < r->units->count; i++)
        look_at_ways(&l, i);
}

static bool shape_build(const struct seer_term *term, uint32_t count,
                        void **ret, struct err *e)
{
    (void)e;
    *ret = shape_index_new(term, count);
    return true;
}

const struct seer seer_shape = {
    DISGUISE_BIT(DISGUISE_SPLIT) | DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES) |
        DISGUISE_BIT(DISGUISE_EMOJI),
    true, shape_build, shape_find, shape_index_free};
