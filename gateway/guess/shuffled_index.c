#include "guess/shuffled_index.h"

#include "base/heap.h"
#include "fold/chars.h"
#include "guess/context.h"
#include "guess/lexicon.h"
#include "guess/shuffled.h"

/* Which character of each term is its anchor. */
struct anchors {
    const struct seer_term *term;
    uint32_t *of;                         /* by term */
    uint32_t terms[SHUFFLED_ANCHOR_BITS]; /* how many, by anchor */
    bool kept[SHUFFLED_ANCHOR_BITS];
};

static bool wanted(const struct seer_term *t)
{
    for (uint32_t i = 1; i < t->count; i++)
        if (t->c[i] != t->c[0])
            return (t->disguises & DISGUISE_BIT(DISGUISE_SHUFFLED)) != 0;
    return false;
}

/* How seldom a character is met; letters and digits count as common. */
static uint32_t rarity(uint32_t c)
{
    return (char_traits(c) & CHAR_HAN) != 0 ? 1 + lexicon_use(c) : 0;
}

static void set_anchor(struct anchors *x, uint32_t term, uint32_t c)
{
    x->of[term] = c;
    x->terms[c % SHUFFLED_ANCHOR_BITS]++;
}

/* The rarest character of a term. */
static uint32_t rarest(const struct seer_term *t)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < t->count; i++)
        if (rarity(t->c[i]) > rarity(t->c[best]))
            best = i;
    return t->c[best];
}

/* The rarest one that is another term's anchor; 0 if there is none. */
static uint32_t another(const struct anchors *x, uint32_t term)
{
    const struct seer_term *t = &x->term[term];
    uint32_t own = x->of[term] % SHUFFLED_ANCHOR_BITS;
    uint32_t best = 0;

    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t at = t->c[i] % SHUFFLED_ANCHOR_BITS;

        if (at != own && x->terms[at] > 0 &&
            (best == 0 || rarity(t->c[i]) > rarity(best)))
            best = t->c[i];
    }
    return best;
}

/* The terms of one anchor give it up, if all of them have another. */
static void spare_anchor(struct anchors *x, const struct listing_entry *entry,
                         size_t count)
{
    uint32_t at = (uint32_t)entry[0].key % SHUFFLED_ANCHOR_BITS;

    if (x->kept[at])
        return;
    for (size_t i = 0; i < count; i++)
        if (another(x, entry[i].value) == 0)
            return;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = another(x, entry[i].value);

        x->terms[at]--;
        x->kept[c % SHUFFLED_ANCHOR_BITS] = true;
        set_anchor(x, entry[i].value, c);
    }
}

/* The fewer units of a text are anchors, the better: common characters are
 * none where their terms have other anchors in them, the commonest first. */
static void spare_anchors(struct anchors *x, struct listing_entry *entry,
                          size_t count)
{
    size_t to;

    for (size_t i = 0; i < count; i++) {
        uint32_t c = x->of[entry[i].value];

        entry[i].key = listing_pair(rarity(c), c);
    }
    listing_sort(entry, count);
    for (size_t from = 0; from < count; from = to) {
        for (to = from + 1; to < count && entry[to].key == entry[from].key;)
            to++;
        spare_anchor(x, entry + from, to - from);
    }
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* How seldom two characters are met beside each other. */
static uint32_t pair_rarity(uint32_t a, uint32_t b)
{
    uint32_t word = least(lexicon_cost((uint32_t[]){a, b}, 2),
                          lexicon_cost((uint32_t[]){b, a}, 2));

    return least(word, rarity(b));
}

/* The characters of a term beside its anchor, those first that are seldomest
 * met with it. */
static uint32_t others_of(const struct seer_term *t, uint32_t anchor,
                          uint32_t ret[SEER_LONGEST_TERM])
{
    uint32_t seldom[SEER_LONGEST_TERM];
    bool seen = false;
    uint32_t count = 0;

    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t own = pair_rarity(anchor, t->c[i]);
        uint32_t k = count;

        if (!seen && t->c[i] == anchor) {
            seen = true;
            continue;
        }
        for (; k > 0 && seldom[k - 1] < own; k--) {
            seldom[k] = seldom[k - 1];
            ret[k] = ret[k - 1];
        }
        seldom[k] = own;
        ret[k] = t->c[i];
        count++;
    }
    return count;
}

/* However far from the anchor these stand, one of them is within reach: there
 * is not room for all of them beyond it. */
static uint32_t needed(const struct seer_term *t)
{
    uint32_t widest = t->count + SHUFFLED_FOREIGN;

    return widest > SHUFFLED_REACH + 1 ? widest - SHUFFLED_REACH : 1;
}

static size_t add_pairs(const struct anchors *x, uint32_t term,
                        struct listing_entry *ret)
{
    const struct seer_term *t = &x->term[term];
    uint32_t other[SEER_LONGEST_TERM];
    uint32_t count = others_of(t, x->of[term], other);
    uint32_t enough = least(needed(t), count);

    for (uint32_t i = 0; i < enough; i++)
        ret[i] =
            (struct listing_entry){listing_pair(x->of[term], other[i]), term};
    return enough;
}

static void list(struct shuffled_index *x, struct listing_entry *entry,
                 size_t count)
{
    x->pairs = listing_new(entry, count);
    x->sieve = sieve_new(count);
    for (size_t i = 0; i < count; i++) {
        uint32_t anchor = (uint32_t)(entry[i].key >> 32U);
        uint32_t at = anchor % SHUFFLED_ANCHOR_BITS;

        x->anchor[at / 64] |= 1ULL << (at % 64);
        sieve_add(x->sieve, anchor, (uint32_t)entry[i].key);
    }
}

static void fill(struct shuffled_index *x, const struct seer_term *term,
                 uint32_t count)
{
    x->signature = heap_array(count, sizeof(*x->signature));
    x->cost = heap_array(count, sizeof(*x->cost));
    for (uint32_t i = 0; i < count; i++) {
        if (!wanted(&term[i]))
            continue;
        x->cost[i] = context_term(term[i].c, term[i].count);
        for (uint32_t k = 0; k < term[i].count; k++)
            x->signature[i] |= shuffled_bit(term[i].c[k]);
    }
}

/* Entries of the terms that are wanted. */
static size_t gather(struct anchors *a, uint32_t count,
                     struct listing_entry *ret)
{
    size_t found = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (!wanted(&a->term[i]))
            continue;
        ret[found++].value = i;
        set_anchor(a, i, rarest(&a->term[i]));
    }
    return found;
}

static struct shuffled_index *build(struct anchors *a, uint32_t count,
                                    size_t characters)
{
    struct listing_entry *entry = heap_array(count, sizeof(*entry));
    struct listing_entry *pair = heap_array(characters, sizeof(*pair));
    struct shuffled_index *x = heap_new(sizeof(*x));
    size_t terms = gather(a, count, entry);
    size_t pairs = 0;

    spare_anchors(a, entry, terms);
    for (size_t i = 0; i < terms; i++)
        pairs += add_pairs(a, entry[i].value, pair + pairs);
    list(x, pair, pairs);
    fill(x, a->term, count);
    heap_free(entry);
    heap_free(pair);
    return x;
}

struct shuffled_index *shuffled_index_new(const struct seer_term *term,
                                          uint32_t count)
{
    struct shuffled_index *x;
    struct anchors *a;
    size_t characters = 0;

    for (uint32_t i = 0; i < count; i++)
        characters += wanted(&term[i]) ? term[i].count : 0;
    if (characters == 0)
        return NULL;
    a = heap_new(sizeof(*a));
    a->term = term;
    a->of = heap_array(count, sizeof(*a->of));
    x = build(a, count, characters);
    heap_free(a->of);
    heap_free(a);
    return x;
}

void shuffled_index_free(struct shuffled_index *x)
{
    listing_free(&x->pairs);
    heap_free(x->sieve);
    heap_free(x->signature);
    heap_free(x->cost);
    heap_free(x);
}
