/* Findings as text, JSON, annotations. */
#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "cli/report.h"

static const struct {
    const char *name;
    enum report_format format;
    const char *file, *rule, *message, *want;
} cases[] = {
    {"a line for people", REPORT_TEXT, "a.yaml", "x.a", "no",
     "a.yaml:3:7: warning: x.a: no [idle-star]\n"},
    {"without rule and file", REPORT_TEXT, NULL, "", "no",
     "warning: no [idle-star]\n"},
    {"what would end an annotation is escaped", REPORT_GITHUB, "a:b,c%.yaml",
     "x.a", "50%: a,\r\nb",
     "::warning file=a%3Ab%2Cc%25.yaml,line=3,col=7,title=idle-star::x.a: "
     "50%25: a,%0D%0Ab\n"},
    {"JSON", REPORT_JSON, "a\".yaml", "", "\t",
     "[{\"id\":\"idle-star\",\"severity\":\"warning\",\"rule\":null,\"file\":"
     "\"a\\\".yaml\",\"line\":3,\"column\":7,\"message\":\"\\t\"}]"},
};

static void findings_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct report r = {.arena = arena_new(1 << 20)};
        const struct finding f = {.id = "idle-star",
                                  .level = FINDING_WARNING,
                                  .place = {cases[i].file, 3, 7},
                                  .rule = span_of(cases[i].rule)};
        struct buf out = buf_make(4096);

        unit_case(cases[i].name);
        report_add(&r, &f, "%s", cases[i].message);
        report_print(&r, cases[i].format, &out);
        assert_string_equal(buf_text(&out), cases[i].want);
        buf_free(&out);
        arena_free(&r.arena);
    }
}

static const struct {
    const char *name, *text, *file, *message;
    uint32_t line, column;
} errors[] = {
    {"file, line, column", "a/b.yaml:12:7: no", "a/b.yaml", "no", 12, 7},
    {"a colon in the file's name", "a:b.yaml:1:2: c:3:4: d", "a:b.yaml",
     "c:3:4: d", 1, 2},
    {"no place", "nowhere: no such file", NULL, "nowhere: no such file", 0, 0},
};

static void a_load_error_finds_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(errors); i++) {
        struct report r = {.arena = arena_new(1 << 20)};
        struct err e;

        unit_case(errors[i].name);
        (void)err_set(&e, ERR_CONFIG, NULL, "%s", errors[i].text);
        report_add_error(&r, "load-error", &e);
        assert_int_equal(r.count, 1);
        assert_span_equal(r.at[0].message, span_of(errors[i].message));
        assert_span_equal(span_of(r.at[0].place.file), span_of(errors[i].file));
        assert_int_equal(r.at[0].place.line, errors[i].line);
        assert_int_equal(r.at[0].place.column, errors[i].column);
        arena_free(&r.arena);
    }
}

static void findings_come_by_place(void **state)
{
    static const struct place places[] = {
        {"b", 1, 1}, {"a", 2, 1}, {"a", 1, 9}, {"a", 1, 2}};
    struct report r = {.arena = arena_new(1 << 20)};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(places); i++)
        report_add(&r, &(struct finding){.id = "x", .place = places[i]}, "m");
    report_sort(&r);
    for (size_t i = 0; i < COUNT_OF(places); i++)
        assert_ptr_equal(r.at[i].place.file,
                         places[COUNT_OF(places) - 1 - i].file);
    arena_free(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_are_written),
        cmocka_unit_test(a_load_error_finds_its_place),
        cmocka_unit_test(findings_come_by_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
