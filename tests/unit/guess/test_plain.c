#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "fold/fold.h"
#include "guess/lexicon.h"
#include "guess/plain.h"

static struct fold_space *space;
static struct units units;

static struct plain plain;

static void look_at(const char *text)
{
    struct fold_view v = fold_text(space, span_of(text));

    units_fill(&units, &v);
    plain_read(&plain, &units);
}

static const struct {
    const char *name, *text;
    uint32_t from, to;   /* units */
    int32_t least, most; /* nats */
} places[] = {
    {"a place that cuts two words costs little", "路口交通不好", 1, 3, -12, 8},
    {"an ordinary word is cheap", "今天有启示吗", 3, 5, 6, 14},
    {"characters that make no word are dear", "这是衄省啊", 2, 4, 15, 40},
    {"a place at the end of a text", "朋友", 0, 2, 3, 14},
    {"pinyin costs nothing itself", "他fa了", 1, 3, -1, 1},
    {"an empty place costs what its cut costs", "朋友", 1, 1, -20, 0},
};

static void places_cost_what_words_do_not_explain(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        int32_t cost;

        look_at(places[i].text);
        cost = plain_cost(&plain, places[i].from, places[i].to);
        if (cost < places[i].least * LEXICON_NAT ||
            cost > places[i].most * LEXICON_NAT)
            fail_msg("%s: %d", places[i].name, cost);
    }
}

static void a_text_costs_what_its_words_cost(void **state)
{
    uint32_t han[] = {0x670D, 0x52A1, 0x5668};

    (void)state;
    look_at("服务器");
    assert_int_equal(plain_cost(&plain, 0, 3), lexicon_cost(han, 3));
    assert_int_equal(plain_pair(&units, 0), lexicon_cost(han, 2));
    assert_int_equal(plain_pair(&units, 1), LEXICON_NO_WORD);
    assert_int_equal(plain_pair(&units, 3), LEXICON_NO_WORD);
    look_at("服务器 服务器，a服务器");
    assert_int_equal(plain_cost(&plain, 0, units.count),
                     3 * lexicon_cost(han, 3));
    look_at("服务 器");
    assert_int_equal(plain_pair(&units, 1), LEXICON_NO_WORD);
    look_at("");
    assert_int_equal(plain_cost(&plain, 0, 0), 0);
}

static void a_word_across_an_end_makes_a_cut_dear(void **state)
{
    (void)state;
    look_at("路口交通不好，口交");
    assert_true(plain_cut(&plain, 1) > 2 * LEXICON_NAT);
    assert_true(plain_cut(&plain, 3) > 2 * LEXICON_NAT);
    assert_int_equal(plain_cut(&plain, 6), 0);
    assert_int_equal(plain_cut(&plain, 8), 0);
    assert_int_equal(plain_around(&plain, 6, 8).count, 0);
    assert_int_equal(plain_around(&plain, 1, 3).count, 4);
    for (uint32_t i = 0; i <= units.count; i++)
        assert_true(plain_cut(&plain, i) >= 0);
}

/* Clauses are divided when they are asked about: in whatever order. */
static void the_order_of_questions_does_not_matter(void **state)
{
    static const char text[] = "路口交通不好 abc服务器，中华人民共和国。好";
    int32_t cost[32][33];
    uint32_t count;

    (void)state;
    look_at(text);
    count = units.count;
    for (uint32_t from = 0; from < count; from++)
        for (uint32_t to = from; to <= count; to++)
            cost[from][to] = plain_cost(&plain, from, to);
    for (uint32_t to = count + 1; to-- > 0;)
        for (uint32_t from = to < count ? to + 1 : count; from-- > 0;) {
            look_at(text);
            assert_int_equal(plain_cost(&plain, from, to), cost[from][to]);
            assert_true(plain_cut(&plain, to) >= 0);
            assert_int_equal(plain_cost(&plain, from, to), cost[from][to]);
        }
}

/* What was known of one text is forgotten with the next. */
static void texts_are_kept_apart(void **state)
{
    int32_t first;

    (void)state;
    look_at("服务器服务器");
    first = plain_cost(&plain, 0, 3);
    look_at("衄省衄省衄省");
    assert_int_not_equal(plain_cost(&plain, 0, 3), first);
    look_at("服务器服务器");
    assert_int_equal(plain_cost(&plain, 0, 3), first);
}

static void words_end_where_the_cheapest_path_has_them(void **state)
{
    (void)state;
    look_at("路口交通a不好");
    assert_int_equal(plain_word_end(&plain, 0), 2);
    assert_int_equal(plain_word_end(&plain, 2), 4);
    assert_int_equal(plain_word_end(&plain, 4), 5);
    assert_int_equal(plain_word_end(&plain, 5), 7);
}

static void each_place_of_a_long_text_costs_the_same(void **state)
{
    static char text[3 * 3000 + 1];
    int32_t same;

    (void)state;
    for (size_t i = 0; i < 3000; i++)
        memcpy(text + i * 3, &"今天天气很好"[i % 6 * 3], 3);
    look_at(text);
    same = plain_cost(&plain, 1200, 1202);
    for (uint32_t from = 6; from < 2994; from += 6)
        assert_int_equal(plain_cost(&plain, from, from + 2), same);
}

static int start(void **state)
{
    struct err e;

    (void)state;
    if (!fold_init(&e))
        return 1;
    space = fold_space_new();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    plain_done(&plain);
    units_done(&units);
    fold_space_free(&space);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_cost_what_words_do_not_explain),
        cmocka_unit_test(a_text_costs_what_its_words_cost),
        cmocka_unit_test(a_word_across_an_end_makes_a_cut_dear),
        cmocka_unit_test(the_order_of_questions_does_not_matter),
        cmocka_unit_test(texts_are_kept_apart),
        cmocka_unit_test(words_end_where_the_cheapest_path_has_them),
        cmocka_unit_test(each_place_of_a_long_text_costs_the_same),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
