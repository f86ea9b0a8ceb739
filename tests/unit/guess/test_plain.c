#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "fold/fold.h"
#include "guess/context.h"
#include "guess/lexicon.h"
#include "guess/plain.h"

static struct fold_space *space;
static struct units units;

static void look_at(const char *text)
{
    struct fold_view v = fold_text(space, span_of(text));

    units_fill(&units, &v);
}

static void places_cost_what_their_surroundings_say(void **state)
{
    static const char *const texts[] = {"路口交通不好", "这是衄省啊",
                                        "今天有启示吗"};
    struct plain p;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        look_at(texts[i]);
        plain_start(&p, &units);
        for (uint32_t from = 0; from + 2 <= units.count; from++) {
            struct context_reading want;
            struct plain_place at;

            context_read(&units, from, from + 2, &want);
            plain_read(&p, from, from + 2, &at);
            assert_int_equal(at.cost, want.cost);
            assert_true(at.cut_from >= 0 && at.cut_to >= 0);
        }
    }
}

static void a_word_across_an_end_makes_a_cut_dear(void **state)
{
    struct plain p;
    struct plain_place at;

    (void)state;
    look_at("路口交通不好，口交");
    plain_start(&p, &units);
    plain_read(&p, 1, 3, &at);
    assert_true(at.cut_from > 2 * LEXICON_NAT && at.cut_to > 2 * LEXICON_NAT);
    plain_read(&p, 6, 8, &at);
    assert_int_equal(at.cut_from, 0);
    assert_int_equal(at.cut_to, 0);
    assert_int_equal(at.beside, 0);
}

static void long_stretches_are_read_in_parts(void **state)
{
    static char text[3 * 3000 + 1];
    struct plain p;
    struct plain_place at, same;

    (void)state;
    for (size_t i = 0; i < 3000; i++)
        memcpy(text + i * 3, &"今天天气很好"[i % 6 * 3], 3);
    look_at(text);
    plain_start(&p, &units);
    plain_read(&p, 1200, 1202, &same);
    for (uint32_t from = 1206; from < 2400; from += 6) {
        plain_read(&p, from, from + 2, &at);
        assert_int_equal(at.cost, same.cost);
    }
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
    units_done(&units);
    fold_space_free(&space);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_cost_what_their_surroundings_say),
        cmocka_unit_test(a_word_across_an_end_makes_a_cut_dear),
        cmocka_unit_test(long_stretches_are_read_in_parts),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
