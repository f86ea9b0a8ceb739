/* Masks by grapheme, and their fixpoint over the whole pipeline. */
#include "../unit.h"

#include "base/buf.h"
#include "decide/mask.h"
#include "fixture.h"

static const struct {
    const char *name, *text;
    struct range range[3];
    uint32_t count;
    enum markup markup;
    const char *want;
} cases[] = {
    {"Latin letters become asterisks",
     "a cat.",
     {{2, 5}},
     1,
     MARKUP_PLAIN,
     "a ***."},
    {"Han becomes wide asterisks",
     "加微信abc",
     {{0, 12}},
     1,
     MARKUP_PLAIN,
     "＊＊＊***"},
    {"white space stays",
     "1 2\n3\u3000四",
     {{0, 11}},
     1,
     MARKUP_PLAIN,
     "* *\n*\u3000＊"},
    {"an emoji of many code points is one",
     "a👩‍👩‍👧b",
     {{1, 19}},
     1,
     MARKUP_PLAIN,
     "a＊b"},
    {"a range inside a grapheme grows to it",
     "e\u0301x",
     {{0, 1}},
     1,
     MARKUP_PLAIN,
     "*x"},
    {"overlaps merge, in any order",
     "abcdef",
     {{3, 5}, {1, 4}, {0, 2}},
     3,
     MARKUP_PLAIN,
     "*****f"},
    {"an empty range masks nothing", "abc", {{1, 1}}, 1, MARKUP_PLAIN, "abc"},
    {"no range at all", "abc", {{0, 0}}, 0, MARKUP_PLAIN, "abc"},
    {"Markdown takes blocks, its marks stay",
     "a **cat** b",
     {{2, 9}},
     1,
     MARKUP_MARKDOWN,
     "a **███** b"},
    {"wikitext links stay links",
     "[[cat|dog]]",
     {{0, 11}},
     1,
     MARKUP_WIKITEXT,
     "[[███|███]]"},
    {"HTML tags stay", "f<b>u</b>ck", {{0, 11}}, 1, MARKUP_HTML, "*<b>*</b>**"},
    {"a reference is one character",
     "&#102;uck &amp;",
     {{0, 9}},
     1,
     MARKUP_HTML,
     "**** &amp;"},
    {"a range that ends inside a reference",
     "a&amp;b",
     {{0, 3}},
     1,
     MARKUP_HTML,
     "**b"},
    {"comments stay whole",
     "a<!-- > -->b",
     {{0, 12}},
     1,
     MARKUP_HTML,
     "*<!-- > -->*"},
    {"what an attribute holds stays",
     "a<b x='>'>b</b>",
     {{0, 15}},
     1,
     MARKUP_HTML,
     "*<b x='>'>*</b>"},
    {"a lone less-than is text", "a<3 b", {{0, 3}}, 1, MARKUP_HTML, "*** b"},
};

static void masks_graphemes(void **state)
{
    struct arena *a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct mask_request request = {.text = span_of(cases[i].text),
                                             .markup = cases[i].markup,
                                             .range = cases[i].range,
                                             .count = cases[i].count};
        struct change *change;
        struct span masked = {0};
        uint32_t count;
        struct err e;

        if (!mask_changes(&request, a, &change, &count, &e) ||
            !mask_apply(a, request.text, change, count, &masked, &e))
            fail_msg("%s: %s", cases[i].name, e.text);
        if (!span_is(masked, cases[i].want))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(masked));
    }
    arena_free(&a);
}

static const struct {
    const char *name, *pack, *text, *want;
} settled[] = {
    {"a mask that uncovers the next hit goes on",
     "  - {id: t.a, action: mask, match: {regex: '\\d{3}x'}}\n"
     "  - {id: t.b, action: mask, match: {regex: 'ab\\*'}}\n",
     "ab123x c", "****** c"},
    {"masks of live rules only",
     "  - {id: t.a, action: mask, shadow: true, match: {words: [cat]}}\n"
     "  - {id: t.b, action: mask, match: {words: [dog]}}\n",
     "cat dog", "cat ***"},
    {"a held post has its masks ready",
     "  - {id: t.a, action: mask, match: {words: [cat]}}\n"
     "  - {id: t.b, action: hold, match: {words: [dog]}}\n",
     "cat dog", "*** dog"},
};

static void masking_again_finds_nothing_more(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(settled); i++) {
        char pack[1024];
        struct fixture f;
        struct moderation m;

        (void)snprintf(pack, sizeof(pack), "%s%s", FIXTURE_HEAD,
                       settled[i].pack);
        f = fixture_open(pack);
        m = fixture_text(&f, settled[i].text);
        assert_true(m.masked);
        if (!span_is(m.text[0].masked, settled[i].want))
            fail_msg("%s: " SPAN_FMT, settled[i].name,
                     SPAN_ARG(m.text[0].masked));
        fixture_close(&f);
    }
}

static void many_hits_are_all_masked_or_none_pass(void **state)
{
    struct fixture f = fixture_open(
        FIXTURE_HEAD "  - {id: t.a, action: mask, match: {words: [cat]}}\n");
    struct buf text = buf_make(1 << 20);
    struct moderation m;

    (void)state;
    for (int i = 0; i < 500; i++) /* more than a list of hits can hold */
        buf_add_text(&text, "cat ");
    m = fixture_text(&f, buf_text(&text));
    assert_true(m.decision.hits_truncated);
    assert_int_equal(span_find(m.text[0].masked, SPAN("cat"), 0),
                     m.text[0].masked.len);
    assert_int_equal(m.text[0].masked.len, text.len);
    buf_free(&text);
    fixture_close(&f);
}

static void masks_that_never_settle_are_an_error(void **state)
{
    const struct moderate_text text = {.text = SPAN("1a2a3a4a5a6a7a8a9a")};
    struct fixture g = fixture_open(
        FIXTURE_HEAD
        "  - {id: t.a, action: mask, match: {regex: '(?:^|\\*)[0-9a]'}}\n");
    struct moderate_input in = {.rules = g.rules,
                                .scratch = g.scratch,
                                .text = &text,
                                .text_count = 1,
                                .regex_work = 1000000,
                                .translation_cap = VERDICT_HOLD};
    struct moderation m;
    struct err e;

    (void)state;
    assert_false(moderate_run(&in, g.arena, &m, &e));
    assert_int_equal(e.kind, ERR_INTERNAL);
    fixture_close(&g);
}

/* Provoking the limit turns no reject into anything less. */
static void a_regex_limit_loses_neither_hits_nor_verdict(void **state)
{
    const struct moderate_text text = {
        .text = SPAN("dog aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")};
    struct fixture g = fixture_open(
        FIXTURE_HEAD "  - {id: t.slow, action: flag,"
                     " match: {regex: '(?:a+)+(?:a+)+(?:a+)+[bc]'}}\n"
                     "  - {id: t.a, action: reject, match: {words: [dog]}}\n");
    struct moderate_input in = {.rules = g.rules,
                                .scratch = g.scratch,
                                .text = &text,
                                .text_count = 1,
                                .regex_work = 100000,
                                .translation_cap = VERDICT_HOLD};
    struct moderation m;
    struct err e;

    (void)state;
    assert_true(moderate_run(&in, g.arena, &m, &e));
    assert_true(m.regex_limit);
    assert_int_equal(m.decision.verdict, VERDICT_REJECT);
    fixture_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_graphemes),
        cmocka_unit_test(a_regex_limit_loses_neither_hits_nor_verdict),
        cmocka_unit_test(masking_again_finds_nothing_more),
        cmocka_unit_test(many_hits_are_all_masked_or_none_pass),
        cmocka_unit_test(masks_that_never_settle_are_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
