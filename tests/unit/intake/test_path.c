#include "../unit.h"

#include "intake/path.h"

static const struct {
    const char *name, *path, *reading; /* with everything undone */
} readings[] = {
    {"a plain path is its own reading", "/api/posts", "/api/posts"},
    {"the root", "/", "/"},
    {"a trailing slash", "/api/posts/", "/api/posts"},
    {"an escape", "/api/%70osts", "/api/posts"},
    {"an escape of a byte over 0x7F", "/%E4%B8%AD", "/\xE4\xB8\xAD"},
    {"dots", "/api/./x/../posts", "/api/posts"},
    {"dots past the root", "/../../posts", "/posts"},
    {"encoded dots", "/x/%2e%2E/posts", "/posts"},
    {"two slashes", "//api///posts", "/api/posts"},
    {"parameters", "/api;a=1/posts;b", "/api/posts"},
    {"parameters on dots", "/x/..;a/posts", "/posts"},
    {"a segment of parameters only", "/;v=1/posts/;x", "/posts"},
    {"an encoded parameter only", "/%3Bv/posts", "/posts"},
    {"an encoded slash", "/api%2Fposts", "/api/posts"},
    {"a backslash", "/api\\posts", "/api/posts"},
    {"all at once", "//x/..;y%2F%2Fapi/.//%70osts;z/", "/api/posts"},
    {"a dot at the end", "/api/posts.", "/api/posts"},
    {"dots and blanks at the end", "/api/posts%20.%20/1", "/api/posts/1"},
    {"a line end", "/api/posts%0A", "/api/posts"},
    {"dots inside a name stay", "/api/a.b", "/api/a.b"},
    {"a name of dots only stays", "/api/...", "/api/..."},
    {"nothing left", "/x/..", "/"},
    {"a broken escape stays", "/a%zz", "/a%zz"},
    {"a cut escape stays", "/a%2", "/a%2"},
};

static void everything_can_be_undone(void **state)
{
    struct buf b = buf_make(4096);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(readings); i++) {
        struct span path = span_of(readings[i].path);
        struct span r = path_reading(path, path_features(path), &b);

        unit_case(readings[i].name);
        assert_true(span_is(r, readings[i].reading));
    }
    buf_free(&b);
}

static bool has_reading(const char *path, const char *want)
{
    struct span p = span_of(path);
    unsigned features = path_features(p), undo = features;
    struct buf b = buf_make(4096);
    bool found = false;

    do
        found = found || span_is(path_reading(p, undo, &b), want);
    while (path_next_reading(features, &undo));
    buf_free(&b);
    return found;
}

static void each_way_of_reading_is_among_the_readings(void **state)
{
    (void)state;
    assert_true(has_reading("/posts/../x", "/x"));
    assert_true(has_reading("/posts/../x", "/posts/../x"));
    assert_true(has_reading("/posts%2Fx", "/posts%2Fx"));
    assert_true(has_reading("/posts%2Fx", "/posts/x"));
    assert_true(has_reading("/a;b/c", "/a;b/c"));
    assert_true(has_reading("/%2e%2e/a", "/../a"));
    assert_true(has_reading("/a//b", "/a//b"));
    assert_true(has_reading("/wiki/Inc.", "/wiki/Inc."));
    assert_true(has_reading("/posts%20", "/posts"));
    assert_true(has_reading("/posts.;x", "/posts"));
    assert_false(has_reading("/a//b", "/ab"));
}

static void a_plain_path_has_one_reading(void **state)
{
    unsigned undo = path_features(SPAN("/api/posts/17"));

    (void)state;
    assert_int_equal(undo, 0);
    assert_false(path_next_reading(0, &undo));
}

static void oddities_are_named(void **state)
{
    static const char *const odd[] = {"/a%2Fb", "/a%2fb",    "/a%5Cb", "/a\\b",
                                      "/a%00",  "/%2e%2e/a", "/%2E",   "/%2570",
                                      "/%25",   "/a%",       "/a%g0",  "/a%2"};
    static const char *const fine[] = {"/", "/a/b", "/%E4%B8%AD", "/a.b/..",
                                       "/a%20b"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        unit_case(odd[i]);
        assert_non_null(path_oddity(span_of(odd[i])));
    }
    for (size_t i = 0; i < COUNT_OF(fine); i++) {
        unit_case(fine[i]);
        assert_null(path_oddity(span_of(fine[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_can_be_undone),
        cmocka_unit_test(each_way_of_reading_is_among_the_readings),
        cmocka_unit_test(a_plain_path_has_one_reading),
        cmocka_unit_test(oddities_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
