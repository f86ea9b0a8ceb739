#include "../unit.h"

#include "base/attr.h"
#include "catalog/negotiate.h"

static const struct {
    const char *name, *accept, *post;
    enum locale want;
} choices[] = {
    {"Taiwan reads Traditional", "zh-TW", "en", LOCALE_ZH_HANT},
    {"Hong Kong reads Traditional", "zh-HK,en;q=0.5", "", LOCALE_ZH_HANT},
    {"a script wins over its region", "zh-Hans-TW", "", LOCALE_ZH_HANS},
    {"a script with a region", "zh-Hant-CN", "", LOCALE_ZH_HANT},
    {"mainland reads Simplified", "zh-CN", "", LOCALE_ZH_HANS},
    {"plain zh is Simplified", "zh", "zh-Hant", LOCALE_ZH_HANS},
    {"Mandarin's own tag", "cmn-Hant", "", LOCALE_ZH_HANT},
    {"Cantonese is Traditional", "yue", "", LOCALE_ZH_HANT},
    {"the higher q wins", "en;q=0.3, zh;q=0.8", "", LOCALE_ZH_HANS},
    {"of equal q the first wins", "en, zh", "", LOCALE_EN},
    {"languages we lack are skipped", "de, fr;q=0.9, zh-TW;q=0.1", "",
     LOCALE_ZH_HANT},
    {"q=0 is a refusal", "zh;q=0", "zh-Hans", LOCALE_EN},
    {"a bad q skips its range", "zh;q=2, en;q=0.1", "", LOCALE_EN},
    {"case and space don't matter", " ZH-tw ; Q=0.9 ", "", LOCALE_ZH_HANT},
    {"no header: the post's language", "", "zh-Hant", LOCALE_ZH_HANT},
    {"only unknown ones: the post's language", "de", "zh-Hans", LOCALE_ZH_HANS},
    {"star alone: the post's language", "*", "zh-Hans", LOCALE_ZH_HANS},
    {"nothing known: English", "", "other", LOCALE_EN},
    {"a mixed post: English", "", "mixed", LOCALE_EN},
    {"a word that only starts so is no English", "enx", "", LOCALE_EN},
    {"noise is no language", ",;,=;q,zh--", "", LOCALE_ZH_HANS},
};

static void best_language_is_chosen(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        enum locale have =
            locale_choose(span_of(choices[i].accept), span_of(choices[i].post));

        if (have != choices[i].want)
            fail_msg("%s: %s", choices[i].name, locale_tag(have));
    }
}

static void asking_needs_a_known_language(void **state)
{
    enum locale l = LOCALE_EN;

    (void)state;
    assert_true(locale_asked(SPAN("zh-TW,en"), &l));
    assert_int_equal(l, LOCALE_ZH_HANT);
    assert_false(locale_asked(SPAN(""), &l));
    assert_false(locale_asked(SPAN("*"), &l));
    assert_false(locale_asked(SPAN("de-DE"), &l));
    assert_false(locale_asked(SPAN("zh;q=0.000"), &l));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(best_language_is_chosen),
        cmocka_unit_test(asking_needs_a_known_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
