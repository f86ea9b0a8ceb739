/*
 * A term is looked for around its rarest character, its anchor. Wherever its
 * characters stand in whatever order, one of them comes right before or right
 * behind the anchor, with nothing but foreign characters between. So every
 * pair of units at most SHUFFLED_FOREIGN apart asks for the terms in which one
 * is the anchor and the other occurs: a bit in most cases. Those that there are
 * must have all their characters nearby, first by a signature (one of 64 bits
 * a character), then character by character.
 */
#include "guess/shuffled.h"

#include "base/heap.h"
#include "guess/certainty.h"
#include "guess/context.h"
#include "guess/lexicon.h"
#include "guess/listing.h"
#include "guess/plain.h"
#include "guess/sieve.h"

struct shuffled {
    struct listing *pairs; /* the anchor and another character → terms */
    struct sieve *sieve;   /* of the pairs */
    uint64_t *signature;   /* by term */
    int32_t *cost;         /* by term: context_term() */
};

static uint64_t signature_of(uint32_t c)
{
    return 1ULL << ((c * 0x9E3779B1U) >> 26U);
}

static uint32_t anchor_of(const struct seer_term *t)
{
    uint32_t best = 0;
    unsigned rarest = 0;

    for (uint32_t i = 0; i < t->count; i++) {
        unsigned cost = lexicon_cost(&t->c[i], 1);

        if (cost > rarest) {
            rarest = cost;
            best = i;
        }
    }
    return t->c[best];
}

static bool all_the_same(const struct seer_term *t)
{
    for (uint32_t i = 1; i < t->count; i++)
        if (t->c[i] != t->c[0])
            return false;
    return true;
}

static void add_pairs(struct shuffled *x, const struct seer_term *t,
                      uint32_t term, struct listing_entry **next)
{
    uint32_t anchor = anchor_of(t);

    x->cost[term] = context_term(t->c, t->count);
    for (uint32_t k = 0; k < t->count; k++) {
        x->signature[term] |= signature_of(t->c[k]);
        *(*next)++ =
            (struct listing_entry){listing_pair(anchor, t->c[k]), term};
        *(*next)++ =
            (struct listing_entry){listing_pair(t->c[k], anchor), term};
    }
}

static bool wanted(const struct seer_term *t)
{
    return (t->disguises & DISGUISE_BIT(DISGUISE_SHUFFLED)) != 0 &&
           !all_the_same(t);
}

static bool shuffled_build(const struct seer_term *term, uint32_t count,
                           void **ret, struct err *e)
{
    struct shuffled *x;
    struct listing_entry *entry;
    struct listing_entry *next;
    size_t most = 0;

    (void)e;
    *ret = NULL;
    for (uint32_t i = 0; i < count; i++)
        most += wanted(&term[i]) ? 2 * (size_t)term[i].count : 0;
    if (most == 0)
        return true;
    x = heap_new(sizeof(*x));
    x->signature = heap_array(count, sizeof(*x->signature));
    x->cost = heap_array(count, sizeof(*x->cost));
    next = entry = heap_array(most, sizeof(*entry));
    for (uint32_t i = 0; i < count; i++)
        if (wanted(&term[i]))
            add_pairs(x, &term[i], i, &next);
    x->pairs = listing_new(entry, most);
    x->sieve = sieve_new(most);
    for (size_t i = 0; i < most; i++)
        sieve_add(x->sieve, (uint32_t)(entry[i].key >> 32U),
                  (uint32_t)entry[i].key);
    heap_free(entry);
    *ret = x;
    return true;
}

static void shuffled_free(void *index)
{
    struct shuffled *x = index;

    listing_free(&x->pairs);
    heap_free(x->sieve);
    heap_free(x->signature);
    heap_free(x->cost);
    heap_free(x);
}

/* ---- looking ---- */

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

struct search {
    const struct shuffled *x;
    const struct guess_run *r;
    struct plain plain;
};

/* In hundredths of a logit. Where the text is ordinary, or words reach across
 * the ends of the place, it is a coincidence; where the text around it is
 * torn, too, it is not. */
static int32_t score_of(struct search *s, uint32_t term, const struct place *p)
{
    int32_t foreign = (int32_t)(p->width - s->r->term[term].count);
    int32_t gaps = (int32_t)(p->width - (p->to - p->from));
    struct plain_place at;
    int32_t nats;

    plain_read_all(&s->plain, p->from, p->to, &at);
    nats =
        PLAIN_COST * at.cost + TERM_COST * s->x->cost[term] +
        CUT_COST * (least(at.cut_from, CUT_MOST) + least(at.cut_to, CUT_MOST)) +
        AROUND_COST * (at.around == 0 ? USUAL_AROUND : at.around);
    return ALWAYS + nats / LEXICON_NAT + FOREIGN * foreign + GAP * gaps +
           (p->in_order ? IN_ORDER : 0) +
           BESIDE * least((int32_t)at.beside, BESIDE_MOST);
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
    if (p.width > widest(t))
        sight.disguises |= DISGUISE_BIT(DISGUISE_GAPS);
    sight.from = p.from;
    sight.to = p.to;
    sight.certainty =
        certainty_of(DISGUISE_SHUFFLED, t->count, score_of(s, term, &p));
    seer_found(s->r, &sight);
}

/* Which characters stand in the widest place that holds the units a and b. */
static uint64_t signature_around(const struct units *u, uint32_t a, uint32_t b,
                                 uint32_t width)
{
    uint32_t from = b + 1 > width ? b + 1 - width : 0;
    uint32_t to = u->count - a > width ? a + width : u->count;
    uint64_t s = 0;

    for (uint32_t i = from; i < to; i++)
        s |= signature_of(u->at[i].c);
    return s;
}

static void look_at_pair(struct search *s, uint32_t a, uint32_t b)
{
    const struct units *u = s->r->units;
    struct listed terms =
        listing_get(s->x->pairs, listing_pair(u->at[a].c, u->at[b].c));
    uint32_t width = 0;
    uint64_t near = 0;

    for (uint32_t i = 0; i < terms.count; i++) {
        uint32_t term = terms.at[i];

        if (width < widest(&s->r->term[term])) {
            width = widest(&s->r->term[term]);
            near = signature_around(u, a, b, width);
        }
        if ((s->x->signature[term] & ~near) == 0)
            look_at(s, term, a, b);
    }
}

static void shuffled_find(const void *index, const struct guess_run *r)
{
    const struct units *u = r->units;
    struct search s; /* its costs are filled when they are needed */

    s.x = index;
    s.r = r;
    plain_start(&s.plain, u);
    for (uint32_t a = 0; a < u->count; a++) {
        uint32_t last = a + 1 + SHUFFLED_FOREIGN;

        for (uint32_t b = a + 1; b <= last && b < u->count; b++)
            if (sieve_maybe(s.x->sieve, u->at[a].c, u->at[b].c))
                look_at_pair(&s, a, b);
    }
}

const struct seer seer_shuffled = {DISGUISE_BIT(DISGUISE_SHUFFLED),
                                   shuffled_build, shuffled_find,
                                   shuffled_free};
