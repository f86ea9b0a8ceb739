#include "../unit.h"

#include <stdio.h>

#include "audit/unsettled.h"

enum { MANY = 5000 };

static void id_of(unsigned n, char ret[ID_TEXT])
{
    /* Their last eight digits meet in few places of the table. */
    (void)snprintf(ret, ID_TEXT, "0194%04x-0000-7000-8000-%04x%08x", n, n,
                   n % 7);
}

static void count(void *user, const char id[ID_TEXT])
{
    (void)id;
    *(unsigned *)user += 1;
}

static unsigned older(const struct unsettled *u, unsigned before)
{
    char id[ID_TEXT];
    unsigned n = 0;
    size_t told;

    id_of(before, id);
    told = unsettled_older(u, id_time_ms(id), MANY, count, &n);
    assert_int_equal(told, n);
    return n;
}

static void what_is_dropped_is_gone_and_the_rest_stays(void **state)
{
    struct unsettled u = {NULL, 0, 0};
    char id[ID_TEXT];

    (void)state;
    assert_int_equal(unsettled_first(&u), 0);
    for (unsigned i = 1; i <= MANY; i++) {
        id_of(i, id);
        unsettled_add(&u, id, i);
        if (i % 3 == 0) /* some are answered while others come */
            unsettled_drop(&u, id);
    }
    assert_int_equal(u.count, MANY - MANY / 3);
    assert_int_equal(older(&u, MANY + 1), MANY - MANY / 3);
    assert_int_equal(older(&u, 10), 6); /* 1 2 4 5 7 8 */
    for (unsigned i = 1; i <= MANY; i++) {
        assert_int_equal(unsettled_first(&u), i % 3 == 0 ? i + 1 : i);
        id_of(i, id);
        unsettled_drop(&u, id);
        if (i == MANY - 2)
            break;
    }
    assert_int_equal(u.count, 2 - (MANY % 3 == 0) - ((MANY - 1) % 3 == 0));
    unsettled_free(&u);
}

static void at_most_so_many_are_told_at_a_time(void **state)
{
    struct unsettled u = {NULL, 0, 0};
    char id[ID_TEXT];
    unsigned n = 0;

    (void)state;
    for (unsigned i = 1; i <= 10; i++) {
        id_of(i, id);
        unsettled_add(&u, id, i);
    }
    assert_int_equal(unsettled_older(&u, UINT64_MAX, 4, count, &n), 4);
    assert_int_equal(n, 4);
    unsettled_free(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_dropped_is_gone_and_the_rest_stays),
        cmocka_unit_test(at_most_so_many_are_told_at_a_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
