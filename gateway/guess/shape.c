/*
 * A text is a lattice: unit i is itself, or one of the characters that look
 * like it, or begins a run of components that make up a character.
 *
 *        女 ─── 子 ─── 人            好人 is found as 女子→好, 人
 *         └─ 好 ─┘
 *
 * Everything that is not the text itself is an edge. A term with an edge in it
 * is found by the leftmost one: what is left of it must be the text itself,
 * what is right of it may be either. So it is looked for where it begins with
 * an edge, by that and what follows, and else by the edge and the text before.
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

/* Whether the units before `end` are the first `count` characters. */
static bool begins(const struct lattice *l, const struct seer_term *t,
                   uint32_t count, uint32_t end)
{
    const struct unit *u = l->r->units->at;

    if (end < count)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (u[end - count + i].c != t->c[i] ||
            (end - count + i + 1 < l->r->units->count &&
             u[end - count + i + 1].barred))
            return false;
    return true;
}

/* Reads on where the text itself is the term, as long as nothing else begins
 * there that could be it, too. */
static uint32_t read_plain(const struct lattice *l, const struct seer_term *t,
                           uint32_t k, struct reading *so_far)
{
    const struct units *u = l->r->units;

    while (k < t->count && so_far->to < u->count && !u->at[so_far->to].barred &&
           u->at[so_far->to].c == t->c[k] &&
           (shape_kinds_at(l, so_far->to) & ~(unsigned)SHAPE_SIMILAR) == 0) {
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
    if (plain.to == l->r->units->count || l->r->units->at[plain.to].barred)
        return false;
    shape_edges_of(l, plain.to, t->c[k], &here);
    for (uint32_t i = 0; i < here.count; i++) {
        const struct edge *e = &here.edge[i];
        struct reading longer = {e->to, plain.cost + e->cost,
                                 plain.disguises | e->disguise};
        struct reading whole;

        if (!read_on(l, t, k + 1, &longer, &whole))
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

/* The edge e, from `from` on, is character k of the term. */
static void try_term(const struct lattice *l, uint32_t term, uint32_t from,
                     const struct edge *e, uint32_t k)
{
    const struct seer_term *t = &l->r->term[term];
    struct reading so_far = {e->to, e->cost, e->disguise};
    struct reading whole = {0};

    if ((e->disguise & t->disguises) != 0 && begins(l, t, k, from) &&
        read_on(l, t, k + 1, &so_far, &whole))
        report(l, term, from - k, &whole);
}

/* Terms that begin with e and `next`. */
static void look_up_start(const struct lattice *l, uint32_t from,
                          const struct edge *e, uint32_t next)
{
    struct listed found = listing_get(l->x->starts, listing_pair(e->c, next));

    for (uint32_t i = 0; i < found.count; i++)
        try_term(l, found.at[i] >> SHAPE_PLACE_BITS, from, e, 0);
}

static inline void try_start(const struct lattice *l, uint32_t from,
                             const struct edge *e, uint32_t next)
{
    if (sieve_maybe(l->x->starts_sieve, e->c, next))
        look_up_start(l, from, e, next);
}

/* Terms that begin with e and another edge. */
static void try_next(const struct lattice *l, uint32_t from,
                     const struct edge *e, const struct column *next)
{
    for (uint32_t i = 0; i < next->count; i++)
        try_start(l, from, e, next->edge[i].c);
}

/* Terms that have e behind what is written before it. */
static void look_up_behind(const struct lattice *l, uint32_t from,
                           const struct edge *e, uint32_t before)
{
    uint64_t pair = listing_pair(before, e->c);
    struct listed found = listing_get(l->x->starts, pair);

    for (uint32_t i = 0; i < found.count; i++)
        try_term(l, found.at[i] >> SHAPE_PLACE_BITS, from, e, 1);
    found = listing_get(l->x->inner, pair);
    for (uint32_t i = 0; i < found.count; i++)
        try_term(l, found.at[i] >> SHAPE_PLACE_BITS, from, e,
                 found.at[i] & ((1U << SHAPE_PLACE_BITS) - 1));
}

static inline void try_behind(const struct lattice *l, uint32_t from,
                              const struct edge *e, uint32_t before)
{
    if (sieve_maybe(l->x->sieve, before, e->c))
        look_up_behind(l, from, e, before);
}

/* Tries the terms that each edge at `at` may belong to. */
static void look_at(const struct lattice *l, uint32_t at)
{
    const struct units *u = l->r->units;
    const uint32_t before = (u->at + at)[-1].c;
    struct column here;
    struct column next;
    uint32_t of = at; /* where `next` was found: nowhere yet */

    next.count = 0;
    shape_edges_find(l, at, &here);
    for (uint32_t i = 0; i < here.count; i++) {
        const struct edge *e = &here.edge[i];

        try_behind(l, at, e, before);
        if (e->to == u->count)
            continue;
        try_start(l, at, e, u->at[e->to].c);
        if (of != e->to)
            shape_edges_find(l, of = e->to, &next);
        try_next(l, at, e, &next);
    }
}

/* Picks from the list those characters that the sieve lets through with c;
 * returns how many. Without branches, as above. */
static uint32_t pick(const struct sieve *sieve, uint32_t c,
                     struct shape_listed list, uint8_t ret[SHAPE_ALIKE])
{
    const struct sieve_row row = sieve_row(sieve, c);
    uint32_t count = 0;

    for (uint32_t i = 0; i < list.count; i++) {
        ret[count] = (uint8_t)i;
        count += sieve_in_row(row, list.at[i].c);
    }
    return count;
}

/* A look-alike at `at`, and then what is written. */
static void look_at_led(const struct lattice *l, uint32_t at)
{
    const struct unit *u = l->r->units->at + at;
    const struct shape_listed found = shape_listed(l->x, u->c);
    uint8_t picked[SHAPE_ALIKE];
    uint32_t count = pick(l->x->starts_before, u[1].c, found, picked);

    for (uint32_t k = 0; k < count; k++) {
        struct edge e = shape_similar_edge(&found.at[picked[k]], at);

        look_up_start(l, at, &e, u[1].c);
    }
}

/* What is written before `at`, and then a look-alike. */
static void look_at_behind(const struct lattice *l, uint32_t at)
{
    const struct unit *u = l->r->units->at + at;
    const struct shape_listed found = shape_listed(l->x, u->c);
    uint8_t picked[SHAPE_ALIKE];
    uint32_t count = pick(l->x->sieve, u[-1].c, found, picked);

    for (uint32_t k = 0; k < count; k++) {
        struct edge e = shape_similar_edge(&found.at[picked[k]], at);

        look_up_behind(l, at, &e, u[-1].c);
    }
}

/* Look-alikes that may be followed by one of these marks. */
static uint32_t pick_marked(struct shape_listed list, uint64_t marks,
                            uint8_t ret[SHAPE_ALIKE])
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < list.count; i++) {
        ret[count] = (uint8_t)i;
        count += (list.seconds[i] & marks) != 0;
    }
    return count;
}

/* Look-alikes at `at` and behind it. */
static void look_at_both(const struct lattice *l, uint32_t at)
{
    const struct unit *u = l->r->units->at + at;
    const struct shape_listed here = shape_listed(l->x, u[0].c);
    const struct shape_listed next = shape_listed(l->x, u[1].c);
    uint8_t led[SHAPE_ALIKE];
    uint8_t picked[SHAPE_ALIKE];
    uint32_t leads = pick_marked(here, l->x->looks[u[1].c].marks, led);

    for (uint32_t k = 0; k < leads; k++) {
        struct edge e = shape_similar_edge(&here.at[led[k]], at);
        uint32_t count = pick(l->x->starts_sieve, e.c, next, picked);

        for (uint32_t i = 0; i < count; i++)
            look_up_start(l, at, &e, next.at[picked[i]].c);
    }
}

/* As look_at(), where nothing but look-alikes begins, nor behind it. This is
 * nearly all that there is: most of it is passed over. */
static void look_at_similar(const struct lattice *l, uint32_t at, bool next)
{
    const struct unit *u = l->r->units->at + at;

    if (sieve_maybe(l->x->behind, u[0].c, u[-1].c))
        look_at_behind(l, at);
    if (sieve_maybe(l->x->led, u[0].c, u[1].c))
        look_at_led(l, at);
    if (next)
        look_at_both(l, at);
}

static bool only_similar(unsigned here, unsigned next)
{
    return here == SHAPE_SIMILAR && (next == 0 || next == SHAPE_SIMILAR);
}

static void look_at_kinds(const struct lattice *l, uint32_t at, unsigned here,
                          unsigned next)
{
    if (only_similar(here, next))
        look_at_similar(l, at, next != 0);
    else if (here != 0)
        look_at(l, at);
}

enum { BLOCK = 128 };

/* What may begin at units [from, from + count), and at the one behind. */
struct block {
    uint32_t from, count;
    uint8_t kinds[BLOCK + 1];
    uint8_t picked[BLOCK + 1]; /* of them those in question */
};

/* In a text in which no emoji begins anything. */
static void read_han_kinds(const struct lattice *l, struct block *b)
{
    bool word = b->from > 0 && shape_is_word(l, b->from - 1);
    uint32_t ways = 0;

    for (uint32_t i = 0; i <= b->count; i++) {
        b->kinds[i] = (uint8_t)shape_kinds_maybe(l, b->from + i, word);
        word = shape_is_word(l, b->from + i);
        b->picked[ways] = (uint8_t)i;
        ways += b->kinds[i] & SHAPE_WAY;
    }
    for (uint32_t i = 0; i < ways; i++) {
        uint8_t *kinds = &b->kinds[b->picked[i]];

        *kinds = (uint8_t)shape_kinds_sure(l, b->from + b->picked[i], *kinds);
    }
}

static void read_kinds(const struct lattice *l, struct block *b)
{
    if (!l->emoji && !l->hidden) {
        read_han_kinds(l, b);
        return;
    }
    for (uint32_t i = 0; i <= b->count; i++)
        b->kinds[i] = (uint8_t)shape_kinds_at(l, b->from + i);
}

/* How many places there are where anything may begin. What will be asked of
 * them is fetched for all of them first. */
static uint32_t pick_places(const struct lattice *l, struct block *b)
{
    const struct unit *u = l->r->units->at + b->from;
    uint32_t count = 0;

    for (uint32_t i = 0; i < b->count; i++) {
        b->picked[count] = (uint8_t)i;
        count += b->kinds[i] != 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = b->picked[i];

        __builtin_prefetch(sieve_place(l->x->behind, u[at].c, (u + at)[-1].c));
        __builtin_prefetch(sieve_place(l->x->led, u[at].c, u[at + 1].c));
        __builtin_prefetch(shape_looks(l->x, u[at].c));
    }
    return count;
}

/* Of these places those that the sieves don't rule out. */
static uint32_t narrow_places(const struct lattice *l, struct block *b,
                              uint32_t picked)
{
    const struct unit *u = l->r->units->at + b->from;
    uint32_t count = 0;

    for (uint32_t i = 0; i < picked; i++) {
        uint32_t at = b->picked[i];
        bool other = !only_similar(b->kinds[at], b->kinds[at + 1]);

        b->picked[count] = (uint8_t)at;
        count += (unsigned)other | (unsigned)(b->kinds[at + 1] != 0) |
                 sieve_maybe(l->x->behind, u[at].c, (u + at)[-1].c) |
                 sieve_maybe(l->x->led, u[at].c, u[at + 1].c);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct shape_looks *looks = shape_looks(l->x, u[b->picked[i]].c);

        __builtin_prefetch(l->x->alike + looks->first);
        __builtin_prefetch(l->x->seconds + looks->first);
    }
    return count;
}

static void look_at_block(const struct lattice *l, struct block *b)
{
    uint32_t places;

    read_kinds(l, b);
    places = narrow_places(l, b, pick_places(l, b));
    for (uint32_t i = 0; i < places; i++) {
        uint32_t at = b->picked[i];

        look_at_kinds(l, b->from + at, b->kinds[at], b->kinds[at + 1]);
    }
}

static void shape_find(const void *index, const struct guess_run *r)
{
    struct lattice l = {.x = index, .r = r};
    struct block b;

    l.emoji = (r->units->kinds & 1U << UNIT_EMOJI) != 0;
    l.hidden = emoji_hidden(r);
    for (b.from = 0; b.from < r->units->count; b.from += b.count) {
        uint32_t rest = r->units->count - b.from;

        b.count = rest < BLOCK ? rest : BLOCK;
        look_at_block(&l, &b);
    }
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
