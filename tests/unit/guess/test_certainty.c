#include "../unit.h"

#include "guess/certainty.h"

static void a_higher_score_is_never_less_certain(void **state)
{
    (void)state;
    for (unsigned d = 0; d < DISGUISE_COUNT; d++)
        for (uint32_t length = 2; length < 8; length++) {
            float before = 0;

            for (int32_t score = -2000; score < 2000; score += 10) {
                float now = certainty_of((enum disguise)d, length, score);

                assert_true(now >= before && now <= 1);
                before = now;
            }
        }
}

static void disguises_that_do_not_guess_have_none(void **state)
{
    (void)state;
    assert_true(certainty_of(DISGUISE_GAPS, 3, 10000) == 0);
    assert_true(certainty_of(DISGUISE_HOMOPHONES, 3, 10000) >= 0.9F);
    assert_true(certainty_of(DISGUISE_HOMOPHONES, 2, -10000) == 0);
    assert_true(certainty_of(DISGUISE_HOMOPHONES, 1, 10000) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_higher_score_is_never_less_certain),
        cmocka_unit_test(disguises_that_do_not_guess_have_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
