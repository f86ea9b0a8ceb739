/* Words in texts: boundaries, disguises, allow phrases, overlaps. */
#include "rules.h"

#include "base/attr.h"

#define WORDS(list)           "    match: { words: [" list "] }"
#define WORDS_AND(list, more) WORDS(list) "\n    " more

/* want: "TERM FROM-TO DISGUISES… by PHRASE; …"; a '-' before a term that is
 * not the longest of its cluster, or cancelled. */
static const struct {
    const char *name, *rule, *text, *want;
} cases[] = {
    {"a Han term stands anywhere", WORDS("刷单"), "诚招刷单员", "刷单 6-12"},
    {"two terms that overlap are both listed", WORDS("我的世界, 我的"),
     "我的世界", "我的世界 0-12; -我的 0-6"},
    {"an empty text has no hit", WORDS("刷单"), "", ""},
    /* ends */
    {"a Latin term is a whole word", WORDS("dog"), "dogma hotdog dog!",
     "dog 13-16"},
    {"Han is no part of a Latin word", WORDS("dog"), "我的dog是", "dog 6-9"},
    {"av is not in Java", WORDS("av"), "Java av在线", "av 5-7"},
    {"a digit ends a word of letters", WORDS("vx"), "vx138", "vx 0-2"},
    {"a letter ends a number", WORDS("'123'"), "51234 123abc", "123 6-9"},
    {"the genitive is no part of the word", WORDS("dog"), "the dog's tail",
     "dog 4-7"},
    {"a marked letter goes on with the word", WORDS("dog"), "dogé", ""},
    {"a mark belongs to its letter", WORDS("dog"), "dog\u0301 x",
     "dog 0-5 styles"},
    {"a star on the right", WORDS("'cat*'"), "category bobcat", "cat 0-3"},
    {"a star on the left", WORDS("'*cat'"), "category bobcat", "cat 12-15"},
    {"stars on both sides", WORDS("'*cat*'"), "scatter", "cat 1-4"},
    {"a term of Han and letters ends by its own ends", WORDS("加vx"),
     "请加vx号 加vxx", "加vx 3-8"},
    {"a Cyrillic term is a whole word", WORDS("сука"), "барсука сука",
     "сука 15-23"},
    /* default disguises */
    {"case", WORDS("Fuck"), "FUCK", "Fuck 0-4 case"},
    {"width", WORDS("fuck"), "ｆｕｃｋ", "fuck 0-12 width"},
    {"width and case", WORDS("fuck"), "ＦＵＣＫ", "fuck 0-12 case width"},
    {"Traditional for Simplified", WORDS("台湾"), "臺灣", "台湾 0-6 script"},
    {"Simplified for Traditional", WORDS("臺灣"), "台湾", "臺灣 0-6 script"},
    {"styles", WORDS("fuck"), "Ⓕⓤⓒⓚ", "fuck 0-12 case styles"},
    {"invisible", WORDS("法轮"), "法\u200b轮", "法轮 0-9 invisible"},
    {"a variation selector goes with its character", WORDS("法轮"),
     "法轮\ufe0f!", "法轮 0-9 invisible"},
    {"a flag is no word", WORDS("us, fuck"), "🇺🇸 🇫🇺🇨🇰",
     "fuck 9-25 case styles"},
    {"exact needs no disguise", WORDS_AND("US", "disguise: exact"),
     "us US ＵＳ", "US 3-5"},
    {"a disguise can be taken from the list",
     WORDS_AND("us", "disguise: [-case]"), "US us ｕｓ",
     "us 3-5; us 6-12 width"},
    /* gaps */
    {"gaps between Han", WORDS_AND("刷单", "disguise: [gaps]"), "诚招刷.单",
     "刷单 6-13 gaps"},
    {"no gaps unless asked for", WORDS("刷单"), "诚招刷.单", ""},
    {"spaces and emoji are gaps", WORDS_AND("交友", "disguise: [gaps]"),
     "交 😂友", "交友 0-11 gaps"},
    {"a gap of five is too wide", WORDS_AND("刷单", "disguise: [gaps]"),
     "刷.....单 刷....单", "刷单 12-22 gaps"},
    {"letters are no gap", WORDS_AND("反动", "disguise: [gaps]"), "反v动", ""},
    {"a blank line is no gap", WORDS_AND("反动", "disguise: [gaps]"),
     "反\n\n动", ""},
    {"masked text is no gap", WORDS_AND("反动", "disguise: [gaps]"),
     "反＊＊＊动 反**动", "反动 16-24 gaps"},
    {"letters spelled one by one", WORDS_AND("fuck", "disguise: [gaps]"),
     "f u c k, f.u.c.k", "fuck 0-7 gaps; fuck 9-16 gaps"},
    {"put a is not puta", WORDS_AND("puta", "disguise: [gaps]"), "put a", ""},
    {"hard on is not hardon", WORDS_AND("hardon", "disguise: [gaps]"),
     "hard on, hard-on", ""},
    {"one longer piece without white space",
     WORDS_AND("shit", "disguise: [gaps]"), "s.hit s hit s'hit",
     "shit 0-5 gaps"},
    {"a spelled word is a whole word", WORDS_AND("ass", "disguise: [gaps]"),
     "c l a s s, a-s-s", "ass 11-16 gaps"},
    {"a word of one letter before a spelled word",
     WORDS_AND("telegram", "disguise: [gaps]"), "U t e l e g r a m me",
     "telegram 2-17 gaps"},
    {"a doubled letter spelled out", WORDS_AND("pussy", "disguise: [gaps]"),
     "p u s s y", "pussy 0-9 gaps"},
    {"a term's own space may be another gap",
     WORDS_AND("free money", "disguise: [gaps]"), "free-money freemoney",
     "free money 0-10 gaps"},
    {"gaps with letters and Han", WORDS_AND("加vx", "disguise: [gaps]"),
     "加 v.x", "加vx 0-7 gaps"},
    {"gaps and case", WORDS_AND("fuck", "disguise: [gaps]"), "F.U.C.K",
     "fuck 0-7 case gaps"},
    {"a gap within a repetition is no wider",
     WORDS_AND("妈妈", "disguise: [gaps]"), "妈.....妈 妈 妈",
     "妈妈 8-15 gaps"},
    /* repeats */
    {"a longer run of letters", WORDS_AND("fuck", "disguise: [repeats]"),
     "fuuuck fuckkk", "fuck 0-6 repeats; fuck 7-13 repeats"},
    {"not fewer than the term's own", WORDS_AND("boob", "disguise: [repeats]"),
     "bob booob", "boob 4-9 repeats"},
    {"a Han character three times", WORDS_AND("妈的", "disguise: [repeats]"),
     "妈妈妈的", "妈的 0-12 repeats; -妈的 6-12"},
    {"mum's is no swearing", WORDS_AND("妈的", "disguise: [repeats]"), "妈妈的",
     "妈的 3-9"},
    {"two Han characters twice", WORDS_AND("傻逼", "disguise: [repeats]"),
     "傻傻逼逼", "傻逼 0-12 repeats; -傻逼 3-9"},
    {"gaps and repeats", WORDS_AND("fuck", "disguise: [gaps, repeats]"),
     "f.uuu.c.k", "fuck 0-9 gaps repeats"},
    {"repeats alone see no gaps", WORDS_AND("fuck", "disguise: [repeats]"),
     "f.uuu.c.k", ""},
    {"a gap before an ordinary repetition",
     WORDS_AND("法轮功", "disguise: [gaps]"), "法.轮.功功能",
     "法轮功 0-11 gaps"},
    /* whole */
    {"whole asks for dictionary words", WORDS_AND("和服", "whole: true"),
     "产品和服务器，穿和服", "和服 24-30"},
    {"whole in the view where the hit is",
     WORDS_AND("和服", "whole: true\n    disguise: [gaps]"), "和.服务器", ""},
    /* forms */
    {"plural and verb endings", WORDS_AND("troll, bully", "forms: true"),
     "trolls trolling bullies trollx", "troll 0-6; troll 7-15; bully 16-23"},
    /* allow */
    {"a hit inside an allow phrase is cancelled",
     WORDS_AND("刷单", "allow: [刷单违法]"), "刷单违法，刷单",
     "-刷单 0-6 by 刷单违法; 刷单 15-21"},
    {"an allow phrase sees through default disguises",
     WORDS_AND("刷单", "allow: [刷單違法]"), "刷单\u200b违法",
     "-刷单 0-6 by 刷單違法"},
    {"a tie goes to the allow phrase", WORDS_AND("dog", "allow: [DOG]"), "dog",
     "-dog 0-3 by DOG"},
    {"a hit that sticks out stands", WORDS_AND("员工, 工口", "allow: [员工]"),
     "员工口", "-员工 0-6 by 员工; 工口 3-9"},
};

static struct arena *arena;

static void match(struct ruleset *rs, const char *text, unsigned side,
                  struct hits *ret)
{
    struct match_scratch *s = NULL;
    struct match_text one = {.text = span_of(text)};
    struct match_input in = {
        .text = &one, .text_count = 1, .side = side, .regex_work = 1000000};
    struct err e = {0};

    if (!match_scratch_new(rs, &s, &e) ||
        !match_run(rs, s, &in, arena, ret, &e))
        fail_msg("%s", e.text);
    match_scratch_free(&s);
}

static void hits_are_as_the_table_says(void **state)
{
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct ruleset *rs = rules_of(cases[i].rule, NULL);
        struct hits hits = {0};
        char got[1024] = "";

        match(rs, cases[i].text, SIDE_ORIGINAL, &hits);
        for (uint32_t k = 0; k < hits.count; k++)
            write_hit(got, sizeof(got), &hits.at[k]);
        if (strcmp(got, cases[i].want) != 0) {
            print_error("%s:\n  got  %s\n  want %s\n", cases[i].name, got,
                        cases[i].want);
            wrong++;
        }
        rules_free(rs);
    }
    assert_int_equal(wrong, 0);
}

static void a_rule_for_the_translation_leaves_the_original_alone(void **state)
{
    struct ruleset *rs = rules_of(WORDS_AND("dog", "side: translation"), NULL);
    struct hits hits = {0};

    (void)state;
    match(rs, "dog", SIDE_ORIGINAL, &hits);
    assert_int_equal(hits.count, 0);
    match(rs, "dog", SIDE_TRANSLATION, &hits);
    assert_int_equal(hits.count, 1);
    rules_free(rs);
}

static void whole_words_in_a_run_longer_than_a_block(void **state)
{
    struct ruleset *rs = rules_of(WORDS_AND("和服", "whole: true"), NULL);
    struct hits hits = {0};
    char text[6000] = "";
    const char *part = "我们的产品和服务器都很好";
    size_t len = 0;

    (void)state;
    while (len + 64 < sizeof(text))
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s", part);
    match(rs, text, SIDE_ORIGINAL, &hits);
    assert_int_equal(hits.count, 0);
    (void)snprintf(text + len, sizeof(text) - len, "穿和服");
    match(rs, text, SIDE_ORIGINAL, &hits);
    assert_int_equal(hits.count, 1);
    rules_free(rs);
}

/* A post stuffed with one word still shows the hit of another rule. */
static void a_flood_of_one_word_hides_no_other_rule(void **state)
{
    struct ruleset *rs = rules_from("pack: t\ncategory: other_terms\nrules:\n"
                                    "  - id: t.common\n    action: flag\n    "
                                    "reason: { en: x, zh-Hans: x }\n"
                                    "    match: { words: [a] }\n"
                                    "  - id: t.rare\n    action: reject\n    "
                                    "reason: { en: x, zh-Hans: x }\n"
                                    "    match: { words: [bomb] }\n",
                                    NULL);
    struct hits hits = {0};
    static char text[40000];

    (void)state;
    for (size_t i = 0; i + 8 < sizeof(text); i += 2)
        memcpy(text + i, "a ", 3);
    memcpy(text + strlen(text), "bomb", 5);
    match(rs, text, SIDE_ORIGINAL, &hits);
    assert_int_equal(hits.count, MATCH_MOST_HITS);
    assert_true(hits.truncated);
    assert_true(span_is(hits.at[hits.count - 1].term, "bomb"));
    rules_free(rs);
}

static void a_term_of_nothing_is_refused_with_its_place(void **state)
{
    struct err e = {0};

    (void)state;
    assert_null(rules_of(WORDS("\"\\u200b\""), &e));
    assert_int_equal(e.kind, ERR_CONFIG);
    assert_non_null(strstr(e.text, ".yaml:7:"));
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new(16 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_as_the_table_says),
        cmocka_unit_test(a_rule_for_the_translation_leaves_the_original_alone),
        cmocka_unit_test(whole_words_in_a_run_longer_than_a_block),
        cmocka_unit_test(a_flood_of_one_word_hides_no_other_rule),
        cmocka_unit_test(a_term_of_nothing_is_refused_with_its_place),
    };

    return cmocka_run_group_tests_name("words", tests, setup, teardown);
}
