/* Near: units between words, and chains against a search of all of them. */
#include "rules.h"

#include "base/attr.h"
#include "base/heap.h"
#include "detect/detect.h"
#include "fold/fold.h"
#include "match/near.h"

enum { MOST_MEMBERS = 12, MOST_ENDS = 64 };

static int start(void **state)
{
    struct err e;

    (void)state;
    return fold_init(&e) && detect_init(&e) ? 0 : -1;
}

/* ---- units ---- */

static const struct {
    const char *name, *text; /* between ( and ) */
    uint32_t units;
} distances[] = {
    {"nothing", "()", 0},
    {"Han characters", "(加)一下我的(微信)", 4},
    {"Latin words", "(add) me on my (wechat)", 3},
    {"digits are words", "(a) 12 345 (b)", 2},
    {"a word of letters and digits", "(a) abc123 (b)", 1},
    {"an apostrophe belongs to its word", "(a) don't (b)", 1},
    {"a curly one, too", "(a) don\u2019t (b)", 1},
    {"quotes do not", "(a) 'x' 'y' (b)", 2},
    {"punctuation and space are nothing", "(a) -- ,,, ！？  (b)", 0},
    {"emoji are nothing", "(a)😂😂👨‍👩‍👧(b)", 0},
    {"stickers are nothing", "(a)[doge][笑cry](b)", 0},
    {"but bracketed words are words", "(a)[see here](b)", 2},
    {"accents belong to their letter", "(a) cafe\u0301s (b)", 1},
    {"invisible characters split no word", "(a) he\u200Bllo (b)", 1},
    {"Han beside letters", "(a)我xyz你(b)", 3},
    {"the rest of a word", "(vx)138 (b)", 1},
    {"the start of a word", "(a) 138(vx)", 1},
    {"the same word goes on", "(vx)(wx)", 0},
    {"a part between two of one word", "(vx)138(wx)", 1},
    {"lines are nothing", "(a)\n(b)", 0},
    {"Cyrillic words", "(a) привет мир (b)", 2},
};

/* The text without its brackets; where they stood become the members. */
static size_t read_members(const char *text, char *ret,
                           struct near_member member[2])
{
    size_t len = 0;
    uint32_t count = 0;

    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '(')
            member[count].at.from = (uint32_t)len;
        else if (*p == ')')
            member[count++].at.to = (uint32_t)len;
        else
            ret[len++] = *p;
    }
    member[1].group = 1;
    return count;
}

static void count_chain(void *context, const struct near_chain *chain)
{
    (void)chain;
    ++*(unsigned *)context;
}

static unsigned chains_within(const struct near_member member[2],
                              uint32_t within)
{
    const struct near_wish wish = {2, within, true};
    unsigned found = 0;

    near_find(&wish, member, 2, count_chain, &found);
    return found;
}

static void units_between_words_are_counted(void **state)
{
    (void)state;
    for (size_t i = 1; i < COUNT_OF(distances); i++) {
        struct near_member member[2] = {0};
        char text[256];
        uint32_t units = distances[i].units;

        assert_int_equal(read_members(distances[i].text, text, member), 2);
        near_measure((struct span){text, strlen(distances[i].text) - 4}, member,
                     2);
        if (chains_within(member, units) != 1 ||
            (units > 0 && chains_within(member, units - 1) != 0))
            fail_msg("%s: %s", distances[i].name, distances[i].text);
    }
}

static void a_blank_line_is_too_far(void **state)
{
    static const char *const texts[] = {"(a)\n\n(b)", "(a)\r\n\r\n(b)",
                                        "(a)\n \t\n(b)", "(a)\u2029(b)",
                                        "(a)\n\u3000\n(b)"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct near_member member[2] = {0};
        char text[64];

        assert_int_equal(read_members(texts[i], text, member), 2);
        near_measure((struct span){text, strlen(texts[i]) - 4}, member, 2);
        assert_int_equal(chains_within(member, 100), 0);
    }
}

/* ---- chains ---- */

/* Members of a text of one-unit characters, at random; overlaps allowed. */
static uint32_t random_members(struct near_member *m, uint32_t groups)
{
    uint32_t count = 1 + (uint32_t)rand() % MOST_MEMBERS;
    uint32_t at = 0;

    for (uint32_t i = 0; i < count; i++) {
        at += (uint32_t)rand() % 4;
        m[i] = (struct near_member){
            .at = {at, at + 1 + (uint32_t)rand() % 3},
            .group = (uint32_t)rand() % groups,
        };
        m[i].from = (struct near_place){.units = m[i].at.from};
        m[i].to = (struct near_place){.units = m[i].at.to};
    }
    return count;
}

/* Every way to go on from a chain, without any cleverness. */
static bool slow_ends(const struct near_wish *w, const struct near_member *m,
                      uint32_t count, uint32_t last, uint32_t set, uint32_t n)
{
    if (n == w->groups)
        return true;
    /* Backwards: which member may stand before `last`? */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bit = 1U << m[i].group;

        if ((set & bit) != 0 || m[i].at.to > m[last].at.from ||
            m[last].at.from - m[i].at.to > w->within ||
            (w->ordered && m[i].group + 1 != m[last].group))
            continue;
        if (slow_ends(w, m, count, i, set | bit, n + 1))
            return true;
    }
    return false;
}

struct ends {
    const struct near_wish *wish;
    const struct near_member *member;
    bool end[MOST_ENDS];
};

static void see_chain(void *context, const struct near_chain *c)
{
    struct ends *e = context;
    uint32_t set = 0;

    assert_int_equal(c->count, e->wish->groups);
    for (uint32_t i = 0; i < c->count; i++) {
        const struct near_member *m = &e->member[c->member[i]];

        set |= 1U << m->group;
        if (i == 0)
            continue;
        assert_true(m[0].at.from >= e->member[c->member[i - 1]].at.to);
        assert_true(m[0].at.from - e->member[c->member[i - 1]].at.to <=
                    e->wish->within);
    }
    assert_int_equal(set, (1U << e->wish->groups) - 1);
    e->end[c->member[c->count - 1]] = true;
}

static void finds_what_a_slow_search_finds(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 20000; round++) {
        const struct near_wish wish = {2 + (uint32_t)rand() % 3,
                                       (uint32_t)rand() % 5, rand() % 2 == 0};
        struct near_member member[MOST_MEMBERS];
        uint32_t count = random_members(member, wish.groups);
        struct ends ends = {.wish = &wish, .member = member};

        near_find(&wish, member, count, see_chain, &ends);
        for (uint32_t i = 0; i < count; i++) {
            bool slow =
                (!wish.ordered || member[i].group + 1 == wish.groups) &&
                slow_ends(&wish, member, count, i, 1U << member[i].group, 1);

            if (ends.end[i] != slow)
                fail_msg("round %d, member %u: %d", round, i, slow);
        }
    }
}

/* ---- hits ---- */

#define NEAR                                                                   \
    "    match: { near: { words: [[加, add], [微信, vx]], within: 6 } }\n"

static const struct {
    const char *name, *rule, *text, *want;
} hits[] = {
    {"a hit reaches from the first word to the last and names them", NEAR,
     "请加我的微信吧", "加 + 微信 3-18"},
    {"in the order of the text", NEAR, "微信加我", "微信 + 加 0-9"},
    {"the closest words make it", NEAR, "加加微信", "加 + 微信 3-12"},
    {"every end has its own", NEAR, "加微信vx", "加 + vx 0-11; -加 + 微信 0-9"},
    {"with the disguises of all", NEAR "    disguise: [gaps]\n",
     "加 ＶＸ 微-信", "加 + 微信 0-18 gaps; -加 + vx 0-10 case width"},
    {"whole graphemes", NEAR, "加微信\u0301!", "加 + 微信 0-11 styles"},
    {"a word does not stand near itself",
     "    match: { near: { words: [微信, 微信], within: 6 } }\n", "微信", ""},
    {"but near its like",
     "    match: { near: { words: [微信, 微信], within: 6 } }\n", "微信和微信",
     "微信 + 微信 0-15"},
    {"words inside each other are not near",
     "    match: { near: { words: [微信, 微信号], within: 6 } }\n", "微信号",
     ""},
    {"a cancelled word cancels what it would have made",
     NEAR "    allow: [不加]\n", "不加微信", "-加 + 微信 3-12 by 不加"},
    {"three words", "    match: { near: { words: [a, b, c], within: 1 } }\n",
     "c x a b", "c + a + b 0-7"},
    {"three words in order, one too far",
     "    match: { near: { words: [a, b, c], within: 1, ordered: true } }\n",
     "a b x x c", ""},
    {"words near each other are none of the rule's own",
     "    match: { any: [words: [我], near: { words: [加, 微信], within: 9 }] "
     "}\n",
     "我加", "我 0-3"},
};

static void hits_name_their_words_and_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(hits); i++) {
        struct ruleset *rs = rules_of(hits[i].rule, NULL);
        struct arena *a = arena_new((size_t)1 << 20);
        const struct match_text text = {.text = span_of(hits[i].text)};
        const struct match_input in = {.text = &text,
                                       .text_count = 1,
                                       .side = SIDE_ORIGINAL,
                                       .regex_work = 1000};
        struct match_scratch *scratch;
        struct hits found;
        struct err e;
        char said[512] = "";

        assert_true(match_scratch_new(rs, &scratch, &e));
        assert_true(match_run(rs, scratch, &in, a, &found, &e));
        for (uint32_t k = 0; k < found.count; k++)
            write_hit(said, sizeof(said), &found.at[k]);
        if (strcmp(said, hits[i].want) != 0)
            fail_msg("%s: %s", hits[i].name, said);
        match_scratch_free(&scratch);
        arena_free(&a);
        rules_free(rs);
    }
}

/* Words enough to forget some: then nobody knows, and that is an error. */
static void a_flood_of_words_is_an_error(void **state)
{
    enum { WORDS = 70000 };
    struct ruleset *rs = rules_of(NEAR, NULL);
    struct arena *a = arena_new((size_t)16 << 20);
    char *flood = heap_array(WORDS, 3);
    const struct match_text text = {.text = {flood, (size_t)WORDS * 3}};
    const struct match_input in = {.text = &text,
                                   .text_count = 1,
                                   .side = SIDE_ORIGINAL,
                                   .regex_work = 1000};
    struct match_scratch *scratch;
    struct hits found;
    struct err e;

    (void)state;
    for (size_t i = 0; i < WORDS; i++)
        memcpy(flood + 3 * i, "加", 3);
    assert_true(match_scratch_new(rs, &scratch, &e));
    assert_false(match_run(rs, scratch, &in, a, &found, &e));
    assert_int_equal(e.kind, ERR_MEMORY);
    match_scratch_free(&scratch);
    heap_free(flood);
    arena_free(&a);
    rules_free(rs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_between_words_are_counted),
        cmocka_unit_test(a_blank_line_is_too_far),
        cmocka_unit_test(finds_what_a_slow_search_finds),
        cmocka_unit_test(hits_name_their_words_and_place),
        cmocka_unit_test(a_flood_of_words_is_an_error),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
