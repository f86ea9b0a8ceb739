#include "../unit.h"

#include "bench_post.h"

static const struct bench_post post_a = {.body = "{\"title\":\"刷单\"}",
                                         .author = "u-1"};

static void the_same_post_again_is_the_same_decision(void **state)
{
    const struct bench_post by_other = {.body = post_a.body, .author = "u-2"};
    const struct bench_post other_text = {.body = "{}", .author = "u-1"};
    char first[ID_TEXT];
    char again[ID_TEXT];
    struct bench_result r;

    (void)state;
    bench_open("same");
    assert_int_equal(bench_hold(&post_a, first).result, RECORD_WRITTEN);
    r = bench_hold(&post_a, again);
    assert_int_equal(r.result, RECORD_SAME);
    assert_string_equal(r.same_as, first);
    assert_false(bench_row(again).found);
    assert_int_equal(bench_hold(&by_other, again).result, RECORD_WRITTEN);
    assert_int_equal(bench_hold(&other_text, again).result, RECORD_WRITTEN);
    bench_close();
}

static void an_author_can_hold_up_only_so_many(void **state)
{
    struct bench_post p = {.author = "u-1", .held_per_author = 2};
    char id[ID_TEXT];

    (void)state;
    bench_open("full");
    p.body = "1";
    assert_int_equal(bench_hold(&p, id).result, RECORD_WRITTEN);
    p.body = "2";
    assert_int_equal(bench_hold(&p, id).result, RECORD_WRITTEN);
    p.body = "3";
    assert_int_equal(bench_hold(&p, id).result, RECORD_HOLD_FULL);
    assert_false(bench_row(id).found);
    p.author = "u-2";
    assert_int_equal(bench_hold(&p, id).result, RECORD_WRITTEN);
    bench_close();
}

static bool fits(struct bench_post *p, const char *body, char id[ID_TEXT])
{
    struct bench_result r;

    p->body = body;
    r = bench_hold(p, id);
    if (p->kind == QUEUE_KIND_AFTER) /* the decision is written without it */
        assert_int_equal(r.result, RECORD_WRITTEN);
    return bench_row(id).found;
}

static void what_is_settled_makes_room_for_its_kind(void **state)
{
    struct bench_post held = {.author = "u-1", .held = 2};
    struct bench_post after = {
        .author = "u-1", .held = 1, .kind = QUEUE_KIND_AFTER};
    char one[ID_TEXT];
    char id[ID_TEXT];

    (void)state;
    bench_open("room");
    assert_true(fits(&after, "1", one));
    assert_false(fits(&after, "2", id));
    assert_int_equal(bench_act(one, "escalate", -1), RECORD_WRITTEN);
    assert_false(fits(&after, "3", id)); /* it is still open */
    assert_int_equal(bench_act(one, "dismiss", -1), RECORD_WRITTEN);
    assert_true(fits(&after, "4", id));
    assert_true(fits(&held, "1", one));
    assert_true(fits(&held, "2", id));
    assert_false(fits(&held, "3", id));
    assert_int_equal(bench_act(one, "reject", -1), RECORD_WRITTEN);
    assert_true(fits(&held, "4", id));
    bench_close();
}

static void of_two_reviewers_one_is_too_late(void **state)
{
    char id[ID_TEXT];

    (void)state;
    bench_open("late");
    (void)bench_hold(&post_a, id);
    assert_int_equal(bench_act(id, "reject", -1), RECORD_WRITTEN);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_CONFLICT);
    assert_int_equal(bench_row(id).state, QUEUE_REJECTED);
    assert_int_equal(bench_act(id, "send_again", -1), RECORD_CONFLICT);
    bench_close();
}

static struct past ask(struct past_index *index, const struct bench_post *p,
                       struct arena *a)
{
    struct author who = bench_author(p);
    struct past_question q = {SPAN("publish"), SPAN("POST"), SPAN("/posts"),
                              span_of(p->body), &who};
    struct past past;
    struct err e = {0};

    if (!past_refresh(index, &e) || !past_find(index, &q, a, &past, &e))
        fail_msg("%s", e.text);
    return past;
}

static const struct bench_post by_other = {.body = "{\"title\":\"刷单\"}",
                                           .author = "u-2"};

static void an_approval_skips_what_the_reviewer_saw(void **state)
{
    const struct rule changed = {.id = SPAN("scams.brushing"),
                                 .action = VERDICT_HOLD,
                                 .severity = SEVERITY_HIGH,
                                 .whole = true,
                                 .hash = 1};
    const struct fired_rule fired[] = {
        bench_fired,
        {.rule = &bench_critical,
         .id = bench_critical.id,
         .action = VERDICT_REJECT},
        {.rule = &changed, .id = changed.id, .action = VERDICT_HOLD},
    };
    struct decision d = {
        .verdict = VERDICT_HOLD, .fired = fired, .fired_count = 1};
    struct arena *a = arena_new(1 << 20);
    struct past_index *index;
    struct past past;
    char id[ID_TEXT];
    struct err e;

    (void)state;
    bench_open("approved");
    assert_true(past_open(bench_url, &index, &e));
    assert_int_equal(ask(index, &post_a, a).kind, PAST_NONE);
    (void)bench_hold(&post_a, id);
    past = ask(index, &post_a, a);
    assert_int_equal(past.kind, PAST_PENDING);
    assert_string_equal(past.decision, id);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_WRITTEN);
    assert_int_equal(ask(index, &post_a, a).kind, PAST_PENDING);
    assert_int_equal(ask(index, &by_other, a).kind, PAST_NONE);
    assert_int_equal(bench_act(id, "reject", -1), RECORD_WRITTEN);
    past = ask(index, &post_a, a);
    assert_int_equal(past.kind, PAST_REJECTED);
    assert_int_equal(past_verdict(&past, &d), VERDICT_REJECT);
    past.kind = PAST_APPROVED;
    assert_int_equal(past_verdict(&past, &d), VERDICT_ALLOW);
    d.fired_count = 2; /* a critical rule is never skipped */
    assert_int_equal(past_verdict(&past, &d), VERDICT_REJECT);
    d.fired = &fired[2]; /* nor one that is not what it was */
    d.fired_count = 1;
    assert_int_equal(past_verdict(&past, &d), VERDICT_HOLD);
    past_close(&index);
    arena_free(&a);
    bench_close();
}

static void a_rejection_is_repeated_and_holds_for_others(void **state)
{
    const struct bench_post unverified = {
        .body = post_a.body, .author = "u-1", .unverified = true};
    const struct decision d = {.verdict = VERDICT_ALLOW};
    struct arena *a = arena_new(1 << 20);
    struct past_index *index;
    struct past past;
    char id[ID_TEXT];
    struct err e;

    (void)state;
    bench_open("rejected");
    (void)bench_hold(&post_a, id);
    assert_int_equal(bench_act(id, "reject", -1), RECORD_WRITTEN);
    assert_true(past_open(bench_url, &index, &e));
    past = ask(index, &post_a, a);
    assert_int_equal(past.kind, PAST_REJECTED);
    assert_string_equal(past.decision, id);
    past = ask(index, &by_other, a);
    assert_int_equal(past.kind, PAST_REJECTED_OTHER);
    assert_int_equal(past_verdict(&past, &d), VERDICT_HOLD);
    assert_int_equal(ask(index, &unverified, a).kind, PAST_REJECTED_OTHER);
    past_close(&index);
    arena_free(&a);
    bench_close();
}

static void a_published_put_supersedes_the_held_one(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct bench_result r;
    struct author who;
    struct queue_row row = {.route = SPAN("edit"),
                            .method = SPAN("PUT"),
                            .target = SPAN("/posts/5"),
                            .author = &who,
                            .held_per_author = 5,
                            .held = 5,
                            .headers = SPAN("[]"),
                            .view = SPAN("{}"),
                            .rules = SPAN("[]"),
                            .body = SPAN("x")};
    struct record_item held = {.leaf = {.verdict = -1}, .held = &row};
    struct record_item put = {.leaf = {.verdict = -1},
                              .author = &who,
                              .supersedes = SPAN("/posts/5")};

    (void)state;
    bench_open("supersede");
    who = bench_author(&post_a);
    id_new(held.leaf.id);
    id_new(put.leaf.id);
    r = bench_submit(&held);
    assert_int_equal(r.result, RECORD_WRITTEN);
    r = bench_submit(&put);
    assert_int_equal(r.result, RECORD_WRITTEN);
    assert_int_equal(bench_row(held.leaf.id).state, QUEUE_SUPERSEDED);
    arena_free(&a);
    bench_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_post_again_is_the_same_decision),
        cmocka_unit_test(an_author_can_hold_up_only_so_many),
        cmocka_unit_test(what_is_settled_makes_room_for_its_kind),
        cmocka_unit_test(of_two_reviewers_one_is_too_late),
        cmocka_unit_test(an_approval_skips_what_the_reviewer_saw),
        cmocka_unit_test(a_rejection_is_repeated_and_holds_for_others),
        cmocka_unit_test(a_published_put_supersedes_the_held_one),
    };

    return cmocka_run_group_tests(tests, bench_set_up, bench_tear_down);
}
