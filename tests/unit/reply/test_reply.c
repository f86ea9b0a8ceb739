#include "../unit.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "reply/reply.h"

static const struct bilingual scam = {
    SPAN_INIT("Looks like a scam."), SPAN_INIT("疑似诈骗信息。"), {NULL, 0}};

static const struct fired_rule fired[] = {
    {.id = SPAN_INIT("scams.brushing"),
     .reason = &scam,
     .category = SPAN_INIT("scams_and_fraud"),
     .action = VERDICT_REJECT},
    {.id = SPAN_INIT("spam.flagged"),
     .category = SPAN_INIT("other_terms"),
     .action = VERDICT_FLAG},
    {.id = SPAN_INIT("spam.shadow"),
     .category = SPAN_INIT("other_terms"),
     .action = VERDICT_REJECT,
     .shadow = true},
};

struct world {
    struct catalog *catalog;
    struct arena *arena;
    struct replies replies;
    struct reply_about about;
    struct err e;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));

    assert_non_null(w);
    w->arena = arena_new(1 << 22);
    assert_true(catalog_open(&w->catalog, &w->e));
    w->replies.html = true;
    w->replies.status.hold = 202;
    w->replies.status.reject = 422;
    w->replies.status.bounce = 422;
    w->about = (struct reply_about){.catalog = w->catalog,
                                    .replies = &w->replies,
                                    .decision = SPAN("0190-id")};
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    catalog_free(&w->catalog);
    arena_free(&w->arena);
    free(w);
    return 0;
}

static struct span header_of(const struct reply *r, const char *name)
{
    for (uint32_t i = 0; i < r->header_count; i++)
        if (span_is(r->header[i].name, name))
            return r->header[i].value;
    return (struct span){NULL, 0};
}

static struct reply answer(struct world *w, enum verdict v)
{
    struct decision d = {
        .verdict = v, .fired = fired, .fired_count = COUNT_OF(fired)};
    struct reply r = {0};

    if (!reply_verdict(&w->about, &d, w->arena, &r, &w->e))
        fail_msg("%s", w->e.text);
    return r;
}

static json_t *json_of(const struct reply *r)
{
    json_error_t why;
    json_t *json =
        json_loadb(r->body.at, r->body.len, JSON_REJECT_DUPLICATES, &why);

    if (json == NULL)
        fail_msg("%s in " SPAN_FMT, why.text, SPAN_ARG(r->body));
    return json;
}

static void a_reject_is_a_problem_with_its_rules(void **state)
{
    struct world *w = *state;
    struct reply r = answer(w, VERDICT_REJECT);
    json_t *json = json_of(&r);
    json_t *rules = json_object_get(json, "rules");

    assert_int_equal(r.status, 422);
    assert_span_equal(header_of(&r, "Content-Type"),
                      SPAN("application/problem+json"));
    assert_span_equal(header_of(&r, "Paifang-Decision"), SPAN("0190-id"));
    assert_span_equal(header_of(&r, "Paifang-Verdict"), SPAN("reject"));
    assert_span_equal(header_of(&r, "Cache-Control"), SPAN("no-store"));
    assert_int_equal(json_integer_value(json_object_get(json, "status")), 422);
    assert_int_equal(json_array_size(rules), 1);
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(rules, 0), "reason")),
        "Looks like a scam.");
    assert_non_null(strstr(json_string_value(json_object_get(json, "detail")),
                           "post it again. Looks like a scam."));
    assert_null(json_object_get(json, "appeal"));
    assert_null(json_object_get(json, "retry"));
    json_decref(json);
}

static void a_bounce_may_be_tried_again(void **state)
{
    struct reply r = answer(*state, VERDICT_BOUNCE);
    json_t *json = json_of(&r);

    assert_true(json_is_true(json_object_get(json, "retry")));
    assert_string_equal(json_string_value(json_object_get(json, "type")),
                        "urn:paifang:problem:bounced");
    json_decref(json);
}

static void a_hold_is_202_with_the_appeal_if_there_is_one(void **state)
{
    struct world *w = *state;
    struct reply r;
    json_t *json;

    w->about.appeal = SPAN("https://x.example/a#1");
    w->about.locale = LOCALE_ZH_HANS;
    r = answer(w, VERDICT_HOLD);
    json = json_of(&r);
    assert_int_equal(r.status, 202);
    assert_span_equal(header_of(&r, "Content-Type"), SPAN("application/json"));
    assert_span_equal(header_of(&r, "Content-Language"), SPAN("zh-Hans"));
    assert_string_equal(json_string_value(json_object_get(json, "status")),
                        "held");
    assert_string_equal(json_string_value(json_object_get(json, "appeal")),
                        "https://x.example/a#1");
    assert_non_null(strstr(json_string_value(json_object_get(json, "message")),
                           "疑似诈骗信息。"));
    json_decref(json);
}

static void reasons_come_in_traditional_characters_too(void **state)
{
    struct world *w = *state;
    struct reply r;

    w->about.locale = LOCALE_ZH_HANT;
    r = answer(w, VERDICT_REJECT);
    assert_true(span_find(r.body, SPAN("疑似詐騙信息。"), 0) < r.body.len);
    assert_true(span_find(r.body, SPAN("沒有發布"), 0) < r.body.len);
}

static void a_template_is_filled_in_by_its_context(void **state)
{
    struct world *w = *state;
    struct reply r;

    w->about.decision = SPAN("a\"<b>");
    w->replies.status.reject = 200;
    w->replies.body.reject = (struct reply_body){
        "application/json",
        SPAN("{\"ok\":false,\"d\":\"{decision}\",\"x\":{}}")};
    r = answer(w, VERDICT_REJECT);
    assert_int_equal(r.status, 200);
    assert_span_equal(r.body,
                      SPAN("{\"ok\":false,\"d\":\"a\\\"<b>\",\"x\":{}}"));
    w->replies.body.reject =
        (struct reply_body){"text/html", SPAN("<p>{decision}{ {appeal}</p>")};
    r = answer(w, VERDICT_REJECT);
    assert_span_equal(r.body, SPAN("<p>a&quot;&lt;b&gt;{ </p>"));
}

static const struct {
    const char *name, *accept, *type;
    bool page;
} clients[] = {
    {"a browser's form gets a page",
     "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
     "application/x-www-form-urlencoded", true},
    {"a browser's upload gets a page", "text/html, */*;q=0.1",
     "multipart/form-data; boundary=x", true},
    {"a script's form gets JSON", "*/*", "application/x-www-form-urlencoded",
     false},
    {"no Accept gets JSON", "", "application/x-www-form-urlencoded", false},
    {"JSON gets JSON whatever it accepts", "text/html", "application/json",
     false},
    {"JSON first gets JSON", "text/html;q=0.5, application/json",
     "application/x-www-form-urlencoded", false},
    {"as good as each other gets JSON", "text/html, application/json",
     "application/x-www-form-urlencoded", false},
};

static void browsers_get_pages(void **state)
{
    struct world *w = *state;

    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        struct reply r;

        w->about.accept = span_of(clients[i].accept);
        w->about.content_type = span_of(clients[i].type);
        r = answer(w, VERDICT_REJECT);
        if (span_starts(r.body, SPAN("<!doctype html>")) != clients[i].page)
            fail_msg("%s", clients[i].name);
        assert_true(!clients[i].page ||
                    header_of(&r, "Content-Security-Policy").len > 0);
    }
}

static void errors_name_places_of_the_request_only(void **state)
{
    static const struct {
        enum err_kind kind;
        int status;
        bool place, retry_after;
    } kinds[] = {
        {ERR_INPUT, 400, true, false},
        {ERR_LIMIT, 413, true, false},
        {ERR_TYPE, 415, true, false},
        {ERR_CHARSET, 415, true, false},
        {ERR_HEADER_LIMIT, 431, true, false},
        {ERR_UNSUPPORTED, 501, true, false},
        {ERR_RATE, 429, false, true},
        {ERR_STORE, 503, false, true},
        {ERR_INTERNAL, 500, false, false},
        {ERR_UPSTREAM, 502, false, false},
        {ERR_UPSTREAM_LATE, 504, false, false},
        {ERR_CONFIG, 500, false, false},
    };
    struct world *w = *state;

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct err failed;
        struct reply r = {0};
        json_t *json;
        const char *detail;

        (void)err_set(&failed, kinds[i].kind, NULL, "at byte 12 in '/title'");
        assert_true(reply_error(&w->about, &failed, 0, w->arena, &r, &w->e));
        json = json_of(&r);
        detail = json_string_value(json_object_get(json, "detail"));
        assert_int_equal(r.status, kinds[i].status);
        assert_int_equal(strstr(detail, "/title") != NULL, kinds[i].place);
        assert_int_equal(header_of(&r, "Retry-After").len > 0,
                         kinds[i].retry_after);
        json_decref(json);
    }
}

static void a_cut_error_text_still_makes_json(void **state)
{
    struct world *w = *state;
    struct err failed;
    struct reply r = {0};
    json_t *json;

    (void)err_set(&failed, ERR_INPUT, NULL, "in '/\xe6\x96'");
    assert_true(reply_error(&w->about, &failed, 0, w->arena, &r, &w->e));
    json = json_of(&r);
    json_decref(json);
}

static void every_failing_allocation_is_an_error(void **state)
{
    struct world *w = *state;
    struct decision d = {.verdict = VERDICT_REJECT,
                         .fired = fired,
                         .fired_count = COUNT_OF(fired)};
    bool done = false;

    w->about.locale = LOCALE_ZH_HANT;
    for (size_t n = 1; !done && n < 100; n++) {
        struct reply r = {.status = -1};

        arena_reset(w->arena);
        arena_fail_after(w->arena, n);
        done = reply_verdict(&w->about, &d, w->arena, &r, &w->e);
        assert_true(done || (r.status == -1 && w->e.kind == ERR_MEMORY));
    }
    assert_true(done);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_reject_is_a_problem_with_its_rules),
        TEST(a_bounce_may_be_tried_again),
        TEST(a_hold_is_202_with_the_appeal_if_there_is_one),
        TEST(reasons_come_in_traditional_characters_too),
        TEST(a_template_is_filled_in_by_its_context),
        TEST(browsers_get_pages),
        TEST(errors_name_places_of_the_request_only),
        TEST(a_cut_error_text_still_makes_json),
        TEST(every_failing_allocation_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
