#include "../unit.h"

#include "base/attr.h"
#include "guess/links.h"

static const struct {
    const char *name, *text, *place;
    bool want;
} cases[] = {
    {"a link", "看 https://x.example/zgr?a=1 吧", "zgr", true},
    {"a domain", "看www.falungong.org吧", "falungong", true},
    {"an address", "写信给 zgr@x.example 吧", "zgr", true},
    {"a name", "@zgr_88 你好", "zgr", true},
    {"a Han name", "@黑人兄弟 你好", "黑人", true},
    {"behind a name", "@某某 黑人", "黑人", false},
    {"behind a name and a colon", "@某某:黑人", "黑人", false},
    {"letters with dots", "fa.lun.gong", "fa.lun.gong", false},
    {"the end of a sentence", "这是zgr.", "zgr", false},
    {"plain text", "这是zgr啊", "zgr", false},
    {"all there is", "zgr", "zgr", false},
    {"Han beside a link", "黑人http://x.example/", "黑人", false},
};

static void links_and_names_are_told_from_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct span text = span_of(cases[i].text);
        struct span place = span_of(cases[i].place);
        uint32_t from = (uint32_t)span_find(text, place, 0);
        struct range at = {from, from + (uint32_t)place.len};

        unit_case(cases[i].name);
        assert_int_equal(links_hold(text, at), cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_and_names_are_told_from_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
