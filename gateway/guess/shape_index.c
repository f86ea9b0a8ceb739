#include "guess/shape_index.h"

#include <math.h>
#include <stdlib.h>

#include "base/heap.h"
#include "base/table.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/fold.h"
#include "guess/context.h"
#include "guess/lexicon.h"
#include "guess/lookalike.h"
#include "guess/shape_build.h"

static const uint32_t split = DISGUISE_BIT(DISGUISE_SPLIT);
static const uint32_t alike = DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES);
static const uint32_t emoji = DISGUISE_BIT(DISGUISE_EMOJI);

#define ANY (split | alike | emoji)

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;

    return (*x > *y) - (*x < *y);
}

/* Every character of the terms that ask for the disguise, once. */
uint32_t *shape_characters(const struct seer_term *term, uint32_t count,
                           uint32_t disguise, uint32_t *ret_count)
{
    uint32_t *c = heap_array((size_t)count * SEER_LONGEST_TERM + 1, sizeof(*c));
    uint32_t all = 0;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < term[i].count; k++)
            if ((term[i].disguises & disguise) != 0)
                c[all++] = term[i].c[k];
    if (all > 0)
        qsort(c, all, sizeof(*c), by_number);
    for (uint32_t i = 0; i < all; i++)
        if (i == 0 || c[i] != c[i - 1])
            c[kept++] = c[i];
    *ret_count = kept;
    return c;
}

struct sieve *shape_sieve(struct listing_entries *e)
{
    struct sieve *s;
    size_t kept = 0;

    if (e->count > 0)
        listing_sort(e->at, e->count);
    for (size_t i = 0; i < e->count; i++)
        if (i == 0 || e->at[i].key != e->at[i - 1].key)
            e->at[kept++] = e->at[i];
    s = sieve_new(kept);
    for (size_t i = 0; i < kept; i++)
        sieve_add(s, (uint32_t)(e->at[i].key >> 32U), (uint32_t)e->at[i].key);
    e->count = kept;
    return s;
}

struct screen_set shape_set(const struct listing *characters, uint64_t key)
{
    struct listed c = listing_get(characters, key);
    struct screen_set set = {0};

    screen_set_add(&set, (uint32_t)key);
    for (uint32_t i = 0; i < c.count; i++)
        screen_set_add(&set, c.at[i]);
    return set;
}

/* What the default view shows of each character: 敷 for 尃. Freed by the
 * caller. */
static uint32_t *read_shown(void)
{
    uint32_t *shown = heap_array(SHAPE_CHARACTERS, sizeof(*shown));
    struct fold_space *space = fold_space_new();

    for (uint32_t c = 0; c < SHAPE_CHARACTERS; c++) {
        char text[4];
        struct span view;
        size_t at = 0;
        uint32_t one;

        shown[c] = c;
        if ((char_traits(c) & CHAR_HAN) == 0)
            continue;
        view = fold_text(space, (struct span){text, utf8_put(c, text)}).text;
        if (utf8_next(view, &at, &one) && at == view.len)
            shown[c] = one;
    }
    fold_space_free(&space);
    return shown;
}

static bool has(const struct seer_term *t, uint32_t disguises)
{
    return (t->disguises & disguises) != 0;
}

/* Of entries by what is written: whom it may stand for, and its cost. */
static void fill_looks(struct shape_index *x, struct listing_entries *e)
{
    if (e->count > 0)
        listing_sort(e->at, e->count);
    x->looks = table_array(SHAPE_CHARACTERS, sizeof(*x->looks));
    x->alike = table_array(e->count + 1, sizeof(*x->alike));
    x->alikes = (uint32_t)e->count;
    for (uint32_t i = 0; i < e->count; i++) {
        struct shape_looks *looks = &x->looks[e->at[i].key];
        uint32_t c = e->at[i].value >> 8U;

        if (looks->count == SHAPE_ALIKE - 1)
            continue;
        if (looks->count++ == 0)
            looks->first = i;
        looks->marks |= shape_mark(c);
        x->alike[i] =
            (struct shape_alike){(uint16_t)c, (uint8_t)e->at[i].value};
    }
}

/* What each character of a term may be written as. */
static struct listing *list_similar(struct shape_index *x,
                                    const struct seer_term *term,
                                    uint32_t count, const uint32_t *shown)
{
    struct listing_entries e = {0};
    struct listing_entries of = {0};
    uint32_t characters;
    uint32_t *c = shape_characters(term, count, alike, &characters);

    while (characters > 0 && c[characters - 1] >= SHAPE_CHARACTERS)
        characters--;
    for (uint32_t i = 0; i < characters; i++) {
        struct lookalikes l = lookalikes_of(c[i]);
        struct lookalike one;

        while (lookalikes_next(&l, &one)) {
            uint32_t as = one.c < SHAPE_CHARACTERS ? shown[one.c] : one.c;

            if (as == c[i] || as >= SHAPE_CHARACTERS ||
                (char_traits(as) & CHAR_HAN) == 0 ||
                lexicon_cost(&as, 1) < SHAPE_COMMONEST)
                continue;
            listing_add(&e, as, c[i] << 8U | one.cost);
            listing_add(&of, c[i], as);
        }
    }
    heap_free(c);
    fill_looks(x, &e);
    heap_free(e.at);
    return listing_of(&of);
}

/* ---- pairs ---- */

/* About how often a text has the two characters, or what looks like them. */
static float use_of_pair(const uint32_t *c, const struct screen_set *set)
{
    unsigned word = lexicon_cost(c, 2);

    return screen_set_use(&set[0]) * screen_set_use(&set[1]) +
           (word == LEXICON_NO_WORD ? 0 : expf(-(float)word / LEXICON_NAT));
}

/* Where a text has the term the least. */
static uint32_t best_place(const struct seer_term *t,
                           const struct screen_set set[SEER_LONGEST_TERM])
{
    float least = use_of_pair(t->c, set);
    uint32_t best = 0;

    for (uint32_t i = 1; i + 1 < t->count; i++) {
        float use = use_of_pair(t->c + i, set + i);

        if (use < least) {
            least = use;
            best = i;
        }
    }
    return best;
}

static uint32_t screen_term(struct shape_index *x, const struct seer_term *t,
                            const struct listing *similar)
{
    struct screen_set set[SEER_LONGEST_TERM];
    uint32_t best;

    for (uint32_t i = 0; i < t->count; i++)
        set[i] = shape_set(similar, t->c[i]);
    best = best_place(t, set);
    screen_add(x->screen, &set[best], &set[best + 1]);
    return best;
}

/* Of each look-alike those that stand behind it. */
static void mark_seconds(struct shape_index *x,
                         const struct listing_entries *best)
{
    uint64_t *marks = heap_array(SHAPE_CHARACTERS, sizeof(*marks));

    for (size_t i = 0; i < best->count; i++) {
        uint64_t first = best->at[i].key >> 32U;

        if (first < SHAPE_CHARACTERS)
            marks[first] |= shape_mark((uint32_t)best->at[i].key);
    }
    x->seconds = table_array(x->alikes + 1U, sizeof(*x->seconds));
    for (size_t i = 0; i < x->alikes; i++)
        x->seconds[i] = marks[x->alike[i].c];
    heap_free(marks);
}

static uint32_t place_of(uint32_t term, uint32_t character, uint32_t beside)
{
    return (term << SHAPE_CHARACTER_BITS | character) << SHAPE_BESIDE_BITS |
           beside;
}

/* What is beside the pair that begins with character k. */
static uint32_t beside(const struct seer_term *t, uint32_t k)
{
    if (t->count == 2)
        return 0;
    if (k + 2 < t->count)
        return SHAPE_BESIDE | shape_mark_number(t->c[k + 2]);
    return SHAPE_BESIDE | SHAPE_BEFORE | shape_mark_number(t->c[k - 1]);
}

static void list_best(struct shape_index *x, const struct seer_term *term,
                      uint32_t count, const uint32_t *shown)
{
    struct listing *similar = list_similar(x, term, count, shown);
    struct listing_entries e = {0};

    for (uint32_t i = 0; i < count; i++)
        if (has(&term[i], alike)) {
            uint32_t k = screen_term(x, &term[i], similar);

            listing_add(&e, listing_pair(term[i].c[k], term[i].c[k + 1]),
                        place_of(i, k, beside(&term[i], k)));
        }
    listing_free(&similar);
    mark_seconds(x, &e);
    x->best = listing_new(e.at, e.count);
    x->best_sieve = shape_sieve(&e);
    heap_free(e.at);
}

static void list_all(struct shape_index *x, const struct seer_term *term,
                     uint32_t count)
{
    struct listing_entries e = {0};

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0;
             has(&term[i], split | emoji) && k + 1 < term[i].count; k++)
            listing_add(&e, listing_pair(term[i].c[k], term[i].c[k + 1]),
                        place_of(i, k, 0));
    x->all = listing_new(e.at, e.count);
    x->all_sieve = shape_sieve(&e);
    heap_free(e.at);
}

/* ---- all of it ---- */

struct shape_index *shape_index_new(const struct seer_term *term,
                                    uint32_t count)
{
    struct shape_index *x;
    uint32_t *shown;
    uint32_t asked = 0;

    for (uint32_t i = 0; i < count; i++)
        asked |= term[i].disguises;
    if ((asked & ANY) == 0)
        return NULL;
    x = table_new(sizeof(*x));
    x->screen = table_new(sizeof(*x->screen));
    shown = read_shown();
    shape_list_ways(x, term, count, shown);
    list_best(x, term, count, shown);
    heap_free(shown);
    list_all(x, term, count);
    x->emoji = shape_list_emoji(term, count);
    x->cost = table_array(count, sizeof(*x->cost));
    for (uint32_t i = 0; i < count; i++)
        if (has(&term[i], ANY))
            x->cost[i] = context_term(term[i].c, term[i].count);
    return x;
}

void shape_index_free(void *index)
{
    struct shape_index *x = index;

    table_free(x->screen);
    listing_free(&x->best);
    listing_free(&x->all);
    table_free(x->best_sieve);
    table_free(x->all_sieve);
    table_free(x->way_sieve);
    listing_free(&x->ways);
    table_free(x->looks);
    table_free(x->alike);
    table_free(x->seconds);
    listing_free(&x->emoji);
    table_free(x->cost);
    table_free(x);
}
