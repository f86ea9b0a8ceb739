#include <string.h>

#include "../unit.h"

#include "base/attr.h"
#include "base/utf8.h"
#include "guess/lexicon.h"

static uint32_t read_han(const char *text, uint32_t ret[16])
{
    size_t at = 0;
    uint32_t count = 0;

    while (utf8_next(span_of(text), &at, &ret[count]))
        count++;
    return count;
}

enum { STRIDE = LEXICON_LONGEST + 1 };

static void words_are_told_at_every_length(void **state)
{
    static const struct {
        const char *name;
        const char *in;
        unsigned want; /* lengths, a bit 1 << n for each */
    } cases[] = {
        {"a character by itself", "的", 1U << 1U},
        {"a pair that is a word", "服务", 1U << 1U | 1U << 2U},
        {"a pair that is none", "务服", 1U << 1U},
        {"words within words", "中华人民", 1U << 1U | 1U << 2U | 1U << 4U},
        {"a word of four on a pair that is none", "不翼而飞",
         1U << 1U | 1U << 4U},
        {"a word of five", "人民大会堂", 1U << 1U | 1U << 2U | 1U << 5U},
        {"a word of six", "五十步笑百步",
         1U << 1U | 1U << 2U | 1U << 3U | 1U << 6U},
        {"a word and another character", "服务衄", 1U << 1U | 1U << 2U},
        {"a character that no word has", "衄服务", 1U << 1U},
        {"characters that are not Han", "服a务", 1U << 1U},
        {"nothing Han", "ab", 1U << 1U},
        {"characters outside the plane", "𠀀服", 1U << 1U},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t han[16];
        uint8_t word[16][STRIDE];
        uint32_t count = read_han(cases[i].in, han);

        print_message("%s\n", cases[i].name);
        lexicon_words(han, count, word[0], STRIDE);
        assert_int_equal(word[0][0], cases[i].want);
    }
}

static void single_questions_answer_the_same(void **state)
{
    static const char text[] = "中华人民共和国国务院服务衄";
    uint32_t han[16];
    uint8_t word[16][STRIDE];
    uint32_t count = read_han(text, han);

    (void)state;
    lexicon_words(han, count, word[0], STRIDE);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t n = 1; n <= LEXICON_LONGEST && i + n <= count; n++)
            assert_int_equal(lexicon_cost(han + i, n),
                             ((unsigned)word[i][0] >> n & 1U) != 0
                                 ? word[i][n]
                                 : LEXICON_NO_WORD);
    assert_int_equal(word[count - 1][2], LEXICON_NO_WORD);
    assert_int_equal(lexicon_cost(han, 0), LEXICON_NO_WORD);
    assert_int_equal(lexicon_cost(han, LEXICON_LONGEST + 1), LEXICON_NO_WORD);
}

static void no_more_characters_are_read_than_there_are(void **state)
{
    uint32_t han[16];
    uint8_t word[16][STRIDE] = {{0}};
    uint32_t count = read_han("人民大会堂", han);

    (void)state;
    lexicon_words(han, 0, word[0], STRIDE);
    assert_int_equal(word[0][0], 0);
    lexicon_words(han, 1, word[0], STRIDE);
    assert_int_equal(word[0][0], 1U << 1U);
    lexicon_words(han, 2, word[0], STRIDE);
    assert_int_equal(word[0][0], 1U << 1U | 1U << 2U);
    assert_int_equal(word[2][0], 0);
    lexicon_words(han, count - 1, word[0], STRIDE);
    assert_int_equal(word[0][0], 1U << 1U | 1U << 2U);
}

/* Rows are looked up some at a time: what lies over the end of one counts. */
static void a_long_row_is_as_good_as_its_parts(void **state)
{
    static const char text[] = "中华人民共和国服务";
    static uint8_t word[400][STRIDE];
    uint8_t part[16][STRIDE];
    uint32_t han[400];
    uint32_t count = read_han(text, han);

    (void)state;
    lexicon_words(han, count, part[0], STRIDE);
    for (uint32_t shift = 0; shift < 70; shift++) {
        uint32_t row[400];

        for (uint32_t i = 0; i < shift; i++)
            row[i] = 'a';
        memcpy(row + shift, han, count * sizeof(*han));
        lexicon_words(row, shift + count, word[0], STRIDE);
        for (uint32_t i = 0; i < shift; i++) {
            assert_int_equal(word[i][0], 1U << 1U);
            assert_int_equal(word[i][1], LEXICON_RAREST);
        }
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(word[shift + i][0], part[i][0]);
    }
}

static void what_is_common_is_cheap(void **state)
{
    uint32_t han[16];
    uint32_t count = read_han("服务衄的", han);

    (void)state;
    assert_in_range(lexicon_cost(han, 2), 5 * LEXICON_NAT, 9 * LEXICON_NAT);
    assert_true(lexicon_use(han[count - 1]) < lexicon_use(han[0]));
    assert_true(lexicon_use(han[0]) < lexicon_use(han[2]));
    assert_int_equal(lexicon_cost((uint32_t[]){'a'}, 1), LEXICON_RAREST);
    assert_int_equal(lexicon_cost((uint32_t[]){UINT32_MAX}, 1), LEXICON_RAREST);
    assert_int_equal(lexicon_use('a'), LEXICON_RAREST);
}

static void nothing_is_taken_for_a_word_that_is_none(void **state)
{
    enum { FROM = 0x4E00, TO = 0x5200 };
    uint32_t words = 0;

    (void)state;
    for (uint32_t a = FROM; a < TO; a++)
        for (uint32_t b = FROM; b < TO; b++)
            words += lexicon_cost((uint32_t[]){a, b}, 2) != LEXICON_NO_WORD;
    assert_int_equal(words, 2006); /* as many as the dictionary has */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_told_at_every_length),
        cmocka_unit_test(single_questions_answer_the_same),
        cmocka_unit_test(no_more_characters_are_read_than_there_are),
        cmocka_unit_test(a_long_row_is_as_good_as_its_parts),
        cmocka_unit_test(what_is_common_is_cheap),
        cmocka_unit_test(nothing_is_taken_for_a_word_that_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
