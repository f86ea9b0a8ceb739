#include "../unit.h"

#include <string.h>

#include "fields/charset.h"
#include "fields/fields.h"
#include "reply/detail.h"

static struct catalog *catalog;
static struct arena *arena;

static const struct {
    const char *name;
    enum locale locale;
    const char *in, *want;
} cases[] = {
    {"a fault and its place", LOCALE_ZH_HANS,
     "JSON: duplicate member name at byte 9 in '/body'",
     "JSON：成员名重复，第 9 字节，位于 /body"},
    {"in Traditional characters", LOCALE_ZH_HANT,
     "JSON: duplicate member name at byte 9 in '/body'",
     "JSON：成員名稱重複，第 9 位元組，位於 /body"},
    {"the whole body is no pointer", LOCALE_ZH_HANS,
     "JSON: lone surrogate at byte 1 in ''", "JSON：代理项不成对，第 1 字节"},
    {"quoted characters stay", LOCALE_ZH_HANS,
     "JSON: expected ',' or '}' at byte 5 in '/a'",
     "JSON：应为“,”或“}”，第 5 字节，位于 /a"},
    {"numbers stay", LOCALE_ZH_HANS, "form: more than 100 fields",
     "表单：字段超过 100 个"},
    {"contexts within contexts", LOCALE_ZH_HANS,
     "multipart: part 0: JSON: expected a value at byte 3 in ''",
     "multipart：第 0 部分：JSON：应为一个值，第 3 字节"},
    {"a place inside a context", LOCALE_ZH_HANS,
     "multipart: part 1, content at byte 53: not UTF-8",
     "multipart：第 1 部分（自第 53 字节）：不是 UTF-8"},
    {"a name that looks like a place is part of the pointer", LOCALE_ZH_HANS,
     "JSON: bad escape at byte 3 in '/x at byte 4 in '/y'",
     "JSON：转义有误，第 3 字节，位于 /x at byte 4 in '/y"},
    {"a charset", LOCALE_ZH_HANT, "charset gb18030 is not in `charsets`",
     "這裡不接受字元集 gb18030"},
    {"what is not known is as it was", LOCALE_ZH_HANS,
     "JSON: something new: at byte 3x in '/y",
     "JSON：something new：at byte 3x "
     "in '/y"},
    {"in English nothing changes", LOCALE_EN,
     "JSON: expected ',' or ']' at byte 5 in '/a'",
     "JSON: expected ',' or ']' at byte 5 in '/a'"},
    {"nor at the root, but for the empty pointer", LOCALE_EN,
     "form: ';' before a field at byte 5 in ''",
     "form: ';' before a field at byte 5"},
    {"nothing is nothing", LOCALE_EN, "", ""},
};

static void details_are_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct span got;

        assert_true(detail_say(catalog, cases[i].locale, span_of(cases[i].in),
                               arena, &got));
        if (!span_is(got, cases[i].want))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(got));
    }
}

/* Bodies that are refused, with no Latin word of ours left in the answer. */
static const struct {
    const char *type, *body;
} refused[] = {
    {"application/json", "{\"a\":1,\"a\":2}"},
    {"application/json", "{\"a\" 1}"},
    {"application/json", "{\"a\":1 2}"},
    {"application/json", "{\"a\":[1 2]}"},
    {"application/json", "{\"a\":\"\\x\"}"},
    {"application/json", "{\"a\":\"\\ux\"}"},
    {"application/json", "{\"a\":\"\\ud800\"}"},
    {"application/json", "{\"a\":\"\n\"}"},
    {"application/json", "{\"a\":\"x"},
    {"application/json", "{\"a\":-}"},
    {"application/json", "{\"a\":}"},
    {"application/json", "{a:1}"},
    {"application/json", "{} {}"},
    {"application/json", "[]"},
    {"application/json", "[[[[[[[[]]]]]]]]"},
    {"application/json", "{\"a\":[1,2,3,4,5,6,7,8,9,10,11]}"},
    {"application/json", "\xEF\xBB\xBF{}"},
    {"application/json", "{\"a\":\"\xff\"}"},
    {"application/json; charset=big5", "{}"},
    {"application/json; charset=gbk", "{}"},
    {"application/json; charset=x", "{}"},
    {"application/json; charset=utf-8; charset=utf-8", "{}"},
    {"text/plain", "{}"},
    {"json", "{}"},
    {NULL, "{}"},
    {"application/x-www-form-urlencoded", "a=%"},
    {"application/x-www-form-urlencoded", "a=1;b=2"},
    {"application/x-www-form-urlencoded", "a=1&b&c&d&e&f"},
    {"application/x-www-form-urlencoded", "a=\xff"},
    {"multipart/form-data; boundary=B", "x"},
    {"multipart/form-data", "--B--"},
    {"multipart/form-data; boundary=B", "--Bx"},
    {"multipart/form-data; boundary=B", "--B\r\n\r\n\r\n--B--"},
    {"multipart/form-data; boundary=B", "--B\r\nx\r\n\r\n\r\n--B--"},
    {"multipart/form-data; boundary=B", "--B\r\nA: b\r\n"},
    {"multipart/form-data; boundary=B", "--B\r\nA: b\r\nA: c\r\n\r\n\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: inline; name=a\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name*=a\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a b\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a; b\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a; filename=b; "
     "filename=c\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--B--"},
    {"multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=a\r\n"
     "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--B--"},
};

static const struct fields_spec *spec_of_a(void)
{
    static const struct fields_text text = {SPAN_INIT("a"), SPAN_INIT("/a"),
                                            MARKUP_PLAIN};
    const struct fields_config c = {
        .text = &text,
        .text_count = 1,
        .json = {6, 10},
        .parts = 5,
        .reads = READS_JSON | READS_FORM | READS_MULTIPART,
    };
    const struct fields_spec *spec;
    struct err e;

    assert_true(fields_compile(arena, &c, &spec, &e));
    return spec;
}

/* Two words in small letters next to each other are English. */
static bool has_english(struct span text)
{
    uint32_t run = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char c = text.at[i];

        if (c == ' ' && run >= 2 && i + 1 < text.len && text.at[i + 1] >= 'a' &&
            text.at[i + 1] <= 'z')
            return true;
        run = c >= 'a' && c <= 'z' ? run + 1 : 0;
    }
    return false;
}

static void no_refusal_of_a_body_is_left_in_english(void **state)
{
    const struct fields_spec *spec = spec_of_a();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        const struct fields_input in = {
            span_of(refused[i].type), span_of(refused[i].body), {NULL, 0}};
        struct fields f;
        struct err e = {0};
        struct span own, said;

        if (fields_read(arena, spec, &in, &f, &e))
            fail_msg("%s was read", refused[i].body);
        assert_true(
            detail_say(catalog, LOCALE_EN, span_of(e.text), arena, &own));
        assert_true(
            detail_say(catalog, LOCALE_ZH_HANT, span_of(e.text), arena, &said));
        if (has_english(said) || span_equal(said, own))
            fail_msg("%s: " SPAN_FMT, e.text, SPAN_ARG(said));
        if (strstr(e.text, " in ''") == NULL && !span_is(own, e.text))
            fail_msg("%s: " SPAN_FMT, e.text, SPAN_ARG(own));
    }
}

static void a_full_arena_is_told(void **state)
{
    struct arena *a = arena_new(1 << 16);
    struct span got;

    (void)state;
    arena_fail_after(a, 1);
    assert_false(detail_say(catalog, LOCALE_ZH_HANS,
                            SPAN("JSON: expected ':' at byte 5 in '/a'"), a,
                            &got));
    arena_free(&a);
}

static int start(void **state)
{
    struct err e;

    (void)state;
    arena = arena_new(16 << 20);
    return catalog_open(&catalog, &e) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    catalog_free(&catalog);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(details_are_as_the_table_says),
        cmocka_unit_test(no_refusal_of_a_body_is_left_in_english),
        cmocka_unit_test(a_full_arena_is_told),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
