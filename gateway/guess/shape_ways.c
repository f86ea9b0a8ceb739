/* What characters of terms are put together from: each usual way of writing one
 * in components, and what tells at a place of a text that none begins there. */
#include "base/heap.h"
#include "fold/chars.h"
#include "guess/components.h"
#include "guess/shape_build.h"

/* Forms beyond the table stand for themselves. */
static void list_forms(struct shape_index *x)
{
    struct listing *forms = components_forms();

    for (uint32_t c = 0; c < SHAPE_CHARACTERS; c++) {
        struct listed usual = listing_get(forms, c);

        x->usual[c] = usual.count > 0 ? usual.at[0] : c;
    }
    listing_free(&forms);
}

/* What is collected of the ways of all characters. */
struct way_lists {
    const struct shape_index *x;
    const uint32_t *shown;
    struct listing_entries ways;
    struct listing_entries firsts; /* the first two components of each */
};

/* In its usual form, as it is looked up. */
static uint32_t shown_as(const struct way_lists *l, uint32_t component)
{
    if (component >= SHAPE_CHARACTERS || l->shown[component] == component)
        return component;
    return shape_usual_form(l->x, l->shown[component]);
}

static void add_ways(struct way_lists *l, uint32_t c,
                     const struct component_ways *ways)
{
    for (uint32_t i = 0; i < ways->count; i++) {
        const struct component_way *w = &ways->at[i];
        uint64_t key = 0;

        for (uint32_t k = 0; k < w->count; k++) {
            key = shape_way_key(key, shown_as(l, w->c[k]));
            listing_add(&l->ways, key, k + 1 == w->count ? c : 0);
        }
        listing_add(&l->firsts,
                    listing_pair(shown_as(l, w->c[0]), shown_as(l, w->c[1])),
                    0);
    }
}

/* firsts: each pair once. Characters stand for their usual forms. */
static void mark_ways(struct shape_index *x,
                      const struct listing_entries *firsts)
{
    uint8_t *usual = heap_array(SHAPE_CHARACTERS, sizeof(*usual));

    for (size_t i = 0; i < firsts->count; i++) {
        uint64_t one = firsts->at[i].key >> 32U;
        uint64_t two = firsts->at[i].key & UINT32_MAX;

        if (one < SHAPE_CHARACTERS)
            usual[one] |= SHAPE_WAY;
        if (two < SHAPE_CHARACTERS)
            usual[two] |= SHAPE_SECOND;
    }
    for (uint32_t c = 0; c < SHAPE_CHARACTERS; c++) {
        uint32_t form = shape_usual_form(x, c);

        if ((char_traits(c) & CHAR_HAN) != 0)
            x->begins[c] |= form < SHAPE_CHARACTERS ? usual[form]
                                                    : SHAPE_WAY | SHAPE_SECOND;
    }
    heap_free(usual);
}

/* Each usual form → the characters that have it. */
static struct listing *list_usual(const struct shape_index *x)
{
    struct listing_entries e = {0};

    for (uint32_t c = 0; c < SHAPE_CHARACTERS; c++)
        if ((char_traits(c) & CHAR_HAN) != 0)
            listing_add(&e, shape_usual_form(x, c), c);
    return listing_of(&e);
}

/* firsts: sorted, each pair once. */
static void screen_ways(struct shape_index *x,
                        const struct listing_entries *firsts)
{
    struct listing *usual = list_usual(x);

    for (size_t i = 0; i < firsts->count;) {
        uint64_t one = firsts->at[i].key >> 32U;
        struct screen_set ones = shape_set(usual, one);
        struct screen_set twos = {0};

        for (; i < firsts->count && firsts->at[i].key >> 32U == one; i++) {
            struct screen_set two =
                shape_set(usual, firsts->at[i].key & UINT32_MAX);

            screen_set_join(&twos, &two);
        }
        screen_add(x->screen, &ones, &twos);
    }
    listing_free(&usual);
}

void shape_list_ways(struct shape_index *x, const struct seer_term *term,
                     uint32_t count, const uint32_t *shown)
{
    struct components *t = components_new();
    struct component_ways *ways = heap_new(sizeof(*ways));
    struct way_lists l = {.x = x, .shown = shown};
    uint32_t characters;
    uint32_t *c = shape_characters(term, count, DISGUISE_BIT(DISGUISE_SPLIT),
                                   &characters);

    list_forms(x);
    for (uint32_t i = 0; i < characters; i++) {
        components_ways(t, c[i], ways);
        add_ways(&l, c[i], ways);
    }
    heap_free(c);
    heap_free(ways);
    components_free(&t);
    x->ways = listing_of(&l.ways);
    x->way_sieve = shape_sieve(&l.firsts);
    mark_ways(x, &l.firsts);
    screen_ways(x, &l.firsts);
    heap_free(l.firsts.at);
}
