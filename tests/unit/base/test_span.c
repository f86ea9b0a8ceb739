#include "../unit.h"

static void cuts_at_separators(void **state)
{
    struct span rest = SPAN("a,,b");
    struct span part;

    (void)state;
    assert_true(span_cut(&rest, ',', &part));
    assert_span_equal(part, SPAN("a"));
    assert_true(span_cut(&rest, ',', &part));
    assert_span_equal(part, SPAN(""));
    assert_true(span_cut(&rest, ',', &part));
    assert_span_equal(part, SPAN("b"));
    assert_false(span_cut(&rest, ',', &part));
}

static void reads_numbers_without_overflow(void **state)
{
    static const struct {
        const char *name, *in;
        bool ok;
        uint64_t want;
    } cases[] = {
        {"zero", "0", true, 0},
        {"the largest", "18446744073709551615", true, UINT64_MAX},
        {"one more than the largest", "18446744073709551616", false, 0},
        {"a sign is no digit", "+1", false, 0},
        {"white space is no digit", " 1", false, 0},
        {"nothing is no number", "", false, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint64_t n = 0;

        assert_int_equal(span_to_u64(span_of(cases[i].in), &n), cases[i].ok);
        assert_int_equal(n, cases[i].want);
    }
}

static void reads_hexadecimal_digits_of_either_case(void **state)
{
    (void)state;
    assert_int_equal(span_hex_value('0'), 0);
    assert_int_equal(span_hex_value('9'), 9);
    assert_int_equal(span_hex_value('a'), 10);
    assert_int_equal(span_hex_value('F'), 15);
    assert_int_equal(span_hex_value('g'), -1);
    assert_int_equal(span_hex_value('@'), -1);
    assert_int_equal(span_hex_value('\x11'), -1); /* '1' but for a bit */
    assert_int_equal(span_hex_value('\xE1'), -1);
}

static void finds_and_slices_within_bounds(void **state)
{
    struct span s = SPAN("hello");

    (void)state;
    assert_int_equal(span_find(s, SPAN("llo"), 0), 2);
    assert_int_equal(span_find(s, SPAN("llo"), 3), 5);
    assert_int_equal(span_find_byte(s, 'z', 0), 5);
    assert_span_equal(span_slice(s, 3, 99), SPAN("lo"));
    assert_span_equal(span_slice(s, 9, 2), SPAN(""));
    assert_span_equal(span_trim(SPAN(" \t x \t")), SPAN("x"));
    assert_true(span_equal_nocase(SPAN("Host"), SPAN("hOST")));
    assert_false(span_equal(SPAN("a"), SPAN("A")));
    assert_true(span_compare(SPAN("a"), SPAN("ab")) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_at_separators),
        cmocka_unit_test(reads_numbers_without_overflow),
        cmocka_unit_test(reads_hexadecimal_digits_of_either_case),
        cmocka_unit_test(finds_and_slices_within_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
