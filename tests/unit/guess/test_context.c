#include "../unit.h"

#include "base/attr.h"
#include "base/utf8.h"
#include "fold/fold.h"
#include "guess/context.h"
#include "guess/lexicon.h"
#include "guess/units.h"

static struct fold_space *space;
static struct units units;

static void look_at(const char *text)
{
    struct fold_view v = fold_text(space, span_of(text));

    units_fill(&units, &v);
}

static void units_are_what_says_something(void **state)
{
    (void)state;
    look_at("加 v❤信，\n\n1の");
    assert_int_equal(units.count, 6);
    assert_int_equal(units.at[0].kind, UNIT_HAN);
    assert_int_equal(units.at[1].kind, UNIT_LATIN);
    assert_int_equal(units.at[1].gap, 1);
    assert_int_equal(units.at[2].kind, UNIT_EMOJI);
    assert_int_equal(units.at[2].gap, 0);
    assert_int_equal(units.at[4].kind, UNIT_DIGIT);
    assert_true(units.at[4].barred);
    assert_int_equal(units.at[5].kind, UNIT_OTHER);
    assert_true(units_joined(&units, 1, 4));
    assert_false(units_joined(&units, 0, 2));
    assert_int_equal(units_range(&units, 1, 3).from, 4);
    assert_int_equal(units_range(&units, 1, 3).to, 8);
}

static bool is_closed(uint32_t i)
{
    for (uint32_t k = 0; k < units.closed_count; k++)
        if (units.closed[k] == i)
            return true;
    return false;
}

/* What may be passed over, and where letters begin, is told by lists. */
static void gaps_repetitions_and_letters_are_noted(void **state)
{
    static const bool closed[] = {true,  false, true, false, false, true,
                                  false, false, true, false, false, false};

    (void)state;
    look_at("，加薇薇信😀啊ab bc1d");
    assert_int_equal(units.count, COUNT_OF(closed));
    for (uint32_t i = 0; i < COUNT_OF(closed); i++)
        if (is_closed(i) != closed[i])
            fail_msg("unit %u", i);
    assert_int_equal(units.token_count, 3);
    assert_int_equal(units.token[0], 6);
    assert_int_equal(units_token_end(&units, 6, units.count), 8);
    assert_int_equal(units.token[1], 8);
    assert_int_equal(units_token_end(&units, 8, 9), 9);
    assert_int_equal(units.token[2], 11);
}

static uint32_t read_han(const char *text, uint32_t ret[16])
{
    size_t at = 0;
    uint32_t count = 0;

    while (utf8_next(span_of(text), &at, &ret[count]))
        count++;
    return count;
}

static unsigned cost_of(const char *word)
{
    uint32_t han[16];
    uint32_t count = read_han(word, han);

    return lexicon_cost(han, count);
}

static void words_have_costs(void **state)
{
    (void)state;
    assert_true(cost_of("的") < 6 * LEXICON_NAT);
    assert_true(cost_of("我们") < cost_of("服务器"));
    assert_true(cost_of("服务器") < LEXICON_NO_WORD);
    assert_int_equal(cost_of("其使"), LEXICON_NO_WORD);
    assert_int_equal(cost_of("一二三四五六七"), LEXICON_NO_WORD);
    assert_int_equal(cost_of("\xF0\xAA\xB8\xBF"), LEXICON_RAREST);
}

static const struct {
    const char *name, *text, *place;
    bool crosses;
} ends[] = {
    {"一次性 reaches into 性交", "学费要一次性交清", "性交", true},
    {"路口 and 交通 reach into 口交", "路口交通不好", "口交", true},
    {"a word between others stands by itself", "今天服务很好", "服务", false},
    {"a text that is the place alone", "服务", "服务", false},
    {"what is not Han is no word", "a服务b", "服务", false},
    {"a place of other letters", "看av吗", "av", false},
};

static void words_may_cross_the_ends_of_a_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct span text = span_of(ends[i].text);
        struct span place = span_of(ends[i].place);
        uint32_t from = (uint32_t)span_find(text, place, 0);
        struct range at = {from, from + (uint32_t)place.len};

        if (context_crosses(text, at) != ends[i].crosses)
            fail_msg("%s", ends[i].name);
    }
}

static void a_term_costs_what_its_words_cost(void **state)
{
    uint32_t han[16];
    uint32_t count = read_han("服务器", han);

    (void)state;
    assert_int_equal(context_term(han, count), lexicon_cost(han, count));
    count = read_han("服务器坏了", han);
    assert_true(context_term(han, count) > (int32_t)lexicon_cost(han, 3));
}

static int start(void **state)
{
    struct err e;

    (void)state;
    space = fold_space_new();
    return fold_init(&e) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    units_done(&units);
    fold_space_free(&space);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_what_says_something),
        cmocka_unit_test(gaps_repetitions_and_letters_are_noted),
        cmocka_unit_test(words_have_costs),
        cmocka_unit_test(words_may_cross_the_ends_of_a_place),
        cmocka_unit_test(a_term_costs_what_its_words_cost),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
