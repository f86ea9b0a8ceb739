/* What a pattern requires: by table, and against PCRE2 on random patterns. */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/fold.h"
#include "match/pattern.h"
#include "match/required.h"

static const struct {
    const char *name, *pattern, *want; /* "literal|literal digits" */
} cases[] = {
    {"a word", "WeChat", "wechat 0"},
    {"a Traditional word is looked for folded", "發財", "发财 0"},
    {"alternatives", "cat|dog", "cat|dog 0"},
    {"a group among others", "\\$?\\d{3,} (?:a|per) day", " a day| per day 3"},
    {"an optional part", "colou?r", "colour|color 0"},
    {"a repeated group", "(?:ab)+c", "ab 0"},
    {"counted repetition", "a{3}", "aaa 0"},
    {"digits alone", "1[3-9]\\d{9}", " 11"},
    {"digits by property", "\\p{Nd}{4}", " 4"},
    {"a small class", "gr[ae]y", "gray|grey 0"},
    {"a large class breaks the run", "abc[a-z]de", "abc 0"},
    {"looking around asks for nothing", "(?<!x)(?=.*foo)bar", "bar 0"},
    {"a boundary is nothing", "{{b}}wx{{b}}", "wx 0"},
    {"flags", "(?i)abc(?-i:def)", "abcdef 0"},
    {"a rare byte", "\\w+@\\w+", "@ 0"},
    {"a common byte is not worth it", "\\w+a\\w+", " 0"},
    {"nothing at all", "\\w+", " 0"},
    {"extended patterns are not read", "(?x) abc # def", " 0"},
    {"a back reference may be anything", "(abc)\\1", "abc 0"},
    {"the rarer of two bytes", "\\w+@(?:\\w+\\.)+\\w", "@ 0"},
    {"recursion is not read", "abc(?R)?", " 0"},
    {"letters with unknown partners", "caf\u00e9s", "caf 0"},
    {"escapes", "a\\.b\\x41\\x{42}\\-", "a.bab- 0"},
    {"a named group", "(?<hit>\\d+)元", "元 1"},
    {"one alternative that asks for nothing", "abc|\\w", " 0"},
    {"an optional end", "abc(?:def)*", "abc 0"},
    {"a comment", "ab(?#x)cd", "abcd 0"},
};

static struct arena *arena;

static void write_required(const struct required *r, char *ret, size_t room)
{
    size_t len = 0;

    ret[0] = '\0';
    for (uint32_t i = 0; i < r->count; i++)
        len += (size_t)snprintf(ret + len, room - len, "%s" SPAN_FMT,
                                i > 0 ? "|" : "", SPAN_ARG(r->literal[i]));
    (void)snprintf(ret + len, room - len, " %u", r->digits);
}

static void requires_what_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct required got;
        struct err e = {0};
        char text[512];

        assert_true(required_find(arena, span_of(cases[i].pattern), &got, &e));
        write_required(&got, text, sizeof(text));
        if (strcmp(text, cases[i].want) != 0)
            fail_msg("%s: got \"%s\"", cases[i].name, text);
    }
}

/* ---- PCRE2 matches => the literals are there ---- */

static uint64_t seed = 1;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(seed >> 33U) % n;
}

static const char *const pieces[] = {
    "a",       "b",         "K",      "s",       "1",           "7",
    "中",      "發",        "é",      "ß",       ".",           "\\d",
    "\\w",     "\\s",       "[ab]",   "[^a]",    "[0-9]",       "[k-s]",
    "[1２]",   "\\x{4e2d}", "\\.",    "-",       " ",           "(",
    "(?:",     "(?i:",      "(?=",    "(?!",     "(?<=b",       "(?-i:",
    ")",       ")",         ")",      "|",       "?",           "*",
    "+",       "{2}",       "{1,2}",  "{0,1}",   "{2,}",        "+?",
    "??",      "{{b}}",     "^",      "$",       "\\b",         "[]a]",
    "[a-]",    "[\\d]",     "[\\dk]", "\\p{Nd}", "\\p{Han}",    "①",
    "ſ",       "[^]k]",     "(?>",    "(?|",     "(?<n>",       "\\R",
    "\\Qa\\E", "(a)",       "\\1",    "\\12",    "[[:digit:]]",
};

static const char *const letters[] = {
    "a", "A", "b",  "B", "k",  "K",  "\u212A", "s", "S",       "ſ",
    "1", "7", "２", "𝟕", "中", "發", "发",     "é", "É",       "ß",
    "ẞ", ".", "-",  " ", "\n", "①",  "\u200b", "١", "e\u0301",
};

enum { MOST_RANDOM = 256 };

static void random_of(const char *const *from, size_t count, uint32_t most,
                      char *ret)
{
    uint32_t n = 1 + below(most);
    size_t len = 0;

    for (uint32_t i = 0; i < n; i++)
        len += (size_t)snprintf(ret + len, MOST_RANDOM - len, "%s",
                                from[below((uint32_t)count)]);
}

static uint32_t digits_in(struct span text)
{
    size_t at = 0;
    uint32_t c;
    uint32_t n = 0;

    while (utf8_next(text, &at, &c))
        n += (char_traits(c) & CHAR_DIGIT) != 0;
    return n;
}

static bool satisfied(const struct required *r, struct span view)
{
    bool found = r->count == 0;

    for (uint32_t i = 0; i < r->count; i++)
        found = found || span_find(view, r->literal[i], 0) < view.len;
    return found && digits_in(view) >= r->digits;
}

static void try_texts(pcre2_code *code, const char *pattern,
                      const struct required *r, unsigned *matches)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    struct fold_space *space = fold_space_new();

    for (int i = 0; i < 40; i++) {
        char text[MOST_RANDOM];

        random_of(letters, COUNT_OF(letters), 12, text);
        if (pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0, data,
                        NULL) < 0)
            continue;
        (*matches)++;
        if (!satisfied(r, fold_text(space, span_of(text)).text))
            fail_msg("/%s/ matches \"%s\" without its literals", pattern, text);
    }
    fold_space_free(&space);
    pcre2_match_data_free(data);
}

static void every_match_holds_what_is_required(void **state)
{
    unsigned claims = 0;
    unsigned matches = 0;

    (void)state;
    for (int i = 0; i < 30000; i++) {
        char pattern[MOST_RANDOM];
        pcre2_code *code;
        struct pattern_error bad;
        struct required r;
        struct err e = {0};

        random_of(pieces, COUNT_OF(pieces), 9, pattern);
        if (!regex_pattern_compile(span_of(pattern), &code, &bad))
            continue;
        assert_true(required_find(arena, span_of(pattern), &r, &e));
        if (r.count > 0 || r.digits > 0) {
            claims++;
            try_texts(code, pattern, &r, &matches);
        }
        pcre2_code_free(code);
        arena_reset(arena);
    }
    assert_true(claims > 1000);
    assert_true(matches > 1000);
}

static int setup(void **state)
{
    struct err e = {0};

    (void)state;
    arena = arena_new(16 << 20);
    return fold_init(&e) ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requires_what_the_table_says),
        cmocka_unit_test(every_match_holds_what_is_required),
    };

    return cmocka_run_group_tests_name("required", tests, setup, teardown);
}
