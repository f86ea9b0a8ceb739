/* What prefix_find() meets: what a plain search for each literal finds. */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "fold/fold.h"
#include "match/prefix.h"

static uint64_t seed = 1;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(seed >> 33U) % n;
}

enum { MOST_LITERALS = 2000, MOST_TEXT = 1024, MOST_MEETS = 8192, SHORT = 24 };

/* Literals in order, the text of all of them, and what was met. */
static struct span literal[MOST_LITERALS];
static uint32_t literal_count;
static char letters[MOST_LITERALS * SHORT];
static struct {
    uint32_t literal, from, to;
} meets[MOST_MEETS];
static uint32_t meet_count;

static void meet(void *context, uint32_t first, uint32_t count, struct range at)
{
    assert_ptr_equal(context, &meet_count);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(meet_count < MOST_MEETS);
        meets[meet_count].literal = first + i;
        meets[meet_count].from = at.from;
        meets[meet_count++].to = at.to;
    }
}

static int compare(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static struct prefix_set set_of_literals(void)
{
    struct prefix_set set = {0};

    qsort(literal, literal_count, sizeof(*literal), compare);
    for (uint32_t i = 0; i < literal_count; i++)
        prefix_add(&set, literal[i], i);
    prefix_build(&set);
    return set;
}

/* How a literal of another script begins: three characters. */
static struct span beginning(struct span text)
{
    size_t at = 0;
    uint32_t c;

    for (int i = 0; i < 3 && utf8_next(text, &at, &c); i++)
        continue;
    return span_slice(text, 0, at);
}

static bool was_met(uint32_t index, size_t from)
{
    for (uint32_t i = 0; i < meet_count; i++) {
        if (meets[i].literal == index && meets[i].from == from)
            return meets[i].to == from + literal[index].len;
    }
    return false;
}

/* As many places as the plain search has, each of them met; and the others
 * are asked for if they begin somewhere. */
static void check(const struct prefix_set *set, struct span text)
{
    uint32_t count = 0;
    bool rest = false;
    bool got;

    meet_count = 0;
    got = prefix_find(set, text, meet, &meet_count);
    for (uint32_t i = 0; i < literal_count; i++) {
        struct span one = literal[i];

        if (!prefix_takes(one)) {
            rest = rest || span_find(text, beginning(one), 0) < text.len;
            continue;
        }
        for (size_t at = span_find(text, one, 0); at < text.len;
             at = span_find(text, one, at + 1)) {
            count++;
            if (!was_met(i, at))
                fail_msg("\"" SPAN_FMT "\" isn't met at %zu of \"" SPAN_FMT
                         "\"",
                         SPAN_ARG(one), at, SPAN_ARG(text));
        }
    }
    assert_int_equal(meet_count, count);
    assert_int_equal(got, rest);
}

static const char *const alphabet[] = {"中", "国", "国", "刷", "a",  "b",
                                       "é",  "😀",  "𠮷", "가", "나", "ア"};

/* Few characters, so that there is much to find, or nearly 3000 Han ones. */
static size_t put_random(char *ret, uint32_t most, bool wide)
{
    uint32_t n = below(most + 1);
    size_t len = 0;

    for (uint32_t i = 0; i < n; i++) {
        const char *one = alphabet[below(COUNT_OF(alphabet))];

        if (wide && below(8) > 0) {
            len += utf8_put(0x4E00 + below(3000), ret + len);
        } else {
            memcpy(ret + len, one, strlen(one));
            len += strlen(one);
        }
    }
    return len;
}

static void random_literals(uint32_t most, bool wide)
{
    size_t len = 0;

    literal_count = 0;
    for (uint32_t n = 1 + below(most); n > 0; n--) {
        size_t more = put_random(letters + len, SHORT / 4, wide);

        if (more > 0)
            literal[literal_count++] = (struct span){letters + len, more};
        len += more;
    }
}

/* What stands behind the end of a view must not be found, whatever it is: so
 * it goes on as the text does. */
static size_t cut(struct span text)
{
    size_t at = 0;
    uint32_t c;

    for (uint32_t n = below(MOST_TEXT / 8); n > 0; n--)
        (void)utf8_next(text, &at, &c);
    return at;
}

static uint32_t try_texts(int texts, bool wide)
{
    struct prefix_set set = set_of_literals();
    char text[MOST_TEXT + FOLD_SLACK] = {0};
    uint32_t met = 0;

    for (int i = 0; i < texts; i++) {
        size_t len = put_random(text, MOST_TEXT / 8, wide);

        for (int k = 0; k < 4; k++) { /* what is looked for, here and there */
            struct span one =
                literal_count > 0 ? literal[below(literal_count)] : span_of("");

            memcpy(text + len, one.at, one.len);
            len += one.len;
        }
        memset(text + len, 0, FOLD_SLACK);
        check(&set, (struct span){text, len});
        met += meet_count;
        check(&set, (struct span){text, cut((struct span){text, len})});
    }
    prefix_done(&set);
    return met;
}

static void finds_what_a_plain_search_finds(void **state)
{
    uint32_t met = 0;

    (void)state;
    for (int i = 0; i < 3000; i++) {
        random_literals(1 + below(12), false);
        met += try_texts(4, false);
    }
    assert_true(met > 10000);
}

static void finds_the_same_among_thousands(void **state)
{
    uint32_t met = 0;

    (void)state;
    for (int i = 0; i < 8; i++) {
        random_literals(MOST_LITERALS, true);
        met += try_texts(20, true);
    }
    assert_true(met > 300);
}

static void look_for(const char *const *text, uint32_t count)
{
    literal_count = count;
    for (uint32_t i = 0; i < count; i++)
        literal[i] = span_of(text[i]);
}

static const struct {
    const char *name, *text;
    uint32_t want; /* meets */
} cases[] = {
    {"an empty text", "", 0},
    {"one character that is a literal", "国", 1},
    {"one character that begins one", "刷", 0},
    {"a literal that is longer than what is left", "好刷单兼", 1},
    {"at both ends of the text", "刷单好刷单", 2},
    {"repeated characters overlap", "哈哈哈哈", 4},
    {"one inside another", "刷单兼职", 4},
    {"four bytes a character", "a😀😀b", 1},
    {"Hangul", "바보야", 1},
    {"equal literals are met one by one", "兼职", 2},
    {"a text of other scripts", "plain words", 0},
};

static void meets_are_as_the_table_says(void **state)
{
    static const char *const words[] = {
        "刷单", "刷单兼职", "国",   "哈哈", "哈哈哈哈",
        "😀😀",   "바보",     "兼职", "兼职",
    };
    struct prefix_set set;

    (void)state;
    look_for(words, COUNT_OF(words));
    set = set_of_literals();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[64 + FOLD_SLACK] = {0};
        size_t len = strlen(cases[i].text);

        memcpy(text, cases[i].text, len);
        check(&set, (struct span){text, len});
        if (meet_count != cases[i].want)
            fail_msg("%s: %u meets", cases[i].name, meet_count);
    }
    prefix_done(&set);
}

static bool asks_for_rest(const char *const *words, uint32_t count,
                          const char *bytes)
{
    struct prefix_set set;
    char text[64 + FOLD_SLACK] = {0};
    bool rest;

    look_for(words, count);
    set = set_of_literals();
    memcpy(text, bytes, strlen(bytes));
    meet_count = 0;
    rest = prefix_find(&set, (struct span){text, strlen(bytes)}, meet,
                       &meet_count);
    prefix_done(&set);
    return rest;
}

static void the_rest_is_asked_for_only_where_it_may_begin(void **state)
{
    static const char *const words[] = {"casino", "刷单"};
    static const char *const broken[] = {"\xE5\x88"};

    (void)state;
    assert_true(asks_for_rest(words, 2, "刷单 casino"));
    assert_true(asks_for_rest(words, 2, "case"));
    assert_false(asks_for_rest(words, 2, "刷单 ca"));
    assert_false(asks_for_rest(words, 0, "casino"));
    assert_true(asks_for_rest(broken, 1, "刷"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meets_are_as_the_table_says),
        cmocka_unit_test(finds_what_a_plain_search_finds),
        cmocka_unit_test(finds_the_same_among_thousands),
        cmocka_unit_test(the_rest_is_asked_for_only_where_it_may_begin),
    };

    return cmocka_run_group_tests_name("prefix", tests, NULL, NULL);
}
