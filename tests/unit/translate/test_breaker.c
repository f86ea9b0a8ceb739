#include "translate/breaker.h"

#include "../unit.h"

static void fail_often(struct breaker *b, int times, uint64_t now_ms)
{
    for (int i = 0; i < times; i++)
        breaker_failed(b, now_ms, 0);
}

static void a_few_failures_do_not_open_it(void **state)
{
    struct breaker b = {.failures = 0};

    (void)state;
    fail_often(&b, BREAKER_FAILURES - 1, 1000);
    assert_true(breaker_asks(&b, 1000));
    breaker_worked(&b);
    fail_often(&b, BREAKER_FAILURES - 1, 1000);
    assert_false(breaker_is_open(&b, 1000));
}

static void it_rests_then_lets_one_call_probe(void **state)
{
    struct breaker b = {.failures = 0};

    (void)state;
    fail_often(&b, BREAKER_FAILURES, 1000);
    assert_false(breaker_asks(&b, 1000 + BREAKER_REST_MS - 1));
    assert_true(breaker_asks(&b, 1000 + BREAKER_REST_MS));
    assert_false(breaker_asks(&b, 1000 + BREAKER_REST_MS));
    breaker_worked(&b);
    assert_true(breaker_asks(&b, 1000 + BREAKER_REST_MS));
}

static void the_rest_doubles_while_probes_fail(void **state)
{
    struct breaker b = {.failures = 0};
    uint64_t now = 0;
    uint64_t rest = BREAKER_REST_MS;

    (void)state;
    fail_often(&b, BREAKER_FAILURES, now);
    for (int i = 0; i < 8; i++) {
        assert_false(breaker_asks(&b, now + rest - 1));
        assert_true(breaker_asks(&b, now + rest));
        now += rest;
        breaker_failed(&b, now, 0);
        rest = rest * 2 < BREAKER_MOST_MS ? rest * 2 : BREAKER_MOST_MS;
    }
    assert_int_equal(rest, BREAKER_MOST_MS);
}

static void a_probe_that_tells_nothing_lets_the_next_one_ask(void **state)
{
    struct breaker b = {.failures = 0};

    (void)state;
    fail_often(&b, BREAKER_FAILURES, 0);
    assert_true(breaker_asks(&b, BREAKER_REST_MS));
    breaker_unknown(&b);
    assert_true(breaker_asks(&b, BREAKER_REST_MS));
}

static void the_provider_may_ask_for_its_rest(void **state)
{
    struct breaker b = {.failures = 0};

    (void)state;
    breaker_failed(&b, 0, 60000);
    assert_false(breaker_asks(&b, 59999));
    assert_true(breaker_asks(&b, 60000));
    breaker_failed(&b, 60000, UINT64_MAX);
    assert_true(breaker_asks(&b, 60000 + BREAKER_MOST_MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_few_failures_do_not_open_it),
        cmocka_unit_test(it_rests_then_lets_one_call_probe),
        cmocka_unit_test(the_rest_doubles_while_probes_fail),
        cmocka_unit_test(a_probe_that_tells_nothing_lets_the_next_one_ask),
        cmocka_unit_test(the_provider_may_ask_for_its_rest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
