/* Searching within a budget: what hostile patterns may take, and that windows
 * find what one call of pcre2_match() finds. */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/clock.h"
#include "match/search.h"

enum { DEFAULT_WORK = 1000000, LONG = 100000, MOST_US = 250000 };

static pcre2_match_context *context;
static pcre2_match_data *data;

static pcre2_code *code_of(const char *pattern)
{
    struct pattern_error bad;
    pcre2_code *code;

    if (!regex_pattern_compile(span_of(pattern), &code, &bad))
        return NULL;
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

static void fill(struct buf *b, const char *word, size_t len)
{
    buf_reset(b);
    while (b->len < len)
        buf_add_text(b, word);
}

/* ---- hostile ---- */

/* What is quick enough on a quick machine may end either way. */
enum ends { RUNS_OUT, NO_MATCH, EITHER };

static const struct {
    const char *name, *pattern, *word;
    enum ends want;
} hostile[] = {
    {"each place under its limit", "(?:a|aa){1,12}[bc]", "a", RUNS_OUT},
    {"nested repetition", "(?:a+)+[bc]", "a", RUNS_OUT},
    {"three of them", "(?:a+)+(?:a+)+(?:a+)+[bc]", "a", RUNS_OUT},
    {"alternatives that overlap", "(?:a|a)*[bc]", "a", RUNS_OUT},
    {"repetition of what may be empty", "(?:a*)*[bc]", "a", RUNS_OUT},
    {"characters that are run over and not counted", "a[^b]*+[cd]", "a",
     EITHER},
    {"looking ahead over all the rest", "(?:(?=[^b]*+[cd])|a)*[bx]", "a",
     EITHER},
    {"the OWASP list", "(?:[a-zA-Z]+)*[0-9_]", "a", RUNS_OUT},
    {"names of mail", "(?:[a-z0-9](?:[-.\\w]*[a-z0-9])*)[@＠][xy]", "a",
     RUNS_OUT},
    {"white space at the end of lines", "\\s+(?=x)", " ", EITHER},
    {"dots", ".*.*.*[=:].*[;,]", "x", RUNS_OUT},
    {"pairs", "(?:\\d+-?)+[a-f]", "12-", RUNS_OUT},
    {"Han", "(?:加|加微|微)+[信号]", "加微", RUNS_OUT},
    {"back references", "(a+)\\1+\\1+[bc]", "a", EITHER},
    {"a text of many candidates", "wx[0-9]{5,12}", "wx1234 ", NO_MATCH},
    {"a long run of words", "{{b}}secret{{b}}", "no secrets here ", NO_MATCH},
};

static bool as_wanted(enum ends want, enum search_outcome got)
{
    if (want == EITHER)
        return got == SEARCH_LIMIT || got == SEARCH_NONE;
    return got == (want == RUNS_OUT ? SEARCH_LIMIT : SEARCH_NONE);
}

static void no_pattern_takes_longer_than_the_budget(void **state)
{
    struct buf b = buf_make((size_t)2 * LONG);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        struct search_budget budget = {.left = DEFAULT_WORK};
        pcre2_code *code = code_of(hostile[i].pattern);
        enum search_outcome got;
        struct search s;
        uint64_t took = clock_thread_us();

        assert_non_null(code);
        fill(&b, hostile[i].word, LONG);
        s = search_of(code, data, context, buf_span(&b));
        search_begin(&budget);
        got = search_next(&s, &budget, 0);
        search_end(&budget);
        took = clock_thread_us() - took;
        if (getenv("SHOW") != NULL)
            printf("%s: %d %llu us, left %llu\n", hostile[i].name, (int)got,
                   (unsigned long long)took, (unsigned long long)budget.left);
        if (!as_wanted(hostile[i].want, got) || took > MOST_US)
            fail_msg("%s: outcome %d after %llu us", hostile[i].name, (int)got,
                     (unsigned long long)took);
        pcre2_code_free(code);
    }
    buf_free(&b);
}

/* A post of many fields, each short: the budget is theirs together. */
static void short_texts_share_one_budget(void **state)
{
    struct search_budget budget = {.left = DEFAULT_WORK};
    struct buf b = buf_make(4096);
    pcre2_code *code = code_of("(?:a|aa){1,8}[bc]");
    uint64_t took = clock_thread_us();
    unsigned texts = 0;

    (void)state;
    fill(&b, "a", 800);
    for (; texts < 10000; texts++) {
        struct search s = search_of(code, data, context, buf_span(&b));
        enum search_outcome got;

        search_begin(&budget);
        got = search_next(&s, &budget, 0);
        search_end(&budget);
        if (got == SEARCH_LIMIT)
            break;
    }
    took = clock_thread_us() - took;
    assert_in_range(texts, 3, 9999);
    assert_in_range(took, 0, MOST_US);
    buf_free(&b);
    pcre2_code_free(code);
}

/* ---- equal to a plain loop ---- */

static uint64_t seed = 7;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(seed >> 33U) % n;
}

static const char *const pieces[] = {
    "a",      "b",          "加",       "微信",   "[ab]",   "[^a]",
    "\\w",    "\\s",        ".",        "^",      "$",      "\\b",
    "{{b}}",  "(?<=a)",     "(?<!ab)",  "(?=b)",  "(?!微)", "(?<=加.)",
    "(?s:.)", "\\d",        "(?m:^)",   "(?m:$)", "\\X",    "\\R",
    "(a|ab)", "(?:b|加信)", "\\p{Han}", "[0-9]",  "(?>a+)", "😀",
};

static const char *const letters[] = {"a", "b", "加", "微", "信",
                                      "1", " ", "\n", "😀",  "e\u0301"};
static const char *const times[] = {"",  "",      "",   "",   "*",     "+",
                                    "?", "{2,3}", "*?", "++", "{0,40}"};

static void random_pattern(struct buf *b)
{
    buf_reset(b);
    for (uint32_t n = 1 + below(5); n > 0; n--) {
        if (below(9) == 0)
            buf_add_text(b, "|");
        buf_add_text(b, pieces[below(COUNT_OF(pieces))]);
        buf_add_text(b, times[below(COUNT_OF(times))]);
    }
}

static void random_text(struct buf *b)
{
    size_t len = below(400);

    buf_reset(b);
    while (b->len < len) {
        const char *c = letters[below(COUNT_OF(letters))];

        for (uint32_t n = below(12) == 0 ? below(90) : 1; n > 0; n--)
            buf_add_text(b, c);
    }
}

/* The plain way: one call for all that is left of the text. */
static bool plainly(const pcre2_code *code, struct span text, size_t at,
                    struct range *ret)
{
    pcre2_match_data *plain = pcre2_match_data_create(1, NULL);
    int found = pcre2_match(code, (PCRE2_SPTR)text.at, text.len, at,
                            PCRE2_NO_UTF_CHECK, plain, NULL);
    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(plain);

    if (found >= 0)
        *ret = (struct range){(uint32_t)pair[0], (uint32_t)pair[1]};
    pcre2_match_data_free(plain);
    return found >= 0;
}

static void compare(const pcre2_code *code, const char *pattern,
                    struct span text, size_t window)
{
    struct search s = search_of(code, data, context, text);
    struct search_budget budget = {.left = DEFAULT_WORK};
    size_t at = 0;

    s.window = window;
    for (unsigned count = 0; count < 20 && at < text.len; count++) {
        struct range want = {0, 0};
        bool found = plainly(code, text, at, &want);
        enum search_outcome got = search_next(&s, &budget, at);
        const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(data);

        if (got == SEARCH_LIMIT)
            return;
        if ((got == SEARCH_MATCH) != found ||
            (found && (pair[0] != want.from || pair[1] != want.to)))
            fail_msg("/%s/ from %zu, windows of %zu: %d at %zu-%zu, not %u-%u "
                     "in \"" SPAN_FMT "\"",
                     pattern, at, window, (int)got, (size_t)pair[0],
                     (size_t)pair[1], want.from, want.to, SPAN_ARG(text));
        if (!found || want.to <= at)
            return;
        at = want.to;
    }
}

static void windows_find_what_one_call_finds(void **state)
{
    struct buf pattern = buf_make(4096);
    struct buf text = buf_make(1 << 16);
    unsigned compared = 0;

    (void)state;
    for (unsigned i = 0; i < 6000; i++) {
        pcre2_code *code;

        random_pattern(&pattern);
        code = code_of(buf_text(&pattern));
        if (code == NULL)
            continue;
        random_text(&text);
        compare(code, buf_text(&pattern), buf_span(&text), 1 + below(40));
        compared++;
        pcre2_code_free(code);
    }
    assert_in_range(compared, 2000, 6000);
    buf_free(&pattern);
    buf_free(&text);
}

/* A match that is longer than any window, behind many windows. */
static void a_match_may_be_longer_than_a_window(void **state)
{
    struct search_budget budget = {.left = DEFAULT_WORK};
    struct buf b = buf_make((size_t)2 * LONG);
    pcre2_code *code = code_of("(?<=x)b[^c]*c");
    const PCRE2_SIZE *pair;
    struct search s;

    (void)state;
    fill(&b, "加", 30000);
    buf_add_text(&b, "xb");
    for (unsigned i = 0; i < 20000; i++)
        buf_add_text(&b, "d");
    buf_add_text(&b, "c");
    s = search_of(code, data, context, buf_span(&b));
    assert_int_equal(search_next(&s, &budget, 0), SEARCH_MATCH);
    pair = pcre2_get_ovector_pointer(data);
    assert_int_equal(pair[0], 30001);
    assert_int_equal(pair[1], b.len);
    buf_free(&b);
    pcre2_code_free(code);
}

static int setup(void **state)
{
    (void)state;
    context = pcre2_match_context_create(NULL);
    data = pcre2_match_data_create(1, NULL);
    return context == NULL || data == NULL;
}

static int teardown(void **state)
{
    (void)state;
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pattern_takes_longer_than_the_budget),
        cmocka_unit_test(short_texts_share_one_budget),
        cmocka_unit_test(windows_find_what_one_call_finds),
        cmocka_unit_test(a_match_may_be_longer_than_a_window),
    };

    return cmocka_run_group_tests_name("search", tests, setup, teardown);
}
