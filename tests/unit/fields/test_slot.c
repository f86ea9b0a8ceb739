#include "../unit.h"

#include "fields/slot.h"

/* want: the pointer of the slot (as occurrence 3), or NULL: does not fit. */
static const struct {
    const char *name, *slot, *pointer, *want;
} cases[] = {
    {"a name is a pointer of one token", "title", "/title", "/title"},
    {"another name is not", "titles", "/title", NULL},
    {"ASCII case does not matter", "Title", "/title", "/Title"},
    {"brackets are tokens", "a[b]", "/a/b", "/a/b"},
    {"a plain name is no nested one", "a", "/a/b", NULL},
    {"a star takes an empty bracket", "tags[]", "/tags/*", "/tags/3"},
    {"a star takes a number", "tags[7]", "/tags/*", "/tags/7"},
    {"a star takes a plain name", "tags", "/tags/*", "/tags/3"},
    {"what is inside belongs to it", "title[raw]", "/title", "/title/raw"},
    {"an array is reached through", "posts[0][t]", "/posts/t", "/posts/0/t"},
    {"an empty bracket is reached through", "p[][t]", "/p/t", "/p/3/t"},
    {"leading blanks are dropped (PHP)", "  title", "/title", "/title"},
    {"a dot is an underscore (PHP)", "my.text", "/my_text", "/my.text"},
    {"a blank is an underscore (PHP)", "my text", "/my_text", "/my text"},
    {"a lone bracket is an underscore (PHP)", "my[text", "/my_text",
     "/my[text"},
    {"what follows a bracket is dropped (PHP)", "a[b]c", "/a/b", "/a/b"},
    {"a name in brackets is a name (qs)", "[title]", "/title", "/title"},
    {"slashes are escaped", "a/b~", "/a~1b~0", "/a~1b~0"},
};

static void names_are_read_as_apps_read_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct slot s = {.name = span_of(cases[i].slot)};
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct span got;
        struct pointer p;

        assert_true(pointer_parse(a, span_of(cases[i].pointer), &p, &e));
        if (slot_fits(&s, &p, false) != (cases[i].want != NULL))
            fail_msg("%s", cases[i].name);
        if (cases[i].want != NULL) {
            assert_true(slot_pointer(a, &s, &p, 3, &got, &e));
            if (!span_is(got, cases[i].want))
                fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(got));
        }
        arena_free(&a);
    }
}

static void a_name_ends_at_nul(void **state)
{
    const struct slot s = {.name = SPAN("title\0x")};
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct pointer p;

    (void)state;
    assert_true(pointer_parse(a, SPAN("/title"), &p, &e));
    assert_true(slot_fits(&s, &p, true));
    arena_free(&a);
}

static void the_second_reading_counts(void **state)
{
    const struct slot s = {.name = SPAN("t%69tle"), .other = SPAN("title")};
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct pointer p;

    (void)state;
    assert_true(pointer_parse(a, SPAN("/title"), &p, &e));
    assert_true(slot_fits(&s, &p, true));
    arena_free(&a);
}

static void a_pointer_has_a_form_name(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct span got;
    struct pointer p;

    (void)state;
    assert_true(pointer_parse(a, SPAN("/a/b~1c/d"), &p, &e));
    assert_true(slot_name(a, &p, &got, &e));
    assert_span_equal(got, SPAN("a[b/c][d]"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_as_apps_read_them),
        cmocka_unit_test(a_name_ends_at_nul),
        cmocka_unit_test(the_second_reading_counts),
        cmocka_unit_test(a_pointer_has_a_form_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
