#include "../unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "catalog/catalog.h"
#include "catalog/pattern.h"
#include "config/place.h"

static const struct {
    const char *name, *pattern, *want; /* want NULL: an error */
    int64_t n;
} patterns[] = {
    {"plain text is itself", "Hello.", "Hello.", 0},
    {"an argument is put in", "Hi {who}!", "Hi 阿明!", 0},
    {"a number is written plainly", "{n, number}", "1234567", 1234567},
    {"one has its own form", "{n, plural, one {# post} other {# posts}}",
     "1 post", 1},
    {"other is the rest", "{n, plural, one {# post} other {# posts}}",
     "2 posts", 2},
    {"an exact number goes first",
     "{n, plural, =0 {none} one {# post} other {# posts}}", "none", 0},
    {"choices may hold arguments", "{n, plural, other {{who} has #}}",
     "阿明 has 5", 5},
    {"select by text", "{who, select, 阿明 {x} other {y}}", NULL, 0},
    {"select falls back to other", "{who, select, a {x} other {y}}", "y", 0},
    {"two apostrophes are one", "don''t", "don't", 0},
    {"a lone apostrophe is itself", "don't", "don't", 0},
    {"apostrophes quote braces", "'{who}' {who}", "{who} 阿明", 0},
    {"an argument without a name", "{}", NULL, 0},
    {"an open brace", "Hi {who", NULL, 0},
    {"a stray closing brace", "Hi }", NULL, 0},
    {"a type that is not taken", "{n, date}", NULL, 0},
    {"choices need other", "{n, plural, one {x}}", NULL, 0},
    {"nesting has a limit",
     "{n,plural,other{{n,plural,other{{n,plural,other{{n,plural,other{x}}}}}}}"
     "}",
     NULL, 0},
};

static void patterns_are_read_and_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        struct arena *a = arena_new(1 << 20);
        struct message_arg args[] = {{"who", SPAN_INIT("阿明"), 0},
                                     {"n", {NULL, 0}, patterns[i].n}};
        struct message m = {"", args, 2};
        struct buf out = buf_make(1024);
        const char *problem = NULL;
        struct pattern_args names;
        struct pattern p;
        bool ok = pattern_compile(a, span_of(patterns[i].pattern), &p, &names,
                                  &problem);

        if (ok != (patterns[i].want != NULL))
            fail_msg("%s: %s", patterns[i].name, ok ? "taken" : problem);
        if (ok) {
            pattern_write(&p, LOCALE_EN, &m, &out);
            if (strcmp(buf_text(&out), patterns[i].want) != 0)
                fail_msg("%s: '%s'", patterns[i].name, buf_text(&out));
        }
        buf_free(&out);
        arena_free(&a);
    }
}

static void chinese_has_no_singular(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct message_arg arg = {"n", {NULL, 0}, 1};
    struct message m = {"", &arg, 1};
    struct buf out = buf_make(64);
    struct pattern_args names;
    const char *problem;
    struct pattern p;

    (void)state;
    assert_true(pattern_compile(a, SPAN("{n, plural, one {x} other {# 条}}"),
                                &p, &names, &problem));
    pattern_write(&p, LOCALE_ZH_HANS, &m, &out);
    assert_string_equal(buf_text(&out), "1 条");
    buf_free(&out);
    arena_free(&a);
}

/* ---- loading ---- */

static const struct {
    const char *name, *en, *zh_hans, *zh_hant, *want; /* want: in the error */
} folders[] = {
    {"the same keys and placeholders are fine",
     "error: {internal: Sorry}\na: Hi {x}\n",
     "error: {internal: 抱歉}\na: 你好{x}\n",
     "error: {internal: 抱歉}\na: 你好{x}\n", NULL},
    {"a key that a language lacks", "error: {internal: S}\na: b\n",
     "error: {internal: S}\n", "", "zh-Hans.yaml:1:1: no message 'a'"},
    {"a key that only one language has", "error: {internal: S}\n",
     "error: {internal: S}\nb: c\n", "", "zh-Hans.yaml:2:4: no message 'b'"},
    {"a placeholder that is lost", "error: {internal: S}\na: '{x}'\n",
     "error: {internal: S}\na: '{x}'\n", "error: {internal: S}\na: y\n",
     "zh-Hant.yaml:2:1: message 'a' lacks {x}"},
    {"a placeholder too many", "error: {internal: S}\na: y\n",
     "error: {internal: S}\na: '{x}'\n", "",
     "zh-Hans.yaml:2:1: message 'a' has"},
    {"a pattern that is wrong", "a: '{x'\n", "", "",
     "en.yaml:1:4: message 'a': a { without its }"},
    {"an empty message", "a: ''\n", "", "",
     "en.yaml:1:4: message 'a' is empty"},
    {"a list", "a: [b]\n", "", "", "en.yaml:1:4: expected text"},
};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void remove_files(const char *folder)
{
    static const char *const names[] = {"en.yaml", "zh-Hans.yaml",
                                        "zh-Hant.yaml"};
    char path[256];

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

static void languages_must_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        char folder[] = "/tmp/paifang-catalog-XXXXXX";
        struct catalog *c = NULL;
        struct err e = {0};
        bool ok;

        assert_non_null(mkdtemp(folder));
        write_file(folder, "en.yaml", folders[i].en);
        write_file(folder, "zh-Hans.yaml", folders[i].zh_hans);
        write_file(folder, "zh-Hant.yaml", folders[i].zh_hant);
        ok = catalog_open_folder(folder, &c, &e);
        remove_files(folder);
        if (ok != (folders[i].want == NULL))
            fail_msg("%s: %s", folders[i].name, ok ? "taken" : e.text);
        if (!ok && folders[i].want != NULL &&
            strstr(e.text, folders[i].want) == NULL)
            fail_msg("%s: %s", folders[i].name, e.text);
        catalog_free(&c);
    }
}

static void shipped_languages_load_and_speak(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct message_arg arg = {"count", {NULL, 0}, 1};
    struct catalog *c;
    struct err e = {0};
    struct span text;

    (void)state;
    if (!catalog_open(&c, &e))
        fail_msg("%s", e.text);
    assert_true(catalog_message(
        c, LOCALE_EN, (struct message){"reply.masked", &arg, 1}, a, &text));
    assert_span_equal(text, SPAN("Your post is published. One passage was "
                                 "covered with asterisks."));
    assert_span_equal(catalog_text(c, LOCALE_ZH_HANT, "title.held"),
                      SPAN("等待審核"));
    assert_span_equal(catalog_text(c, LOCALE_EN, "no.such"),
                      catalog_text(c, LOCALE_EN, "error.internal"));
    assert_int_equal(strlen(catalog_hash(c)), 64);
    catalog_free(&c);
    arena_free(&a);
}

static void every_kind_of_error_has_its_message(void **state)
{
    struct catalog *c;
    struct err e = {0};

    (void)state;
    assert_true(catalog_open(&c, &e));
    for (unsigned k = ERR_NONE + 1; k < ERR_KINDS; k++)
        if (!catalog_has(c, err_meaning((enum err_kind)k)->msg_id))
            fail_msg("no message '%s'", err_meaning((enum err_kind)k)->msg_id);
    catalog_free(&c);
}

/* ---- message ids in the sources ---- */

static const char *const sections[] = {"\"error.", "\"reply.", "\"title.",
                                       "\"page.", "\"status."};
static struct catalog *scanned;
static unsigned ids;

static void scan_text(const char *path, const char *text)
{
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        for (const char *at = strstr(text, sections[i]); at != NULL;
             at = strstr(at + 1, sections[i])) {
            size_t len = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_.");
            char id[96];

            if (at[1 + len] != '"' || len >= sizeof(id) || at[len] == '.')
                continue; /* a prefix, or a file name */
            memcpy(id, at + 1, len);
            id[len] = '\0';
            ids++;
            if (!catalog_has(scanned, id))
                fail_msg("%s: no message '%s'", path, id);
        }
}

static int scan_file(const char *path, const struct stat *info, int type,
                     struct FTW *walk)
{
    size_t len = strlen(path);
    char *text;
    FILE *f;

    (void)walk;
    if (type != FTW_F || len < 2 || strcmp(path + len - 2, ".c") != 0)
        return 0;
    text = calloc(1, (size_t)info->st_size + 1);
    f = fopen(path, "rb");
    assert_non_null(f);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)info->st_size, f), info->st_size);
    (void)fclose(f);
    scan_text(path, text);
    free(text);
    return 0;
}

static void every_message_of_the_sources_is_there(void **state)
{
    char folder[4096];
    struct err e = {0};

    (void)state;
    assert_true(place_find("gateway", folder, sizeof(folder)));
    assert_true(catalog_open(&scanned, &e));
    assert_int_equal(nftw(folder, scan_file, 16, FTW_PHYS), 0);
    assert_true(ids > 20);
    catalog_free(&scanned);
}

static void a_full_arena_is_said(void **state)
{
    struct arena *a = arena_new(1 << 16);
    struct message_arg arg = {"count", {NULL, 0}, 3};
    struct catalog *c;
    struct err e = {0};
    struct span text = SPAN("untouched");

    (void)state;
    assert_true(catalog_open(&c, &e));
    arena_fail_after(a, 1);
    assert_false(catalog_message(
        c, LOCALE_EN, (struct message){"reply.masked", &arg, 1}, a, &text));
    assert_span_equal(text, SPAN("untouched"));
    catalog_free(&c);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_are_read_and_written),
        cmocka_unit_test(chinese_has_no_singular),
        cmocka_unit_test(languages_must_agree),
        cmocka_unit_test(shipped_languages_load_and_speak),
        cmocka_unit_test(every_kind_of_error_has_its_message),
        cmocka_unit_test(every_message_of_the_sources_is_there),
        cmocka_unit_test(a_full_arena_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
