/*
 * A term is looked for around each unit of a text that is its anchor, if one of
 * its other characters is near (shuffled_index.h): first the marks of all its
 * characters, then they themselves.
 */
#include "guess/shuffled.h"

#include "guess/certainty.h"
#include "guess/lexicon.h"
#include "guess/plain.h"
#include "guess/shuffled_index.h"

static bool shuffled_build(const struct seer_term *term, uint32_t count,
                           void **ret, struct err *e)
{
    (void)e;
    *ret = shuffled_index_new(term, count);
    return true;
}

static void shuffled_free(void *index)
{
    shuffled_index_free(index);
}

/* Where a term may stand: units [from, to). */
struct place {
    uint32_t from, to;
    uint32_t width; /* in characters: what gaps drop counts, too */
    bool in_order;  /* only foreign characters between them */
};

/* Takes c out of what is still missing; false if the term has no more of it. */
static bool take(const struct seer_term *t, uint32_t *missing, uint32_t c)
{
    for (uint32_t i = 0; i < t->count; i++) {
        if ((*missing >> i & 1U) != 0 && t->c[i] == c) {
            *missing &= ~(1U << i);
            return true;
        }
    }
    return false;
}

/* The most units that a place of the term may have. */
static uint32_t widest(const struct seer_term *t)
{
    return (uint32_t)t->count + SHUFFLED_FOREIGN;
}

/* The place that begins at `from`. */
static bool match_from(const struct seer_term *t, const struct units *u,
                       uint32_t from, struct place *ret)
{
    bool gaps = (t->disguises & DISGUISE_BIT(DISGUISE_GAPS)) != 0;
    uint32_t to = from + widest(t) < u->count ? from + widest(t) : u->count;
    uint32_t missing = (1U << t->count) - 1;
    uint32_t next = 0;

    *ret = (struct place){.from = from, .in_order = true};
    for (uint32_t i = from; i < to; i++) {
        if (i > from)
            ret->width += u->at[i].gap;
        if (++ret->width > widest(t) && !gaps)
            return false;
        if (i > from && u->at[i].barred)
            return false;
        if (take(t, &missing, u->at[i].c))
            ret->in_order = ret->in_order && u->at[i].c == t->c[next++];
        else if (i == from)
            return false;
        ret->to = i + 1;
        if (missing == 0)
            return true;
    }
    return false;
}

/* Weights in hundredths of a logit, from a logistic regression over places
 * that were meant and places that were not. */
enum {
    ALWAYS = -360,
    /* of a nat */
    PLAIN_COST = 43,
    TERM_COST = -12,
    CUT_COST = -26,
    CUT_MOST = 10 * LEXICON_NAT,
    AROUND_COST = 31,
    USUAL_AROUND = 8 * LEXICON_NAT, /* where nothing stands around */
    /* of each character */
    FOREIGN = -375,
    GAP = 235, /* foreign ones that are no letters weigh less */
    BESIDE = -20,
    BESIDE_MOST = 6,
    IN_ORDER = 65
};

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

enum { BLOCK = 128 };

struct search {
    const struct shuffled_index *x;
    const struct guess_run *r;
    struct listing_batch asked; /* anchors with what is near them */
    struct seer_met met;        /* a term is listed with several characters */
    uint64_t marks;             /* of the units in reach of the last anchor */
    uint32_t anchor, reach;
};

/* In hundredths of a logit. Where the text is ordinary, or words reach across
 * the ends of the place, it is a coincidence; where the text around it is
 * torn, too, it is not. */
static int32_t score_of(const struct search *s, uint32_t term,
                        const struct place *p)
{
    int32_t foreign = (int32_t)(p->width - s->r->term[term].count);
    int32_t gaps = (int32_t)(p->width - (p->to - p->from));
    struct plain *plain = s->r->plain;
    struct plain_around around = plain_around(plain, p->from, p->to);
    int32_t nats =
        PLAIN_COST * plain_cost(plain, p->from, p->to) +
        TERM_COST * s->x->cost[term] +
        CUT_COST * (least(plain_cut(plain, p->from), CUT_MOST) +
                    least(plain_cut(plain, p->to), CUT_MOST)) +
        AROUND_COST * (around.count == 0 ? USUAL_AROUND : around.mean);

    return ALWAYS + nats / LEXICON_NAT + FOREIGN * foreign + GAP * gaps +
           (p->in_order ? IN_ORDER : 0) +
           BESIDE * least((int32_t)around.count, BESIDE_MOST);
}

static void look_at(struct search *s, uint32_t term, const struct place *p)
{
    const struct seer_term *t = &s->r->term[term];
    struct seer_sight sight = {.term = term,
                               .from = p->from,
                               .to = p->to,
                               .disguises = DISGUISE_BIT(DISGUISE_SHUFFLED)};

    sight.certainty =
        certainty_of(DISGUISE_SHUFFLED, t->count, score_of(s, term, p));
    if (sight.certainty < s->r->least && !t->doubtful)
        return;
    if (p->width > widest(t))
        sight.disguises |= DISGUISE_BIT(DISGUISE_GAPS);
    seer_found(s->r, &sight);
}

/* The places of the term that hold the anchor, but for those that hold another
 * one, and the term as it is. */
static void look_for(struct search *s, uint32_t term, uint32_t anchor)
{
    const struct seer_term *t = &s->r->term[term];
    uint32_t end = UINT32_MAX;

    for (uint32_t i = 0; i < widest(t) && i <= anchor; i++) {
        struct place p;

        if (!match_from(t, s->r->units, anchor - i, &p) || p.to <= anchor ||
            p.to >= end)
            continue;
        end = p.to;
        if (!p.in_order || p.to - p.from > t->count)
            look_at(s, term, &p);
    }
}

/* The marks of all units in reach of the anchor; terms of one anchor mostly
 * reach as far. */
static uint64_t marks_around(struct search *s, uint32_t anchor, uint32_t reach)
{
    const struct units *u = s->r->units;
    uint32_t from = anchor > reach ? anchor - reach : 0;
    uint32_t to = u->count - anchor > reach ? anchor + reach + 1 : u->count;
    uint64_t marks = 0;

    if (s->anchor == anchor && s->reach == reach)
        return s->marks;
    for (uint32_t i = from; i < to; i++)
        marks |= shuffled_mark(u->at[i].number);
    s->anchor = anchor;
    s->reach = reach;
    return s->marks = marks;
}

/* Whether all marks of the term are in reach of the anchor. */
static bool may_be(struct search *s, uint32_t place, uint32_t anchor)
{
    uint64_t marks =
        marks_around(s, anchor, shuffled_count(place) + SHUFFLED_FOREIGN - 1);

    return (s->x->marks[shuffled_term(place)] & ~marks) == 0;
}

/* Terms of the anchors and the characters that may be near them. */
static void look_up(struct search *s)
{
    listing_answer(s->x->pairs, &s->asked);
    for (uint32_t i = 0; i < s->asked.count; i++) {
        struct listed found = s->asked.at[i].found;

        for (uint32_t k = 0; k < found.count; k++)
            __builtin_prefetch(&s->x->marks[shuffled_term(found.at[k])]);
    }
    for (uint32_t i = 0; i < s->asked.count; i++) {
        struct listed found = s->asked.at[i].found;
        uint32_t anchor = s->asked.at[i].tag;

        for (uint32_t k = 0; k < found.count; k++)
            if (may_be(s, found.at[k], anchor) &&
                seer_is_new(&s->met, anchor, shuffled_term(found.at[k])))
                look_for(s, shuffled_term(found.at[k]), anchor);
    }
    s->asked.count = 0;
}

/* Which of the units near the one at hand may be one of a pair with it. Without
 * branches: whether one is is not predictable. */
INLINE uint32_t pick_near(const struct shuffled_index *x, const struct unit *u,
                          int8_t ret[2 * SHUFFLED_NEAR + 1])
{
    const uint32_t *row = x->near[u->number];
    uint32_t picked = 0;

#pragma GCC unroll 8
    for (int far = 1; far <= SHUFFLED_NEAR; far++) {
        ret[picked] = (int8_t)-far;
        picked += shuffled_near(row, u[-far].number);
        ret[picked] = (int8_t)far;
        picked += shuffled_near(row, u[far].number);
    }
    return picked;
}

static void look_around(struct search *s, uint32_t anchor)
{
    const struct unit *u = s->r->units->at + anchor;
    int8_t near[2 * SHUFFLED_NEAR + 1];
    uint32_t picked = pick_near(s->x, u, near);

    for (uint32_t i = 0; i < picked; i++)
        if (listing_ask(s->x->pairs, &s->asked,
                        listing_pair(u->c, u[near[i]].c), anchor))
            look_up(s);
}

/* Which of `count` units are anchors. */
static uint32_t pick_anchors(const struct search *s, uint32_t from,
                             uint32_t count, uint8_t ret[BLOCK])
{
    const struct unit *u = s->r->units->at + from;
    uint32_t picked = 0;

    for (uint32_t i = 0; i < count; i++) {
        ret[picked] = (uint8_t)i;
        picked += screen_set_has(&s->x->anchors, u[i].number);
    }
    return picked;
}

static void shuffled_find(const void *index, const struct guess_run *r)
{
    uint32_t count = r->units->count;
    struct search s;

    s.x = index;
    s.r = r;
    s.asked.count = 0;
    s.met.count = 0;
    s.met.unit = 0;
    s.reach = 0;
    for (uint32_t from = 0; from < count; from += BLOCK) {
        uint8_t anchor[BLOCK] = {0};
        uint32_t left = count - from;
        uint32_t picked =
            pick_anchors(&s, from, left < BLOCK ? left : BLOCK, anchor);

        for (uint32_t i = 0; i < picked; i++)
            __builtin_prefetch(
                s.x->near[r->units->at[from + anchor[i]].number]);
        for (uint32_t i = 0; i < picked; i++)
            look_around(&s, from + anchor[i]);
    }
    look_up(&s);
}

const struct seer seer_shuffled = {DISGUISE_BIT(DISGUISE_SHUFFLED), true,
                                   shuffled_build, shuffled_find,
                                   shuffled_free};
