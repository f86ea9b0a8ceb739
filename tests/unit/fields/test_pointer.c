#include <stdio.h>
#include <string.h>

#include "../unit.h"
#include "fields/pointer.h"

static const char doc_text[] =
    "{\"title\":\"t\",\"tags\":[\"a\",\"b\"],\"Body\":{\"raw\":\"r\"},"
    "\"a/b\":1,\"m~n\":2,\"\":3,\"posts\":[{\"x\":{\"y\":4}},{\"x\":5}],"
    "\"one\":\"lone\",\"grid\":[[{\"c\":6}],[{\"c\":7}]],\"*\":8}";

/* want: the raw values found, separated by spaces. */
static const struct {
    const char *name, *pointer;
    enum pointer_reach reach;
    bool exact;
    const char *want;
} cases[] = {
    {"a member", "/title", POINTER_STRICT, false, "t"},
    {"a member of a member", "/body/raw", POINTER_STRICT, false, "r"},
    {"exact names tell case apart", "/body/raw", POINTER_STRICT, true, ""},
    {"an element by number", "/tags/1", POINTER_STRICT, false, "b"},
    {"an element that isn't there", "/tags/2", POINTER_STRICT, false, ""},
    {"01 is no array index", "/tags/01", POINTER_STRICT, false, ""},
    {"every element", "/tags/*", POINTER_STRICT, false, "a b"},
    {"a star in the middle", "/posts/*/x", POINTER_STRICT, false,
     "{\"y\":4} 5"},
    {"a star and more", "/posts/*/x/y", POINTER_STRICT, false, "4"},
    {"~1 is a slash", "/a~1b", POINTER_STRICT, false, "1"},
    {"~0 is a tilde", "/m~0n", POINTER_STRICT, false, "2"},
    {"the empty name", "/", POINTER_STRICT, false, "3"},
    {"a star matches no member", "/*", POINTER_STRICT, false, ""},
    {"a name does not reach into arrays", "/posts/x", POINTER_STRICT, false,
     ""},
    {"wide: a name reaches into arrays", "/posts/x", POINTER_WIDE, false,
     "{\"y\":4} 5"},
    {"wide: through arrays of arrays", "/grid/c", POINTER_WIDE, false, "6 7"},
    {"wide: a star on a lone value is the value", "/one/*", POINTER_WIDE, false,
     "lone"},
    {"wide: a star on an object is the object", "/body/*", POINTER_WIDE, false,
     "{\"raw\":\"r\"}"},
    {"a name of a scalar finds nothing", "/title/raw", POINTER_WIDE, false, ""},
};

static void join(const struct json *doc, const uint32_t *node, uint32_t count,
                 char *ret, size_t room)
{
    size_t len = 0;

    ret[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        struct span raw = json_raw(doc, node[i]);

        len += (size_t)snprintf(ret + len, room - len, "%s" SPAN_FMT,
                                i == 0 ? "" : " ", SPAN_ARG(raw));
    }
}

static void pointers_find_what_they_name(void **state)
{
    const struct json_limits limits = {64, 1000};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct pointer_search how = {cases[i].reach, cases[i].exact, 0};
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct json doc;
        struct pointer p;
        struct pointer_found found;
        char got[200];

        assert_true(json_scan(a, span_of(doc_text), &limits, &doc, &e));
        assert_true(pointer_parse(a, span_of(cases[i].pointer), &p, &e));
        assert_true(pointer_find(a, &p, &doc, &how, &found, &e));
        join(&doc, found.node, found.count, got, sizeof(got));
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: got \"%s\"", cases[i].name, got);
        arena_free(&a);
    }
}

static void the_empty_pointer_is_the_document(void **state)
{
    const struct pointer_search how = {POINTER_STRICT, false, 0};
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct json doc;
    struct pointer p;
    struct pointer_found found;

    (void)state;
    assert_true(json_scan(a, SPAN("7"), &(struct json_limits){1, 1}, &doc, &e));
    assert_true(pointer_parse(a, SPAN(""), &p, &e));
    assert_true(pointer_find(a, &p, &doc, &how, &found, &e));
    assert_int_equal(found.count, 1);
    assert_int_equal(found.node[0], 0);
    arena_free(&a);
}

static void bad_pointers_are_config_errors(void **state)
{
    static const char *const bad[] = {"title", "/a~2", "/a~"};
    struct arena *a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct err e = {0};
        struct pointer p;

        assert_false(pointer_parse(a, span_of(bad[i]), &p, &e));
        assert_int_equal(e.kind, ERR_CONFIG);
        assert_non_null(strstr(e.text, bad[i]));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pointers_find_what_they_name),
        cmocka_unit_test(the_empty_pointer_is_the_document),
        cmocka_unit_test(bad_pointers_are_config_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
