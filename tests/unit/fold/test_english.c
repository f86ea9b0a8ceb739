#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attr.h"
#include "fold/english.h"

static const struct {
    const char *word;
    bool known, common;
} cases[] = {
    {"cook", true, true},
    {"assess", true, true},
    {"push", true, true},
    {"scunthorpe", true, false},
    {"sheepshank", true, false},
    {"homochrome", true, false},
    {"fvck", false, false},
    {"shlt", false, false},
    {"fuckbrain", false, false},
    {"", false, false},
    {"a", false, false},
    {"Cook", false, false},
    {"co ok", false, false},
    {"pneumonoultramicroscopicsilicovolcanoconiosis", false, false},
};

static void words_are_known_and_disguises_are_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct span word = span_of(cases[i].word);

        if (english_word(word) != cases[i].known ||
            english_common(word) != cases[i].common)
            fail_msg("\"%s\"", cases[i].word);
    }
}

/* Letters in a row that no language has: about 1 in 256 is taken for a word,
 * and hardly any for a common one. */
static void what_is_no_word_is_rarely_taken_for_one(void **state)
{
    int words = 0;
    int common = 0;

    (void)state;
    for (unsigned i = 0; i < 17576; i++) {
        char text[] = {'q',
                       'z',
                       (char)('a' + i % 26),
                       'x',
                       (char)('a' + i / 26 % 26),
                       'j',
                       (char)('a' + i / 676)};

        words += english_word((struct span){text, sizeof(text)});
        common += english_common((struct span){text, sizeof(text)});
    }
    assert_in_range(words, 20, 140);
    assert_in_range(common, 0, 3);
}

static void some_strings_stand_inside_many_words(void **state)
{
    (void)state;
    assert_true(english_inside(SPAN("cock")));
    assert_true(english_inside(SPAN("ation")));
    assert_false(english_inside(SPAN("fuck")));
    assert_false(english_inside(SPAN("whores")));
    assert_false(english_inside(SPAN("ing")));
    assert_false(english_inside(SPAN("izations")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_known_and_disguises_are_not),
        cmocka_unit_test(what_is_no_word_is_rarely_taken_for_one),
        cmocka_unit_test(some_strings_stand_inside_many_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
