#include "../unit.h"

#include <signal.h>
#include <sys/wait.h>

#include "bench_post.h"

/* What the app would see, and what it says. */
static struct {
    struct release_rules rules;
    int status; /* 0: no answer is given */
    bool lose;  /* the answer is lost */
    bool no_connect;
    enum release_news look;
    unsigned sent, looked;
    char body[256], key[ID_TEXT], authorization[64];
    bool die_when_sent;
} app;

static struct release_rules on_rules(void *user, struct span route)
{
    (void)user;
    assert_true(span_is(route, "publish"));
    return app.rules;
}

static void on_send(void *user, struct release *item)
{
    struct span auth = {NULL, 0};

    (void)user;
    app.sent++;
    if (app.die_when_sent)
        (void)raise(SIGKILL);
    (void)snprintf(app.body, sizeof(app.body), SPAN_FMT, SPAN_ARG(item->body));
    memcpy(app.key, item->id, ID_TEXT);
    assert_true(span_is(item->headers.at[0].name, "content-type"));
    if (item->credentials.count > 0)
        auth = item->credentials.at[0].value;
    (void)snprintf(app.authorization, sizeof(app.authorization), SPAN_FMT,
                   SPAN_ARG(auth));
    if (app.no_connect || app.lose)
        release_failed(item, app.lose);
    else if (app.status != 0)
        release_answered(item, app.status);
}

static void on_look_up(void *user, struct release *item)
{
    (void)user;
    app.looked++;
    release_looked_up(item, app.look);
}

static const struct release_calls calls = {on_rules, on_send, on_look_up};

static const struct bench_post post = {.body = "original",
                                       .masked = "masked",
                                       .author = "u-1",
                                       .credential = "Bearer 17"};

static struct releases *open_releases(void)
{
    const struct release_options o = {.recorder = bench_recorder,
                                      .port = bench_port,
                                      .store = bench_url,
                                      .text_key = bench_key,
                                      .calls = &calls};
    struct releases *r = NULL;
    struct err e = {0};

    if (!releases_open(&o, &r, &e))
        fail_msg("%s", e.text);
    return r;
}

/* Polls until the post is in that state. */
static struct bench_row run_until(struct releases *r, const char *id,
                                  enum queue_state want)
{
    struct bench_row row = {0};

    for (int i = 0; i < 400; i++) {
        releases_poll(r);
        while (bench_turn(20))
            ;
        row = bench_row(id);
        if (row.state == want && releases_in_flight(r) == 0)
            return row;
    }
    fail_msg("state %s, wanted %s",
             queue_state_name(QUEUE_KIND_HOLD, row.state),
             queue_state_name(QUEUE_KIND_HOLD, want));
    return row;
}

static void reset_app(bool idempotent, bool lookup)
{
    memset(&app, 0, sizeof(app));
    app.rules = (struct release_rules){true, idempotent, lookup, false};
    app.status = 201;
}

static void an_approved_post_is_sent_once_with_its_masks(void **state)
{
    struct releases *r;
    struct bench_row row;
    char id[ID_TEXT];

    (void)state;
    reset_app(false, false);
    bench_open("approve");
    r = open_releases();
    (void)bench_hold(&post, id);
    releases_poll(r);
    assert_int_equal(app.sent, 0);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_WRITTEN);
    assert_true(bench_row(id).has_credentials);
    row = run_until(r, id, QUEUE_RELEASED);
    assert_int_equal(app.sent, 1);
    assert_string_equal(app.body, "masked");
    assert_string_equal(app.key, id);
    assert_string_equal(app.authorization, "Bearer 17");
    assert_int_equal(row.status, 201);
    assert_int_equal(row.attempt, 1);
    assert_false(row.has_credentials);
    for (int i = 0; i < 3; i++)
        releases_poll(r);
    assert_int_equal(app.sent, 1);
    releases_close(&r);
    bench_close();
}

static void as_is_sends_the_original(void **state)
{
    struct releases *r;
    char id[ID_TEXT];

    (void)state;
    reset_app(false, false);
    bench_open("as-is");
    r = open_releases();
    (void)bench_hold(&post, id);
    assert_int_equal(bench_act(id, "approve", 1), RECORD_WRITTEN);
    (void)run_until(r, id, QUEUE_RELEASED);
    assert_string_equal(app.body, "original");
    releases_close(&r);
    bench_close();
}

static void an_unreachable_app_is_tried_again(void **state)
{
    struct releases *r;
    char id[ID_TEXT];

    (void)state;
    reset_app(false, false);
    app.no_connect = true;
    bench_open("unreachable");
    r = open_releases();
    (void)bench_hold(&post, id);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_WRITTEN);
    (void)run_until(r, id, QUEUE_APPROVED);
    while (app.sent == 0) {
        releases_poll(r);
        (void)bench_turn(20);
    }
    app.no_connect = false;
    assert_int_equal(run_until(r, id, QUEUE_RELEASED).attempt, 2);
    releases_close(&r);
    bench_close();
}

static void a_lost_answer_waits_for_a_person(void **state)
{
    struct releases *r;
    char id[ID_TEXT];

    (void)state;
    reset_app(false, false);
    app.lose = true;
    bench_open("lost");
    r = open_releases();
    (void)bench_hold(&post, id);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_WRITTEN);
    (void)run_until(r, id, QUEUE_UNKNOWN);
    assert_int_equal(app.sent, 1);
    app.lose = false;
    assert_int_equal(bench_act(id, "approve", -1), RECORD_CONFLICT);
    assert_int_equal(bench_act(id, "send_again", -1), RECORD_WRITTEN);
    (void)run_until(r, id, QUEUE_RELEASED);
    assert_int_equal(app.sent, 2);
    releases_close(&r);
    bench_close();
}

static void a_401_needs_the_author_whose_post_then_passes(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct author who;
    struct past_question q = {SPAN("publish"), SPAN("POST"), SPAN("/posts"),
                              span_of(post.body), &who};
    struct record_item again = {.leaf = {.verdict = -1}};
    struct past_index *index;
    struct releases *r;
    struct past past;
    char id[ID_TEXT];
    struct err e;

    (void)state;
    reset_app(false, false);
    app.status = 401;
    bench_open("author");
    assert_true(past_open(bench_url, &index, &e));
    r = open_releases();
    (void)bench_hold(&post, id);
    who = bench_author(&post);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_WRITTEN);
    (void)run_until(r, id, QUEUE_NEEDS_AUTHOR);
    assert_true(past_refresh(index, &e));
    assert_true(past_find(index, &q, a, &past, &e));
    assert_int_equal(past.kind, PAST_APPROVED);
    assert_true(past.needs_author);
    assert_string_equal(past.decision, id);
    id_new(again.leaf.id);
    again.resolves = span_of(past.decision);
    assert_int_equal(bench_submit(&again).result, RECORD_WRITTEN);
    assert_int_equal(bench_row(id).state, QUEUE_RELEASED);
    releases_close(&r);
    past_close(&index);
    arena_free(&a);
    bench_close();
}

/* A child is killed between the first byte and the answer. */
static void die_while_sending(char id[ID_TEXT])
{
    pid_t child;
    int status;

    (void)bench_hold(&post, id);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_WRITTEN);
    bench_close();
    child = fork();
    if (child == 0) {
        struct releases *r;

        app.die_when_sent = true;
        bench_start();
        r = open_releases();
        for (;;) {
            releases_poll(r);
            (void)bench_turn(20);
        }
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(bench_row(id).state, QUEUE_RELEASING);
    bench_start();
}

struct death {
    const char *name;
    bool idempotent, lookup;
    enum release_news look;
    enum queue_state want;
    unsigned sent, looked;
};

static const struct death deaths[] = {
    {"unhelped", false, false, RELEASE_UNSURE, QUEUE_UNKNOWN, 0, 0},
    {"keyed", true, false, RELEASE_UNSURE, QUEUE_RELEASED, 1, 0},
    {"found", false, true, RELEASE_THERE, QUEUE_RELEASED, 0, 1},
    {"not-found", false, true, RELEASE_NOT_THERE, QUEUE_RELEASED, 1, 1},
    {"unsure", false, true, RELEASE_UNSURE, QUEUE_UNKNOWN, 0, 1},
};

static void after_sigkill_the_route_says_what_follows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(deaths); i++) {
        const struct death *d = &deaths[i];
        struct releases *r;
        char id[ID_TEXT];

        reset_app(d->idempotent, d->lookup);
        bench_open(d->name);
        die_while_sending(id);
        app.look = d->look;
        r = open_releases();
        (void)run_until(r, id, d->want);
        if (app.sent != d->sent || app.looked != d->looked)
            fail_msg("%s: sent %u, looked %u", d->name, app.sent, app.looked);
        releases_close(&r);
        bench_close();
    }
}

static void what_another_living_process_sends_is_left_alone(void **state)
{
    struct releases *r;
    char id[ID_TEXT];
    int told[2];
    pid_t child;
    char c;

    (void)state;
    reset_app(true, false);
    app.status = 0; /* never answers */
    bench_open("alive");
    (void)bench_hold(&post, id);
    assert_int_equal(bench_act(id, "approve", -1), RECORD_WRITTEN);
    bench_close();
    assert_int_equal(pipe(told), 0);
    child = fork();
    if (child == 0) {
        bench_start();
        r = open_releases();
        while (app.sent == 0) {
            releases_poll(r);
            (void)bench_turn(20);
        }
        (void)!write(told[1], "s", 1);
        (void)pause();
        _exit(0);
    }
    assert_int_equal(read(told[0], &c, 1), 1);
    bench_start();
    r = open_releases();
    for (int i = 0; i < 5; i++) {
        releases_poll(r);
        (void)bench_turn(20);
    }
    assert_int_equal(app.sent, 0);
    assert_int_equal(bench_row(id).state, QUEUE_RELEASING);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    releases_close(&r);
    r = open_releases(); /* looks for the dead at once */
    app.status = 201;
    (void)run_until(r, id, QUEUE_RELEASED);
    assert_int_equal(app.sent, 1);
    releases_close(&r);
    bench_close();
}

static void held_too_long_expires(void **state)
{
    struct release_options o = {.calls = &calls,
                                .text_key = bench_key,
                                .expires_after_ms = 1,
                                .expires_then = HOLD_THEN_REJECT};
    struct releases *r;
    char id[ID_TEXT];
    struct err e;

    (void)state;
    reset_app(false, false);
    bench_open("expire");
    o.recorder = bench_recorder;
    o.port = bench_port;
    o.store = bench_url;
    (void)bench_hold(&post, id);
    usleep(5000);
    assert_true(releases_open(&o, &r, &e));
    (void)run_until(r, id, QUEUE_EXPIRED);
    assert_int_equal(app.sent, 0);
    releases_close(&r);
    bench_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_approved_post_is_sent_once_with_its_masks),
        cmocka_unit_test(as_is_sends_the_original),
        cmocka_unit_test(an_unreachable_app_is_tried_again),
        cmocka_unit_test(a_lost_answer_waits_for_a_person),
        cmocka_unit_test(a_401_needs_the_author_whose_post_then_passes),
        cmocka_unit_test(after_sigkill_the_route_says_what_follows),
        cmocka_unit_test(what_another_living_process_sends_is_left_alone),
        cmocka_unit_test(held_too_long_expires),
    };

    return cmocka_run_group_tests(tests, bench_set_up, bench_tear_down);
}
