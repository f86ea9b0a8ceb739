#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "base/heap.h"
#include "guess/screen.h"

enum { BEYOND = 0x20000 };

static void common_characters_have_numbers_of_their_own(void **state)
{
    static const uint32_t c[] = {0x7684, 0x6211, 0x53D1, 0x8F6E}; /* 的我发轮 */
    uint32_t taken[SCREEN_NUMBERS] = {0};

    (void)state;
    for (uint32_t i = 0; i < COUNT_OF(c); i++)
        assert_true(screen_number(c[i]) < SCREEN_SELDOM);
    for (uint32_t i = LEXICON_FIRST; i <= LEXICON_LAST; i++)
        taken[screen_number(i)]++;
    for (uint32_t i = 0; i < SCREEN_SELDOM; i++)
        assert_int_equal(taken[i], 1);
    for (uint32_t i = SCREEN_OTHER; i < SCREEN_NUMBERS; i++)
        assert_int_equal(taken[i], 0);
    assert_int_equal(screen_number(0x8844), SCREEN_SELDOM); /* 衄 */
    assert_true(screen_number('a') >= SCREEN_OTHER);
    assert_true(screen_number(BEYOND) >= SCREEN_OTHER);
}

/* Any one with any two, and nothing else. */
static void what_was_added_is_let_through(void **state)
{
    static const uint32_t ones[] = {0x7684, 'a', 0x8844};
    static const uint32_t twos[] = {0x6211, 'b', BEYOND};
    struct screen *s = heap_new(sizeof(*s));
    struct screen_set one = {0};
    struct screen_set two = {0};

    (void)state;
    for (uint32_t i = 0; i < COUNT_OF(ones); i++)
        screen_set_add(&one, ones[i]);
    for (uint32_t i = 0; i < COUNT_OF(twos); i++)
        screen_set_add(&two, twos[i]);
    screen_add(s, &one, &two);
    for (uint32_t i = 0; i < SCREEN_NUMBERS; i += 7)
        for (uint32_t k = 0; k < SCREEN_NUMBERS; k += 3)
            assert_int_equal(screen_maybe(s, i, k),
                             screen_set_has(&one, i) &&
                                 screen_set_has(&two, k));
    for (uint32_t i = 0; i < COUNT_OF(ones); i++)
        for (uint32_t k = 0; k < COUNT_OF(twos); k++)
            assert_true(screen_maybe(s, screen_number(ones[i]),
                                     screen_number(twos[k])));
    heap_free(s);
}

static void units_are_picked_by_the_pairs_they_begin(void **state)
{
    struct screen *s = heap_new(sizeof(*s));
    struct unit u[SCREEN_BLOCK + 1] = {{0}};
    uint8_t picked[SCREEN_BLOCK];
    struct screen_set one = {0};
    struct screen_set two = {0};

    (void)state;
    screen_set_number(&one, 5);
    screen_set_number(&two, 6);
    screen_add(s, &one, &two);
    for (uint32_t i = 0; i <= SCREEN_BLOCK; i++)
        u[i].number = i % 4 == 3 ? 6 : 5;
    assert_int_equal(screen_pick(s, u, 0, picked), 0);
    assert_int_equal(screen_pick(s, u, 2, picked), 0);
    assert_int_equal(screen_pick(s, u, SCREEN_BLOCK, picked), SCREEN_BLOCK / 4);
    for (uint32_t i = 0; i < SCREEN_BLOCK / 4; i++)
        assert_int_equal(picked[i], i * 4 + 2);
    heap_free(s);
}

static void what_is_common_is_of_more_use(void **state)
{
    struct screen_set common = {0};
    struct screen_set both = {0};
    struct screen_set rare = {0};

    (void)state;
    screen_set_add(&common, 0x7684);
    screen_set_add(&rare, 0x8F6E);
    screen_set_join(&both, &common);
    screen_set_join(&both, &rare);
    assert_true(screen_set_use(&(struct screen_set){{0}}) == 0);
    assert_true(screen_set_use(&rare) > 0);
    assert_true(screen_set_use(&common) > screen_set_use(&rare));
    assert_true(screen_set_use(&both) > screen_set_use(&common));
    assert_true(screen_set_use(&both) < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_characters_have_numbers_of_their_own),
        cmocka_unit_test(what_was_added_is_let_through),
        cmocka_unit_test(units_are_picked_by_the_pairs_they_begin),
        cmocka_unit_test(what_is_common_is_of_more_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
