#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "fold/fold.h"
#include "fold/table.h"

static const struct {
    const char *name, *in, *want;
} cases[] = {
    {"the empty text stays empty", "", ""},
    {"capitals become small", "BaD Dog", "bad dog"},
    {"a long line of capitals and small letters",
     "hello THERE 0123456789 Abc{}[]@`~^",
     "hello there 0123456789 abc{}[]@`~^"},
    {"full width becomes ASCII", "ＦＵＣＫ，１２３　ｏｋ！", "fuck,123 ok!"},
    {"half-width kana meets its full-width form", "ｶﾞガ", "カ\u3099カ\u3099"},
    {"Traditional becomes Simplified", "臺灣 說 發財 頭髮",
     "台湾 说 发财 头发"},
    {"rare variants become the common character", "遼寜 閤併 濛騙",
     "辽宁 合并 蒙骗"},
    {"a woman's you is you, and nobody's grandmother", "妳好 奶奶",
     "你好 奶奶"},
    {"circled and parenthesised letters", "Ⓕⓤc⒦ 🅰🅱 🄵 🅕 ⑸ ❼ ⓫ ㈠ ㊀",
     "fuck ab f f 5 7 11 一 一"},
    {"mathematical letters", "𝒇𝓾𝓬𝓴 𝔽 𝟙𝟚", "fuck f 12"},
    {"superscripts and small capitals", "ᶠᵘᶜᵏ ꜰᴜᴄᴋ x²", "fuck fuck x2"},
    {"regional indicators are letters", "🇫\u200b🇺\u200b🇨\u200b🇰", "fuck"},
    {"marks on Latin letters vanish", "fück f\u0336u\u0336ck Łódź ñ",
     "fuck fuck lodz n"},
    {"marks on Han characters vanish", "法\u0336轮\u20dd", "法轮"},
    {"what cannot be seen vanishes",
     "f\u200bu\u00adc\u2060k\ufe0f\u202e\u202c!", "fuck!"},
    {"control characters vanish, white space stays",
     "a\x01"
     "b\tc\nd\x7f",
     "ab\tc\nd"},
    {"long s and the Kelvin sign are letters", "ſex \u212Aill", "sex kill"},
    {"sharp s becomes two letters", "Straße", "strasse"},
    {"ligatures and squares fall apart", "ﬁn ㎏ Ⅳ", "fin kg iv"},
    {"a trade mark is no letter", "fuck™", "fuck™"},
    {"emoji stay", "👨‍👩‍👧 😂", "👨👩👧 😂"},
    {"compatibility ideographs meet their twins", "\uF914⼈", "乐人"},
};

static struct fold_space *space;

static void folds_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fold_view v = fold_text(space, span_of(cases[i].in));

        if (!span_is(v.text, cases[i].want))
            fail_msg("%s: got \"" SPAN_FMT "\"", cases[i].name,
                     SPAN_ARG(v.text));
    }
}

static const struct {
    const char *name, *in, *part, *want;
} origins[] = {
    {"the same bytes when nothing changed", "a dog ran", "dog", "dog"},
    {"behind a shorter replacement", "来，Ａbad", "bad", "bad"},
    {"of a wide letter", "xｆｕｃｋx", "fuck", "ｆｕｃｋ"},
    {"with what vanished inside", "f\u200bu\u200bck", "fuck",
     "f\u200bu\u200bck"},
    {"without what vanished before", "\u200b\u200bfuck", "fuck", "fuck"},
    {"half of a ligature is all of it", "ﬁn", "in", "ﬁn"},
    {"the last byte of a longer replacement", "ŉ!", "n", "ŉ"},
    {"behind a longer replacement", "ŉ\u200b!x", "!", "!"},
    {"two bytes for two", "aßb", "ssb", "ßb"},
};

static void origins_are_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(origins); i++) {
        struct fold_view v = fold_text(space, span_of(origins[i].in));
        struct span part = span_of(origins[i].part);
        uint32_t from = (uint32_t)span_find(v.text, part, 0);
        struct range at =
            fold_origin(&v, (struct range){from, from + (uint32_t)part.len});
        struct span got = span_slice(v.base, at.from, at.to);

        if (!span_is(got, origins[i].want))
            fail_msg("%s: got \"" SPAN_FMT "\"", origins[i].name,
                     SPAN_ARG(got));
    }
}

static void every_fold_folds_to_itself(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < fold_table.count; i++) {
        struct span text = {fold_table.full[i].text, fold_table.full[i].len};
        size_t at = 0;
        uint32_t c;

        while (utf8_next(text, &at, &c))
            assert_false(fold_changes(c));
    }
}

static void no_letter_of_ascii_is_lost(void **state)
{
    (void)state;
    for (uint32_t c = ' '; c < 0x7F; c++)
        assert_int_equal(fold_changes(c), c >= 'A' && c <= 'Z');
}

static const struct {
    const char *name, *original, *term;
    uint32_t preferred, want;
} needs[] = {
    {"nothing for the term itself", "FUCK", "FUCK", 0, 0},
    {"case", "fUck", "fuck", 0, DISGUISE_BIT(DISGUISE_CASE)},
    {"case when the term has the capital", "us", "US", 0,
     DISGUISE_BIT(DISGUISE_CASE)},
    {"width alone when the capital is the term's", "ＵＳ", "US", 0,
     DISGUISE_BIT(DISGUISE_WIDTH)},
    {"width and case", "ＵＳ", "us", 0,
     DISGUISE_BIT(DISGUISE_WIDTH) | DISGUISE_BIT(DISGUISE_CASE)},
    {"script", "臺灣", "台湾", 0, DISGUISE_BIT(DISGUISE_SCRIPT)},
    {"styles", "ⓕück", "fuck", 0, DISGUISE_BIT(DISGUISE_STYLES)},
    {"styles and case", "Ⓕuck", "fuck", 0,
     DISGUISE_BIT(DISGUISE_STYLES) | DISGUISE_BIT(DISGUISE_CASE)},
    {"invisible", "f\u200buck", "fuck", 0, DISGUISE_BIT(DISGUISE_INVISIBLE)},
};

static void the_fewest_disguises_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(needs); i++) {
        uint32_t got = fold_needed(span_of(needs[i].original),
                                   span_of(needs[i].term), needs[i].preferred);

        if (got != needs[i].want)
            fail_msg("%s: got %x", needs[i].name, got);
    }
}

static const struct {
    const char *name, *in, *want;
} compacts[] = {
    {"gaps go", "刷.单 f u-c_k 😂x", "刷单fuckx"},
    {"runs collapse", "妈妈的 fuuuck", "妈的fuck"},
    {"runs collapse over gaps", "g o o d", "god"},
    {"a gap of four", "刷....单", "刷单"},
    {"a gap of five bars", "刷.....单", "刷\x01单"},
    {"a line end is a gap", "刷\n单", "刷单"},
    {"a blank line bars", "刷\n \n单", "刷\x01单"},
    {"a run of mask characters bars", "刷***单 a██b", "刷\x01单ab"},
    {"letters and digits stay", "反v动3", "反v动3"},
};

static void compact_views_are_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(compacts); i++) {
        struct fold_view v = fold_text(space, span_of(compacts[i].in));
        struct fold_view w = fold_compact(space, &v);

        if (!span_is(w.text, compacts[i].want))
            fail_msg("%s: got \"" SPAN_FMT "\"", compacts[i].name,
                     SPAN_ARG(w.text));
    }
}

static void views_list_offsets_into_the_original(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct fold_listed *list;
    uint32_t count;
    struct err e = {0};

    (void)state;
    assert_true(
        fold_views(a, span_of("Ａ．刷-单 &#102;<b>5"), &list, &count, &e));
    assert_int_equal(count, 4);
    assert_string_equal(list[0].name, "default");
    assert_true(span_is(list[0].text, "a.刷-单 &#102;<b>5"));
    assert_int_equal(list[0].origin[1], 3);
    assert_int_equal(list[0].origin[2], 6);
    assert_string_equal(list[1].name, "markup");
    assert_true(span_is(list[1].text, "a.刷-单 f5"));
    assert_int_equal(list[1].origin[9], 13);
    assert_int_equal(list[1].origin[10], 14);
    assert_string_equal(list[2].name, "compact");
    assert_true(span_is(list[2].text, "a刷单f5"));
    assert_int_equal(list[2].origin[4], 10);
    assert_int_equal(list[2].origin[7], 14);
    assert_string_equal(list[3].name, "lookalikes");
    assert_true(span_is(list[3].text, "a刷单fs"));
    assert_int_equal(list[3].origin[8], 23);
    arena_free(&a);
}

static int setup(void **state)
{
    struct err e = {0};

    (void)state;
    if (!fold_init(&e))
        return 1;
    space = fold_space_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fold_space_free(&space);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_as_the_table_says),
        cmocka_unit_test(origins_are_as_the_table_says),
        cmocka_unit_test(every_fold_folds_to_itself),
        cmocka_unit_test(no_letter_of_ascii_is_lost),
        cmocka_unit_test(the_fewest_disguises_are_named),
        cmocka_unit_test(compact_views_are_as_the_table_says),
        cmocka_unit_test(views_list_offsets_into_the_original),
    };

    return cmocka_run_group_tests_name("fold", tests, setup, teardown);
}
