#include "../unit.h"

#include "review/release.h"

static const struct release_rules plain = {true, false, false, false};
static const struct release_rules keyed = {true, true, false, false};
static const struct release_rules asked = {true, false, true, false};
static const struct release_rules both = {true, true, true, false};
static const struct release_rules gone = {false, true, true, false};
static const struct release_rules down = {true, true, false, true};
static const struct release_rules posted_down = {true, false, false, true};

struct want {
    const char *name;
    const struct release_rules *rules;
    enum release_news news;
    int status;
    int64_t attempt;
    enum release_step step;
    enum queue_state to;
};

/* clang-format off */
static const struct want wants[] = {
    {"a 201 is released", &plain, RELEASE_ANSWERED, 201, 1, RELEASE_FINISH, QUEUE_RELEASED},
    {"a redirect after a form is released", &plain, RELEASE_ANSWERED, 303, 1, RELEASE_FINISH, QUEUE_RELEASED},
    {"a 401 needs the author", &keyed, RELEASE_ANSWERED, 401, 1, RELEASE_FINISH, QUEUE_NEEDS_AUTHOR},
    {"a 403 needs the author", &plain, RELEASE_ANSWERED, 403, 1, RELEASE_FINISH, QUEUE_NEEDS_AUTHOR},
    {"a 422 is the app's no", &keyed, RELEASE_ANSWERED, 422, 1, RELEASE_FINISH, QUEUE_REFUSED},
    {"a 429 is tried later, whatever the app knows", &plain, RELEASE_ANSWERED, 429, 9, RELEASE_LATER, QUEUE_APPROVED},
    {"a 409 for our key is tried later", &keyed, RELEASE_ANSWERED, 409, 1, RELEASE_LATER, QUEUE_APPROVED},
    {"a 409 without a key is a no", &plain, RELEASE_ANSWERED, 409, 1, RELEASE_FINISH, QUEUE_REFUSED},
    {"a 500 without help is never sent again", &plain, RELEASE_ANSWERED, 500, 1, RELEASE_FINISH, QUEUE_UNKNOWN},
    {"a 408 may have been read", &plain, RELEASE_ANSWERED, 408, 1, RELEASE_FINISH, QUEUE_UNKNOWN},
    {"a 500 with our key is sent again", &keyed, RELEASE_ANSWERED, 500, 1, RELEASE_LATER, QUEUE_APPROVED},
    {"a 500 is asked about", &asked, RELEASE_ANSWERED, 500, 1, RELEASE_LOOK_UP, QUEUE_RELEASING},
    {"no byte taken: tried again, for ever", &plain, RELEASE_NOT_SENT, 0, 99, RELEASE_LATER, QUEUE_APPROVED},
    {"a lost answer without help is for a person", &plain, RELEASE_LOST, 0, 1, RELEASE_FINISH, QUEUE_UNKNOWN},
    {"a lost answer with our key is sent again", &both, RELEASE_LOST, 0, 1, RELEASE_LATER, QUEUE_APPROVED},
    {"but not for ever", &keyed, RELEASE_LOST, 0, RELEASE_MOST_ATTEMPTS, RELEASE_FINISH, QUEUE_UNKNOWN},
    {"then it is looked up", &both, RELEASE_LOST, 0, RELEASE_MOST_ATTEMPTS, RELEASE_LOOK_UP, QUEUE_RELEASING},
    {"found is released", &asked, RELEASE_THERE, 0, 1, RELEASE_FINISH, QUEUE_RELEASED},
    {"not found is sent again", &asked, RELEASE_NOT_THERE, 0, 1, RELEASE_LATER, QUEUE_APPROVED},
    {"not found too often is refused", &asked, RELEASE_NOT_THERE, 0, RELEASE_MOST_ATTEMPTS, RELEASE_FINISH, QUEUE_REFUSED},
    {"an unsure look-up is for a person", &asked, RELEASE_UNSURE, 0, 1, RELEASE_FINISH, QUEUE_UNKNOWN},
    {"a 204 has taken it down", &down, RELEASE_ANSWERED, 204, 1, RELEASE_FINISH, QUEUE_RELEASED},
    {"what is gone already is taken down", &down, RELEASE_ANSWERED, 404, 1, RELEASE_FINISH, QUEUE_RELEASED},
    {"a 410 says the same", &posted_down, RELEASE_ANSWERED, 410, 1, RELEASE_FINISH, QUEUE_RELEASED},
    {"no author helps a takedown that is forbidden", &down, RELEASE_ANSWERED, 403, 1, RELEASE_FINISH, QUEUE_REFUSED},
    {"a takedown that comes too often is tried later", &posted_down, RELEASE_ANSWERED, 429, 1, RELEASE_LATER, QUEUE_APPROVED},
    {"a DELETE is sent again after a 500", &down, RELEASE_ANSWERED, 500, 1, RELEASE_LATER, QUEUE_APPROVED},
    {"a POST that takes down is not", &posted_down, RELEASE_ANSWERED, 500, 1, RELEASE_FINISH, QUEUE_UNKNOWN},
    {"a route that is gone is not sent", &gone, RELEASE_NOT_SENT, 0, 1, RELEASE_FINISH, QUEUE_REFUSED},
    {"a route that went away meanwhile is for a person", &gone, RELEASE_LOST, 0, 1, RELEASE_FINISH, QUEUE_UNKNOWN},
};
/* clang-format on */

static void every_answer_has_one_next_step(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wants); i++) {
        const struct want *w = &wants[i];
        struct release_next n =
            release_next(w->rules, w->news, w->status, w->attempt);

        if (n.step != w->step || n.to != w->to)
            fail_msg("%s: step %d, state %d", w->name, n.step, n.to);
        assert_non_null(n.result);
    }
}

/* Whatever the app says: without its help nothing that it may have is ever
 * sent a second time. */
static void without_help_nothing_is_sent_twice(void **state)
{
    (void)state;
    for (int status = 100; status < 600; status++) {
        struct release_next n =
            release_next(&plain, RELEASE_ANSWERED, status, 1);

        assert_true(n.step != RELEASE_LOOK_UP);
        if (n.step == RELEASE_LATER)
            assert_int_equal(status, 429);
    }
}

static void pauses_double_up_to_five_minutes(void **state)
{
    (void)state;
    assert_int_equal(release_pause_ms(1), 1000);
    assert_int_equal(release_pause_ms(3), 4000);
    assert_int_equal(release_pause_ms(60), 300000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_has_one_next_step),
        cmocka_unit_test(without_help_nothing_is_sent_twice),
        cmocka_unit_test(pauses_double_up_to_five_minutes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
