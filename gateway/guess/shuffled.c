/*
 * A term is looked for by its rarest characters (shuffled_index.h): each unit
 * that is any term's anchor is paired with the units around it, and a sieve
 * knows of nearly all pairs that they are no term's. Terms whose pair there is
 * must have all their characters nearby, first by a signature (one of 64 bits
 * a character), then character by character.
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

/* How many characters a place of the term may be wide. */
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

/* The shortest place of the term around the units a and b. */
static bool match_around(const struct seer_term *t, const struct units *u,
                         uint32_t a, uint32_t b, struct place *ret)
{
    uint32_t from = b + 1 > widest(t) ? b + 1 - widest(t) : 0;
    bool found = false;

    for (; from <= a; from++) {
        struct place p;

        if (!match_from(t, u, from, &p) || p.to <= b)
            continue;
        if (!found || p.width < ret->width)
            *ret = p;
        found = true;
    }
    return found;
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

/* The characters around the anchor at hand. */
struct near {
    uint32_t anchor, width;
    uint64_t signature;
};

struct search {
    const struct shuffled_index *x;
    const struct guess_run *r;
    struct near near;
};

/* In hundredths of a logit. Where the text is ordinary, or words reach across
 * the ends of the place, it is a coincidence; where the text around it is
 * torn, too, it is not. */
static int32_t score_of(const struct search *s, uint32_t term,
                        const struct place *p)
{
    int32_t foreign = (int32_t)(p->width - s->r->term[term].count);
    int32_t gaps = (int32_t)(p->width - (p->to - p->from));
    const struct plain *plain = s->r->plain;
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

static void look_at(struct search *s, uint32_t term, uint32_t a, uint32_t b)
{
    const struct seer_term *t = &s->r->term[term];
    struct seer_sight sight = {.term = term,
                               .disguises = DISGUISE_BIT(DISGUISE_SHUFFLED)};
    struct place p = {0};

    if (!match_around(t, s->r->units, a, b, &p) ||
        (p.in_order && p.to - p.from == t->count))
        return;
    sight.certainty =
        certainty_of(DISGUISE_SHUFFLED, t->count, score_of(s, term, &p));
    if (sight.certainty < SEER_LEAST && !t->doubtful)
        return;
    if (p.width > widest(t))
        sight.disguises |= DISGUISE_BIT(DISGUISE_GAPS);
    sight.from = p.from;
    sight.to = p.to;
    seer_found(s->r, &sight);
}

/* Which characters stand in the widest place that holds the anchor. */
static uint64_t signature_around(const struct units *u, uint32_t anchor,
                                 uint32_t width)
{
    uint32_t from = anchor + 1 > width ? anchor + 1 - width : 0;
    uint32_t to = u->count - anchor > width ? anchor + width : u->count;
    uint64_t s = 0;

    for (uint32_t i = from; i < to; i++)
        s |= shuffled_bit(u->at[i].c);
    return s;
}

/* Whether all characters of the term may stand around the anchor. */
static bool is_near(struct search *s, uint32_t term, uint32_t anchor)
{
    uint32_t width = widest(&s->r->term[term]);

    if (s->near.anchor != anchor || s->near.width < width) {
        s->near.anchor = anchor;
        s->near.width = width;
        s->near.signature = signature_around(s->r->units, anchor, width);
    }
    return (s->x->signature[term] & ~s->near.signature) == 0;
}

/* The anchor and the unit that is `far` units behind it, or before it. */
static void look_at_pair(struct search *s, uint32_t anchor, int32_t far)
{
    const struct unit *u = &s->r->units->at[anchor];
    struct listed terms =
        listing_get(s->x->pairs, listing_pair(u->c, u[far].c));
    uint32_t other = anchor + (uint32_t)far;

    for (uint32_t i = 0; i < terms.count; i++)
        if (s->r->term[terms.at[i]].count == 2 ||
            is_near(s, terms.at[i], anchor))
            look_at(s, terms.at[i], far < 0 ? other : anchor,
                    far < 0 ? anchor : other);
}

/* The anchor with the units around it; those of the margin are no term's. */
static void look_around(struct search *s, uint32_t anchor)
{
    const struct unit *u = &s->r->units->at[anchor];
    const struct sieve_row row = sieve_row(s->x->sieve, u->c);

    for (int32_t far = 1; far <= SHUFFLED_REACH; far++) {
        if (sieve_in_row(row, u[far].c))
            look_at_pair(s, anchor, far);
        if (sieve_in_row(row, u[-far].c))
            look_at_pair(s, anchor, -far);
    }
}

static void shuffled_find(const void *index, const struct guess_run *r)
{
    const struct units *u = r->units;
    struct search s = {.x = index, .r = r};

    for (uint32_t i = 0; i < u->count; i++)
        if (shuffled_is_anchor(s.x, u->at[i].c))
            look_around(&s, i);
}

const struct seer seer_shuffled = {DISGUISE_BIT(DISGUISE_SHUFFLED), true,
                                   shuffled_build, shuffled_find,
                                   shuffled_free};
