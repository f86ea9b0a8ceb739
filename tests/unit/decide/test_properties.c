/* Random rules over random texts, made of what gives trouble: joined emoji,
 * marks, gaps, look-alikes, allow phrases, conditions inside conditions. */
#include "../unit.h"

#include "fixture.h"
#include "properties.h"

enum { RULE_SETS = 60, TEXTS = 80, MOST_PACK = 8192, MOST_TEXT = 400 };

static const char *pick(const char *const *of, size_t count)
{
    return of[(size_t)rand() % count];
}

static const char *const words[] = {
    "刷单", "加微信", "微信", "cat",  "good cat", "妈的", "a",
    "é",    "us",     "臺灣", "cat*", "1",        "法",
};
static const char *const pieces[] = {
    "刷",
    "单",
    "單",
    "加",
    "微",
    "信",
    "cat",
    "good ",
    "c",
    "a",
    "t",
    "妈",
    "的",
    "法",
    "台",
    "湾",
    " ",
    ".",
    "\n",
    "\n\n",
    "*",
    "＊",
    "x",
    "1",
    "2",
    "\u200d",
    "\ufe0f",
    "\u0301",
    "👩‍👩‍👧",
    "🇺🇸",
    "🇨",
    "👍🏽",
    "é",
    "ａ",
    "ⓒ",
    "\u200b",
    "\u1100",
    "\u1161",
    "[",
    "]",
    "doge",
    "example",
    ".com",
    "http://",
    "4111111111111111",
    "-",
    "#",
    "@",
};
static const char *const disguises[] = {
    "[gaps]", "[gaps, repeats]", "exact", "[-case]", "[]",
};

static void add(char *to, const char *text)
{
    size_t len = strlen(to);

    assert_true(len + strlen(text) < MOST_PACK);
    (void)snprintf(to + len, MOST_PACK - len, "%s", text);
}

static void add_words(char *to)
{
    int count = 1 + rand() % 3;

    add(to, "[");
    for (int i = 0; i < count; i++) {
        add(to, i > 0 ? ", '" : "'");
        add(to, pick(words, COUNT_OF(words)));
        add(to, "'");
    }
    add(to, "]");
}

static void add_condition(char *to, int depth)
{
    static const char *const leaves[] = {
        "{regex: '[a-c]+t?\\d?'}",
        "{regex: '微.?信|刷\\s*单', folded: true}",
        "{regex: '\\d{16}', validate: luhn}",
        "{domains: [example.com]}",
    };
    static const char *const kinds[] = {"{any: [", "{all: ["};

    switch (rand() % (depth > 2 ? 3 : 4)) {
    case 0:
        add(to, pick(leaves, COUNT_OF(leaves)));
        return;
    case 1:
        add(to, "{near: {words: [");
        add_words(to);
        add(to, ", ");
        add_words(to);
        add(to, "], within: 4}}");
        return;
    case 2:
        add(to, "{words: ");
        add_words(to);
        add(to, "}");
        return;
    default:
        add(to, pick(kinds, COUNT_OF(kinds)));
        add_condition(to, depth + 1);
        add(to, ", ");
        add_condition(to, depth + 1);
        add(to, "]}");
        return;
    }
}

static void add_match(char *to)
{
    static const char *const beside[] = {
        "{none: [{words: [good cat]}]}", "{count: {of: emoji, under: 9}}",
        "{length: {over: 2}}", "{count: {of: repeats, over: 1}}"};

    add(to, "match: {all: [");
    add_condition(to, 0);
    if (rand() % 3 == 0) {
        add(to, ", ");
        add(to, pick(beside, COUNT_OF(beside)));
    }
    add(to, "]}");
}

static void make_pack(char *to)
{
    static const char *const actions[] = {"mask", "mask", "hold"};

    to[0] = '\0';
    add(to, FIXTURE_HEAD);
    for (int i = 0; i < 4; i++) {
        const char *disguise = pick(disguises, COUNT_OF(disguises));
        char head[64];

        (void)snprintf(head, sizeof(head), "  - {id: t.%d, action: %s, ", i,
                       pick(actions, COUNT_OF(actions)));
        add(to, head);
        if (strcmp(disguise, "[]") != 0) {
            add(to, "disguise: ");
            add(to, disguise);
            add(to, ", ");
        }
        if (rand() % 3 == 0) {
            add(to, "allow: ");
            add_words(to);
            add(to, ", ");
        }
        add_match(to);
        add(to, "}\n");
    }
}

static void make_text(char *to)
{
    int count = 1 + rand() % 30;
    size_t len = 0;

    to[0] = '\0';
    for (int i = 0; i < count; i++) {
        const char *piece = rand() % 4 == 0 ? pick(words, COUNT_OF(words) - 3)
                                            : pick(pieces, COUNT_OF(pieces));

        len += (size_t)snprintf(to + len, MOST_TEXT - len, "%s", piece);
        assert_true(len < MOST_TEXT);
    }
}

static void hits_and_masks_are_whole_graphemes_and_masks_hold(void **state)
{
    unsigned judged = 0;

    (void)state;
    srand(11);
    for (int i = 0; i < RULE_SETS; i++) {
        char pack[MOST_PACK];
        struct fixture f;

        make_pack(pack);
        f = fixture_open(pack);
        for (int k = 0; k < TEXTS; k++) {
            char text[MOST_TEXT];
            struct moderate_text one;
            const struct moderate_input in = {.rules = f.rules,
                                              .scratch = f.scratch,
                                              .text = &one,
                                              .text_count = 1,
                                              .regex_work = 1000000,
                                              .translation_cap = VERDICT_HOLD};

            make_text(text);
            one = (struct moderate_text){.text = span_of(text)};
            judged += properties_hold(&in, f.arena);
            arena_reset(f.arena);
        }
        fixture_close(&f);
    }
    /* Masks of which none settles are held: there must be few. */
    assert_true(judged > RULE_SETS * TEXTS * 99 / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_and_masks_are_whole_graphemes_and_masks_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
