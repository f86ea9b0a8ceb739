#include <stdio.h>
#include <string.h>

#include "../unit.h"
#include "fields/json.h"

static const struct json_limits usual = {64, 10000};

/* want: NULL when the text is fine, else a part of the error. */
static const struct {
    const char *name, *in, *want;
} grammar[] = {
    {"an object is fine", "{\"a\":1}", NULL},
    {"a lone scalar is fine", " true ", NULL},
    {"an empty array with space is fine", "[ ]", NULL},
    {"huge and odd numbers are fine", "[1e400,-0,0.10e-2,123456789012345678]",
     NULL},
    {"an escaped NUL is text", "\"\\u0000\"", NULL},
    {"a surrogate pair is fine", "\"\\ud83d\\uDE00\"", NULL},
    {"nothing is no JSON", "", "expected a value at byte 0 in ''"},
    {"a BOM is refused", "\xEF\xBB\xBF{}", "byte order mark at byte 0"},
    {"a lone high surrogate is refused", "{\"t\":\"\\ud83d\"}",
     "lone surrogate at byte 6"},
    {"two high surrogates are refused", "\"\\ud83d\\ud83d\"",
     "lone surrogate at byte 1"},
    {"a lone low surrogate is refused", "[\"\\uDE00\"]",
     "lone surrogate at byte 2"},
    {"bad UTF-8 is named with its place", "{\"a\":[1,\"\xff\"]}",
     "not UTF-8 at byte 9 in '/a'"},
    {"overlong UTF-8 is refused", "\"\xC0\xAF\"", "not UTF-8 at byte 1"},
    {"an encoded surrogate is refused", "\"\xED\xA0\x80\"",
     "not UTF-8 at byte 1"},
    {"bad UTF-8 after the value is refused", "{} \xff", "not UTF-8 at byte 3"},
    {"a control character is refused", "\"a\nb\"",
     "control character in a string at byte 2"},
    {"a late control character is refused", "\"abcdefghijk\x01\"",
     "control character in a string at byte 12"},
    {"a trailing comma is refused", "[1,]", "expected a value at byte 3"},
    {"a trailing member comma is refused", "{\"a\":1,}",
     "expected a member name at byte 7"},
    {"a leading zero is refused", "[01]", "expected ',' or ']' at byte 2"},
    {"a plus sign is refused", "+1", "expected a value at byte 0"},
    {"a bare point is refused", "1.", "expected a digit at byte 2"},
    {"NaN is refused", "NaN", "expected a value at byte 0"},
    {"a bad word is refused", "truE", "expected a value at byte 0"},
    {"brackets must match", "[1}", "expected ',' or ']' at byte 2"},
    {"an unfinished string is refused", "[\"abc",
     "unfinished string at byte 5"},
    {"an unfinished escape is refused", "\"\\", "unfinished string at byte 2"},
    {"an unknown escape is refused", "\"\\x\"", "bad escape at byte 1"},
    {"a short \\u escape is refused", "\"\\u12\"", "bad \\u escape at byte 1"},
    {"a second value is refused", "{} {}",
     "something follows the value at byte 3"},
    {"a comment is refused", "[1/**/]", "expected ',' or ']' at byte 2"},
    {"a form feed is no space", "[\f]", "expected a value at byte 1"},
    {"the place is the container", "{\"a/b\":{\"t~\":[1,[2,x]]}}",
     "in '/a~1b/t~0/1'"},
};

static void grammar_is_rfc_8259(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(grammar); i++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct json doc;
        bool ok = json_scan(a, span_of(grammar[i].in), &usual, &doc, &e);

        if (ok != (grammar[i].want == NULL) ||
            (!ok &&
             (strstr(e.text, grammar[i].want) == NULL || e.kind != ERR_INPUT)))
            fail_msg("%s: %s", grammar[i].name, ok ? "accepted" : e.text);
        arena_free(&a);
    }
}

static const struct {
    const char *name, *in;
    bool exact;
    const char *want;
} keys[] = {
    {"different names are fine", "{\"a\":1,\"b\":2}", false, NULL},
    {"the same name in two objects is fine", "[{\"a\":1},{\"a\":2}]", false,
     NULL},
    {"equal names are refused", "{\"a\":1,\"b\":1,\"a\":2}", true,
     "duplicate member name at byte 13 in '/a'"},
    {"names equal but for case are refused", "{\"text\":1,\"Text\":2}", false,
     "duplicate member name at byte 10 in '/Text'"},
    {"names equal but for case are fine when exact", "{\"text\":1,\"Text\":2}",
     true, NULL},
    {"an escaped name equals a plain one", "{\"a\":1,\"\\u0061\":2}", true,
     "duplicate member name at byte 7 in '/\\u0061'"},
    {"a duplicate deep inside is named", "{\"x\":[{\"k\":0,\"k\":0}]}", false,
     "in '/x/0/k'"},
    {"case folds in ASCII only", "{\"\xC3\xA4\":1,\"\xC3\x84\":2}", false,
     NULL},
    {"empty names are names", "{\"\":1,\"\":2}", false, "duplicate"},
};

static void names_are_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct json doc;
        bool ok;

        assert_true(json_scan(a, span_of(keys[i].in), &usual, &doc, &e));
        ok = json_check_keys(a, &doc, keys[i].exact, &e);
        if (ok != (keys[i].want == NULL) ||
            (!ok && strstr(e.text, keys[i].want) == NULL))
            fail_msg("%s: %s", keys[i].name, ok ? "accepted" : e.text);
        arena_free(&a);
    }
}

/* {"k0":0,"k1":0,...,"LAST":0} */
static size_t big_object(char *to, size_t room, int members, const char *last)
{
    size_t len = 0;

    for (int i = 0; i < members; i++)
        len += (size_t)snprintf(to + len, room - len, "%c\"samehead%d\":0",
                                i == 0 ? '{' : ',', i);
    len += (size_t)snprintf(to + len, room - len, ",\"%s\":0}", last);
    return len;
}

static void a_large_object_finds_its_duplicate(void **state)
{
    static char text[400000];
    static const struct {
        const char *last;
        bool exact, fine;
    } cases[] = {{"samehead77", true, false},
                 {"SAMEHEAD77", false, false},
                 {"SAMEHEAD77", true, true},
                 {"same", false, true},
                 {"samehead", false, true}};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(8 << 20);
        struct err e = {0};
        struct json doc;
        size_t len = big_object(text, sizeof(text), 9999, cases[i].last);

        assert_true(json_scan(a, (struct span){text, len}, &usual, &doc, &e));
        assert_int_equal(doc.count, 10001);
        assert_int_equal(json_check_keys(a, &doc, cases[i].exact, &e),
                         cases[i].fine);
        arena_free(&a);
    }
}

static void limits_hold_at_their_edge(void **state)
{
    static const struct {
        const char *in;
        struct json_limits limits;
        const char *want;
    } cases[] = {
        {"[[[1]]]", {3, 100}, NULL},
        {"[[[[1]]]]", {3, 100}, "deeper than the limit at byte 3 in '/0/0'"},
        {"[1,2,3]", {3, 3}, NULL},
        {"[1,2,3,4]", {3, 3}, "more members than the limit"},
        {"{\"a\":[1,2]}", {3, 2}, "more members than the limit"},
        {"1", {0, 0}, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct json doc;
        bool ok =
            json_scan(a, span_of(cases[i].in), &cases[i].limits, &doc, &e);

        if (ok != (cases[i].want == NULL) ||
            (!ok && strstr(e.text, cases[i].want) == NULL))
            fail_msg("%s: %s", cases[i].in, ok ? "accepted" : e.text);
        arena_free(&a);
    }
}

static void nodes_say_where_values_stand(void **state)
{
    static const char text[] =
        " {\"title\" : \"cat tax\",\"tags\":[\"\\u732b\", {}],\"n\":19.90} ";
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct json doc;
    struct span s;
    uint32_t tags, n;

    (void)state;
    assert_true(json_scan(a, span_of(text), &usual, &doc, &e));
    assert_int_equal(doc.count, 6);
    assert_int_equal(doc.node[0].count, 3);
    assert_true(span_is(json_raw_key(&doc, 1), "title"));
    assert_true(span_is(json_raw(&doc, 1), "cat tax"));
    tags = json_next(&doc, json_first(&doc, 0));
    assert_int_equal(doc.node[tags].type, VALUE_ARRAY);
    assert_true(doc.node[tags + 1].escaped);
    assert_true(json_text(a, &doc, tags + 1, &s, &e));
    assert_true(span_is(s, "猫"));
    assert_int_equal(json_first(&doc, tags + 2), JSON_NONE);
    assert_int_equal(json_next(&doc, tags + 2), JSON_NONE);
    n = json_next(&doc, tags);
    assert_true(span_is(json_raw(&doc, n), "19.90"));
    assert_int_equal(json_next(&doc, n), JSON_NONE);
    assert_true(json_pointer(a, &doc, tags + 2, &s, &e));
    assert_true(span_is(s, "/tags/1"));
    arena_free(&a);
}

static void escapes_decode(void **state)
{
    static const char text[] =
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t|\\u00e9\\u4F60\\ud83d\\ude00\\u0000.\"]";
    static const char want[] = "\"\\/\b\f\n\r\t|é你😀\0.";
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct json doc;
    struct span s;

    (void)state;
    assert_true(json_scan(a, span_of(text), &usual, &doc, &e));
    assert_true(json_text(a, &doc, 1, &s, &e));
    assert_int_equal(s.len, sizeof(want) - 1);
    assert_memory_equal(s.at, want, s.len);
    arena_free(&a);
}

static void a_full_arena_is_an_error_wherever_it_fills(void **state)
{
    static const char text[] = "{\"\\u0061\":[1,2,3,\"\\n\"],\"b\":{\"c\":1}}";

    (void)state;
    for (size_t n = 1; n < 20; n++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct json doc;

        arena_fail_after(a, n);
        if (!json_scan(a, span_of(text), &usual, &doc, &e) ||
            !json_check_keys(a, &doc, false, &e))
            assert_int_equal(e.kind, ERR_MEMORY);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grammar_is_rfc_8259),
        cmocka_unit_test(names_are_unique),
        cmocka_unit_test(a_large_object_finds_its_duplicate),
        cmocka_unit_test(limits_hold_at_their_edge),
        cmocka_unit_test(nodes_say_where_values_stand),
        cmocka_unit_test(escapes_decode),
        cmocka_unit_test(a_full_arena_is_an_error_wherever_it_fills),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
