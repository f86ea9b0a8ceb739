/* Posts of one author that are under way at once. */
#include "../unit.h"

#include "journey/under_way.h"

static struct under_ways *all;

static struct author author_of(unsigned char n)
{
    struct author a = {.verified = true};

    a.pseudonym[0] = n;
    return a;
}

static uint32_t posts_before(const struct under_way *one)
{
    uint32_t posts;
    uint32_t same;

    under_way_count(all, one, &posts, &same);
    return posts;
}

static void each_post_has_its_place_in_the_row(void **state)
{
    const struct author who = author_of(1);
    const struct author other = author_of(2);
    struct under_way at[3] = {{NULL}};
    struct under_way alone = {NULL};

    (void)state;
    under_way_begin(all, &alone, &other, 0);
    for (unsigned i = 0; i < 3; i++)
        under_way_begin(all, &at[i], &who, 0);
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(posts_before(&at[i]), i);
    assert_int_equal(posts_before(&alone), 0);
    under_way_end(all, &at[0]);
    assert_int_equal(posts_before(&at[2]), 1);
    under_way_end(all, &at[0]);
    under_way_end(all, &at[1]);
    assert_int_equal(posts_before(&at[2]), 0);
    under_way_end(all, &at[2]);
    under_way_end(all, &alone);
}

/* Authors whose pseudonyms begin alike share a bucket and nothing else. */
static void authors_of_one_bucket_are_apart(void **state)
{
    struct author a = author_of(3);
    struct author b = author_of(3);
    struct under_way one = {NULL};
    struct under_way two = {NULL};
    const uint64_t rule = 7;

    (void)state;
    b.pseudonym[31] = 1;
    under_way_begin(all, &one, &a, 5);
    under_way_begin(all, &two, &b, 5);
    assert_int_equal(posts_before(&two), 0);
    assert_false(under_way_bounces(all, &one, &rule, 1));
    assert_false(under_way_bounces(all, &two, &rule, 1));
    under_way_end(all, &one);
    under_way_end(all, &two);
}

static void only_the_same_text_counts_as_such(void **state)
{
    const struct author who = author_of(4);
    struct under_way at[4] = {{NULL}};
    const uint64_t text[4] = {5, 6, 0, 5};
    uint32_t posts;
    uint32_t same;

    (void)state;
    for (unsigned i = 0; i < 4; i++)
        under_way_begin(all, &at[i], &who, text[i]);
    under_way_count(all, &at[3], &posts, &same);
    assert_int_equal(posts, 3);
    assert_int_equal(same, 1);
    under_way_count(all, &at[2], &posts, &same);
    assert_int_equal(same, 0);
    for (unsigned i = 0; i < 4; i++)
        under_way_end(all, &at[i]);
}

static void the_second_on_a_rule_is_told(void **state)
{
    const struct author who = author_of(5);
    struct under_way at[3] = {{NULL}};
    const uint64_t both[2] = {7, 8};
    const uint64_t other = 9;
    uint64_t ended;

    (void)state;
    for (unsigned i = 0; i < 3; i++)
        under_way_begin(all, &at[i], &who, 0);
    assert_false(under_way_bounces(all, &at[2], both, 2));
    assert_true(under_way_bounces(all, &at[0], both + 1, 1));
    assert_false(under_way_bounces(all, &at[1], &other, 1));
    ended = under_way_ended(all, &at[0]);
    under_way_end(all, &at[2]);
    assert_int_not_equal(under_way_ended(all, &at[0]), ended);
    assert_false(under_way_bounces(all, &at[0], both, 2));
    under_way_end(all, &at[0]);
    under_way_end(all, &at[1]);
}

static int setup(void **state)
{
    (void)state;
    all = under_ways_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    under_ways_free(&all);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_post_has_its_place_in_the_row),
        cmocka_unit_test(authors_of_one_bucket_are_apart),
        cmocka_unit_test(only_the_same_text_counts_as_such),
        cmocka_unit_test(the_second_on_a_rule_is_told),
    };

    return cmocka_run_group_tests_name("under_way", tests, setup, teardown);
}
