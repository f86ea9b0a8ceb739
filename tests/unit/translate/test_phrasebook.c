#include "../unit.h"
#include <limits.h>

#include "config/place.h"
#include "small.h"
#include "translate/notes.h"
#include "translate/phrasebook.h"

struct books {
    struct dictionary *d;
    struct glossary *g;
};

static struct books open_books(void)
{
    const char *folder = small_glossary;
    struct books b;
    struct err e;

    if (!dictionary_open(small_dictionary, &b.d, &e) ||
        !glossary_open(&folder, 1, &b.g, &e))
        fail_msg("%s", e.text);
    return b;
}

static void close_books(struct books *b)
{
    dictionary_free(&b->d);
    glossary_free(&b->g);
}

static void glosses_word_by_word(void **state)
{
    static const struct {
        const char *name;
        enum lang to;
        const char *in, *want;
    } cases[] = {
        {"the longest phrase wins", LANG_EN, "我喜欢吃猫粮",
         "I like eat cat food"},
        {"the glossary wins over words", LANG_EN, "我吃瓜",
         "I watch the drama"},
        {"particles stick or vanish", LANG_EN, "猫的天气好了",
         "cat's weather good"},
        {"punctuation is English", LANG_EN, "好，看！我", "good, look! I"},
        {"tokens pass", LANG_EN, "看 __E0__ 的猫", "look __E0__'s cat"},
        {"what is not known stays", LANG_EN, "我龘猫", "I 龘 cat"},
        {"Traditional spellings of terms", LANG_EN, "永遠的神", "GOAT"},
        {"Chinese without spaces", LANG_ZH_HANS, "I like the cat food!",
         "我喜欢猫粮！"},
        {"endings are taken off", LANG_ZH_HANS, "dogs stopped, friends loved",
         "狗停，朋友爱"},
        {"names stay apart from each other", LANG_ZH_HANS, "Bob Smith eats",
         "Bob Smith吃"},
        {"part of a word is no word", LANG_ZH_HANS, "catalog goat can't",
         "catalog goat can't"},
        {"case may count", LANG_ZH_HANS, "GOAT", "最强"},
        {"a link keeps its spaces", LANG_ZH_HANS, "like __E0__ dog",
         "喜欢 __E0__ 狗"},
    };
    struct books b = open_books();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf out = buf_make(4096);

        phrasebook_gloss(b.d, b.g, span_of(cases[i].in), cases[i].to, &out);
        if (!span_is(buf_span(&out), cases[i].want))
            fail_msg("%s: %s", cases[i].name, buf_text(&out));
        buf_free(&out);
    }
    close_books(&b);
}

static void finds_notes_in_the_original(void **state)
{
    struct books b = open_books();
    struct arena *a = arena_new(1 << 20);
    struct notes n;
    struct err e;
    struct span text = SPAN("今天紅包，yyds！再来红包 https://x.cn/yyds");

    (void)state;
    assert_true(notes_find(a, &b.g->zh, text, LANG_EN, &n, &e));
    assert_int_equal(n.count, 2); /* each once; links have none */
    assert_span_equal(n.at[0].term, SPAN("紅包"));
    assert_int_equal(n.at[0].at.from, 6);
    assert_int_equal(n.at[0].at.to, 12);
    assert_span_equal(n.at[0].note, SPAN("Money."));
    assert_span_equal(n.at[1].note, SPAN("The best."));
    assert_true(notes_find(a, &b.g->en, SPAN("He is GOAT, the goat"),
                           LANG_ZH_HANT, &n, &e));
    assert_int_equal(n.count, 1);
    assert_span_equal(n.at[0].note, SPAN("最強軟體"));
    arena_free(&a);
    close_books(&b);
}

static void refuses_damaged_dictionaries(void **state)
{
    char path[128];
    char text[4096];
    struct dictionary *d;
    struct err e;
    FILE *f = fopen(small_dictionary, "rb");
    size_t len = fread(text, 1, sizeof(text), f);

    (void)state;
    (void)fclose(f);
    (void)snprintf(path, sizeof(path), "%s/bad.dict", small_folder);
    for (size_t cut = 0; cut < len; cut++) { /* cut off, or one byte changed */
        char was = text[cut];
        bool ok;

        small_write(path, (struct span){text, cut});
        assert_false(dictionary_open(path, &d, &e));
        assert_int_equal(e.kind, ERR_PROVIDER);
        text[cut] = (char)(was ^ 0x80);
        small_write(path, (struct span){text, len});
        ok = dictionary_open(path, &d, &e);
        if (ok)
            dictionary_free(&d);
        assert_true(!ok || cut >= 20); /* 20..23 are reserved */
        text[cut] = was;
    }
    (void)unlink(path);
    assert_false(dictionary_open("/nowhere/x.dict", &d, &e));
    assert_int_equal(e.kind, ERR_PROVIDER);
}

static void explains_mistakes_in_glossaries(void **state)
{
    static const struct {
        const char *name, *in, *want;
    } cases[] = {
        {"no language", "terms: []\n", "1:1: 'from' must be zh or en"},
        {"another language", "from: ja\n", "1:7: 'from' must be zh or en"},
        {"an unknown key", "from: zh\nterm: []\n", "2:1: "},
        {"no term", "from: zh\nterms:\n  - {to: x}\n",
         "3:5: 'term' is missing"},
        {"an empty spelling", "from: zh\nterms:\n  - {term: [\"\"]}\n",
         "3:13: an empty term"},
        {"fixed to nothing", "from: zh\nterms:\n  - {term: x, fixed: true}\n",
         "3:5: 'fixed' needs 'to'"},
    };
    char folder[128];
    char path[160];
    const char *const folders[] = {folder};

    (void)state;
    (void)snprintf(folder, sizeof(folder), "%s/bad", small_folder);
    (void)snprintf(path, sizeof(path), "%s/x.yaml", folder);
    (void)mkdir(folder, 0700);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct glossary *g;
        struct err e;

        small_write(path, span_of(cases[i].in));
        assert_false(glossary_open(folders, 1, &g, &e));
        assert_int_equal(e.kind, ERR_CONFIG);
        if (strstr(e.text, cases[i].want) == NULL)
            fail_msg("%s: %s", cases[i].name, e.text);
    }
    (void)unlink(path);
    (void)rmdir(folder);
}

/* ---- what ships ---- */
static uint32_t count_notes(const struct glossary_side *side, bool zh)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < side->phrases.count; i++)
        n += (zh ? side->term[i].note_en : side->term[i].note_zh_hans).len > 0;
    return n;
}

static void the_shipped_glossary_knows_its_slang(void **state)
{
    static const struct {
        const char *term, *to;
        bool zh;
    } cases[] = {
        {"yyds", "GOAT", true},         {"绝绝子", "absolutely amazing", true},
        {"u1s1", "to be honest", true}, {"交猫税", "cat tax", true},
        {"躺平", "lying flat", true},   {"內卷", "rat race", true},
        {"cat tax", "猫税", false},     {"GOAT", "史上最强", false},
        {"no cap", "不骗你", false},    {"rizz", "撩人魅力", false},
    };
    char glossary[PATH_MAX];
    char notes[PATH_MAX];
    const char *const folders[] = {glossary, notes};
    struct glossary *g;
    struct err e;

    (void)state;
    assert_true(place_find("locales/glossary", glossary, sizeof(glossary)));
    assert_true(place_find("locales/notes", notes, sizeof(notes)));
    if (!glossary_open(folders, 2, &g, &e))
        fail_msg("%s", e.text);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct glossary_side *side = cases[i].zh ? &g->zh : &g->en;
        struct span text = span_of(cases[i].term);
        char folded[64];
        const struct glossary_term *t;
        size_t len = 0;

        phrases_fold(text, folded);
        t = glossary_find(side, text, (struct span){folded, text.len}, 0, &len);
        if (t == NULL || len != text.len || !t->fixed ||
            !span_is(t->to, cases[i].to))
            fail_msg("%s", cases[i].term);
        assert_true(glossary_note(t, cases[i].zh ? LANG_EN : LANG_ZH_HANT).len >
                    0);
    }
    assert_true(count_notes(&g->zh, true) > 120);
    assert_true(count_notes(&g->en, false) > 90);
    glossary_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glosses_word_by_word),
        cmocka_unit_test(finds_notes_in_the_original),
        cmocka_unit_test(refuses_damaged_dictionaries),
        cmocka_unit_test(the_shipped_glossary_knows_its_slang),
        cmocka_unit_test(explains_mistakes_in_glossaries),
    };

    return cmocka_run_group_tests(tests, small_set_up, small_tear_down);
}
