/* What is counted in a text. */
#include "../unit.h"

#include "base/attr.h"
#include "decide/measure.h"
#include "detect/detect.h"
#include "fold/fold.h"
#include "match/boundary.h"

static int start(void **state)
{
    struct err e;

    (void)state;
    return fold_init(&e) && detect_init(&e) ? 0 : -1;
}

static const struct {
    const char *name, *text;
    enum counted of;
    uint64_t want;
} cases[] = {
    {"links with a scheme", "http://a.b https://c.d/e?f", COUNTED_LINKS, 2},
    {"links with www", "www.a.com，www.b.com", COUNTED_LINKS, 2},
    {"bare hosts", "see example.com or t.cn/Abc", COUNTED_LINKS, 2},
    {"beside Han", "点击example.com查看", COUNTED_LINKS, 1},
    {"an address is no link", "write to me@example.com", COUNTED_LINKS, 0},
    {"the end of a sentence is none", "the end.The start", COUNTED_LINKS, 0},
    {"a link in a link", "http://a.com/?u=http://b.com", COUNTED_LINKS, 1},
    {"mentions", "@小红 and @bob_1", COUNTED_MENTIONS, 2},
    {"full-width ones", "＠小红", COUNTED_MENTIONS, 1},
    {"an address is no mention", "me@example.com", COUNTED_MENTIONS, 0},
    {"hashtags of both styles", "#猫# #dog #交猫税#", COUNTED_HASHTAGS, 3},
    {"a lone sign is none", "# and C#", COUNTED_HASHTAGS, 0},
    {"a sign in a link is none", "http://a.com/x#y", COUNTED_HASHTAGS, 0},
    {"emoji", "😂😂🎉", COUNTED_EMOJI, 3},
    {"a family is one", "👨‍👩‍👧", COUNTED_EMOJI, 1},
    {"a skin tone is part of its hand", "👍🏽", COUNTED_EMOJI, 1},
    {"a flag is one", "🇺🇸🇨🇳", COUNTED_EMOJI, 2},
    {"a key is one", "1️⃣2️⃣", COUNTED_EMOJI, 2},
    {"a heart in colour", "❤️", COUNTED_EMOJI, 1},
    {"a heart in black is text", "❤", COUNTED_EMOJI, 0},
    {"codes in brackets", "[doge][笑cry]", COUNTED_EMOJI, 2},
    {"a link in brackets is none", "[doge](http://a.b)", COUNTED_EMOJI, 0},
    {"Han are none", "你好", COUNTED_EMOJI, 0},
    {"digits of any script", "12３٤", COUNTED_DIGITS, 4},
    {"also in links", "http://a.b/12", COUNTED_DIGITS, 2},
    {"Han numbers are none", "一二三", COUNTED_DIGITS, 0},
    {"capitals", "ABc ÉД", COUNTED_UPPERCASE, 4},
    {"full-width capitals", "ＡＢ", COUNTED_UPPERCASE, 2},
    {"the longest run", "aab!!!!", COUNTED_REPEATS, 4},
    {"a run of Han", "哈哈哈哈哈", COUNTED_REPEATS, 5},
    {"a run of emoji in colour", "❤️❤️❤️", COUNTED_REPEATS, 3},
    {"white space is no run", "a     b", COUNTED_REPEATS, 1},
    {"no run in nothing", "", COUNTED_REPEATS, 0},
    {"lines", "a\nb\nc", COUNTED_LINES, 3},
    {"the last end of line opens none", "a\nb\n", COUNTED_LINES, 2},
    {"Windows lines", "a\r\nb\r\n", COUNTED_LINES, 2},
    {"one", "a", COUNTED_LINES, 1},
    {"none", "", COUNTED_LINES, 0},
};

static void counts_what_it_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint64_t count[COUNTED_KINDS];

        measure_text(span_of(cases[i].text), count);
        if (count[cases[i].of] != cases[i].want)
            fail_msg("%s: %u", cases[i].name, (unsigned)count[cases[i].of]);
    }
}

static void graphemes_are_what_people_count(void **state)
{
    static const struct {
        const char *text;
        size_t want;
    } texts[] = {
        {"", 0},         {"abc", 3},
        {"四个汉字", 4}, {"e\u0301", 1},
        {"a\r\nb", 3},   {"👨‍👩‍👧🇺🇸👍🏽", 3},
        {"한국어", 3},   {"\u0301\u0301", 1},
        {"1️⃣", 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_int_equal(boundary_count(span_of(texts[i].text)), texts[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_it_names),
        cmocka_unit_test(graphemes_are_what_people_count),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
