#include "../unit.h"
#include "base/attr.h"
#include "translate/plausible.h"
#include "translate/protect.h"

static struct arena *arena;

static struct protected_text protect(const char *line)
{
    struct protected_text p;
    struct err e;

    assert_true(
        protect_line(arena, span_of(line), (struct guards){NULL, 0}, &p, &e));
    return p;
}

static void sends_tokens(void **state)
{
    static const struct {
        const char *name, *in, *want;
    } cases[] = {
        {"a name between Chinese gets room", "看@bob的猫", "看 __E0__ 的猫"},
        {"a name between spaces stays", "see @bob now", "see __E0__ now"},
        {"numbers rise", "@a and @b", "__E0__ and __E1__"},
        {"neighbours do not melt", "@a😀", "__E0__ __E1__"},
        {"a forged token is a literal", "say __E1__ ok", "say __E0__ ok"},
        {"nothing to protect", "你好，世界", "你好，世界"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_span_equal(protect(cases[i].in).wire, span_of(cases[i].want));
}

static void takes_back_what_engines_do_to_tokens(void **state)
{
    static const struct {
        const char *name, *in, *answer, *want; /* want NULL: refused */
    } cases[] = {
        {"as it was sent", "看@bob的猫", "Look at __E0__'s cat",
         "Look at @bob's cat"},
        {"in lower case", "看@bob的猫", "Look at __e0__'s cat",
         "Look at @bob's cat"},
        {"with spaces inside", "看@bob的猫", "Look at __ E0 __ cat",
         "Look at @bob cat"},
        {"in full width", "@bob hi", "＿＿Ｅ0＿＿你好", "@bob你好"},
        {"with one bar", "@bob hi", "_E0_ 你好", "@bob 你好"},
        {"in another order", "@a likes @b", "__E1__ 被 __E0__ 喜欢",
         "@b 被 @a 喜欢"},
        {"lost", "看@bob的猫", "Look at the cat", NULL},
        {"twice", "看@bob的猫", "__E0__ __E0__ cat", NULL},
        {"made up", "看@bob的猫", "__E0__ __E7__ cat", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct protected_text p = protect(cases[i].in);
        struct span got = {NULL, 0};
        struct err e = {.kind = ERR_NONE};
        bool ok =
            protect_restore(arena, &p, span_of(cases[i].answer), &got, &e);

        if (ok != (cases[i].want != NULL))
            fail_msg("%s: %.*s (%s)", cases[i].name, (int)got.len, got.at,
                     e.text);
        if (ok)
            assert_span_equal(got, span_of(cases[i].want));
        else
            assert_int_equal(e.kind, ERR_IMPLAUSIBLE);
    }
}

static void marks_hug_their_words_again(void **state)
{
    const struct span line = SPAN("看**粗**吧");
    const struct guard marks[] = {
        {{3, 5}, LITERAL_MARKUP, SPAN_INIT("**"), HUG_RIGHT},
        {{8, 10}, LITERAL_MARKUP, SPAN_INIT("**"), HUG_LEFT}};
    struct protected_text p;
    struct span got;
    struct err e;

    (void)state;
    assert_true(protect_line(arena, line, (struct guards){marks, 2}, &p, &e));
    assert_span_equal(p.wire, SPAN("看 __E0__ 粗 __E1__ 吧"));
    assert_true(protect_restore(arena, &p, SPAN("look __E0__ bold __E1__ now"),
                                &got, &e));
    assert_span_equal(got, SPAN("look **bold** now"));
}

static void terms_stand_as_their_language_wants(void **state)
{
    static const struct {
        const char *name, *back, *answer, *want;
    } cases[] = {
        {"no space between Chinese", "猫税", "我的 __E0__ 来了",
         "我的猫税来了"},
        {"nor behind a Chinese comma", "猫税", "来了， __E0__。",
         "来了，猫税。"},
        {"nor before an English one", "cat tax", "The __E0__ , please",
         "The cat tax, please"},
        {"between English words there is", "cat tax", "my __E0__ here",
         "my cat tax here"},
        {"and beside Latin in Chinese", "GOAT", "他是 __E0__ 吧",
         "他是 GOAT 吧"},
    };
    const struct guard term = {{0, 4}, LITERAL_TERM, SPAN(""), HUG_NONE};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct guard one = term;
        struct protected_text p;
        struct span got = {NULL, 0};
        struct err e;

        one.back = span_of(cases[i].back);
        assert_true(protect_line(arena, SPAN("yyds"), (struct guards){&one, 1},
                                 &p, &e));
        assert_true(
            protect_restore(arena, &p, span_of(cases[i].answer), &got, &e));
        if (!span_equal(got, span_of(cases[i].want)))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(got));
    }
}

static void terms_yield_to_links(void **state)
{
    const struct span line = SPAN("yyds https://x.cn/yyds");
    const struct guard terms[] = {
        {{0, 4}, LITERAL_TERM, SPAN_INIT("GOAT"), HUG_NONE},
        {{18, 22}, LITERAL_TERM, SPAN_INIT("GOAT"), HUG_NONE}};
    struct protected_text p;
    struct span got;
    struct err e;

    (void)state;
    assert_true(protect_line(arena, line, (struct guards){terms, 2}, &p, &e));
    assert_span_equal(p.wire, SPAN("__E0__ __E1__"));
    assert_true(protect_restore(arena, &p, p.wire, &got, &e));
    assert_span_equal(got, SPAN("GOAT https://x.cn/yyds"));
}

static void prose_that_would_make_a_token_is_refused(void **state)
{
    struct protected_text p;
    struct err e;

    (void)state;
    assert_false(protect_line(arena, SPAN("x _E4 @bob"),
                              (struct guards){NULL, 0}, &p, &e));
    assert_int_equal(e.kind, ERR_IMPLAUSIBLE);
}

static void knows_implausible_answers(void **state)
{
    static const struct {
        const char *name, *in, *answer;
        enum lang to;
        bool ok;
    } cases[] = {
        {"a translation", "今天天气很好，我们一起去公园散步吧",
         "The weather is nice today, let's walk in the park", LANG_EN, true},
        {"a translation into Chinese", "What a lovely day it is, my friends",
         "朋友们，今天真是美好的一天", LANG_ZH_HANS, true},
        {"nothing", "你好", "", LANG_EN, false},
        {"the text itself", "你好世界", "你好世界", LANG_EN, false},
        {"the text itself in other case", "hello my friends",
         "Hello my friends.", LANG_ZH_HANS, false},
        {"names may stay as they are", "iPhone 15 NASA", "iPhone 15 NASA",
         LANG_ZH_HANS, true},
        {"cut off", "今天天气很好，我们一起去公园散步吧", "Today", LANG_EN,
         false},
        {"cut off in Chinese",
         "What a lovely day it is, my friends, let us all go to the park",
         "多么", LANG_ZH_HANS, false},
        {"run on without end", "你好",
         "hello hello hello hello hello hello hello hello hello hello hello "
         "hello hello hello hello hello hello hello hello hello hello hello",
         LANG_EN, false},
        {"in Chinese for English", "今天天气很好", "今天天气非常好", LANG_EN,
         false},
        {"half in Chinese", "今天天气很好", "today 天气很好", LANG_EN, false},
        {"in English for Chinese", "What a lovely day", "What a nice day",
         LANG_ZH_HANS, false},
        {"in Japanese", "What a lovely day", "なんていいひなんだろう",
         LANG_ZH_HANS, false},
        {"with markup", "What a lovely day", "多么美好的一天<img src=x>",
         LANG_ZH_HANS, false},
        {"with the markup that was sent", "I <3 this <b>", "我<3这个<b>",
         LANG_ZH_HANS, true},
        {"without its token", "see @bob soon", "回头见", LANG_ZH_HANS, false},
        {"a short laugh", "哈哈哈哈", "lol", LANG_EN, true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct protected_text p = protect(cases[i].in);
        struct err e = {.kind = ERR_NONE};
        bool ok =
            plausible(&p, span_of(cases[i].answer), cases[i].to, arena, &e);

        if (ok != cases[i].ok)
            fail_msg("%s: %s", cases[i].name, e.text);
    }
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sends_tokens),
        cmocka_unit_test(takes_back_what_engines_do_to_tokens),
        cmocka_unit_test(marks_hug_their_words_again),
        cmocka_unit_test(terms_stand_as_their_language_wants),
        cmocka_unit_test(terms_yield_to_links),
        cmocka_unit_test(prose_that_would_make_a_token_is_refused),
        cmocka_unit_test(knows_implausible_answers),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
