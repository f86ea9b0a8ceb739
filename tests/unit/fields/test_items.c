#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "fields/items.h"

static const struct fields_text texts[] = {
    {SPAN_INIT("title"), SPAN_INIT("/title"), MARKUP_PLAIN},
    {SPAN_INIT("body"), SPAN_INIT("/content/rendered"), MARKUP_HTML},
};

/* want: fields of each item as "title=a,body=b;"; attach "1" to each item. */
static const struct {
    const char *name, *items, *attach, *in, *want, *written;
} cases[] = {
    {"a list", "/*", "/translation",
     "[{\"title\":\"a\",\"n\":1e400}, {\"title\":\"b\"}]", "title=a;title=b;",
     "[{\"title\":\"a\",\"n\":1e400,\"translation\":1}, "
     "{\"title\":\"b\",\"translation\":1}]"},
    {"a list inside", "/posts/*", "/translation",
     "{\"posts\":[{\"title\":\"a\"}],\"n\":2}", "title=a;",
     "{\"posts\":[{\"title\":\"a\",\"translation\":1}],\"n\":2}"},
    {"one post", NULL, "/translation",
     "{\"content\":{\"rendered\":\"\\u4e16\"}}", "body=世;",
     "{\"content\":{\"rendered\":\"\\u4e16\"},\"translation\":1}"},
    {"what stood there is replaced", NULL, "/translation",
     "{\"translation\":{\"old\":[]},\"title\":\"a\"}", "title=a;",
     "{\"translation\":1,\"title\":\"a\"}"},
    {"an empty object takes an attachment", NULL, "/translation", "{}", ";",
     "{\"translation\":1}"},
    {"a place below the item", NULL, "/meta/translation",
     "{\"title\":\"a\",\"meta\":{\"x\":1}}", "title=a;",
     "{\"title\":\"a\",\"meta\":{\"x\":1,\"translation\":1}}"},
    {"an item with something in the way keeps its bytes", "/*", "/m/t",
     "[{\"m\":5},{\"m\":null}]", ";;", "[{\"m\":5},{\"m\":{\"t\":1}}]"},
    {"what is no object is no item", "/*", "/t", "[1,\"x\",[{}],{}]", ";",
     "[1,\"x\",[{}],{\"t\":1}]"},
    {"an error object has no items", "/*", "/t", "{\"error\":1}", "",
     "{\"error\":1}"},
    {"items beyond the limit are left alone", "/*", "/t", "[{},{},{},{}]",
     ";;;", "[{\"t\":1},{\"t\":1},{\"t\":1},{}]"},
    {"a text that is no string is none", NULL, "/t",
     "{\"title\":{\"x\":\"y\"}}", ";", "{\"title\":{\"x\":\"y\"},\"t\":1}"},
};

static const struct items_spec *spec_of(struct arena *a, const char *items,
                                        const char *attach)
{
    const struct items_config c = {
        .items = span_of(items),
        .text = texts,
        .text_count = COUNT_OF(texts),
        .attach = span_of(attach),
        .json = {64, 10000},
        .most = 3,
    };
    const struct items_spec *spec = NULL;
    struct err e = {0};

    if (!items_compile(a, &c, &spec, &e))
        fail_msg("%s", e.text);
    return spec;
}

static void describe(const struct items *it, char *ret, size_t room)
{
    size_t len = 0;

    ret[0] = '\0';
    for (uint32_t i = 0; i < it->count; i++) {
        for (uint32_t k = 0; k < it->item[i].field_count; k++)
            len += (size_t)snprintf(
                ret + len, room - len, "%s" SPAN_FMT "=" SPAN_FMT,
                k == 0 ? "" : ",", SPAN_ARG(it->item[i].field[k].name),
                SPAN_ARG(it->item[i].field[k].text));
        len += (size_t)snprintf(ret + len, room - len, ";");
    }
}

static void each_item_gets_its_attachment(void **state)
{
    const struct span ones[] = {SPAN_INIT("1"), SPAN_INIT("1"), SPAN_INIT("1")};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct items it;
        struct span out;
        char got[200];

        assert_true(items_read(a, spec_of(a, cases[i].items, cases[i].attach),
                               span_of(cases[i].in), &it, &e));
        describe(&it, got, sizeof(got));
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, got);
        assert_true(items_write(a, &it, ones, 1000, &out, &e));
        if (!span_is(out, cases[i].written))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(out));
        arena_free(&a);
    }
}

static void pointers_are_relative_to_the_item(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct items it;

    (void)state;
    assert_true(items_read(
        a, spec_of(a, "/posts/*", "/t"),
        SPAN("{\"posts\":[{},{\"content\":{\"rendered\":\"x\"}}]}"), &it, &e));
    assert_span_equal(it.item[1].field[0].pointer, SPAN("/content/rendered"));
    assert_int_equal(it.item[1].field[0].markup, MARKUP_HTML);
    arena_free(&a);
}

static void only_items_with_a_text_are_changed(void **state)
{
    const struct span in = SPAN("[{\"title\":\"a\"},{\"title\":\"b\"}]");
    struct span attach[2] = {{NULL, 0}, {NULL, 0}};
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct items it;
    struct span out;

    (void)state;
    assert_true(items_read(a, spec_of(a, "/*", "/t"), in, &it, &e));
    assert_true(items_write(a, &it, attach, 1000, &out, &e));
    assert_ptr_equal(out.at, in.at);
    attach[1] = SPAN("{}");
    assert_true(items_write(a, &it, attach, 1000, &out, &e));
    assert_span_equal(out,
                      SPAN("[{\"title\":\"a\"},{\"title\":\"b\",\"t\":{}}]"));
    assert_false(items_write(a, &it, attach, 20, &out, &e));
    assert_int_equal(e.kind, ERR_LIMIT);
    arena_free(&a);
}

static void odd_answers_are_errors(void **state)
{
    static const char *const bad[] = {"", "<html>", "{\"a\":1,\"a\":2}",
                                      "\xEF\xBB\xBF{}"};
    struct arena *a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct err e = {0};
        struct items it;

        assert_false(
            items_read(a, spec_of(a, "/*", "/t"), span_of(bad[i]), &it, &e));
        assert_int_equal(e.kind, ERR_INPUT);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_gets_its_attachment),
        cmocka_unit_test(pointers_are_relative_to_the_item),
        cmocka_unit_test(only_items_with_a_text_are_changed),
        cmocka_unit_test(odd_answers_are_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
