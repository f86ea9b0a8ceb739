#include "../unit.h"

#include <string.h>

#include "fields/lookup.h"

static const struct {
    const char *name, *in, *pointer, *want;
} scalars[] = {
    {"a number as written", "{\"id\":7.0}", "/id", "7.0"},
    {"a string decoded", "{\"a\":{\"b\":\"\\u732b\"}}", "/a/b", "猫"},
    {"false", "[false]", "/0", "false"},
    {"null is nothing", "{\"id\":null}", "/id", NULL},
    {"an object is nothing", "{\"id\":{}}", "/id", NULL},
    {"nothing there", "{\"id\":7}", "/ID", NULL},
    {"no JSON", "id=7", "/id", NULL},
};

static void scalars_of_json_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(scalars); i++) {
        struct arena *a = arena_new(1 << 20);
        struct span got = {NULL, 0};
        bool ok = json_scalar_at(a, span_of(scalars[i].in),
                                 span_of(scalars[i].pointer), &got);

        if (ok != (scalars[i].want != NULL) ||
            (ok && !span_is(got, scalars[i].want)))
            fail_msg("%s", scalars[i].name);
        arena_free(&a);
    }
}

static const struct {
    const char *name, *type, *body, *pointer, *want;
} bodies[] = {
    {"JSON", "application/json", "{\"author\":{\"id\":7}}", "/author/id", "7"},
    {"a form", "application/x-www-form-urlencoded", "x=1&author[id]=a+b",
     "/author/id", "a b"},
    {"multipart", "multipart/form-data; boundary=B",
     "--B\r\nContent-Disposition: form-data; name=id\r\n\r\n7\r\n--B--", "/id",
     "7"},
    {"nothing there", "application/x-www-form-urlencoded", "x=1", "/id", NULL},
    {"no body", NULL, "", "/id", NULL},
};

static void scalars_of_bodies_are_found(void **state)
{
    const struct fields_config c = {
        .json = {64, 1000}, .parts = 10, .reads = 7};
    struct arena *a = arena_new(1 << 20);
    const struct fields_spec *spec;
    struct err e = {0};

    (void)state;
    assert_true(fields_compile(a, &c, &spec, &e));
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        const struct fields_input in = {
            span_of(bodies[i].type), span_of(bodies[i].body), {NULL, 0}};
        struct fields f;
        struct span got;

        assert_true(fields_read(a, spec, &in, &f, &e));
        assert_true(
            fields_scalar_at(a, &f, span_of(bodies[i].pointer), &got, &e));
        if (bodies[i].want == NULL ? got.at != NULL
                                   : !span_is(got, bodies[i].want))
            fail_msg("%s", bodies[i].name);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_of_json_are_found),
        cmocka_unit_test(scalars_of_bodies_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
