#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "catalog/help.h"

static struct help *help;

static const struct {
    const char *name, *accept, *want; /* regions of the lines, joined */
    enum locale locale;
} authors[] = {
    {"an American is shown the American line", "en-US,en;q=0.9", "US",
     LOCALE_EN},
    {"Hong Kong has its own, whatever the language", "en-HK", "HKHK",
     LOCALE_EN},
    {"the script is no region", "zh-Hant-TW", "TWTW", LOCALE_ZH_HANT},
    {"small letters name a region, too", "zh-cn", "CN", LOCALE_ZH_HANS},
    {"without a region the language decides", "zh", "CN", LOCALE_ZH_HANS},
    {"Traditional alone may be Taiwan or Hong Kong", "zh-Hant", "TWTWHKHK",
     LOCALE_ZH_HANT},
    {"a region without lines gets those for everywhere else", "en-GB,en", "ZZ",
     LOCALE_EN},
    {"in Chinese, too", "zh-SG", "ZZ", LOCALE_ZH_HANS},
    {"a range without a region leaves it to the next", "en,en-AU", "ZZ",
     LOCALE_EN},
    {"a region that nobody knows is none", "en-XX,zh-ZZ", "US", LOCALE_EN},
    {"nothing is known", "", "US", LOCALE_EN},
};

static void each_author_is_shown_lines_of_their_region(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(authors); i++) {
        const struct help_line *line[HELP_MOST_LINES];
        const struct help_wish wish = {
            .name = SPAN("crisis"),
            .region = help_region(span_of(authors[i].accept)),
            .locale = authors[i].locale};
        uint32_t count = help_find(help, &wish, line);
        char have[2 * HELP_MOST_LINES + 1] = "";

        for (uint32_t k = 0; k < count; k++)
            (void)snprintf(have + (size_t)2 * k, 3, SPAN_FMT,
                           SPAN_ARG(line[k]->region));
        if (strcmp(have, authors[i].want) != 0)
            fail_msg("%s: got %s", authors[i].name, have);
    }
}

static void
a_list_without_lines_for_elsewhere_goes_by_the_language(void **state)
{
    static const char text[] =
        "default: {en: [US], zh-Hans: [CN], zh-Hant: [TW]}\n"
        "crisis: [{region: US, name: {en: a, zh-Hans: b, zh-Hant: c}, phone: 1,"
        " checked: 2026-01-01}]\n";
    const struct help_wish wish = {SPAN("crisis"), SPAN("GB"), LOCALE_EN};
    const struct help_line *line[HELP_MOST_LINES];
    char path[] = "/tmp/paifang-help-XXXXXX";
    int fd = mkstemp(path);
    struct help *own;
    struct err e;

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
    assert_true(help_open(path, &own, &e));
    assert_int_equal(help_find(own, &wish, line), 1);
    help_free(&own);
    (void)close(fd);
    (void)unlink(path);
}

static void names_that_are_not_there_have_no_lines(void **state)
{
    const struct help_line *line[HELP_MOST_LINES];
    const struct help_wish wish = {.name = SPAN("crises")};

    (void)state;
    assert_true(help_has(help, SPAN("crisis")));
    assert_false(help_has(help, SPAN("crises")));
    assert_int_equal(help_find(help, &wish, line), 0);
}

#define DEFAULTS "default: {en: [US], zh-Hans: [CN], zh-Hant: [TW]}\n"
#define NAMES    "name: {en: a, zh-Hans: b, zh-Hant: c}"

static const struct {
    const char *text, *want;
} mistakes[] = {
    {"crisis: []\n", ":1:1: no 'default' regions"},
    {"default: {en: [us], zh-Hans: [CN], zh-Hant: [TW]}\n",
     ":1:16: a region is two capitals (ISO 3166): US"},
    {DEFAULTS "crisis: [{region: US, " NAMES ", checked: 2026-01-01}]\n",
     ":2:10: a line needs a 'phone', a 'text' or a 'url'"},
    {DEFAULTS "crisis: [{region: US, " NAMES ", phone: 1, checked: soon}]\n",
     ":2:81: a day is written 2026-11-22"},
    {DEFAULTS "crisis: [{region: US, name: {en: a}, phone: 1, checked: "
              "2026-01-01}]\n",
     ":2:29: no name in zh-Hans"},
    {DEFAULTS "crisis: [{region: US, " NAMES
              ", url: 'javascript:x', checked: 2026-01-01}]\n",
     ":2:67: a url begins with https://"},
};

static void a_mistake_is_named_with_its_place(void **state)
{
    char path[] = "/tmp/paifang-help-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        struct help *bad = NULL;
        struct err e;
        FILE *f = fopen(path, "w");

        assert_non_null(f);
        (void)fputs(mistakes[i].text, f);
        (void)fclose(f);
        assert_false(help_open(path, &bad, &e));
        if (strcmp(e.text + strlen(path), mistakes[i].want) != 0)
            fail_msg("got %s, want %s", e.text, mistakes[i].want);
    }
    (void)close(fd);
    (void)unlink(path);
}

static int start(void **state)
{
    struct err e;

    (void)state;
    return help_open(NULL, &help, &e) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    help_free(&help);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_author_is_shown_lines_of_their_region),
        cmocka_unit_test(
            a_list_without_lines_for_elsewhere_goes_by_the_language),
        cmocka_unit_test(names_that_are_not_there_have_no_lines),
        cmocka_unit_test(a_mistake_is_named_with_its_place),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
