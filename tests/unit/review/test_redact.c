/* A held post again, with a reviewer's masks. */
#include "../unit.h"

#include "review/redact.h"

static const struct fields_text texts[] = {
    {SPAN_INIT("title"), SPAN_INIT("/title"), MARKUP_PLAIN},
    {SPAN_INIT("body"), SPAN_INIT("/body"), MARKUP_PLAIN},
    {SPAN_INIT("tags"), SPAN_INIT("/tags/*"), MARKUP_PLAIN},
    {SPAN_INIT("q"), SPAN_INIT("query:q"), MARKUP_PLAIN},
};

static const struct fields_config config = {
    .text = texts,
    .text_count = COUNT_OF(texts),
    .attach = SPAN_INIT("/translations"),
    .json = {.depth = 64, .members = 100},
    .parts = 10,
    .reads = READS_JSON | READS_FORM,
};

#define JSON_POST                                                              \
    "{\"title\": \"老王 \\u0041\", \"body\":\"abc "                          \
    "def\",\"tags\":[\"x\",\"y\"],"                                            \
    "\"translations\":[1],\"n\":1.50}"

static const struct {
    const char *name, *type, *body, *target;
    const char *span[3];
    const char *want; /* the body, or a part of the error */
    const char *want_target;
} cases[] = {
    {"only the span changes, and what was attached goes",
     "application/json",
     JSON_POST,
     "/posts",
     {"/body:0-3"},
     "{\"title\": \"老王 \\u0041\", \"body\":\"*** "
     "def\",\"tags\":[\"x\",\"y\"],"
     "\"n\":1.50}",
     NULL},
    {"wide characters get wide asterisks, escapes count decoded",
     "application/json",
     JSON_POST,
     "/posts",
     {"title:3-8", "/tags/1:0-1"},
     "{\"title\": \"老＊ *\", \"body\":\"abc def\",\"tags\":[\"x\",\"*\"],\"n\""
     ":1.50}",
     NULL},
    {"spans of one field may overlap",
     "application/json",
     JSON_POST,
     "/posts",
     {"/body:0-2", "/body:1-5"},
     "{\"title\": \"老王 \\u0041\", \"body\":\"*** "
     "*ef\",\"tags\":[\"x\",\"y\"],"
     "\"n\":1.50}",
     NULL},
    {"a form is masked as a form",
     "application/x-www-form-urlencoded",
     "title=a+b&body=%E8%80%81c",
     "/posts",
     {"body:0-3"},
     "title=a+b&body=%EF%BC%8Ac",
     NULL},
    {"a query field is masked in the target",
     "application/x-www-form-urlencoded",
     "title=a",
     "/posts?q=abc&r=1",
     {"query:q:1-2"},
     "title=a",
     "/posts?q=a*c&r=1"},
    {"a field that is not there",
     "application/json",
     JSON_POST,
     "/posts",
     {"/nobody:0-1"},
     "no field /nobody",
     NULL},
    {"a name that several fields have",
     "application/json",
     JSON_POST,
     "/posts",
     {"tags:0-1"},
     "several fields tags",
     NULL},
    {"a span beyond the end",
     "application/json",
     JSON_POST,
     "/posts",
     {"/body:5-8"},
     "/body:5-8 is no part of a text of 7 bytes",
     NULL},
    {"a span that cuts a character",
     "application/json",
     JSON_POST,
     "/posts",
     {"/title:1-3"},
     "cuts a character",
     NULL},
};

static bool run(size_t i, const struct fields_spec *spec, struct arena *a,
                struct redacted *ret, struct err *e)
{
    struct queue_item row = {.body = span_of(cases[i].body),
                             .target = span_of(cases[i].target)};
    struct redact_span span[COUNT_OF(cases[i].span)];
    uint32_t count = 0;

    row.headers = arena_printf(
        a, "[[\"accept\",\"*/*\"],[\"Content-Type\",\"%s\"]]", cases[i].type);
    while (count < COUNT_OF(span) && cases[i].span[count] != NULL) {
        assert_true(redact_parse(cases[i].span[count], &span[count], e));
        count++;
    }
    return redact_post(spec, &row, &(struct redact_spans){span, count}, a, ret,
                       e);
}

static void masks_what_the_reviewer_says_and_nothing_else(void **state)
{
    struct arena *a = arena_new(16 << 20);
    const struct fields_spec *spec;
    struct err e;

    (void)state;
    assert_true(fields_compile(a, &config, &spec, &e));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct redacted out;
        bool ok = run(i, spec, a, &out, &e);

        if (!ok && strstr(e.text, cases[i].want) == NULL)
            fail_msg("%s: %s", cases[i].name, e.text);
        if (ok && !span_is(out.body, cases[i].want))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(out.body));
        if (ok && cases[i].want_target != NULL)
            assert_true(span_is(out.target, cases[i].want_target));
        if (ok && cases[i].want_target == NULL)
            assert_null(out.target.at);
    }
    arena_free(&a);
}

static void refuses_what_is_no_span(void **state)
{
    static const char *const bad[] = {
        "",       "body", "body:", ":1-2",  "b:1",    "b:2-1",
        "b:1-1",  "b:-2", "b:1-",  "b:x-2", "b:1-2x", "b:1-99999999999",
        "b:1-2-3"};
    struct redact_span span;
    struct err e;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (redact_parse(bad[i], &span, &e))
            fail_msg("read '%s'", bad[i]);
}

static void the_record_says_where_it_was_masked(void **state)
{
    struct arena *a = arena_new(16 << 20);
    const struct fields_spec *spec;
    struct redacted out;
    struct err e;

    (void)state;
    assert_true(fields_compile(a, &config, &spec, &e));
    assert_true(run(1, spec, a, &out, &e));
    assert_true(span_is(out.spans,
                        "[{\"at\":\"/title\",\"from\":3,\"to\":8},"
                        "{\"at\":\"/tags/1\",\"from\":0,\"to\":1}]"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_what_the_reviewer_says_and_nothing_else),
        cmocka_unit_test(refuses_what_is_no_span),
        cmocka_unit_test(the_record_says_where_it_was_masked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
