#include "../unit.h"

#include <stddef.h>

#include "base/attr.h"
#include "http/wheel.h"

struct probe {
    struct wheel_timer timer;
    struct wheel *wheel;
    struct probe *other; /* disarmed when this one fires */
    uint64_t fired_at;
    uint32_t fired;
};

static void on_fire(struct wheel_timer *t)
{
    struct probe *p = (struct probe *)(void *)t;

    p->fired++;
    p->fired_at = p->wheel->now;
    if (p->other != NULL)
        wheel_disarm(&p->other->timer);
}

static void timers_fire_once_and_never_early(void **state)
{
    static const uint64_t times[] = {0, 1, 99, 100, 101, 5000, 51200, 200000};
    struct wheel w;

    (void)state;
    wheel_init(&w);
    wheel_turn(&w, 7);
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        struct probe p = {.timer.fire = on_fire, .wheel = &w};
        uint64_t start = w.now;

        wheel_arm(&w, &p.timer, times[i]);
        wheel_turn(&w, start + times[i] / WHEEL_TICK_MS + 3);
        assert_int_equal(p.fired, 1);
        assert_true((p.fired_at - start - 1) * WHEEL_TICK_MS >= times[i]);
        wheel_turn(&w, w.now + WHEEL_SLOTS * UINT64_C(2));
        assert_int_equal(p.fired, 1);
    }
}

static void a_timer_can_be_moved_and_disarmed(void **state)
{
    struct wheel w;
    struct probe p = {.timer.fire = on_fire, .wheel = &w};

    (void)state;
    wheel_init(&w);
    wheel_arm(&w, &p.timer, 1000);
    wheel_arm(&w, &p.timer, 5000);
    wheel_turn(&w, 40);
    assert_int_equal(p.fired, 0);
    wheel_disarm(&p.timer);
    wheel_disarm(&p.timer);
    wheel_turn(&w, 100);
    assert_int_equal(p.fired, 0);
}

static void a_firing_timer_may_disarm_its_neighbour(void **state)
{
    struct wheel w;
    struct probe b = {.timer.fire = on_fire, .wheel = &w};
    struct probe a = {.timer.fire = on_fire, .wheel = &w, .other = &b};

    (void)state;
    wheel_init(&w);
    wheel_arm(&w, &a.timer, 500);
    wheel_arm(&w, &b.timer, 500);
    wheel_turn(&w, 20);
    assert_int_equal(a.fired, 1);
    assert_int_equal(b.fired, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timers_fire_once_and_never_early),
        cmocka_unit_test(a_timer_can_be_moved_and_disarmed),
        cmocka_unit_test(a_firing_timer_may_disarm_its_neighbour),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
