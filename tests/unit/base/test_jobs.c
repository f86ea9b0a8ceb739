#include "../unit.h"

#include "base/attr.h"
#include "base/jobs.h"

static bool add_one(void *context, struct err *e)
{
    int *n = context;

    (void)e;
    ++*n;
    return true;
}

static bool fail_first(void *context, struct err *e)
{
    (void)context;
    return err_set(e, ERR_CONFIG, NULL, "the first");
}

static bool fail_second(void *context, struct err *e)
{
    (void)context;
    return err_set(e, ERR_INTERNAL, NULL, "the second");
}

static void all_jobs_are_done(void **state)
{
    int n[3] = {0};
    const struct job job[] = {
        {add_one, &n[0]}, {add_one, &n[1]}, {add_one, &n[2]}};
    struct err e;

    (void)state;
    assert_true(jobs_run(job, COUNT_OF(job), &e));
    for (size_t i = 0; i < COUNT_OF(n); i++)
        assert_int_equal(n[i], 1);
}

static void the_first_error_in_order_is_told(void **state)
{
    int n[2] = {0};
    const struct job job[] = {{add_one, &n[0]},
                              {fail_first, NULL},
                              {fail_second, NULL},
                              {add_one, &n[1]}};
    struct err e;

    (void)state;
    assert_false(jobs_run(job, COUNT_OF(job), &e));
    assert_int_equal(e.kind, ERR_CONFIG);
    assert_string_equal(e.text, "the first");
    assert_int_equal(n[0] + n[1], 2);
}

static void no_jobs_are_done_at_once(void **state)
{
    struct err e;

    (void)state;
    assert_true(jobs_run(NULL, 0, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_jobs_are_done),
        cmocka_unit_test(the_first_error_in_order_is_told),
        cmocka_unit_test(no_jobs_are_done_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
