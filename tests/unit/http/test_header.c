#include "../unit.h"

#include "http/header.h"

static void elements_of_a_list_are_trimmed_and_empty_ones_skipped(void **state)
{
    static const char *const want[] = {"a", "b;q=1", "\"c, \\\" d\"", "e"};
    struct span list = SPAN(" a,,\tb;q=1 , \"c, \\\" d\",e, "), element;
    size_t n = 0;

    (void)state;
    while (header_next_element(&list, &element)) {
        assert_true(n < COUNT_OF(want));
        assert_true(span_is(element, want[n++]));
    }
    assert_int_equal(n, COUNT_OF(want));
}

static void lists_are_searched_over_all_headers_of_a_name(void **state)
{
    struct header at[] = {HEADER("Connection", "keep-alive"),
                          HEADER("X", "upgrade"),
                          HEADER("connection", "foo;x=1, Upgrade")};
    struct headers h = {at, COUNT_OF(at)};

    (void)state;
    assert_true(header_lists(&h, SPAN("CONNECTION"), SPAN("upgrade")));
    assert_true(header_lists(&h, SPAN("connection"), SPAN("foo")));
    assert_false(header_lists(&h, SPAN("connection"), SPAN("close")));
    assert_int_equal(header_count(&h, SPAN("connection")), 2);
}

static const struct {
    const char *name;
    struct span field, value;
    bool good;
} writes[] = {
    {"an ordinary header", SPAN_INIT("X-A"), SPAN_INIT("b c\td"), true},
    {"an empty value", SPAN_INIT("X-A"), SPAN_INIT(""), true},
    {"bytes over 0x7F", SPAN_INIT("X-A"), SPAN_INIT("\xE4\xB8\xAD"), true},
    {"a line feed in the value", SPAN_INIT("X-A"), SPAN_INIT("b\nC: d"), false},
    {"CRLF in the value", SPAN_INIT("X-A"), SPAN_INIT("b\r\nC: d"), false},
    {"NUL in the value", SPAN_INIT("X-A"), SPAN_INIT("b\0"), false},
    {"a colon in the name", SPAN_INIT("X:A"), SPAN_INIT("b"), false},
    {"a space in the name", SPAN_INIT("X A"), SPAN_INIT("b"), false},
    {"an empty name", SPAN_INIT(""), SPAN_INIT("b"), false},
};

static void nothing_that_could_split_a_message_is_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        struct buf b = buf_make(100);

        unit_case(writes[i].name);
        header_write(&b, writes[i].field, writes[i].value);
        assert_int_equal(!b.failed, writes[i].good);
        if (writes[i].good)
            assert_int_equal(b.len,
                             writes[i].field.len + writes[i].value.len + 4);
        else
            assert_int_equal(b.len, 0);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_of_a_list_are_trimmed_and_empty_ones_skipped),
        cmocka_unit_test(lists_are_searched_over_all_headers_of_a_name),
        cmocka_unit_test(nothing_that_could_split_a_message_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
