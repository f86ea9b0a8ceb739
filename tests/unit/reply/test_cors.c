#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "reply/cors.h"
#include "reply/reply.h"

static struct span header_of(const struct reply *r, const char *name)
{
    for (uint32_t i = 0; i < r->header_count; i++)
        if (span_is(r->header[i].name, name))
            return r->header[i].value;
    return (struct span){NULL, 0};
}

static struct span allowed(const struct cors_memory *m, const struct cors *c,
                           const char *origin)
{
    struct reply r = {0};

    cors_add(m, c, span_of(origin), &r);
    return header_of(&r, "Access-Control-Allow-Origin");
}

static void the_app_is_mirrored_per_origin(void **state)
{
    const struct cors mirror = {.kind = CORS_MIRROR};
    struct cors_memory *m = cors_memory_new();
    struct reply r = {0};

    (void)state;
    assert_int_equal(allowed(m, &mirror, "https://a.example").len, 0);
    cors_learn(m, SPAN("https://a.example"),
               &(struct cors_seen){SPAN("https://a.example"), SPAN("true"),
                                   SPAN("X-Total"), false});
    cors_learn(m, SPAN("https://b.example"),
               &(struct cors_seen){SPAN("https://a.example"), SPAN(""),
                                   SPAN(""), false});
    cors_learn(m, SPAN("https://c.example"),
               &(struct cors_seen){SPAN("*"), SPAN("true"), SPAN(""), false});
    cors_add(m, &mirror, SPAN("https://a.example"), &r);
    assert_span_equal(header_of(&r, "Access-Control-Allow-Origin"),
                      SPAN("https://a.example"));
    assert_span_equal(header_of(&r, "Access-Control-Allow-Credentials"),
                      SPAN("true"));
    assert_span_equal(header_of(&r, "Access-Control-Expose-Headers"),
                      SPAN("X-Total"));
    assert_span_equal(header_of(&r, "Vary"), SPAN("Origin"));
    cors_learn(m, SPAN("https://a.example"),
               &(struct cors_seen){SPAN("https://a.example"), SPAN("true"),
                                   SPAN(""), true});
    r = (struct reply){0};
    cors_add(m, &mirror, SPAN("https://a.example"), &r);
    assert_span_equal(header_of(&r, "Access-Control-Expose-Headers"),
                      SPAN("X-Total"));
    assert_int_equal(allowed(m, &mirror, "https://b.example").len, 0);
    assert_span_equal(allowed(m, &mirror, "https://c.example"), SPAN("*"));
    cors_memory_free(&m);
}

static void an_app_that_takes_it_back_is_believed(void **state)
{
    const struct cors mirror = {.kind = CORS_MIRROR};
    struct cors_memory *m = cors_memory_new();

    (void)state;
    cors_learn(m, SPAN("https://a.example"),
               &(struct cors_seen){SPAN("*"), SPAN(""), SPAN(""), false});
    cors_learn(m, SPAN("https://a.example"), &(struct cors_seen){0});
    assert_int_equal(allowed(m, &mirror, "https://a.example").len, 0);
    cors_memory_free(&m);
}

static void memory_is_bounded(void **state)
{
    const struct cors mirror = {.kind = CORS_MIRROR};
    struct cors_memory *m = cors_memory_new();
    char origin[64];

    (void)state;
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(origin, sizeof(origin), "https://%d.example", i);
        cors_learn(m, span_of(origin),
                   &(struct cors_seen){SPAN("*"), SPAN(""), SPAN(""), false});
    }
    assert_int_equal(allowed(m, &mirror, "https://1.example").len, 0);
    assert_span_equal(allowed(m, &mirror, "https://999.example"), SPAN("*"));
    cors_memory_free(&m);
}

static void only_listed_origins_are_allowed(void **state)
{
    static const char *const list[] = {"https://a.example"};
    const struct cors listed = {CORS_LIST, {list, 1}};

    (void)state;
    assert_span_equal(allowed(NULL, &listed, "https://a.example"),
                      SPAN("https://a.example"));
    assert_int_equal(allowed(NULL, &listed, "https://a.example.evil").len, 0);
    assert_int_equal(allowed(NULL, &listed, "null").len, 0);
}

static void off_and_no_origin_add_nothing(void **state)
{
    static const char *const list[] = {"*"};
    const struct cors off = {.kind = CORS_OFF};
    const struct cors any = {CORS_LIST, {list, 1}};
    struct reply r = {0};

    (void)state;
    cors_add(NULL, &off, SPAN("https://a.example"), &r);
    cors_add(NULL, &any, SPAN(""), &r);
    cors_add(NULL, &any, SPAN("a\r\nb: c"), &r);
    assert_int_equal(r.header_count, 0);
    cors_add(NULL, &any, SPAN("https://a.example"), &r);
    assert_span_equal(header_of(&r, "Access-Control-Allow-Origin"), SPAN("*"));
    assert_int_equal(header_of(&r, "Access-Control-Allow-Credentials").len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_app_is_mirrored_per_origin),
        cmocka_unit_test(an_app_that_takes_it_back_is_believed),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(only_listed_origins_are_allowed),
        cmocka_unit_test(off_and_no_origin_add_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
