/* How many published posts may wait for their late translations. */
#include "../unit.h"

#include "journey/late.h"

static void so_many_posts_may_wait(void **state)
{
    struct late_room room = {0};

    (void)state;
    for (int i = 0; i < LATE_MOST_POSTS; i++)
        assert_true(late_room_take(&room, 100));
    assert_false(late_room_take(&room, 100));
    late_room_give(&room, 100);
    assert_true(late_room_take(&room, 100));
    assert_int_equal(room.posts, LATE_MOST_POSTS);
}

static void so_many_bytes_may_wait(void **state)
{
    const size_t half = (size_t)LATE_MOST_BYTES / 2;
    struct late_room room = {0};

    (void)state;
    assert_true(late_room_take(&room, half));
    assert_false(late_room_take(&room, half + 1));
    assert_true(late_room_take(&room, half));
    assert_false(late_room_take(&room, 1));
    late_room_give(&room, half);
    late_room_give(&room, half);
    assert_int_equal(room.posts, 0);
    assert_int_equal(room.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_posts_may_wait),
        cmocka_unit_test(so_many_bytes_may_wait),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
