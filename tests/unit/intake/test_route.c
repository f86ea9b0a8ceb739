#include "../unit.h"

#include <llhttp.h>

#include "config/config.h"
#include "intake/route.h"

static const char config_text[] =
    "routes:\n"
    "  - {name: wp, kind: publish, match: {method: POST, path: /, "
    "query: {rest_route: /wp/v2/posts}}, text: [/title]}\n"
    "  - {name: publish, kind: publish, text: [/title], match: "
    "[{method: POST, path: /posts}, {method: PUT, path: '/posts/{id}'}]}\n"
    "  - {name: feed, kind: read, match: {method: GET, path: /posts}, "
    "items: /*, text: [/title], attach: /t}\n"
    "  - {name: files, kind: read, match: {method: GET, path: '/files/**'}, "
    "text: [/title], attach: /t}\n"
    "  - {name: late, kind: publish, match: {method: POST, path: /posts}, "
    "text: [/title]}\n";

static const struct {
    const char *name;
    int method;
    const char *path, *query, *want;
} cases[] = {
    {"a publish route", HTTP_POST, "/posts", "", "publish"},
    {"in any case", HTTP_POST, "/Posts/", "", "publish"},
    {"by another reading", HTTP_POST, "/x/..//%70osts;v=1", "", "publish"},
    {"a segment with a name", HTTP_PUT, "/posts/17", "", "publish"},
    {"a name is one segment", HTTP_PUT, "/posts/17/x", "", NULL},
    {"a name is not nothing", HTTP_PUT, "/posts/", "", NULL},
    {"another method", HTTP_DELETE, "/posts", "", NULL},
    {"a read route", HTTP_GET, "/posts", "x=y", "feed"},
    {"HEAD is GET", HTTP_HEAD, "/posts", "", "feed"},
    {"a read route is normalised", HTTP_GET, "/x/../posts/", "", "feed"},
    {"the rest", HTTP_GET, "/files/a/b/c", "", "files"},
    {"the rest may be nothing", HTTP_GET, "/files", "", "files"},
    {"a query condition", HTTP_POST, "/", "rest_route=%2Fwp%2Fv2%2Fposts",
     "wp"},
    {"an encoded name", HTTP_POST, "/", "a=b&%72est_route=/wp/v2/posts&c",
     "wp"},
    {"a name as PHP reads it", HTTP_POST, "/", "%20rest.route=/wp/v2/posts",
     "wp"},
    {"a value that is a path", HTTP_POST, "/", "rest_route=//WP/v2//posts//",
     "wp"},
    {"a longer value", HTTP_POST, "/", "rest_route=/wp/v2/posts/1", NULL},
    {"a shorter value", HTTP_POST, "/", "rest_route=/wp/v2/post", NULL},
    {"another value", HTTP_POST, "/", "rest_route=/wp/v2/pages", NULL},
    {"no query", HTTP_POST, "/", "", NULL},
    {"OPTIONS *", HTTP_OPTIONS, "*", "", NULL},
    {"a longer path", HTTP_POST, "/postsx", "", NULL},
};

static void the_first_match_in_file_order_is_taken(void **state)
{
    struct config *c = NULL;
    struct buf scratch = buf_make(4096);
    struct err e = {0};

    (void)state;
    if (!config_parse(span_of(config_text), "test.yaml", NULL, &c, &e))
        fail_msg("%s", e.text);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct target t = {span_of(cases[i].path), span_of(cases[i].path),
                           span_of(cases[i].query)};
        struct span reading;
        const struct route *r =
            route_find(c, cases[i].method, &t, &scratch, &reading);

        unit_case(cases[i].name);
        if (cases[i].want == NULL)
            assert_null(r);
        else
            assert_string_equal(r != NULL ? r->name : "none", cases[i].want);
    }
    buf_free(&scratch);
    config_free(&c);
}

static void overrides_are_found_in_headers_and_query(void **state)
{
    struct header at = HEADER("X-HTTP-Method-Override", "PUT");
    struct http_head with = {.headers = {&at, 1}}, without = {0};
    struct span said;

    (void)state;
    assert_true(method_override(&with, SPAN(""), &said));
    assert_true(span_is(said, "PUT"));
    assert_true(method_override(&without, SPAN("a=b&_method=patch"), &said));
    assert_true(span_is(said, "patch"));
    assert_true(method_override(&without, SPAN("%5fmethod=x"), &said));
    assert_true(method_override(&without, SPAN(".method=x"), &said));
    assert_false(method_override(&without, SPAN("a_method=x"), &said));
    assert_false(method_override(&without, SPAN("_methods=x"), &said));
    at.name = SPAN("X_HTTP_METHOD-Override");
    assert_true(method_override(&with, SPAN(""), &said));
    at.name = SPAN("X-HTTP-Method-Overrides");
    assert_false(method_override(&with, SPAN(""), &said));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_match_in_file_order_is_taken),
        cmocka_unit_test(overrides_are_found_in_headers_and_query),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
