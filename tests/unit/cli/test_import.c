/* Lists of words: what is read, what is skipped, and that a pack made of any
 * list loads with the same words. */
#include "../unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "cli/import.h"
#include "cli/memory_pack.h"
#include "fold/fold.h"
#include "match/ruleset.h"

enum { ARENA = 64 << 20 };

static const struct {
    const char *name, *in;
    enum wordlist_shape shape;
    const char *want; /* entries as LINE:a+b/category/weight, then !LINE:why */
} lists[] = {
    {"a word a line, spaces and comments dropped",
     "a\n  b c \n\n# no\n#yes\n\xE3\x80\x80\xE7\x8C\xAB\xE3\x80\x80",
     WORDLIST_LINES, "1:a 2:b c 5:#yes 6:猫"},
    {"a byte order mark and CRLF",
     "\xEF\xBB\xBF"
     "a\r\nb\r\n",
     WORDLIST_LINES, "1:a 2:b"},
    {"combinations, and a plus that is none",
     "a + b\nc++\n18+\n加+我\n加＋我＋吧\na+b\n", WORDLIST_LINES,
     "1:a+b 2:c++ 3:18+ 4:加+我 5:加+我+吧 6:a+b"},
    {"half a combination", "a +\n + b\n+\na + + b\n甲＋\n", WORDLIST_LINES,
     "!1:a word is missing beside the plus !2:a word is missing beside the "
     "plus "
     "!3:a word is missing beside the plus !4:a word is missing beside the "
     "plus "
     "!5:a word is missing beside the plus"},
    {"weights behind a tab, a word kept without one that is none",
     "a\t40\nb\tc\nd\t0\n\te\nf\t-3\ng\t7.5\nh\t-\ni\t99999999999\n",
     WORDLIST_LINES,
     "1:a/40 2:b 3:d 4:e 5:f 6:g 7:h 8:i "
     "!2:its weight is no whole number: kept without "
     "!3:its weight is not from 1 to 1000000: kept without "
     "!5:its weight is not from 1 to 1000000: kept without "
     "!6:its weight is no whole number: kept without "
     "!7:its weight is no whole number: kept without "
     "!8:its weight is not from 1 to 1000000: kept without"},
    {"what nobody sees at the ends of a word",
     "\xE2\x80\x8B"
     "a\xE2\x80\x8E\n",
     WORDLIST_LINES, "1:a"},
    {"what is no UTF-8", "a\n\xFF\nb", WORDLIST_LINES,
     "1:a 3:b !2:not UTF-8; say which --charset it is"},
    {"CSV without a header", "a,x\nb\n", WORDLIST_CSV, "1:a/x 2:b"},
    {"a header in any order and case", "Weight,TERM\n5,a\n,b\n", WORDLIST_CSV,
     "2:a/5 3:b"},
    {"quotes, commas, quoted quotes", "word\n\"a, \"\"b\"\"\"\n\n",
     WORDLIST_CSV, "2:a, \"b\""},
    {"a line break in a cell moves the lines on", "word\n\"a\nb\"\nc\n",
     WORDLIST_CSV, "4:c !2:a control character in it"},
    {"quotes that don't end", "a\n\"b\nc\n", WORDLIST_CSV,
     "1:a !2:quotes that do not end; nothing behind it was read"},
    {"a weight that is none", "word,weight\na,high\n", WORDLIST_CSV,
     "2:a !2:its weight is no whole number: kept without"},
};

static void describe(const struct wordlist *w, struct buf *out)
{
    for (uint32_t i = 0; i < w->count; i++) {
        const struct wordlist_entry *x = &w->at[i];

        buf_printf(out, "%s%u:", out->len > 0 ? " " : "", x->line);
        for (uint32_t k = 0; k < x->count; k++) {
            buf_add_text(out, k > 0 ? "+" : "");
            buf_add(out, x->term[k]);
        }
        if (x->category.len > 0)
            buf_printf(out, "/" SPAN_FMT, SPAN_ARG(x->category));
        if (x->weight > 0)
            buf_printf(out, "/%u", x->weight);
    }
    for (uint32_t i = 0; i < w->skipped_count; i++)
        buf_printf(out, "%s!%u:%s", out->len > 0 ? " " : "", w->skipped[i].line,
                   w->skipped[i].why);
}

static void lists_are_read(void **state)
{
    struct err e;

    (void)state;
    assert_true(fold_init(&e));
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        struct wordlist w = {.arena = arena_new(ARENA)};
        struct buf have = buf_make(4096);

        unit_case(lists[i].name);
        assert_true(
            wordlist_read(&w, span_of(lists[i].in), lists[i].shape, &e));
        describe(&w, &have);
        assert_string_equal(buf_text(&have), lists[i].want);
        buf_free(&have);
        arena_free(&w.arena);
    }
}

/* ---- grouping and proving ---- */

static const struct {
    const char *name, *in, *disguise;
    enum wordlist_shape shape;
    uint32_t rules, kept;
    const char *want; /* what is skipped: !LINE:why */
} groups[] = {
    {"punctuation alone is no word, symbols are", ".\n，\n--\n=\n$\n☆\n😀\n",
     NULL, WORDLIST_LINES, 1, 3,
     "!1:nothing but punctuation !2:nothing but punctuation "
     "!3:nothing but punctuation !4:nothing but punctuation"},
    {"a combination again, and the other way round",
     "a + b\nb + a\nA + b\nx + y + z\nz + x + y\n", NULL, WORDLIST_LINES, 1, 2,
     "!2:the same combination as line 1, the other way round "
     "!3:the same as line 1 "
     "!5:the same combination as line 4, in another order"},
    {"what folds to nothing, and what the rules would not find",
     "a\n\xCC\x81\n🇨🇳\n", "exact", WORDLIST_LINES, 1, 1,
     "!2:nothing is left once folded "
     "!3:as it is written, the rules would not find it"},
    {"an unknown category is told once",
     "a,minor\nb,minor\nc,minors\nd,博彩\ne,博彩\nf\n", NULL, WORDLIST_CSV, 4,
     6,
     "!1:unknown category, taken as other_terms; did you mean 'minors'? "
     "!4:unknown category, taken as other_terms; --map can say which it is"},
};

static struct import import_of(struct wordlist *w, const char *disguise)
{
    static const struct cli_list none;

    return (struct import){.list = w,
                           .file = "list",
                           .pack = SPAN("p"),
                           .category = SPAN("other_terms"),
                           .action = VERDICT_FLAG,
                           .disguise = disguise,
                           .map = &none};
}

static void words_are_grouped_and_proven(void **state)
{
    struct err e;

    (void)state;
    assert_true(fold_init(&e));
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        struct wordlist w = {.arena = arena_new(ARENA)};
        struct import im = import_of(&w, groups[i].disguise);
        struct buf have = buf_make(4096);

        unit_case(groups[i].name);
        assert_true(
            wordlist_read(&w, span_of(groups[i].in), groups[i].shape, &e));
        assert_true(import_group(&im, &e));
        assert_true(import_prove(&im, &e));
        w.count = 0;
        describe(&w, &have);
        assert_string_equal(buf_text(&have), groups[i].want);
        assert_int_equal(im.rule_count, groups[i].rules);
        assert_int_equal(im.kept, groups[i].kept);
        buf_free(&have);
        arena_free(&w.arena);
    }
}

/* Combinations are conditions, of which a rule has 1000 at most. */
static void many_combinations_are_several_rules(void **state)
{
    struct wordlist w = {.arena = arena_new(ARENA)};
    struct import im = import_of(&w, NULL);
    struct buf text = buf_make(1 << 20);
    struct buf out = buf_make(1 << 22);
    struct err e;

    (void)state;
    assert_true(fold_init(&e));
    buf_add_text(&text, "word\n");
    for (int i = 0; i < 2000; i++)
        buf_printf(&text, "甲%d + 乙%d\n", i, i);
    assert_true(wordlist_read(&w, buf_span(&text), WORDLIST_LINES, &e));
    assert_true(import_group(&im, &e));
    import_write(&im, &out);
    assert_true(memory_pack_check(buf_span(&out), &e));
    assert_int_equal(im.rule_count, 3);
    assert_int_equal(im.rule[0].count, 1000);
    assert_int_equal(im.rule[1].count, 999);
    assert_int_equal(im.rule[2].count, 2);
    buf_free(&text);
    buf_free(&out);
    arena_free(&w.arena);
}

static const struct {
    const char *name, *pack, *category, *disguise, *map, *want;
} options[] = {
    {"a disguise", "p", "minors", "gaps, gap", NULL,
     "option 'disguise': unknown disguise 'gap'; did you mean 'gaps'?"},
    {"a pack's name", "p p", "minors", NULL, NULL,
     "option 'pack': a name is made of letters, digits, '.', '_' and '-'"},
    {"a name that is taken", "global", "minors", NULL, NULL,
     "option 'pack': the name 'global' is taken"},
    {"a category", "p", "minor", NULL, NULL,
     "option 'category': unknown category 'minor'; did you mean 'minors'?"},
    {"a map without a category", "p", "minors", NULL, "a",
     "option 'map': expected NAME=CATEGORY, found 'a'"},
    {"a map to a category that is none", "p", "minors", NULL, "a=minor",
     "option 'map': unknown category 'minor'; did you mean 'minors'?"},
    {"a map to a category like none", "p", "minors", NULL, "a=spam",
     "option 'map': unknown category 'spam'; there are: animal_welfare "
     "consumer_information cyber_violence cyber_violence_against_women privacy "
     "hate_or_illegal_speech intellectual_property civic_discourse minors "
     "public_security scams_and_fraud self_harm unsafe_products violence "
     "other_terms"},
};

static void a_mistake_in_an_option_names_it(void **state)
{
    struct err e;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        const struct cli_list map = {.at = {options[i].map},
                                     .count = options[i].map != NULL};
        const struct import im = {.pack = span_of(options[i].pack),
                                  .category = span_of(options[i].category),
                                  .disguise = options[i].disguise,
                                  .map = &map};

        unit_case(options[i].name);
        assert_false(import_check_options(&im, &e));
        assert_string_equal(e.text, options[i].want);
    }
}

/* ---- the property ---- */

/* Characters that YAML, CSV and patterns care about, and others. */
static const char *const pieces[] = {
    "a",    "B",   "7",     "猫", "臺", "é",  " ",  "-",  ":", "#",
    "'",    "\"",  "\\",    "*",  "&",  "!",  "%",  "@",  "`", "{",
    "}",    "[",   "]",     ",",  "?",  "|",  ">",  "=",  "~", "null",
    "true", "\\n", "\\x41", "😀",  "ａ", "、", ": ", " #",
};

static struct span random_list(struct arena *a, unsigned *seed)
{
    struct buf b = buf_make(1 << 16);
    struct span made;

    for (int line = 0; line < 20; line++) {
        int count = 1 + rand_r(seed) % 6;

        for (int i = 0; i < count; i++)
            buf_add_text(&b, pieces[(size_t)rand_r(seed) % COUNT_OF(pieces)]);
        buf_add_byte(&b, '\n');
    }
    made = arena_copy(a, buf_span(&b));
    buf_free(&b);
    return made;
}

static struct ruleset *loaded(const struct buf *text)
{
    char path[] = "/tmp/paifang-import-XXXXXX.yaml";
    const char *paths[] = {path};
    int fd = mkstemps(path, 5);
    struct ruleset *rs = NULL;
    struct err e = {0};
    bool ok;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text->at, text->len), text->len);
    assert_int_equal(close(fd), 0);
    ok = ruleset_read(paths, 1, &rs, &e);
    assert_int_equal(unlink(path), 0);
    if (!ok)
        fail_msg("%s\n%.*s", e.text, (int)text->len, text->at);
    return rs;
}

/* The term as the list wrote it, with its stars. */
static bool is_term(const struct term *t, struct span written)
{
    struct span left = t->open_left ? SPAN("*") : SPAN("");
    size_t len = written.len;

    if (len != t->text.len + left.len + (t->open_right ? 1 : 0))
        return false;
    return span_starts(written, left) &&
           span_equal(span_slice(written, left.len, left.len + t->text.len),
                      t->text);
}

static void same_terms(const struct import *im, const struct ruleset *rs)
{
    uint32_t found = 0;
    uint32_t wanted = 0;

    for (uint32_t r = 0; r < im->rule_count; r++)
        for (uint32_t i = 0; i < im->rule[r].count; i++) {
            const struct wordlist_entry *w =
                &im->list->at[im->rule[r].entry[i]];

            for (uint32_t k = 0; k < w->count; k++) {
                bool there = false;

                wanted++;
                for (uint32_t t = 0; t < rs->term_count && !there; t++)
                    there = is_term(rs->term[t], w->term[k]);
                found += there;
                if (!there)
                    print_message("not loaded: " SPAN_FMT "\n",
                                  SPAN_ARG(w->term[k]));
            }
        }
    assert_int_equal(found, wanted);
    assert_int_equal(rs->term_count, wanted);
}

static void what_is_imported_is_what_is_loaded(void **state)
{
    unsigned seed = 20250114;
    struct err e;

    (void)state;
    assert_true(fold_init(&e));
    for (int round = 0; round < 200; round++) {
        struct wordlist w = {.arena = arena_new(ARENA)};
        struct import im = import_of(&w, NULL);
        struct buf out = buf_make(1 << 20);
        struct ruleset *rs;

        assert_true(
            wordlist_read(&w, random_list(w.arena, &seed), WORDLIST_LINES, &e));
        assert_true(import_group(&im, &e));
        import_write(&im, &out);
        rs = loaded(&out);
        same_terms(&im, rs);
        ruleset_free(&rs);
        buf_free(&out);
        arena_free(&w.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(words_are_grouped_and_proven),
        cmocka_unit_test(many_combinations_are_several_rules),
        cmocka_unit_test(a_mistake_in_an_option_names_it),
        cmocka_unit_test(what_is_imported_is_what_is_loaded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
