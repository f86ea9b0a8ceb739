#include "guess/shuffled_index.h"

#include <float.h>
#include <math.h>

#include "base/heap.h"
#include "base/table.h"
#include "fold/chars.h"
#include "guess/context.h"
#include "guess/lexicon.h"

/* Letters and digits are common where there are any. */
static const float use_of_others = 0.01F;

static bool wanted(const struct seer_term *t)
{
    for (uint32_t i = 1; i < t->count; i++)
        if (t->c[i] != t->c[0])
            return (t->disguises & DISGUISE_BIT(DISGUISE_SHUFFLED)) != 0;
    return false;
}

/* About which share of a text the character is. */
static float use_of(uint32_t c)
{
    if ((char_traits(c) & CHAR_HAN) == 0)
        return use_of_others;
    return expf(-(float)lexicon_use(c) / LEXICON_NAT);
}

static float use_of_word(uint32_t c, uint32_t d)
{
    unsigned cost = lexicon_cost((const uint32_t[]){c, d}, 2);

    return cost == LEXICON_NO_WORD ? 0 : expf(-(float)cost / LEXICON_NAT);
}

/* About how often one stands near the other. */
static float use_of_pair(uint32_t c, uint32_t d)
{
    return 2 * SHUFFLED_NEAR * use_of(c) * use_of(d) + use_of_word(c, d) +
           use_of_word(d, c);
}

static bool is_twice(const struct seer_term *t, uint32_t c)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < t->count; i++)
        count += t->c[i] == c;
    return count > 1;
}

/* What a term may be listed by: the character `anchor` with each of the others,
 * but for the one `left_out`, or `anchor` itself where there is none. */
struct star {
    uint32_t anchor, left_out;
    float use;
};

/* What looking around one more anchor costs, in pairs that are looked up. */
static const float anchor_cost = 0.3F;

static struct star star_of(const struct shuffled_index *x,
                           const struct seer_term *t, uint32_t anchor)
{
    bool is_one = screen_set_has(&x->anchors, screen_number(t->c[anchor]));
    struct star star = {anchor, anchor,
                        is_one ? 0 : anchor_cost * use_of(t->c[anchor])};
    bool may_leave_out = t->count > 2 && !is_twice(t, t->c[anchor]);
    float most = 0;

    for (uint32_t i = 0; i < t->count; i++) {
        float use;

        if (t->c[i] == t->c[anchor])
            continue;
        use = use_of_pair(t->c[anchor], t->c[i]);
        star.use += use;
        if (may_leave_out && use >= most && !is_twice(t, t->c[i])) {
            most = use;
            star.left_out = i;
        }
    }
    star.use -= most;
    return star;
}

/* The one that texts have the least. */
static struct star best_star(const struct shuffled_index *x,
                             const struct seer_term *t)
{
    struct star best = {0, 0, FLT_MAX};

    for (uint32_t i = 0; i < t->count; i++) {
        struct star star = star_of(x, t, i);

        if (star.use < best.use)
            best = star;
    }
    return best;
}

/* The pairs of a term; returns how many. */
static uint32_t list_term(struct shuffled_index *x, const struct seer_term *t,
                          uint32_t term, struct listing_entry *ret)
{
    struct star star = best_star(x, t);
    uint32_t anchor = t->c[star.anchor];
    uint32_t count = 0;

    screen_set_add(&x->anchors, anchor);
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t number = screen_number(t->c[i]);

        if (t->c[i] == anchor ||
            (i == star.left_out && star.left_out != star.anchor))
            continue;
        x->near[screen_number(anchor)][number / 32 % SHUFFLED_ROW] |=
            1U << number % 32;
        ret[count++] =
            (struct listing_entry){.key = listing_pair(anchor, t->c[i]),
                                   .value = shuffled_place(term, t->count)};
    }
    return count;
}

static uint64_t marks_of(const struct seer_term *t)
{
    uint64_t marks = 0;

    for (uint32_t i = 0; i < t->count; i++)
        marks |= shuffled_mark(screen_number(t->c[i]));
    return marks;
}

/* The most pairs that there may be. */
static size_t count_pairs(const struct seer_term *term, uint32_t count)
{
    size_t pairs = 0;

    for (uint32_t i = 0; i < count; i++)
        pairs += wanted(&term[i]) ? term[i].count - 1U : 0;
    return pairs;
}

struct shuffled_index *shuffled_index_new(const struct seer_term *term,
                                          uint32_t count)
{
    size_t most = count_pairs(term, count);
    size_t listed = 0;
    struct listing_entry *entry;
    struct shuffled_index *x;

    if (most == 0)
        return NULL;
    x = table_new(sizeof(*x));
    x->marks = table_array(count, sizeof(*x->marks));
    x->cost = table_array(count, sizeof(*x->cost));
    entry = heap_array(most, sizeof(*entry));
    for (uint32_t i = 0; i < count; i++) {
        if (!wanted(&term[i]))
            continue;
        listed += list_term(x, &term[i], i, entry + listed);
        x->marks[i] = marks_of(&term[i]);
        x->cost[i] = context_term(term[i].c, term[i].count);
    }
    x->pairs = listing_new(entry, listed);
    heap_free(entry);
    return x;
}

void shuffled_index_free(struct shuffled_index *x)
{
    listing_free(&x->pairs);
    table_free(x->marks);
    table_free(x->cost);
    table_free(x);
}
