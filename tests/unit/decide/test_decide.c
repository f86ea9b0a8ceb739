/* From texts through one pack to verdicts: conditions, sides, scores, caps. */
#include "../unit.h"

#include "fixture.h"

#define RULE(id, action, rest)                                                 \
    "  - {id: " id ", action: " action ", " rest "}\n"

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
                         RULE("t.b", "hold", "match: {words: [猫]}"));
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
    assert_int_equal(m.decision.verdict, VERDICT_HOLD);
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
        cmocka_unit_test(an_expired_rule_is_out),
        cmocka_unit_test(cancelled_hits_are_kept_and_named),
        cmocka_unit_test(a_second_look_reuses_the_first),
        cmocka_unit_test(out_of_memory_is_an_error_and_no_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
