/*
 * A term is looked for by its rarest character (shuffled_index.h), its anchor.
 * Around each unit of a text that is an anchor, all characters of the term must
 * stand: first their marks (two of 64 bits a character), then they themselves.
 * The marks of four units in a row are put together beforehand, so that those
 * of all units in reach are a few of these.
 */
#include "guess/shuffled.h"

#include <string.h>

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

enum { BLOCK = 128, WIDEST = SHUFFLED_REACH(SHUFFLED_CLASSES - 1) };

/* Units [from, to) are at hand. */
struct search {
    const struct shuffled_index *x;
    const struct guess_run *r;
    uint32_t from, to;
    /* The marks of each unit and the three before it, of units beyond both
     * ends, too. */
    uint64_t four[WIDEST + BLOCK + WIDEST + 3];
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

_Static_assert(SHUFFLED_REACH(0) == 3 && SHUFFLED_REACH(1) == 5 &&
                   SHUFFLED_REACH(2) == 9 && SHUFFLED_REACH(3) == 17,
               "what marks_missing() puts together");

/* Which marks stand nowhere in reach of an anchor, by the class of a term. */
static void marks_missing(const uint64_t *four, uint64_t ret[SHUFFLED_CLASSES])
{
    ret[0] = ~(four[0] | four[3] | SHUFFLED_CLASS);
    ret[1] = ret[0] & ~(four[-2] | four[5]);
    ret[2] = ret[1] & ~(four[-6] | four[9]);
    ret[3] = ret[2] & ~(four[-14] | four[-10] | four[13] | four[17]);
}

static void look_around(struct search *s, uint32_t anchor)
{
    const struct shuffled_index *x = s->x;
    uint32_t number = s->r->units->at[anchor].number;
    const uint64_t *first = x->marks + x->first[number];
    const uint64_t *end = x->marks + x->first[number + 1];
    uint64_t missing[SHUFFLED_CLASSES];

    marks_missing(s->four + WIDEST + (anchor - s->from), missing);
    for (const uint64_t *m = first; m < end; m++)
        if ((*m & missing[*m & SHUFFLED_CLASS]) == 0)
            look_for(s, x->term[m - x->marks], anchor);
}

static void mark_units(struct search *s)
{
    const struct units *u = s->r->units;
    uint32_t from = s->from > WIDEST ? s->from - WIDEST : 0;
    uint32_t to = u->count - s->to > WIDEST ? s->to + WIDEST : u->count;
    uint64_t *four = s->four + WIDEST - (s->from - from);
    uint64_t one = 0;
    uint64_t two = 0;
    uint64_t three = 0;

    for (uint32_t i = from; i < to; i++) {
        uint64_t own = shuffled_marks(u->at[i].c);

        *four++ = own | three;
        three = own | two;
        two = own | one;
        one = own;
    }
    memset(four, 0, (s->to + WIDEST - to) * sizeof(*four));
    four[0] = three;
    four[1] = two;
    four[2] = one;
}

/* Without a branch for each: whether a unit is one is not predictable. All
 * lists are under way to the processor before the first one is read. */
static uint32_t find_anchors(const struct search *s, uint8_t ret[BLOCK])
{
    const struct unit *u = s->r->units->at + s->from;
    const uint32_t *first = s->x->first;
    uint32_t count = 0;

    for (uint32_t i = 0; i < s->to - s->from; i++) {
        uint32_t at = first[u[i].number];

        ret[count] = (uint8_t)i;
        count += at != first[u[i].number + 1];
        __builtin_prefetch(&s->x->marks[at]);
    }
    return count;
}

static void look_around_all(struct search *s)
{
    uint8_t anchors[BLOCK] = {0}; /* which units are some, from s->from on */
    uint32_t count = find_anchors(s, anchors);

    mark_units(s);
    for (uint32_t i = 0; i < count; i++)
        look_around(s, s->from + anchors[i]);
}

static void shuffled_find(const void *index, const struct guess_run *r)
{
    uint32_t count = r->units->count;
    struct search s;

    s.x = index;
    s.r = r;
    for (s.from = 0; s.from < count; s.from = s.to) {
        s.to = count - s.from > BLOCK ? s.from + BLOCK : count;
        look_around_all(&s);
    }
}

const struct seer seer_shuffled = {DISGUISE_BIT(DISGUISE_SHUFFLED), true,
                                   shuffled_build, shuffled_find,
                                   shuffled_free};
