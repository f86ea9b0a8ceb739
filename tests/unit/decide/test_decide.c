/* From texts through one pack to verdicts: conditions, sides, scores, caps. */
#include "../unit.h"

#include "fixture.h"

#define RULE(id, action, rest)                                                 \
    "  - {id: " id ", action: " action ", " rest "}\n"

#define NEAR                                                                   \
    "match: {near: {words: [[加, add], [微信, wechat, vx]], within: 6}}"
#define ORDERED           "match: {near: {words: [刷单, 兼职], within: 4, ordered: true}}"
#define COUNT(of, bounds) "match: {count: {of: " of ", " bounds "}}"

static const struct {
    const char *name, *pack, *text, *want;
} cases[] = {
    {"nothing found is allowed", RULE("t.a", "hold", "match: {words: [cat]}"),
     "a dog", "allow"},
    {"a word fires its rule", RULE("t.a", "hold", "match: {words: [cat]}"),
     "a cat", "hold t.a"},
    {"the strongest verdict wins, all rules are named",
     RULE("t.a", "flag", "match: {words: [cat]}")
         RULE("t.b", "reject", "match: {words: [dog]}")
             RULE("t.c", "hold", "match: {words: [cat]}"),
     "cat dog", "reject t.b t.c t.a"},
    {"any needs one",
     RULE("t.a", "flag",
          "match: {any: [words: [cat], "
          "words: [dog]]}"),
     "a dog", "flag t.a"},
    {"all needs each",
     RULE("t.a", "flag",
          "match: {all: [words: [cat], "
          "words: [dog]]}"),
     "a dog", "allow"},
    {"all has each",
     RULE("t.a", "flag",
          "match: {all: [words: [cat], "
          "words: [dog]]}"),
     "a dog and a cat", "flag t.a"},
    {"none must be clear",
     RULE("t.a", "flag", "match: {any: [words: [cat]], none: [words: [dog]]}"),
     "cat and dog", "allow"},
    {"none is clear",
     RULE("t.a", "flag", "match: {any: [words: [cat]], none: [words: [dog]]}"),
     "cat and bird", "flag t.a"},
    {"none alone fires on everything else",
     RULE("t.a", "flag", "match: {none: [words: [please]]}"), "hello",
     "flag t.a"},
    {"none alone stays quiet when broken",
     RULE("t.a", "flag", "match: {none: [words: [please]]}"), "please",
     "allow"},
    {"an allow phrase cancels the hit inside it",
     RULE("t.a", "flag", "match: {words: [cat]}, allow: [cat food]"),
     "cat food", "allow"},
    {"but not the hit beside it",
     RULE("t.a", "flag", "match: {words: [cat]}, allow: [cat food]"),
     "cat food for a cat", "flag t.a"},
    {"a cancelled hit makes none clear",
     RULE("t.a", "flag",
          "match: {any: [words: [gold]], none: "
          "[words: [scam]]}, allow: [no scam]"),
     "gold, no scam", "flag t.a"},
    {"shadow touches no verdict",
     RULE("t.a", "hold", "match: {words: [cat]}, shadow: true"), "cat",
     "allow (t.a)"},
    {"near: the words may stand within so many units",
     RULE("t.a", "flag", NEAR), "加一下我的微信", "flag t.a"},
    {"near: not further", RULE("t.a", "flag", NEAR),
     "加一个非常好用的软件叫微信", "allow"},
    {"near: in any order", RULE("t.a", "flag", NEAR), "微信可以加", "flag t.a"},
    {"near: a Latin word is one unit, spaces and marks none",
     RULE("t.a", "flag", NEAR), "add, please -- me on my new!! wechat",
     "flag t.a"},
    {"near: seven words are too many", RULE("t.a", "flag", NEAR),
     "add one two three four five six seven wechat", "allow"},
    {"near: not across a blank line", RULE("t.a", "flag", NEAR),
     "请加\n \n微信", "allow"},
    {"near: across a line", RULE("t.a", "flag", NEAR), "请加\n微信",
     "flag t.a"},
    {"near: one word alone", RULE("t.a", "flag", NEAR), "加加加", "allow"},
    {"near: words see through the rule's disguises",
     RULE("t.a", "flag", NEAR ", disguise: [gaps]"), "加 我 微.信", "flag t.a"},
    {"near: no disguise that is not asked for", RULE("t.a", "flag", NEAR),
     "加 我 微.信", "allow"},
    {"near: ordered", RULE("t.a", "flag", ORDERED), "刷单兼职", "flag t.a"},
    {"near: ordered, the other way round", RULE("t.a", "flag", ORDERED),
     "兼职刷单", "allow"},
    {"near: a member inside an allow phrase falls",
     RULE("t.a", "flag", ORDERED ", allow: [刷单骗局]"), "刷单骗局兼职",
     "allow"},
    {"near: but another one stands",
     RULE("t.a", "flag", ORDERED ", allow: [刷单骗局]"), "刷单骗局刷单兼职",
     "flag t.a"},
    {"near: none of it",
     RULE("t.a", "flag",
          "match: {all: [words: [x], none: [near: {words: [a, b], within: "
          "2}]]}"),
     "x, a then b", "allow"},
    {"near: none of it, and it is not there",
     RULE("t.a", "flag",
          "match: {all: [words: [x], none: [near: {words: [a, b], within: "
          "2}]]}"),
     "x, a one two three b", "flag t.a"},
    {"count: over means more than",
     RULE("t.a", "flag", COUNT("digits", "over: 3")), "123", "allow"},
    {"count: one more", RULE("t.a", "flag", COUNT("digits", "over: 3")),
     "12 34", "flag t.a"},
    {"count: under means fewer",
     RULE("t.a", "flag", COUNT("digits", "under: 2")), "1", "flag t.a"},
    {"count: as many is not under",
     RULE("t.a", "flag", COUNT("digits", "under: 2")), "12", "allow"},
    {"count: between",
     RULE("t.a", "flag", COUNT("digits", "over: 1, under: 3")), "12",
     "flag t.a"},
    {"count beside words",
     RULE("t.a", "flag",
          "match: {all: [words: [win], count: {of: links, over: 1}]}"),
     "win http://a.com www.b.com", "flag t.a"},
    {"words without the count",
     RULE("t.a", "flag",
          "match: {all: [words: [win], count: {of: links, over: 1}]}"),
     "win http://a.com", "allow"},
    {"none of so many",
     RULE("t.a", "flag",
          "match: {any: [words: [win]], none: [count: {of: links, over: 0}]}"),
     "win win", "flag t.a"},
    {"length in graphemes", RULE("t.a", "flag", "match: {length: {over: 3}}"),
     "e\xCC\x81"
     "👨‍👩‍👧🇺🇸",
     "allow"},
    {"a longer one", RULE("t.a", "flag", "match: {length: {over: 3}}"),
     "四个汉字", "flag t.a"},
    {"a short one", RULE("t.a", "flag", "match: {length: {under: 3}}"), "好",
     "flag t.a"},
    {"a language", RULE("t.a", "flag", "match: {language: {is: [other]}}"),
     "Привет, как дела? Хорошо, спасибо большое", "flag t.a"},
    {"another language",
     RULE("t.a", "flag", "match: {language: {is: [other]}}"),
     "what are you doing here", "allow"},
    {"a language that is not sure enough",
     RULE("t.a", "flag", "match: {language: {is: [en], confidence: 0.9}}"),
     "ok lol", "allow"},
    {"Chinese of any script",
     RULE("t.a", "flag", "match: {language: {is: [zh]}}"), "這個軟體很好用",
     "flag t.a"},
    {"no letters at all", RULE("t.a", "flag", "match: {language: {is: none}}"),
     "😂😂 666", "flag t.a"},
    {"a domain", RULE("t.a", "flag", "match: {domains: [example.com]}"),
     "see https://example.com/x", "flag t.a"},
    {"a subdomain in capitals beside Han",
     RULE("t.a", "flag", "match: {domains: [example.com]}"),
     "点击www.Example.COM查看", "flag t.a"},
    {"a domain at the end of a sentence",
     RULE("t.a", "flag", "match: {domains: [example.com]}"),
     "It is example.com. Go!", "flag t.a"},
    {"another domain that holds it",
     RULE("t.a", "flag", "match: {domains: [example.com]}"),
     "my-example.com example.com.cn example.company 1example.com", "allow"},
    {"a domain in punycode",
     RULE("t.a", "flag", "match: {domains: [例子.中国]}"),
     "xn--fsqu00a.xn--fiqs8s/a", "flag t.a"},
    {"and one that was written in punycode",
     RULE("t.a", "flag", "match: {domains: [xn--fsqu00a.xn--fiqs8s]}"),
     "看例子.中国吧", "flag t.a"},
    {"a number that its validator knows",
     RULE("t.a", "flag", "match: {regex: '\\d{16}', validate: luhn}"),
     "4111111111111111", "flag t.a"},
    {"a number that it refuses",
     RULE("t.a", "flag", "match: {regex: '\\d{16}', validate: luhn}"),
     "4111111111111112", "allow"},
    {"one of two validators is enough",
     RULE("t.a", "flag",
          "match: {regex: '\\d{10,11}', validate: [cn_mobile, us_phone]}"),
     "13800138000", "flag t.a"},
    {"of equal actions the higher priority is named first",
     RULE("t.a", "flag", "match: {words: [cat]}")
         RULE("t.b", "flag", "priority: 5, match: {words: [cat]}")
             RULE("t.c", "hold", "match: {words: [cat]}"),
     "cat", "hold t.c t.b t.a"},
    {"a regex and a word",
     RULE("t.a", "flag",
          "match: {all: [regex: 'c\\wt', "
          "words: [dog]]}"),
     "cot dog", "flag t.a"},
};

static void decides_by_the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char pack[1024];
        struct fixture f;
        struct moderation m;

        (void)snprintf(pack, sizeof(pack), "%s%s", FIXTURE_HEAD, cases[i].pack);
        f = fixture_open(pack);
        m = fixture_text(&f, cases[i].text);
        if (strcmp(fixture_said(&m.decision), cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, fixture_said(&m.decision));
        fixture_close(&f);
    }
}

#define SCORES                                                                 \
    "pack: t\ncategory: privacy\n"                                             \
    "thresholds: [{over: 50, action: flag}, {over: 90, action: hold}]\n"       \
    "rules:\n"                                                                 \
    "  - {id: t.a, score: 30, match: {words: [aa]}}\n"                         \
    "  - {id: t.b, score: 30, match: {words: [bb]}}\n"                         \
    "  - {id: t.c, score: 40, match: {words: [cc]}}\n"                         \
    "  - {id: t.s, score: 90, shadow: true, match: {words: [ss]}}\n"

static void scores_count_once_a_rule(void **state)
{
    static const struct {
        const char *text, *want;
        uint32_t score;
    } sums[] = {
        {"aa", "allow t.a", 30},
        {"aa aa aa", "allow t.a", 30},
        {"aa bb", "flag t.threshold t.a t.b", 60},
        {"aa bb cc", "hold t.threshold t.a t.b t.c", 100},
        {"aa ss", "allow t.a (t.s)", 30},
    };
    struct fixture f = fixture_open(SCORES);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sums); i++) {
        struct moderation m = fixture_text(&f, sums[i].text);

        assert_string_equal(fixture_said(&m.decision), sums[i].want);
        assert_int_equal(m.decision.score, sums[i].score);
    }
    fixture_close(&f);
}

static void global_thresholds_add_up_over_packs(void **state)
{
    const uint64_t from[VERDICT_COUNT] = {[VERDICT_ADVISE] = UINT64_MAX,
                                          [VERDICT_FLAG] = UINT64_MAX,
                                          [VERDICT_BOUNCE] = UINT64_MAX,
                                          [VERDICT_HOLD] = UINT64_MAX,
                                          [VERDICT_REJECT] = 100};
    struct fixture f = fixture_open(SCORES);
    struct moderation m;
    struct err e;

    (void)state;
    assert_true(ruleset_set_thresholds(f.rules, from, &e));
    m = fixture_text(&f, "aa bb");
    assert_int_equal(m.decision.verdict, VERDICT_FLAG);
    m = fixture_text(&f, "aa bb cc"); /* exactly 100: from there on */
    assert_string_equal(fixture_said(&m.decision),
                        "reject global.threshold t.threshold t.a t.b t.c");
    assert_true(m.decision.fired[0].reason->zh_hans.len > 0);
    fixture_close(&f);
}

static void conditions_hold_over_fields_unless_same_field(void **state)
{
    const struct moderate_text apart[] = {
        {.text = SPAN("a cat"), .field = SPAN("title")},
        {.text = SPAN("a dog"), .field = SPAN("body")}};
    struct fixture f = fixture_open(
        FIXTURE_HEAD RULE("t.a", "flag",
                          "match: {all: [words: [cat], words: [dog]]}")
            RULE("t.b", "hold",
                 "same_field: true, match: {all: [words: "
                 "[cat], words: [dog]]}")
                RULE("t.c", "hold", "fields: [body], match: {words: [cat]}"));
    struct moderation m = fixture_run(&f, apart, 2, NULL);

    (void)state;
    assert_string_equal(fixture_said(&m.decision), "flag t.a");
    assert_int_equal(m.decision.hit_count, 2);
    fixture_close(&f);
}

static void only_hits_that_fire_the_rule_are_reported(void **state)
{
    struct fixture f = fixture_open(FIXTURE_HEAD RULE(
        "t.a", "mask",
        "match: {any: [words: [bird], {all: [words: [cat], words: [dog]]}]}"));
    struct moderation m = fixture_text(&f, "cat bird");

    (void)state;
    assert_int_equal(m.decision.hit_count, 1);
    assert_true(span_is(m.decision.hit[0].hit.term, "bird"));
    assert_true(span_is(m.text[0].masked, "cat ****"));
    fixture_close(&f);
}

static const struct {
    const char *name, *pack, *original, *translation, *want;
    enum verdict cap;
} sided[] = {
    {"a hit on the translation alone is capped",
     RULE("t.a", "reject", "match: {words: [cat]}"), "猫", "cat", "hold t.a",
     VERDICT_HOLD},
    {"a stricter cap", RULE("t.a", "reject", "match: {words: [cat]}"), "猫",
     "cat", "flag t.a", VERDICT_FLAG},
    {"a hit on both sides is not capped",
     RULE("t.a", "reject", "match: {words: [cat]}"), "cat", "cat", "reject t.a",
     VERDICT_HOLD},
    {"side: original does not see the translation",
     RULE("t.a", "reject", "side: original, match: {words: [cat]}"), "猫",
     "cat", "allow", VERDICT_HOLD},
    {"side: translation does not see the original",
     RULE("t.a", "flag", "side: translation, match: {words: [cat]}"), "cat",
     "dog", "allow", VERDICT_HOLD},
    {"conditions do not reach across sides",
     RULE("t.a", "flag", "match: {all: [words: [猫], words: [cat]]}"), "猫",
     "cat", "allow", VERDICT_HOLD},
    {"none must be clear on every side",
     RULE("t.a", "flag", "match: {any: [words: [猫]], none: [words: [cat]]}"),
     "猫", "cat", "allow", VERDICT_HOLD},
    {"a rule for these readers flags the post",
     RULE("t.a", "reject", "audiences: [en], match: {words: [cat]}"), "猫",
     "cat", "flag t.a", VERDICT_HOLD},
    {"and does not see the original",
     RULE("t.a", "reject", "audiences: [en], match: {words: [cat]}"), "cat",
     "dog", "allow", VERDICT_HOLD},
    {"nor what others read",
     RULE("t.a", "reject", "audiences: [zh], match: {words: [cat]}"), "猫",
     "cat", "allow", VERDICT_HOLD},
    {"a count is of the original, whoever asks",
     RULE("t.a", "flag",
          "match: {all: [words: [cat], count: {of: links, over: 0}]}"),
     "猫 http://a.com", "cat", "flag t.a", VERDICT_HOLD},
    {"and of nothing else",
     RULE("t.a", "flag",
          "match: {all: [words: [cat], count: {of: links, over: 0}]}"),
     "猫", "cat http://a.com", "allow", VERDICT_HOLD},
    {"a length is of the side looked at",
     RULE("t.a", "flag", "side: translation, match: {length: {over: 3}}"),
     "一二三四五", "cat", "allow", VERDICT_HOLD},
    {"a mask on the translation masks only that",
     RULE("t.a", "mask", "match: {words: [cat]}"), "猫", "cat", "allow t.a",
     VERDICT_HOLD},
};

static void translations_count_as_the_contract_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(sided); i++) {
        const struct moderate_text text = {.text = span_of(sided[i].original)};
        const struct moderate_text other = {.text =
                                                span_of(sided[i].translation)};
        char pack[1024];
        struct fixture f;
        struct moderation m;

        (void)snprintf(pack, sizeof(pack), "%s%s", FIXTURE_HEAD, sided[i].pack);
        f = fixture_open(pack);
        f.cap = sided[i].cap;
        m = fixture_run(&f, &text, 1, &other);
        if (strcmp(fixture_said(&m.decision), sided[i].want) != 0)
            fail_msg("%s: %s", sided[i].name, fixture_said(&m.decision));
        fixture_close(&f);
    }
}

static void rules_for_translations_wait_for_one(void **state)
{
    const struct moderate_text text = {.text = SPAN("猫")};
    const struct moderate_text other = {.text = SPAN("dog")};
    struct fixture f = fixture_open(FIXTURE_HEAD RULE(
        "t.a", "flag", "side: translation, match: {words: [cat]}"));
    struct moderation m = fixture_run(&f, &text, 1, NULL);

    (void)state;
    assert_int_equal(m.decision.not_evaluated_count, 1);
    assert_true(span_is(m.decision.not_evaluated[0]->id, "t.a"));
    m = fixture_run(&f, &text, 1, &other);
    assert_int_equal(m.decision.not_evaluated_count, 0);
    fixture_close(&f);
}

static void a_rule_for_an_audience_acts_on_what_they_read(void **state)
{
    static const struct {
        const char *action, *masked;
        bool withheld;
    } acts[] = {{"advise", "cat", false},
                {"flag", "cat", false},
                {"mask", "***", false},
                {"hold", "cat", true},
                {"reject", "cat", true}};
    const struct moderate_text text = {.text = SPAN("猫")};
    const struct moderate_text other = {.text = SPAN("cat")};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        char pack[512];
        struct fixture f;
        struct moderation m;

        (void)snprintf(pack, sizeof(pack),
                       FIXTURE_HEAD "  - {id: t.a, action: %s, audiences: "
                                    "[en], match: {words: [cat]}}\n",
                       acts[i].action);
        f = fixture_open(pack);
        m = fixture_run(&f, &text, 1, &other);
        assert_true(m.decision.verdict <= VERDICT_FLAG);
        assert_int_equal(m.rendition[0].withheld, acts[i].withheld);
        assert_span_equal(m.rendition[0].text[0].masked,
                          span_of(acts[i].masked));
        assert_false(m.masked);
        fixture_close(&f);
    }
}

static void a_rule_waits_for_the_translation_of_its_audience(void **state)
{
    const struct moderate_text text = {.text = SPAN("cat")};
    struct fixture f = fixture_open(
        FIXTURE_HEAD RULE("t.a", "flag", "audiences: zh, match: {words: [a]}")
            RULE("t.b", "flag", "audiences: en, match: {words: [a]}"));
    struct moderation m = fixture_run(&f, &text, 1, &text);

    (void)state;
    assert_int_equal(m.decision.not_evaluated_count, 1);
    assert_true(span_is(m.decision.not_evaluated[0]->id, "t.a"));
    fixture_close(&f);
}

static void an_expired_rule_is_out(void **state)
{
    struct fixture f = fixture_open(FIXTURE_HEAD RULE(
        "t.a", "flag", "expires: 2026-01-02, match: {words: [cat]}"));
    struct moderation m;

    (void)state;
    f.now_ms = 1767311999999; /* 2026-01-01T23:59:59.999Z */
    m = fixture_text(&f, "cat");
    assert_int_equal(m.decision.verdict, VERDICT_FLAG);
    f.now_ms++;
    m = fixture_text(&f, "cat");
    assert_int_equal(m.decision.verdict, VERDICT_ALLOW);
    assert_int_equal(m.decision.hit_count, 0);
    fixture_close(&f);
}

static void cancelled_hits_are_kept_and_named(void **state)
{
    struct fixture f = fixture_open(FIXTURE_HEAD RULE(
        "t.a", "flag", "match: {words: [cat]}, allow: [cat food]"));
    struct moderation m = fixture_text(&f, "cat food for a cat");
    const struct decided_hit *h = m.decision.hit;

    (void)state;
    assert_int_equal(m.decision.hit_count, 2);
    assert_true(span_is(h[0].hit.cancelled_by->text, "cat food"));
    assert_false(h[0].live);
    assert_int_equal(h[0].action, VERDICT_ALLOW);
    assert_null(h[1].hit.cancelled_by);
    assert_true(h[1].live);
    fixture_close(&f);
}

static void a_second_look_reuses_the_first(void **state)
{
    const struct moderate_text text = {.text = SPAN("cat 猫")};
    const struct moderate_text other = {.text = SPAN("dog")};
    const struct moderate_rendition rendition = {"en", &other, 1};
    struct fixture f =
        fixture_open(FIXTURE_HEAD RULE("t.a", "mask", "match: {words: [cat]}")
                         RULE("t.b", "hold", "match: {words: [dog]}"));
    struct moderation first = fixture_run(&f, &text, 1, NULL);
    struct moderate_input in = {.rules = f.rules,
                                .scratch = f.scratch,
                                .text = &text,
                                .text_count = 1,
                                .rendition = &rendition,
                                .rendition_count = 1,
                                .earlier = &first,
                                .regex_work = 1000000,
                                .translation_cap = VERDICT_HOLD};
    struct moderation m;
    struct err e;

    (void)state;
    assert_true(moderate_run(&in, f.arena, &m, &e));
    assert_string_equal(fixture_said(&m.decision), "hold t.b t.a");
    assert_true(span_is(m.text[0].masked, "*** 猫"));
    assert_string_equal(m.decision.hit[1].side->to_language, "en");
    fixture_close(&f);
}

static void out_of_memory_is_an_error_and_no_verdict(void **state)
{
    const struct moderate_text text = {.text = SPAN("cat 猫 加微信")};
    struct fixture f =
        fixture_open(FIXTURE_HEAD RULE("t.a", "mask", "match: {words: [cat]}")
                         RULE("t.b", "hold", "match: {words: [猫]}")
                             RULE("t.c", "flag", NEAR)
                                 RULE("t.d", "flag", COUNT("lines", "over: 0"))
                                     RULE("t.e", "flag",
                                          "audiences: [en], match: {words: "
                                          "[dog]}"));
    struct moderate_input in = {.rules = f.rules,
                                .scratch = f.scratch,
                                .text = &text,
                                .text_count = 1,
                                .regex_work = 1000000,
                                .translation_cap = VERDICT_HOLD};
    struct moderation m;
    struct err e;
    bool ok = false;
    size_t n = 0;

    (void)state;
    while (!ok) {
        arena_reset(f.arena);
        arena_fail_after(f.arena, ++n);
        ok = moderate_run(&in, f.arena, &m, &e);
        if (!ok)
            assert_int_equal(e.kind, ERR_MEMORY);
        arena_fail_after(f.arena, 0);
    }
    assert_true(n > 5);
    assert_string_equal(fixture_said(&m.decision), "hold t.b t.a t.c t.d");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decides_by_the_rules),
        cmocka_unit_test(scores_count_once_a_rule),
        cmocka_unit_test(global_thresholds_add_up_over_packs),
        cmocka_unit_test(conditions_hold_over_fields_unless_same_field),
        cmocka_unit_test(only_hits_that_fire_the_rule_are_reported),
        cmocka_unit_test(translations_count_as_the_contract_says),
        cmocka_unit_test(rules_for_translations_wait_for_one),
        cmocka_unit_test(a_rule_for_an_audience_acts_on_what_they_read),
        cmocka_unit_test(a_rule_waits_for_the_translation_of_its_audience),
        cmocka_unit_test(an_expired_rule_is_out),
        cmocka_unit_test(cancelled_hits_are_kept_and_named),
        cmocka_unit_test(a_second_look_reuses_the_first),
        cmocka_unit_test(out_of_memory_is_an_error_and_no_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
