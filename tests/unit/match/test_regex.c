/* Regexes in texts: spans, the default view, limits, load errors. */
#include "rules.h"

#include "base/attr.h"

#define REGEX(pattern) "    match: { regex: '" pattern "' }"
#define REGEX_FOLDED(pattern)                                                  \
    "    match: { regex: '" pattern "', folded: true }"

/* want: "FROM-TO FROM-TO …" */
static const struct {
    const char *name, *rule, *text, *want;
} cases[] = {
    {"every match is listed", REGEX("\\d+ yuan"), "5 yuan, 20 YUAN",
     "0-6 8-15"},
    {"a group named hit gives the span", REGEX("wx:(?<hit>\\w+)"),
     "add wx:abc now", "7-10"},
    {"a boundary beside Han", REGEX("{{b}}wechat{{b}}"), "加wechat号 mywechats",
     "3-9"},
    {"disguised text is not the original", REGEX("wechat"), "ｗｅｃｈａｔ", ""},
    {"the default view on request", REGEX_FOLDED("wechat \\d+"),
     "加ＷｅＣｈａｔ １２", "3-28"},
    {"spans grow to graphemes", REGEX("cafe"), "cafe\u0301!", "0-6"},
    {"no digits, no match", REGEX("1[3-9]\\d{9}"), "1391234", ""},
    {"digits of any script", REGEX("\\d{3} "), "١٢٣ ", "0-7"},
    {"a literal that folding changes", REGEX("發財"), "發財 发财", "0-6"},
    {"the Kelvin sign is a k", REGEX("kill"), "\u212AILL", "0-6"},
    {"a pattern without literals", REGEX("[^\\s\\w]{4}"), "ok !!!!", "3-7"},
};

/* Texts that are shown as HTML. */
static const struct {
    const char *name, *rule, *text, *want;
} marked_up[] = {
    {"a tag inside", REGEX("1[3-9]\\d{9}"), "x 138<b>0013</b>8000", "2-20"},
    {"an entity inside", REGEX("1[3-9]\\d{9}"), "&#49;3800138000", "0-15"},
    {"a tag before and one behind are no part of it", REGEX("1[3-9]\\d{9}"),
     "<b>13800138000</b>", "3-14"},
    {"what the pattern requires has a tag inside", REGEX("wechat \\w+"),
     "my we<i>ch</i>at bob", "3-20"},
    {"the default view, too", REGEX_FOLDED("加微信"), "加<b>微</b>信", "0-16"},
    {"what folding alone would show is no hit", REGEX("wechat"),
     "<b>ｗｅｃｈａｔ</b>", ""},
    {"what stands there, and what is shown", REGEX("\\d+ yuan"),
     "5 yuan, <b>2</b>0 yuan", "0-6 11-22 16-22"},
    {"a line ends the text", REGEX("1[3-9]\\d{9}"), "138<br>00138000", ""},
    {"a '>' that an attribute holds", REGEX("1[3-9]\\d{9}"),
     "138<b title=\">\" x='>'>0013</b>8000", "0-34"},
    {"a quote that is never closed ends with the tag", REGEX("1[3-9]\\d{9}"),
     "138<b title=\"x>00138000", "0-23"},
    {"a comment, with a tag in it", REGEX("1[3-9]\\d{9}"),
     "138<!-- <b> -->0013<!-->8000", "0-28"},
    {"what browsers take for a comment", REGEX("1[3-9]\\d{9}"),
     "138<![CDATA[]]>0013<?x?>8000", "0-28"},
    {"tags of other names", REGEX("1[3-9]\\d{9}"), "138<x-y>0013</o:p>8000",
     "0-22"},
    {"signs that are no markup", REGEX("a.b"), "a<b a&b", "0-3 4-7"},
    {"a number is valid without its tags",
     REGEX("1[3-9]\\d{9}', validate: 'cn_mobile"), "138<b>0013</b>8000",
     "0-18"},
};

static struct arena *arena;

static bool match_one(struct ruleset *rs, struct match_text one, uint64_t work,
                      struct hits *ret, struct err *e)
{
    struct match_scratch *s = NULL;
    struct match_input in = {.text = &one,
                             .text_count = 1,
                             .side = SIDE_ORIGINAL,
                             .regex_work = work};
    bool done;

    if (!match_scratch_new(rs, &s, e))
        return false;
    done = match_run(rs, s, &in, arena, ret, e);
    match_scratch_free(&s);
    return done;
}

static bool match(struct ruleset *rs, const char *text, uint64_t work,
                  struct hits *ret, struct err *e)
{
    return match_one(rs, (struct match_text){.text = span_of(text)}, work, ret,
                     e);
}

static void check_hits(const char *name, const struct hits *hits,
                       const char *want)
{
    char got[256] = "";
    size_t len = 0;

    for (uint32_t k = 0; k < hits->count; k++)
        len += (size_t)snprintf(got + len, sizeof(got) - len, "%s%u-%u",
                                k > 0 ? " " : "", hits->at[k].at.from,
                                hits->at[k].at.to);
    if (strcmp(got, want) != 0)
        fail_msg("%s: got %s", name, got);
}

static void markup_is_looked_through_where_it_is_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(marked_up); i++) {
        struct ruleset *rs = rules_of(marked_up[i].rule, NULL);
        struct match_text text = {.text = span_of(marked_up[i].text),
                                  .marked_up = true};
        struct hits hits = {0};
        struct err e = {0};

        if (!match_one(rs, text, 1000000, &hits, &e))
            fail_msg("%s: %s", marked_up[i].name, e.text);
        check_hits(marked_up[i].name, &hits, marked_up[i].want);
        rules_free(rs);
    }
}

static void matches_are_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct ruleset *rs = rules_of(cases[i].rule, NULL);
        struct hits hits = {0};
        struct err e = {0};

        if (!match(rs, cases[i].text, 1000000, &hits, &e))
            fail_msg("%s: %s", cases[i].name, e.text);
        check_hits(cases[i].name, &hits, cases[i].want);
        rules_free(rs);
    }
}

/* The other rule's hit is there beside the error. */
static void a_limit_is_an_error_that_loses_no_other_hit(void **state)
{
    struct ruleset *rs = rules_from(
        "pack: t\ncategory: other_terms\nrules:\n"
        "  - id: t.slow\n    action: flag\n"
        "    reason: { en: x, zh-Hans: x }\n"
        "    match: { regex: '(?:a+)+(?:a+)+(?:a+)+[bc]' }\n"
        "  - id: t.word\n    action: flag\n"
        "    reason: { en: x, zh-Hans: x }\n    match: { words: [dog] }\n",
        NULL);
    struct hits hits = {0};
    struct err e = {0};

    (void)state;
    assert_false(match(rs,
                       "dog aaab aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                       100000, &hits, &e));
    assert_int_equal(e.kind, ERR_REGEX_LIMIT);
    assert_int_equal(hits.count, 2);
    assert_true(hits.at != NULL && span_is(hits.at->term, "dog"));
    rules_free(rs);
}

static void ordinary_work_stays_within_a_small_budget(void **state)
{
    struct ruleset *rs = rules_of(REGEX("(?:\\w+ )+yuan"), NULL);
    struct hits hits = {0};
    struct err e = {0};

    (void)state;
    assert_true(match(rs, "this is an ordinary post of no yuan at all", 10000,
                      &hits, &e));
    rules_free(rs);
}

static const struct {
    const char *name, *rule, *want;
} wrong[] = {
    {"a bracket left open", REGEX("a(b"), "7:"},
    {"what folding changes never stands in the default view",
     REGEX_FOLDED("加微信，"), "offset 9"},
    {"Traditional on the default view", REGEX_FOLDED("發財"), "offset 0"},
    {"nothing can match", REGEX("a*"), "match nothing"},
    {"two groups named hit", REGEX("(?J)(?<hit>a)|(?<hit>b)"), "named hit"},
};

static void mistakes_name_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct err e = {0};

        if (rules_of(wrong[i].rule, &e) != NULL)
            fail_msg("%s: no error", wrong[i].name);
        assert_int_equal(e.kind, ERR_CONFIG);
        if (strstr(e.text, wrong[i].want) == NULL)
            fail_msg("%s: got %s", wrong[i].name, e.text);
    }
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
        cmocka_unit_test(matches_are_as_the_table_says),
        cmocka_unit_test(markup_is_looked_through_where_it_is_shown),
        cmocka_unit_test(a_limit_is_an_error_that_loses_no_other_hit),
        cmocka_unit_test(ordinary_work_stays_within_a_small_budget),
        cmocka_unit_test(mistakes_name_their_place),
    };

    return cmocka_run_group_tests_name("regex", tests, setup, teardown);
}
