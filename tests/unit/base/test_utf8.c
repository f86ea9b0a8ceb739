#include "../unit.h"

#include "base/utf8.h"

static const struct {
    const char *name;
    struct span in;
    bool ok;
    size_t bad;
} cases[] = {
    {"plain text is valid", SPAN_INIT("hello, 你好 👋"), true, 0},
    {"NUL is valid", SPAN_INIT("a\0b"), true, 0},
    {"a lone tail byte", SPAN_INIT("ab\x80"), false, 2},
    {"an overlong slash in two bytes", SPAN_INIT("\xC0\xAF"), false, 0},
    {"an overlong slash in three bytes", SPAN_INIT("\xE0\x80\xAF"), false, 0},
    {"an overlong in four bytes", SPAN_INIT("\xF0\x80\x80\xAF"), false, 0},
    {"a surrogate", SPAN_INIT("12345678\xED\xA0\x80"), false, 8},
    {"the last code point", SPAN_INIT("\xF4\x8F\xBF\xBF"), true, 0},
    {"past the last code point", SPAN_INIT("\xF4\x90\x80\x80"), false, 0},
    {"a sequence cut short", SPAN_INIT("x\xE4\xBD"), false, 1},
    {"a byte that never occurs", SPAN_INIT("\xFF"), false, 0},
};

static void validates_strictly(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t bad = 0;

        if (utf8_valid(cases[i].in, &bad) != cases[i].ok || bad != cases[i].bad)
            fail_msg("%s: bad at %zu", cases[i].name, bad);
    }
}

static void every_scalar_value_survives_a_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char raw[4];
        size_t n, at = 0, bad;
        uint32_t back = 0;

        if (c >= 0xD800 && c < 0xE000)
            continue;
        n = utf8_put(c, raw);
        assert_true(utf8_valid((struct span){raw, n}, &bad));
        assert_true(utf8_next((struct span){raw, n}, &at, &back));
        assert_int_equal(back, c);
        assert_int_equal(at, n);
        assert_true(utf8_prev((struct span){raw, n}, &at, &back));
        assert_int_equal(back, c);
        assert_int_equal(at, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validates_strictly),
        cmocka_unit_test(every_scalar_value_survives_a_round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
