#include "looking.h"

#include "base/attr.h"

static struct looking looking;

static const struct {
    const char *name, *term, *text, *want;
} pinyin[] = {
    {"syllables with spaces", "法轮功", "在练fa lun gong的人",
     "fa lun gong pinyin"},
    {"syllables in one word", "法轮功", "练falungong", "falungong pinyin"},
    {"tone marks and capitals", "法轮功", "练Fǎ Lún Gōng",
     "fa lun gong pinyin"},
    {"tones as digits", "法轮功", "练fa3lun2gong1吧", "fa3lun2gong1 pinyin"},
    {"part of the term", "法轮功", "练fa轮gong", "fa轮gong pinyin"},
    {"letters and homophones", "法轮功", "练发lun功",
     "发lun功 pinyin homophones"},
    {"an English word beside homophones", "法轮功", "练发伦gong",
     "发伦gong pinyin homophones"},
    {"an English word beside other characters", "法轮功", "打开gong", ""},
    {"ü typed as v", "女权", "那些nvquan啊", "nvquan pinyin"},
    {"ü with its dots", "女权", "那些nǚquán啊", "nuquan pinyin"},
    {"a second way to divide the word", "档案", "那个dangan啊",
     "dangan pinyin"},
    {"an apostrophe", "西安", "去xi'an玩", "xi'an pinyin"},
    {"a letter of the term's own", "p过", "你p guo了", "p guo pinyin"},
    {"joined to what stands before", "歧视", "被haiqi shi了", "qi shi pinyin"},
    {"a polyphone's second reading", "银行", "yin hang里", "yin hang pinyin"},
    {"an English word", "理客", "我like你", ""},
    {"English words around", "和曼", "oh he man go there", ""},
    {"a word of no syllables", "死了", "the missile", ""},
    {"across a paragraph", "法轮功", "fa lun\n\ngong", ""},
    {"inside a link", "法轮功", "http://falungong.org/x", ""},
    {"inside a name", "法轮功", "@falungong 你好", ""},
    {"the term itself", "法轮功", "法轮功", ""},
    {"symbols need gaps", "法轮功", "发。轮。功", ""},
};

static const struct {
    const char *name, *term, *text, *want;
} homophones[] = {
    {"one other character", "法轮功", "修炼发轮功", "发轮功 homophones"},
    {"all others", "河南人", "坑和难人的", "和难人 homophones"},
    {"a polyphone of the text", "银行", "去印航存钱", "印航 homophones"},
    {"a polyphone of the term", "重庆", "去虫罄玩", "虫罄 homophones"},
    {"Traditional text", "法轮功", "修煉發輪功", "发轮功 homophones"},
    {"a word that is meant as it stands", "歧视", "给我很多启示", ""},
    {"words on both sides", "口交", "路扣交通不好", ""},
    {"two common characters", "事的", "这是的", ""},
};

static void pinyin_is_seen_through(void **state)
{
    (void)state;
    looking.asked =
        DISGUISE_BIT(DISGUISE_PINYIN) | DISGUISE_BIT(DISGUISE_HOMOPHONES);
    for (size_t i = 0; i < COUNT_OF(pinyin); i++) {
        unit_case(pinyin[i].name);
        assert_string_equal(look(&looking, pinyin[i].term, pinyin[i].text),
                            pinyin[i].want);
    }
}

static void homophones_are_seen_through(void **state)
{
    (void)state;
    looking.asked = DISGUISE_BIT(DISGUISE_HOMOPHONES);
    for (size_t i = 0; i < COUNT_OF(homophones); i++) {
        unit_case(homophones[i].name);
        assert_string_equal(
            look(&looking, homophones[i].term, homophones[i].text),
            homophones[i].want);
    }
}

static void only_what_is_asked_for_is_found(void **state)
{
    (void)state;
    looking.asked = DISGUISE_BIT(DISGUISE_PINYIN);
    assert_string_equal(look(&looking, "法轮功", "发轮功 发lun功"), "");
    looking.asked = DISGUISE_BIT(DISGUISE_HOMOPHONES);
    assert_string_equal(look(&looking, "法轮功", "falungong"), "");
    looking.asked |= DISGUISE_BIT(DISGUISE_GAPS);
    assert_string_equal(look(&looking, "法轮功", "修炼发。轮。功"),
                        "发。轮。功 gaps homophones");
}

static void a_low_floor_shows_doubtful_guesses(void **state)
{
    (void)state;
    looking.asked = DISGUISE_BIT(DISGUISE_HOMOPHONES);
    looking.floor = 0;
    assert_string_equal(look(&looking, "歧视", "给我很多启示"),
                        "启示 homophones");
    looking.floor = GUESS_DEFAULT_CERTAINTY;
}

/* Longer than a window: what stands at its end is found, and once. */
static void long_texts_are_looked_through_in_windows(void **state)
{
    static char text[16384];
    uint32_t found = 0;

    (void)state;
    looking.asked = DISGUISE_BIT(DISGUISE_PINYIN);
    for (size_t i = 0; i < 4000; i++)
        memcpy(text + i * 3, i % 500 == 296 ? "fa " : "啊", 3);
    for (size_t i = 296; i + 3 < 4000; i += 500)
        memcpy(text + i * 3, "falun gong啊", 13);
    look(&looking, "法轮功", text);
    for (const char *at = looking.seen; (at = strstr(at, "pinyin")) != NULL;
         at++)
        found++;
    assert_int_equal(found, 8);
}

static int start(void **state)
{
    (void)state;
    looking_start(&looking);
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
        cmocka_unit_test(pinyin_is_seen_through),
        cmocka_unit_test(homophones_are_seen_through),
        cmocka_unit_test(only_what_is_asked_for_is_found),
        cmocka_unit_test(a_low_floor_shows_doubtful_guesses),
        cmocka_unit_test(long_texts_are_looked_through_in_windows),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
