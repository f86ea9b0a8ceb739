#include "../unit.h"

#include <string.h>

#include "fields/charset.h"

/* type NULL: refused with 415. */
static const struct {
    const char *name, *in, *type, *charset, *boundary;
} types[] = {
    {"a plain type", "application/json", "application/json", NULL, NULL},
    {"case folds", "Application/JSON", "application/json", NULL, NULL},
    {"a charset", "text/plain; charset=UTF-8", "text/plain", "utf-8", NULL},
    {"a quoted charset", "a/b;charset=\"GB\\18030\"", "a/b", "gb18030", NULL},
    {"spaces around parameters", "a/b \t; \tx=y ; charset=big5", "a/b", "big5",
     NULL},
    {"a boundary keeps its case", "multipart/form-data; boundary=--Ab'", //
     "multipart/form-data", NULL, "--Ab'"},
    {"a quoted boundary", "multipart/form-data; boundary=\"a b:c\"",
     "multipart/form-data", NULL, "a b:c"},
    {"empty parameters are legal", "a/b;; ;charset=x;", "a/b", "x", NULL},
    {"nothing", "", NULL, NULL, NULL},
    {"no slash", "json", NULL, NULL, NULL},
    {"no subtype", "application/", NULL, NULL, NULL},
    {"two types", "a/b, c/d", NULL, NULL, NULL},
    {"a parameter without a value", "a/b; charset", NULL, NULL, NULL},
    {"an empty value", "a/b; charset=", NULL, NULL, NULL},
    {"space around the equals sign", "a/b; charset = x", NULL, NULL, NULL},
    {"an unfinished quote", "a/b; charset=\"x", NULL, NULL, NULL},
    {"an unfinished escape", "a/b; charset=\"x\\", NULL, NULL, NULL},
    {"two charsets", "a/b; charset=x; Charset=x", NULL, NULL, NULL},
    {"two boundaries", "a/b; boundary=x; boundary=y", NULL, NULL, NULL},
    {"words behind a value", "a/b; charset=x y", NULL, NULL, NULL},
};

static bool same(struct span have, const char *want)
{
    return want == NULL ? have.at == NULL : span_is(have, want);
}

static void content_types_are_read_strictly(void **state)
{
    struct arena *a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        struct err e = {0};
        struct media_type m = {0};
        bool ok = media_type_parse(a, span_of(types[i].in), &m, &e);

        if (ok != (types[i].type != NULL) || (!ok && e.kind != ERR_TYPE))
            fail_msg("%s: %s", types[i].name, ok ? "accepted" : e.text);
        if (ok && (!same(m.type, types[i].type) ||
                   !same(m.charset, types[i].charset) ||
                   !same(m.boundary, types[i].boundary)))
            fail_msg("%s", types[i].name);
    }
    arena_free(&a);
}

static void json_has_many_types(void **state)
{
    static const struct {
        const char *type;
        bool json;
    } cases[] = {{"application/json", true},
                 {"application/vnd.api+json", true},
                 {"text/json", false},
                 {"application/jsonp", false}};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct media_type m = {.type = span_of(cases[i].type)};

        assert_int_equal(media_type_is_json(&m), cases[i].json);
    }
}

static void a_body_needs_one_content_type(void **state)
{
    const struct span two[] = {SPAN("a/b"), SPAN("a/b")};
    struct span got = SPAN("x");
    struct err e = {0};

    (void)state;
    assert_true(content_type_single(two, 1, true, &got, &e));
    assert_span_equal(got, SPAN("a/b"));
    assert_true(content_type_single(two, 0, false, &got, &e));
    assert_null(got.at);
    assert_false(content_type_single(two, 0, true, &got, &e));
    assert_int_equal(e.kind, ERR_TYPE);
    assert_false(content_type_single(two, 2, false, &got, &e));
}

/* want NULL: an error with these words. */
static const struct {
    const char *name, *charset, *in, *want, *error;
} texts[] = {
    {"UTF-8 is itself", "utf-8", "猫", "猫", NULL},
    {"bad UTF-8", "utf-8", "a\xe7\x8c", NULL, "not UTF-8 at byte 1"},
    {"ASCII is itself", "us-ascii", "cat", "cat", NULL},
    {"ASCII has no umlauts", "us-ascii", "caf\xc3\xa9", NULL,
     "not ASCII at byte 3"},
    {"GB 18030", "gb18030", "\xc3\xa8", "猫", NULL},
    {"GB 18030, four bytes", "gb18030", "a\x81\x30\x81\x30", "a\xC2\x80", NULL},
    {"GBK", "gbk", "\xd8\x88", "貓", NULL},
    {"GB 2312", "gb2312", "\xba\xc3", "好", NULL},
    {"Big5", "big5", "\xbf\xdf", "貓", NULL},
    {"a half character", "gbk", "ab\xc3", NULL, "not gb18030 at byte 2"},
    {"a byte that is none", "big5", "abc\xff\xff", NULL,
     "not Big5-HKSCS at byte 3"},
    {"a broken pair", "gb18030", "a\x81\x20", NULL, "not gb18030 at byte 1"},
};

static void other_charsets_become_utf8(void **state)
{
    unsigned allowed = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct span got;
        enum charset c;
        unsigned bit;
        bool ok;

        assert_true(charset_bit(span_of(texts[i].charset), &bit));
        allowed |= bit;
        assert_true(charset_pick(span_of(texts[i].charset), allowed, &c, &e));
        ok = charset_to_utf8(a, c, span_of(texts[i].in), &got, &e);
        if (ok != (texts[i].want != NULL) ||
            (ok ? !span_is(got, texts[i].want)
                : strstr(e.text, texts[i].error) == NULL))
            fail_msg("%s: %s", texts[i].name, ok ? "other text" : e.text);
        arena_free(&a);
    }
}

static void charsets_must_be_listed(void **state)
{
    enum charset c;
    unsigned big5, utf8;
    struct err e = {0};

    (void)state;
    assert_true(charset_bit(SPAN("BIG5"), &big5));
    assert_true(charset_bit(SPAN("utf-8"), &utf8));
    assert_int_equal(utf8, 0);
    assert_false(charset_bit(SPAN("latin1"), &utf8));
    assert_true(charset_pick((struct span){NULL, 0}, 0, &c, &e));
    assert_int_equal(c, CHARSET_UTF8);
    assert_true(charset_pick(SPAN("big5"), big5, &c, &e));
    assert_false(charset_pick(SPAN("big5"), 0, &c, &e));
    assert_int_equal(e.kind, ERR_CHARSET);
    assert_false(charset_pick(SPAN("gbk"), big5, &c, &e));
    assert_false(charset_pick(SPAN("utf-16"), big5, &c, &e));
    assert_int_equal(e.kind, ERR_CHARSET);
}

static void the_parameter_is_rewritten(void **state)
{
    struct span in = SPAN("Text/X; a=b; charset=\"gbk\" ; c=d");
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct media_type m;
    struct span got;

    (void)state;
    assert_true(media_type_parse(a, in, &m, &e));
    assert_true(charset_rewrite(a, in, &m, &got, &e));
    assert_span_equal(got, SPAN("Text/X; a=b; charset=UTF-8 ; c=d"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_types_are_read_strictly),
        cmocka_unit_test(json_has_many_types),
        cmocka_unit_test(a_body_needs_one_content_type),
        cmocka_unit_test(other_charsets_become_utf8),
        cmocka_unit_test(charsets_must_be_listed),
        cmocka_unit_test(the_parameter_is_rewritten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
