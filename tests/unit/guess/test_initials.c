#include "looking.h"

#include "base/attr.h"

static struct looking looking;

static const struct {
    const char *name, *term, *text, *want;
} cases[] = {
    {"a token by itself", "中国人", "zgr都这样", "zgr initials"},
    {"in a longer token", "中国人", "那些hmzgr啊", "zgr initials"},
    {"zh written out", "中国人", "我是zhgr啊", "zhgr initials"},
    {"a polyphone", "银行卡", "办个yhk吧", "yhk initials"},
    {"a term with a letter of its own", "p过图", "你pgt了", "pgt initials"},
    {"two letters are too few", "黑人", "那些hr啊", ""},
    {"an English word", "那人们", "the nor men", ""},
    {"an English word among Han", "比俄俄", "这个bee好", ""},
    {"a unit", "快玩会", "用了5kwh的电", ""},
    {"a letter that no syllable begins with", "中国人", "那个zgru", ""},
    {"inside a link", "中国人", "看www.zgr.com吧", ""},
    {"inside a name", "中国人", "@zgr_8 你好", ""},
    {"laughter", "黄华华", "hhh好玩", ""},
    {"letters apart", "法轮功", "在练f.l.g的人", "f.l.g gaps initials"},
    {"letters apart by spaces", "法轮功", "f l g", "f l g gaps initials"},
    {"a part of letters apart", "法轮功", "在练f.l.g.d的人", ""},
    {"letters too far apart", "法轮功", "在f -- l -- g的人", ""},
    {"letters of two paragraphs", "法轮功", "f\n\nl\n\ng", ""},
    {"the alphabet", "不错的", "选项b c d都对", ""},
    {"an English word letter by letter", "和俄了了喔", "h e l l o", ""},
};

static void initials_are_seen_through(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unit_case(cases[i].name);
        assert_string_equal(look(&looking, cases[i].term, cases[i].text),
                            cases[i].want);
    }
}

static void a_rule_may_ask_for_two_letters(void **state)
{
    (void)state;
    looking.initials_min = 2;
    assert_string_equal(look(&looking, "黑人", "那些hr啊"), "hr initials");
    assert_string_equal(look(&looking, "口爆", "有5kb的流量"), "");
    looking.initials_min = 3;
}

static int start(void **state)
{
    (void)state;
    looking_start(&looking);
    looking.asked =
        DISGUISE_BIT(DISGUISE_INITIALS) | DISGUISE_BIT(DISGUISE_GAPS);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    looking_stop(&looking);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(initials_are_seen_through),
        cmocka_unit_test(a_rule_may_ask_for_two_letters),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
