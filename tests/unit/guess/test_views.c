#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "fold/disguise.h"
#include "fold/fold.h"
#include "guess/views.h"

static struct arena *arena;

static struct guess_views look_at(const char *text, uint32_t disguises)
{
    struct guess_views v;
    struct err e;

    arena_reset(arena);
    assert_true(guess_views(arena, span_of(text), disguises, &v, &e));
    return v;
}

/* "" when there is no such view. */
static struct span view_of(const struct guess_views *v, const char *name)
{
    for (uint32_t i = 0; i < v->view_count; i++)
        if (strcmp(v->view[i].name, name) == 0)
            return v->view[i].text;
    return SPAN("");
}

static const struct {
    const char *name, *view, *text, *want;
} views[] = {
    {"words are divided where no boundary is written", "words",
     "路口交通不好，加v信", "路口/交通/不好 加/v/信"},
    {"gaps are boundaries", "words", "加 vx138。", ""},
    {"emoji and kana stand by themselves", "words", "吃🐔のの", "吃/🐔/のの"},
    {"every character has its readings", "pinyin", "加 v 信 fa行",
     "jia v xin fa xing|hang"},
    {"letters are divided into syllables", "pinyin", "falungong",
     "fa lun gong"},
    {"English words are none", "pinyin", "women push 2", ""},
    {"digits stay together", "pinyin", "共138个", "gong 138 ge"},
    {"Traditional characters sound as Simplified ones", "pinyin", "車輪",
     "che lun"},
    {"initials are letters that syllables begin with", "initials",
     "加flg, vip zgr women", "flg zgr"},
    {"components make a character", "split", "氵去车仑工力",
     "氵去→法 车仑→轮 工力→功"},
    {"whatever stands between them", "split", "木 目 心", "木目心→想 木目→相"},
    {"not across a blank line", "split", "氵\n\n去", ""},
    {"nothing to put together in Latin letters", "split", "flg", ""},
    {"an emoji is a word and a sound, told once", "emoji", "吃🐔🐔", "🐔→鸡(ji)"},
    {"a keycap is an emoji, a digit is none", "emoji", "3️⃣ 4",
     "3→三(san)"},
    {"characters of a word look like nothing else", "han_lookalikes", "服务",
     ""},
};

static void each_disguise_has_its_view(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        struct guess_views v = look_at(views[i].text, disguises_guessing);
        struct span got = view_of(&v, views[i].view);

        if (!span_is(got, views[i].want))
            fail_msg("%s: '" SPAN_FMT "'", views[i].name, SPAN_ARG(got));
    }
}

static void what_looks_like_another_is_named(void **state)
{
    struct guess_views v =
        look_at("土曰", DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES));
    struct span got = view_of(&v, "han_lookalikes");

    (void)state;
    assert_true(span_find(got, SPAN("曰→日"), 0) < got.len);
}

static void a_disguise_that_nobody_asked_for_has_no_view(void **state)
{
    struct guess_views v = look_at("flg氵去🐔", DISGUISE_BIT(DISGUISE_SPLIT));

    (void)state;
    assert_int_equal(v.view_count, 2);
    assert_string_equal(v.view[0].name, "words");
    assert_string_equal(v.view[1].name, "split");
    v = look_at("flg氵去🐔", DISGUISE_BIT(DISGUISE_INITIALS));
    assert_int_equal(v.view_count, 1);
    v = look_at("flg氵去🐔", 0);
    assert_int_equal(v.view_count, 0);
}

static void words_know_where_they_stand_and_whether_they_are_ordinary(void **s)
{
    static const struct guess_word want[] = {
        {SPAN_INIT("路口"), {3, 9}, true},
        {SPAN_INIT("交通"), {9, 15}, true},
        {SPAN_INIT("毒"), {16, 19}, false},
        {SPAN_INIT("push"), {22, 34}, true},
        {SPAN_INIT("zgr"), {35, 38}, false},
    };
    struct guess_views v = look_at("，路口交通 毒，ｐｕｓｈ zgr", 0);

    (void)s;
    assert_int_equal(v.word_count, COUNT_OF(want));
    for (uint32_t i = 0; i < v.word_count; i++) {
        assert_true(span_equal(v.word[i].text, want[i].text));
        assert_int_equal(v.word[i].at.from, want[i].at.from);
        assert_int_equal(v.word[i].at.to, want[i].at.to);
        assert_int_equal(v.word[i].ordinary, want[i].ordinary);
    }
}

static void an_empty_text_has_neither(void **state)
{
    struct guess_views v = look_at("", disguises_guessing);

    (void)state;
    assert_int_equal(v.view_count, 0);
    assert_int_equal(v.word_count, 0);
}

static int start(void **state)
{
    struct err e;

    (void)state;
    arena = arena_new((size_t)1 << 20);
    return fold_init(&e) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_disguise_has_its_view),
        cmocka_unit_test(what_looks_like_another_is_named),
        cmocka_unit_test(a_disguise_that_nobody_asked_for_has_no_view),
        cmocka_unit_test(
            words_know_where_they_stand_and_whether_they_are_ordinary),
        cmocka_unit_test(an_empty_text_has_neither),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
