#include "../unit.h"

#include <stdint.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "detect/detect.h"

static struct arena *arena;

static int open_arena(void **state)
{
    struct err e;

    (void)state;
    arena = arena_new(16 << 20);
    return detect_init(&e) ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct detection detect(struct span text)
{
    struct detection d = {.lang = LANG_COUNT};
    struct err e;

    arena_reset(arena);
    assert_true(detect_text(arena, text, &d, &e));
    return d;
}

static const struct {
    const char *name;
    struct span in;
    enum lang want;
} cases[] = {
    {"nothing is none", SPAN_INIT(""), LANG_NONE},
    {"digits are none", SPAN_INIT("666 233"), LANG_NONE},
    {"a sticker is none", SPAN_INIT("[doge][笑cry]"), LANG_NONE},
    {"emoji are none", SPAN_INIT("😂😂 ❤️ !!"), LANG_NONE},
    {"a link and a mention are none", SPAN_INIT("https://t.cn/Abc @小明 @bob"),
     LANG_NONE},
    {"an address is none", SPAN_INIT("name@example.com example.com/x"),
     LANG_NONE},
    {"a hashtag counts when nothing else is left", SPAN_INIT("#交猫税#"),
     LANG_ZH_HANS},
    {"a hashtag does not outvote the text",
     SPAN_INIT("this is my cat #交猫税交猫税交猫税#"), LANG_EN},
    {"a word-style tag does not either",
     SPAN_INIT("今天真的很开心 #TikTokRefugees #cattax"), LANG_ZH_HANS},
    {"a link goes with its query only",
     SPAN_INIT("看这个http://t.cn/x?a=the+cat+is+on这里"), LANG_ZH_HANS},
    {"Simplified shows", SPAN_INIT("这个软件让我们说话"), LANG_ZH_HANS},
    {"Traditional shows", SPAN_INIT("這個軟體讓我們說話"), LANG_ZH_HANT},
    {"neither script shows", SPAN_INIT("你好"), LANG_ZH},
    {"one character is Chinese", SPAN_INIT("霜"), LANG_ZH},
    {"kana are not Chinese", SPAN_INIT("私は東京に住んでいます"), LANG_OTHER},
    {"one kana in Chinese is a decoration", SPAN_INIT("優の良品很便宜"),
     LANG_ZH_HANT},
    {"kanji that only Japan writes", SPAN_INIT("世界人権宣言"), LANG_OTHER},
    {"hangul is not Chinese", SPAN_INIT("안녕하세요"), LANG_OTHER},
    {"Russian is other", SPAN_INIT("Привет, как дела?"), LANG_OTHER},
    {"English is English", SPAN_INIT("I don't know what you mean."), LANG_EN},
    {"English in capitals", SPAN_INIT("WHAT ARE YOU DOING"), LANG_EN},
    {"full-width English", SPAN_INIT("Ｗｈａｔ ａｒｅ ｙｏｕ ｄｏｉｎｇ"),
     LANG_EN},
    {"French is other", SPAN_INIT("Je ne sais pas ce que tu veux dire."),
     LANG_OTHER},
    {"Spanish is other", SPAN_INIT("No sé lo que quieres decir."), LANG_OTHER},
    {"German is other", SPAN_INIT("Ich weiß nicht, was du meinst."),
     LANG_OTHER},
    {"Indonesian is other", SPAN_INIT("Saya tidak tahu apa maksudmu."),
     LANG_OTHER},
    {"Vietnamese is other", SPAN_INIT("Tôi không biết bạn nói gì."),
     LANG_OTHER},
    {"pinyin without tones", SPAN_INIT("ni hao, wo hen hao"), LANG_ZH_LATN},
    {"pinyin with tones", SPAN_INIT("wǒ shì zhōngguó rén"), LANG_ZH_LATN},
    {"pinyin with numbers", SPAN_INIT("wo3 shi4 zhong1 guo2 ren2"),
     LANG_ZH_LATN},
    {"three syllables are not pinyin yet", SPAN_INIT("ni hao ma"), LANG_OTHER},
    {"English words that are syllables", SPAN_INIT("she can sing a long song"),
     LANG_EN},
    {"a Chinese post with English words",
     SPAN_INIT("我今天真的hold不住了，这个太happy了"), LANG_ZH_HANS},
    {"a name is no clause", SPAN_INIT("我在 the coffee bean 等你们"),
     LANG_ZH_HANS},
    {"a bracketed clause is an aside",
     SPAN_INIT("我喜欢这首歌（what do you want from me）很好听"), LANG_ZH_HANS},
    {"a book title is an aside",
     SPAN_INIT("这本《how i met your mother》真的很好看"), LANG_ZH_HANS},
    {"a capitalised name is no clause",
     SPAN_INIT("我们徒步登上 Sea to Sky 步道"), LANG_ZH_HANS},
    {"a clause in each language is mixed",
     SPAN_INIT("我的dog是golden retriever，请问 what should I do next?"),
     LANG_MIXED},
    {"a quoted clause is speech", SPAN_INIT("他问我“what do you want”然后走了"),
     LANG_MIXED},
};

static void names_the_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum lang have = detect(cases[i].in).lang;

        if (have != cases[i].want)
            fail_msg("%s: %s", cases[i].name, lang_tag(have));
    }
}

static void finds_variants(void **state)
{
    (void)state;
    assert_string_equal(detect(SPAN("佢哋嘅嘢唔見咗")).variant, "yue");
    assert_string_equal(detect(SPAN("侬好，阿拉一道去白相伐？")).variant,
                        "wuu");
    assert_null(detect(SPAN("阿拉伯语的辰光")).variant);
    assert_null(detect(SPAN("我们的东西不见了")).variant);
}

static void chat_shorthand_is_english_at_best_by_half(void **state)
{
    const char *english[] = {"ok lol", "nvm", "wyd rn", "thx bro", "omw"};
    const char *other[] = {"hmtn", "vtv", "son", "bang"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(english); i++) {
        struct detection d = detect(span_of(english[i]));

        assert_int_equal(d.lang, LANG_EN);
        assert_true(d.confidence <= 0.5F);
    }
    for (size_t i = 0; i < COUNT_OF(other); i++)
        assert_int_equal(detect(span_of(other[i])).lang, LANG_OTHER);
}

static void longer_text_is_surer(void **state)
{
    float one = detect(SPAN("garden")).confidence;
    float many = detect(SPAN("the garden is behind our house")).confidence;
    float han = detect(SPAN("我们今天一起去公园玩吧")).confidence;

    (void)state;
    assert_true(one < many);
    assert_true(many > 0.95F);
    assert_true(han > 0.95F);
}

static void segments_meet_at_clauses(void **state)
{
    struct span text =
        SPAN("我的dog病了，请问 “what should I do next?” 谢谢大家");
    struct detection d = detect(text);
    size_t en = span_find(text, SPAN("“what"), 0);
    size_t zh = span_find(text, SPAN("谢谢"), 0);

    (void)state;
    assert_int_equal(d.segment_count, 3);
    assert_int_equal(d.segment[0].lang, LANG_ZH_HANS);
    assert_int_equal(d.segment[1].lang, LANG_EN);
    assert_int_equal(d.segment[1].at.from, en); /* the quote goes with it */
    assert_int_equal(d.segment[1].at.to, zh);
    assert_int_equal(d.segment[2].at.to, text.len);
}

static void single_words_are_seen(void **state)
{
    struct detection d = detect(SPAN("他说的shit是什么意思"));

    (void)state;
    assert_int_equal(d.lang, LANG_ZH_HANS);
    assert_int_equal(d.segment_count, 1);
    assert_true((d.seen & LANG_BIT(LANG_EN)) != 0);
    assert_true((d.seen & LANG_BIT(LANG_ZH_HANS)) != 0);
}

/* Whatever the text: segments cover it in order, at character edges. */
static void check_cover(struct span text, const struct detection *d)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < d->segment_count; i++) {
        assert_int_equal(d->segment[i].at.from, at);
        assert_true(d->segment[i].at.to > at);
        assert_true(d->segment[i].lang != LANG_MIXED);
        at = d->segment[i].at.to;
        assert_true(at == text.len ||
                    ((unsigned char)text.at[at] & 0xC0U) != 0x80U);
    }
    assert_int_equal(at, text.len);
}

/* The same texts every time. */
static size_t next_random(size_t below)
{
    static uint64_t r = 7;

    r = r * 6364136223846793005ULL + 1442695040888963407ULL;
    return (size_t)(r >> 33U) % below;
}

static size_t append(char *text, size_t len, const char *piece)
{
    while (*piece != '\0')
        text[len++] = *piece++;
    return len;
}

static void segments_cover_any_text(void **state)
{
    static const char *const pieces[] = {
        "我",
        "們走",
        "the cat is ",
        "hola amigos que tal estas ",
        "カナ",
        "안녕",
        "а",
        "привет",
        " ",
        "“",
        "(",
        ")",
        "\n",
        "#",
        "@a",
        "[doge]",
        "、",
        "123",
        "http://x.com ",
        "😂",
        "'",
        "é",
        "-",
    };
    char text[4096];

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t len = 0;

        for (size_t n = next_random(40); n > 0; n--)
            len = append(text, len, pieces[next_random(COUNT_OF(pieces))]);
        struct span s = {text, len};
        struct detection d = detect(s);

        check_cover(s, &d);
    }
}

static void many_changes_of_language_stay_bounded(void **state)
{
    static const char unit[] = "我们走 what do you want 你们好吗 ";
    char *text = test_malloc(sizeof(unit) * 2000);
    size_t len = 0;

    (void)state;
    for (int i = 0; i < 2000; i++)
        len = append(text, len, unit);
    struct detection d = detect((struct span){text, len});

    assert_int_equal(d.lang, LANG_MIXED);
    assert_int_equal(d.segment_count, 512);
    check_cover((struct span){text, len}, &d);
    test_free(text);
}

static void a_full_arena_is_an_error(void **state)
{
    struct arena *small = arena_new(1 << 16);
    struct detection d = {.lang = LANG_COUNT};
    struct err e;

    (void)state;
    arena_fail_after(small, 1);
    assert_false(detect_text(small, SPAN("你好"), &d, &e));
    assert_int_equal(e.kind, ERR_MEMORY);
    assert_int_equal(d.lang, LANG_COUNT);
    arena_free(&small);
}

static void a_post_has_the_language_of_its_fields(void **state)
{
    struct detection f[3] = {
        {.lang = LANG_NONE, .letters = 0},
        {.lang = LANG_ZH, .letters = 2},
        {.lang = LANG_ZH_HANS, .letters = 20, .confidence = 0.9F},
    };

    (void)state;
    assert_int_equal(detect_fields(f, 1).lang, LANG_NONE);
    assert_int_equal(detect_fields(f, 3).lang, LANG_ZH_HANS);
    f[1].lang = LANG_EN;
    assert_int_equal(detect_fields(f, 3).lang, LANG_MIXED);
    assert_int_equal(detect_fields(f, 3).letters, 22);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_language),
        cmocka_unit_test(finds_variants),
        cmocka_unit_test(chat_shorthand_is_english_at_best_by_half),
        cmocka_unit_test(longer_text_is_surer),
        cmocka_unit_test(segments_meet_at_clauses),
        cmocka_unit_test(single_words_are_seen),
        cmocka_unit_test(segments_cover_any_text),
        cmocka_unit_test(many_changes_of_language_stay_bounded),
        cmocka_unit_test(a_full_arena_is_an_error),
        cmocka_unit_test(a_post_has_the_language_of_its_fields),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
