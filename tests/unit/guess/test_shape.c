/* The seers of shapes and of orders, from terms and text to places. */
#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "fold/fold.h"
#include "guess/guess.h"

#define SPLIT    DISGUISE_BIT(DISGUISE_SPLIT)
#define ALIKE    DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES)
#define EMOJI    DISGUISE_BIT(DISGUISE_EMOJI)
#define SHUFFLED DISGUISE_BIT(DISGUISE_SHUFFLED)
#define GAPS     DISGUISE_BIT(DISGUISE_GAPS)

static const struct {
    const char *name;
    uint32_t asked;
    const char *term, *text;
    const char *place; /* what is found; NULL: nothing above the floor */
    uint32_t took;
} cases[] = {
    {"taken apart", SPLIT, "法轮功", "练氵去车仑工力吗", "氵去车仑工力", SPLIT},
    {"in part", SPLIT, "黑人", "他说黑丿乀多", "黑丿乀", SPLIT},
    {"the last character", SPLIT, "好人", "都说好丿乀呀", "好丿乀", SPLIT},
    {"strokes and a box", SPLIT, "中国", "去口丨囗玉玩", "口丨囗玉", SPLIT},
    {"with gaps if they are asked for", SPLIT | GAPS, "法轮功",
     "氵去 车仑 工力", "氵去 车仑 工力", SPLIT | GAPS},
    {"not with gaps otherwise", SPLIT, "法轮功", "氵去 车仑 工力", NULL, 0},
    {"not across a paragraph", SPLIT | GAPS, "法轮功", "氵去\n\n车仑工力", NULL,
     0},
    {"as it is: no disguise", SPLIT, "法轮功", "练法轮功吗", NULL, 0},
    {"another character's components", SPLIT, "法轮功", "氵夫车仑工力", NULL,
     0},
    {"looks alike", ALIKE, "黑人", "说嘿刄的话", "嘿刄", ALIKE},
    {"alike and taken apart", ALIKE | SPLIT, "黑人", "说嘿丿乀的话", "嘿丿乀",
     ALIKE | SPLIT},
    {"alike was not asked for", SPLIT, "黑人", "说嘿丿乀的话", NULL, 0},
    {"an ordinary word is none", ALIKE, "末来", "我们的未来很好", NULL, 0},
    {"emoji by meaning", EMOJI, "母狗", "一群母🐶什么事", "母🐶", EMOJI},
    {"emoji by sound", EMOJI, "麻烦你走", "喜欢🐴🍚你🚶吗", "🐴🍚你🚶", EMOJI},
    {"a keycap", EMOJI, "中国五毛", "这中国5️⃣毛的",
     "中国5️⃣毛", EMOJI},
    {"a squared word", EMOJI, "无耻之人", "这🈚耻之人", "🈚耻之人", EMOJI},
    {"a word in a circle", EMOJI, "猪头三", "他就是㊗头三", "㊗头三", EMOJI},
    {"a plain digit is none", EMOJI, "中国五毛", "这中国5毛的", NULL, 0},
    {"a skin tone belongs to its emoji", EMOJI, "一拳打死",
     "我一👊🏻打死他", "一👊🏻打死", EMOJI},
    {"another emoji", EMOJI, "母狗", "一群母🐴什么事", NULL, 0},
    {"in another order", SHUFFLED, "女权", "那几个权女们带走", "权女",
     SHUFFLED},
    {"foreign characters between", SHUFFLED, "种族歧视", "搞种族内歧视那套",
     "种族内歧视", SHUFFLED},
    {"longer", SHUFFLED, "中国男人", "男国中人配不上", "男国中人", SHUFFLED},
    {"too far apart", SHUFFLED, "女权", "权利属于女", NULL, 0},
    {"a character is missing", SHUFFLED, "中国男人", "国中的人", NULL, 0},
    {"as it is, in order", SHUFFLED, "女权", "说女权的", NULL, 0},
    {"ordinary words in another order", SHUFFLED, "人的", "我的人民的人生",
     NULL, 0},
};

struct best {
    struct guess_found found;
    bool any;
};

static void meet(void *context, const struct guess_found *found)
{
    struct best *b = context;

    if (found->certainty < GUESS_DEFAULT_CERTAINTY)
        return;
    if (!b->any || found->certainty > b->found.certainty)
        b->found = *found;
    b->any = true;
}

/* The place as it stands in the original. */
static struct span look(size_t n, struct fold_space *space, struct best *b)
{
    struct fold_view view = fold_text(space, span_of(cases[n].term));
    struct guess_term term = {.disguises = cases[n].asked | disguises_default,
                              .initials_min = 3,
                              .certainty = GUESS_DEFAULT_CERTAINTY};
    struct guess_scratch *scratch = guess_scratch_new();
    struct guess_index *index = NULL;
    struct units units = {0};
    struct err e = {0};
    char folded[64];
    struct span text = span_of(cases[n].text);
    struct range at = {0};

    memcpy(folded, view.text.at, view.text.len);
    term.folded = (struct span){folded, view.text.len};
    assert_true(guess_build(&term, 1, &index, &e));
    view = fold_text(space, text);
    units_fill(&units, &view);
    if (index != NULL)
        guess_run_text(index, scratch,
                       &(struct guess_text){text, &view, &units, false}, meet,
                       b);
    if (b->any)
        at = fold_origin(&view, b->found.at);
    guess_free(&index);
    guess_scratch_free(&scratch);
    units_done(&units);
    return span_slice(text, at.from, at.to);
}

static void terms_are_seen_through_their_disguise(void **state)
{
    struct fold_space *space = fold_space_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct best b = {0};
        struct span place = look(i, space, &b);

        if (b.any != (cases[i].place != NULL))
            fail_msg("%s: %s", cases[i].name, b.any ? "found" : "not found");
        if (!b.any)
            continue;
        assert_int_equal(b.found.disguises, cases[i].took);
        if (!span_starts(span_of(cases[i].place), place))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(place));
    }
    fold_space_free(&space);
}

static int prepare(void **state)
{
    struct err e = {0};

    (void)state;
    return fold_init(&e) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_seen_through_their_disguise),
    };

    return cmocka_run_group_tests(tests, prepare, NULL);
}
