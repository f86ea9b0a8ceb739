/* A term is listed by one pair of its characters: whichever of them are
 * disguised, it must be found. */
#include "looking.h"

#include "base/attr.h"
#include "base/heap.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "guess/components.h"
#include "guess/lexicon.h"
#include "guess/lookalike.h"
#include "guess/shape_index.h"

enum { MOST = SEER_LONGEST_TERM };

struct term {
    uint32_t c[MOST];
    uint32_t count;
    uint32_t similar[MOST];         /* what each is mistaken for; 0: nothing */
    struct component_way way[MOST]; /* count 0: none */
};

/* Whether the default view shows it as it is: 葯 is read as 药. */
static bool is_folded(struct looking *l, uint32_t c)
{
    char text[4];
    struct span one = {text, utf8_put(c, text)};

    return span_equal(fold_text(l->space, one).text, one);
}

static uint32_t similar_of(struct looking *looking, uint32_t c)
{
    struct lookalikes l = lookalikes_of(c);
    struct lookalike one;

    while (lookalikes_next(&l, &one))
        if ((char_traits(one.c) & CHAR_HAN) != 0 && one.c < SHAPE_CHARACTERS &&
            lexicon_cost(&one.c, 1) >= SHAPE_COMMONEST &&
            is_folded(looking, one.c))
            return one.c;
    return 0;
}

/* A way that the default view shows as it is. */
static struct component_way written_way(struct looking *l,
                                        const struct component_ways *ways)
{
    for (uint32_t i = 0; i < ways->count; i++) {
        const struct component_way *w = &ways->at[i];
        uint32_t k = 0;

        while (k < w->count && is_folded(l, w->c[k]))
            k++;
        if (k == w->count)
            return *w;
    }
    return (struct component_way){.count = 0};
}

static void read_term(struct looking *l, const char *text,
                      struct components *components, struct term *t)
{
    struct component_ways *ways = heap_new(sizeof(*ways));
    size_t at = 0;
    uint32_t c;

    *t = (struct term){.count = 0};
    while (utf8_next(span_of(text), &at, &c)) {
        t->c[t->count] = c;
        t->similar[t->count] = similar_of(l, c);
        components_ways(components, c, ways);
        t->way[t->count] = written_way(l, ways);
        t->count++;
    }
    heap_free(ways);
}

static size_t add(char *text, size_t n, uint32_t c)
{
    return n + utf8_put(c, text + n);
}

/* A character that makes a word with a neighbour stands for itself. */
static bool makes_word(const uint32_t *c, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++)
        if (lexicon_cost(c + i, 2) < SHAPE_SELDOM_WORD)
            return true;
    return false;
}

/* The characters with a bit in `mask` look alike, those in `apart` are taken
 * apart; false when that can't be written. */
static bool write_text(const struct term *t, unsigned mask, unsigned apart,
                       char *text)
{
    uint32_t units[4 * MOST];
    uint32_t count = 0;
    size_t n = 0;

    for (uint32_t i = 0; i < t->count; i++) {
        if ((apart >> i & 1U) != 0) {
            if (t->way[i].count == 0)
                return false;
            for (uint32_t k = 0; k < t->way[i].count; k++)
                units[count++] = t->way[i].c[k];
            continue;
        }
        units[count] = (mask >> i & 1U) != 0 ? t->similar[i] : t->c[i];
        if (units[count++] == 0)
            return false;
    }
    for (uint32_t i = 0; i < count; i++)
        n = add(text, n, units[i]);
    text[n] = '\0';
    return mask == 0 || !makes_word(units, count);
}

static uint32_t try_subsets(const char *term, bool whole_apart,
                            struct components *components)
{
    struct term t;
    struct looking l;
    uint32_t tried = 0;

    looking_start(&l);
    l.asked =
        DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES) | DISGUISE_BIT(DISGUISE_SPLIT);
    l.floor = 0;
    read_term(&l, term, components, &t);
    for (unsigned some = 1; some < 1U << t.count; some++) {
        /* a part of them in the one way, the rest in the other */
        unsigned apart = whole_apart ? some : some & (some << 1U);
        char text[16 * MOST];

        if (!write_text(&t, some & ~apart, apart, text))
            continue;
        tried++;
        if (strstr(look(&l, term, text), text) == NULL)
            fail_msg("%s in %s: %s", term, text, l.seen);
    }
    looking_stop(&l);
    return tried;
}

static void whichever_characters_are_disguised(void **state)
{
    static const char *const terms[] = {"法轮功",   "敏感词语", "枪支弹药",
                                        "嫖娼卖淫", "赌博",     "发票代开网"};
    struct components *components = components_new();
    uint32_t tried = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        tried += try_subsets(terms[i], false, components);
        tried += try_subsets(terms[i], true, components);
    }
    components_free(&components);
    print_message("%u texts\n", tried);
    assert_true(tried > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whichever_characters_are_disguised),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
