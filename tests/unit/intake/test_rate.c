#include "../unit.h"

#include <stdio.h>

#include "intake/rate.h"

static uint64_t per_s = 1;

static uint32_t take_many(struct rate_limit *l, const char *client,
                          uint64_t now_ms, uint32_t tries)
{
    uint32_t taken = 0;

    while (tries-- > 0)
        taken += rate_limit_take(l, per_s, span_of(client), now_ms);
    return taken;
}

static void a_client_gets_its_rate_and_a_burst(void **state)
{
    struct rate_limit *l = rate_limit_new();

    (void)state;
    per_s = 10;
    assert_int_equal(take_many(l, "192.0.2.1", 5000, 50), 20);
    assert_int_equal(take_many(l, "192.0.2.1", 5500, 50), 5);
    assert_int_equal(take_many(l, "192.0.2.2", 5500, 50), 20);
    assert_int_equal(take_many(l, "192.0.2.1", 999999, 50), 20);
    rate_limit_free(&l);
}

static void a_rate_may_change_from_one_request_to_the_next(void **state)
{
    struct rate_limit *l = rate_limit_new();

    (void)state;
    per_s = 10;
    assert_int_equal(take_many(l, "a", 5000, 50), 20);
    per_s = 20;
    assert_int_equal(take_many(l, "a", 5500, 50), 10);
    per_s = 2;
    assert_int_equal(take_many(l, "a", 9000, 50), 4);
    rate_limit_free(&l);
}

static void time_that_goes_back_gives_nothing(void **state)
{
    struct rate_limit *l = rate_limit_new();

    (void)state;
    per_s = 1;
    assert_int_equal(take_many(l, "a", 10000, 5), 2);
    assert_int_equal(take_many(l, "a", 1000, 5), 0);
    assert_int_equal(take_many(l, "a", 10000, 5), 0);
    rate_limit_free(&l);
}

static void more_clients_than_room_are_still_limited_one_by_one(void **state)
{
    struct rate_limit *l = rate_limit_new();

    (void)state;
    per_s = 1;
    for (uint32_t i = 0; i < 3 * RATE_CLIENTS; i++) {
        char name[16];

        (void)snprintf(name, sizeof(name), "%u", i);
        assert_int_equal(take_many(l, name, 1000 + i, 5), 2);
    }
    rate_limit_free(&l);
}

static void a_rate_without_bounds_does_not_overflow(void **state)
{
    struct rate_limit *l = rate_limit_new();

    (void)state;
    per_s = UINT64_MAX - 1;
    assert_int_equal(take_many(l, "a", UINT64_MAX / 2, 100000), 100000);
    rate_limit_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_gets_its_rate_and_a_burst),
        cmocka_unit_test(a_rate_may_change_from_one_request_to_the_next),
        cmocka_unit_test(time_that_goes_back_gives_nothing),
        cmocka_unit_test(more_clients_than_room_are_still_limited_one_by_one),
        cmocka_unit_test(a_rate_without_bounds_does_not_overflow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
