/* Suites of tests as XML. */
#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "cli/junit.h"

static const struct {
    const char *name;
    struct junit_test test;
    const char *want;
} cases[] = {
    {"a test that passed is there by its place",
     {.group = SPAN_INIT("x.a"), .place = {"a.yaml", 3, 7}},
     "tests=\"1\" failures=\"0\" errors=\"0\">\n"
     "  <testcase classname=\"x.a\" name=\"a.yaml:3:7\"/>\n"},
    {"one that failed says why",
     {.group = SPAN_INIT("x.a"),
      .place = {"a.yaml", 3, 7},
      .failed = &(struct finding){.id = "must-match",
                                  .message = SPAN_INIT("must match: a")}},
     "tests=\"1\" failures=\"1\" errors=\"0\">\n"
     "  <testcase classname=\"x.a\" name=\"a.yaml:3:7\">"
     "<failure type=\"must-match\" message=\"must match: a\"/></testcase>\n"},
    {"one that could not run is an error, and may have a name",
     {.group = SPAN_INIT("load-error"),
      .name = "rules",
      .failed = &(struct finding){.id = "load-error",
                                  .message = SPAN_INIT("nowhere")},
      .broken = true},
     "tests=\"1\" failures=\"0\" errors=\"1\">\n"
     "  <testcase classname=\"load-error\" name=\"rules\">"
     "<error type=\"load-error\" message=\"nowhere\"/></testcase>\n"},
    {"what would end an attribute is escaped",
     {.group = SPAN_INIT("<&\">"), .name = "a\tb\nc\rd"},
     "tests=\"1\" failures=\"0\" errors=\"0\">\n"
     "  <testcase classname=\"&#60;&#38;&#34;&#62;\" "
     "name=\"a&#9;b&#10;c&#13;d\"/>\n"},
    {"what XML has no character for is replaced, what it has stays",
     {.group = SPAN_INIT("\x01\x1F"),
      .name = "\xEF\xBF\xBE\xEF\xBF\xBF\x7F\xF0\x9F\xBF\xBE\xE7\x8C\xAB"},
     "tests=\"1\" failures=\"0\" errors=\"0\">\n"
     "  <testcase classname=\"\xEF\xBF\xBD\xEF\xBF\xBD\" name=\""
     "\xEF\xBF\xBD\xEF\xBF\xBD\x7F\xF0\x9F\xBF\xBE\xE7\x8C\xAB\"/>\n"},
    {"the name of a file need not be UTF-8",
     {.place = {"a\xFF\xE7\x8C.yaml", 1, 2}},
     "tests=\"1\" failures=\"0\" errors=\"0\">\n"
     "  <testcase classname=\"\" name=\"a\xEF\xBF\xBD\xEF\xBF\xBD"
     "\xEF\xBF\xBD.yaml:1:2\"/>\n"},
};

static void tests_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf have = buf_make(4096);
        struct buf want = buf_make(4096);

        unit_case(cases[i].name);
        junit_print("rules", &cases[i].test, 1, &have);
        buf_printf(&want,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<testsuite name=\"rules\" %s</testsuite>\n",
                   cases[i].want);
        assert_string_equal(buf_text(&have), buf_text(&want));
        buf_free(&want);
        buf_free(&have);
    }
}

static void every_test_is_there(void **state)
{
    const struct finding failed = {.id = "x", .message = SPAN("m")};
    const struct junit_test tests[] = {
        {.name = "a"},
        {.name = "b", .failed = &failed},
        {.name = "c", .failed = &failed, .broken = true},
        {.name = "d"},
    };
    struct buf out = buf_make(4096);
    size_t count = 0;

    (void)state;
    junit_print("rules", tests, COUNT_OF(tests), &out);
    assert_non_null(
        strstr(buf_text(&out), "tests=\"4\" failures=\"1\" errors=\"1\""));
    for (const char *at = buf_text(&out);
         (at = strstr(at, "<testcase")) != NULL; at++)
        count++;
    assert_int_equal(count, 4);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tests_are_written),
        cmocka_unit_test(every_test_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
