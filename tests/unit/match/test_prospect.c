/* prospect_find() may say "due" for nothing, never "not due" of a view that
 * has a word which the default view has not. */
#include "../unit.h"
#include "rules.h"

#include <string.h>

#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/fold.h"
#include "fold/looks.h"
#include "match/gaps.h"
#include "match/prospect.h"

static struct fold_space *space;
static struct units units;

static uint64_t seed = 1;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(seed >> 33U) % n;
}

enum { MOST_TERMS = 6, SHORT = 64, MOST_TEXT = 512 };

/* Terms, and their literals in one of the views. */
struct terms {
    struct span term[MOST_TERMS], literal[MOST_TERMS];
    uint32_t count;
    char text[MOST_TERMS][SHORT], bare[MOST_TERMS][SHORT];
    struct prospect prospect;
};

static void add_term(struct terms *t, struct span text, bool looks)
{
    char *term = t->text[t->count];
    char *bare = t->bare[t->count];
    size_t len;

    memcpy(term, text.at, text.len);
    t->term[t->count] = (struct span){term, text.len};
    len = looks ? gaps_looks(t->term[t->count], bare)
                : gaps_bare(t->term[t->count], true, bare);
    t->literal[t->count] = (struct span){bare, len};
    t->count += len > 0;
}

static void build(struct terms *t, bool looks)
{
    size_t characters = 0;

    for (uint32_t i = 0; i < t->count; i++)
        characters += utf8_count(t->literal[i]);
    prospect_init(&t->prospect, characters);
    for (uint32_t i = 0; i < t->count; i++) {
        prospect_add(&t->prospect, t->literal[i]);
        if (looks)
            prospect_want(&t->prospect, t->term[i]);
    }
}

static struct prospects find_due(const struct prospect *gaps,
                                 const struct prospect *looks,
                                 const struct fold_view *view)
{
    units_fill(&units, view);
    return prospect_find(gaps, looks, view->text, &units);
}

/* ---- by table ---- */

static const struct {
    const char *name, *term, *text;
    bool compact, lookalikes;
} cases[] = {
    {"an empty text", "刷单", "", false, false},
    {"a term as it is written", "刷单", "刷单兼职", false, false},
    {"a comma inside a term", "刷单", "诚招刷，单车", true, false},
    {"a comma beside what is part of one", "刷单", "下单，车到", false, false},
    {"gaps between all of it", "fuck", "f.u.c.k", true, false},
    {"a gap at the text's end", "fuck", "fuc.k", true, false},
    {"repeated letters", "妈的", "妈妈妈的", true, false},
    {"the last letter repeated", "fuck", "fuckkk", true, false},
    {"a term of one character", "操", "操，操", true, false},
    {"a term of two, apart from all else", "微信", "加：微。信！！", true,
     false},
    {"a sign for a letter", "shit", "sh!t", false, true},
    {"Cyrillic letters", "shit", "ѕһіт", false, true},
    {"another's letters", "shit", "нос", false, false},
    {"digits alone are no word", "sos", "505", false, false},
    {"a gap and a sign", "shit", "s.h!t", false, true},
    {"repetitions up to where no neighbour is looked for", "shit",
     "$hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhit", true, true},
};

static void views_are_due_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct terms gaps = {0};
        struct terms looks = {0};
        struct fold_view view;
        struct prospects due;

        add_term(&gaps, span_of(cases[i].term), false);
        add_term(&looks, span_of(cases[i].term), true);
        build(&gaps, false);
        build(&looks, true);
        view = fold_text(space, span_of(cases[i].text));
        due = find_due(&gaps.prospect, &looks.prospect, &view);
        if (due.compact != cases[i].compact ||
            due.lookalikes != cases[i].lookalikes)
            fail_msg("%s: compact %d, lookalikes %d", cases[i].name,
                     due.compact, due.lookalikes);
        prospect_done(&gaps.prospect);
        prospect_done(&looks.prospect);
    }
}

static void nothing_is_due_that_is_not_asked_for(void **state)
{
    struct fold_view view = fold_text(space, span_of("f.u.c.k"));
    struct prospects due = find_due(NULL, NULL, &view);

    (void)state;
    assert_false(due.compact);
    assert_false(due.lookalikes);
}

/* ---- a new word in a view => the view is due ---- */

static const char *const plain[] = {"中", "国", "刷", "单", "f",  "u",
                                    "c",  "k",  "s",  "é",  "가", "😀"};
static const char *const hidden[] = {
    "中", "国", "刷", "单", "f", "u",       "c",    "k",    "s", "5", "$",
    "!",  "1",  "0",  "ѕ",  "с", "ο",       ".",    "，",   "*", "-", " ",
    " ",  "\n", "é",  "가", "i", "\u200b ", "....", "。。", "@", "v", "😀",
};

static size_t random_of(const char *const *from, size_t count, uint32_t most,
                        char *ret)
{
    size_t len = 0;

    for (uint32_t n = 1 + below(most); n > 0; n--) {
        const char *one = from[below((uint32_t)count)];

        for (uint32_t k = below(6) == 0 ? 2 : 1; k > 0; k--) {
            memcpy(ret + len, one, strlen(one));
            len += strlen(one);
        }
    }
    return len;
}

static void random_terms(struct terms *t, bool looks)
{
    char text[SHORT];

    *t = (struct terms){0};
    for (uint32_t n = 1 + below(MOST_TERMS); n > 0; n--) {
        size_t len =
            random_of(plain, COUNT_OF(plain), below(2) == 0 ? 3 : 6, text);

        add_term(t, (struct span){text, len}, looks);
    }
    build(t, looks);
}

/* Does the character before `at` go on behind it, after a gap or at once? */
static bool repeats(struct span view, size_t at)
{
    size_t before = at;
    uint32_t last;
    uint32_t c = 0;

    if (!utf8_prev(view, &before, &last))
        return false;
    while (utf8_next(view, &at, &c) && (char_traits(c) & CHAR_SOLID) == 0)
        continue;
    return c == last;
}

/* Something is closed inside the place, or it ends in a repetition. */
static bool is_closed(const struct terms *t, uint32_t i, struct span base,
                      struct range at)
{
    return at.to - at.from != t->literal[i].len || repeats(base, at.to);
}

static bool is_letter(uint32_t c)
{
    unsigned traits = char_traits(c);

    return (traits & CHAR_SOLID) != 0 &&
           (traits & (CHAR_HAN | CHAR_DIGIT)) == 0;
}

/* Is it in one of the terms? */
static bool is_written(const struct terms *t, struct span one)
{
    for (uint32_t i = 0; i < t->count; i++) {
        if (span_find(t->term[i], one, 0) < t->term[i].len)
            return true;
    }
    return false;
}

/* A letter is among what stands there, and a character that no term has and
 * that looks like one. */
static bool is_strange(const struct terms *t, struct span base, struct range at)
{
    bool letter = false;
    bool strange = false;
    size_t to = at.from;
    size_t from = to;
    uint32_t c;

    for (; to < at.to && utf8_next(base, &to, &c); from = to) {
        letter = letter || is_letter(c);
        strange = strange || (looks_class(c) != 0 &&
                              !is_written(t, span_slice(base, from, to)));
    }
    return letter && strange;
}

static bool has_new(const struct terms *t, const struct fold_view *v,
                    bool looks)
{
    for (uint32_t i = 0; i < t->count; i++) {
        struct span one = t->literal[i];

        for (size_t at = span_find(v->text, one, 0); at < v->text.len;
             at = span_find(v->text, one, at + 1)) {
            struct range in = {(uint32_t)at, (uint32_t)(at + one.len)};
            struct range from = fold_origin(v, in);

            if (looks ? is_strange(t, v->base, from)
                      : is_closed(t, i, v->base, from))
                return true;
        }
    }
    return false;
}

struct tally {
    uint32_t new, not_due;
};

static void try_text(const struct terms *t, bool looks, struct tally *tally)
{
    char text[MOST_TEXT];
    size_t len = random_of(hidden, COUNT_OF(hidden), 30, text);
    struct fold_view base = fold_text(space, (struct span){text, len});
    struct prospects due = find_due(looks ? NULL : &t->prospect,
                                    looks ? &t->prospect : NULL, &base);
    bool says = looks ? due.lookalikes : due.compact;
    struct fold_view v =
        looks ? fold_lookalikes(space, &base) : fold_compact(space, &base);
    bool new = has_new(t, &v, looks);

    if (new && !says)
        fail_msg("\"" SPAN_FMT "\" has a word, first term " SPAN_FMT,
                 SPAN_ARG(base.text), SPAN_ARG(t->term[0]));
    tally->new += new;
    tally->not_due += !says;
}

static void try_view(bool looks)
{
    struct tally tally = {0};
    struct terms t;

    for (int i = 0; i < 4000; i++) {
        random_terms(&t, looks);
        for (int k = 0; k < 10; k++)
            try_text(&t, looks, &tally);
        prospect_done(&t.prospect);
    }
    assert_true(tally.new > 2000);
    assert_true(tally.not_due > 2000);
}

static void a_word_with_gaps_or_repetitions_makes_its_view_due(void **state)
{
    (void)state;
    try_view(false);
}

static void a_word_of_lookalikes_makes_its_view_due(void **state)
{
    (void)state;
    try_view(true);
}

/* ---- the same hits with all views, which a trace asks for ---- */

static void find(const struct ruleset *rs, struct match_scratch *scratch,
                 struct span text, bool all, char *ret, size_t room)
{
    struct arena *arena = arena_new(16 << 20);
    struct match_text one = {.text = text};
    struct match_trace trace = {.arena = arena};
    struct match_input in = {.text = &one,
                             .text_count = 1,
                             .side = SIDE_ORIGINAL,
                             .regex_work = 1000000,
                             .trace = all ? &trace : NULL};
    struct hits hits = {0};
    struct err e;

    ret[0] = '\0';
    assert_true(match_run(rs, scratch, &in, arena, &hits, &e));
    for (uint32_t i = 0; i < hits.count; i++)
        write_hit(ret, room, &hits.at[i]);
    arena_free(&arena);
}

static void hits_are_those_of_all_views(void **state)
{
    static char some[1 << 16];
    static char all[1 << 16];
    struct ruleset *rs =
        rules_of("    match: { words: [刷单, 中国, 国刷单, fuck, fuk, suck, "
                 "单, cs, 가f, 55] }\n"
                 "    disguise: [gaps, repeats, lookalikes]",
                 NULL);
    struct match_scratch *scratch = NULL;
    uint32_t hidden_hits = 0;
    struct err e;

    (void)state;
    assert_true(match_scratch_new(rs, &scratch, &e));
    for (int i = 0; i < 30000; i++) {
        char text[MOST_TEXT];
        size_t len = random_of(hidden, COUNT_OF(hidden), 12, text);

        find(rs, scratch, (struct span){text, len}, false, some, sizeof(some));
        find(rs, scratch, (struct span){text, len}, true, all, sizeof(all));
        if (strcmp(some, all) != 0)
            fail_msg("\"%.*s\":\n  got  %s\n  want %s", (int)len, text, some,
                     all);
        hidden_hits +=
            strstr(all, " gaps") != NULL || strstr(all, " lookalikes") != NULL;
    }
    assert_true(hidden_hits > 500);
    match_scratch_free(&scratch);
    rules_free(rs);
}

/* The walk passes over these characters by their bytes alone. */
static void common_han_is_solid_and_nearly_all_without_looks(void **state)
{
    (void)state;
    for (uint32_t c = 0x4E00; c <= 0x9FFF; c++) {
        bool walked = c >= 0x531A && c <= 0x5343; /* as prospect.c has it */

        if ((char_traits(c) & CHAR_SOLID) == 0 ||
            (looks_class(c) != 0 && !walked))
            fail_msg("U+%04X can't be passed over", (unsigned)c);
    }
}

static int setup(void **state)
{
    struct err e = {0};

    (void)state;
    space = fold_space_new();
    return fold_init(&e) && looks_init(&e) ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    fold_space_free(&space);
    units_done(&units);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_are_due_as_the_table_says),
        cmocka_unit_test(nothing_is_due_that_is_not_asked_for),
        cmocka_unit_test(a_word_with_gaps_or_repetitions_makes_its_view_due),
        cmocka_unit_test(a_word_of_lookalikes_makes_its_view_due),
        cmocka_unit_test(hits_are_those_of_all_views),
        cmocka_unit_test(common_han_is_solid_and_nearly_all_without_looks),
    };

    return cmocka_run_group_tests_name("prospect", tests, setup, teardown);
}
