/* Options as rows: spellings, order, mistakes. */
#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "cli/options.h"

struct set {
    bool json;
    const char *config;
    struct cli_list rules;
    uint64_t limit;
    double rate;
};

static enum cli_parsed parse(struct set *s, int argc, char **argv, int *first)
{
    const struct cli_option rows[] = {
        {'j', "json", NULL, CLI_FLAG, &s->json, "a flag"},
        {'c', "config", "FILE", CLI_TEXT, &s->config, "a text"},
        {0, "rules", "DIR", CLI_LIST, &s->rules, "a list"},
        {0, "limit", "N", CLI_NUMBER, &s->limit, "a number"},
        {0, "rate", "R", CLI_RATE, &s->rate, "a rate"},
    };
    const struct cli_usage usage = {"x [options]", "About x.", rows,
                                    COUNT_OF(rows)};

    return cli_options(&usage, argc, argv, first);
}

static const struct {
    const char *name, *argv[8];
    enum cli_parsed want;
} cases[] = {
    {"nothing at all", {NULL}, CLI_PARSED},
    {"every spelling",
     {"-j", "-cA", "--rules=B", "--rules", "C", "--limit", "7"},
     CLI_PARSED},
    {"help wins", {"--help", "--nonsense"}, CLI_HELPED},
    {"short help", {"a", "-h"}, CLI_HELPED},
    {"an unknown option", {"--nonsense"}, CLI_WRONG},
    {"an unknown letter", {"-x"}, CLI_WRONG},
    {"a letter stuck to a flag", {"-jx"}, CLI_WRONG},
    {"a value for a flag", {"--json=yes"}, CLI_WRONG},
    {"a value that is missing", {"--config"}, CLI_WRONG},
    {"a number that is none", {"--limit", "many"}, CLI_WRONG},
    {"a negative number", {"--limit", "-1"}, CLI_WRONG},
    {"a rate over 1", {"--rate", "1.1"}, CLI_WRONG},
    {"a rate with a tail", {"--rate", "1%%"}, CLI_WRONG},
    {"a percentage", {"--rate", "0.15%"}, CLI_PARSED},
};

static int count(const char *const *argv)
{
    int n = 0;

    while (n < 8 && argv[n] != NULL)
        n++;
    return n;
}

static void reads_what_it_knows_and_refuses_the_rest(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int n = count(cases[i].argv);
        char text[8][32];
        char *argv[9] = {text[7]};
        struct set s = {0};
        int first = 0;

        (void)snprintf(text[7], sizeof(text[7]), "x");
        for (int k = 0; k < n; k++) {
            (void)snprintf(text[k], sizeof(text[k]), "%s", cases[i].argv[k]);
            argv[k + 1] = text[k];
        }
        if (parse(&s, n + 1, argv, &first) != cases[i].want)
            fail_msg("%s", cases[i].name);
    }
}

static void arguments_come_last_in_their_order(void **state)
{
    char words[][16] = {"x", "b", "-c", "conf", "a", "-", "--", "-j", "--json"};
    char *argv[COUNT_OF(words)];
    struct set s = {0};
    int first = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        argv[i] = words[i];
    assert_int_equal(parse(&s, (int)COUNT_OF(words), argv, &first), CLI_PARSED);
    assert_string_equal(s.config, "conf");
    assert_false(s.json); /* behind -- they are arguments */
    assert_int_equal((int)COUNT_OF(words) - first, 5);
    assert_string_equal(argv[first], "b");
    assert_string_equal(argv[first + 1], "a");
    assert_string_equal(argv[first + 2], "-");
    assert_string_equal(argv[first + 3], "-j");
    assert_string_equal(argv[first + 4], "--json");
}

static void values_reach_their_targets(void **state)
{
    char words[][16] = {"x",  "--rules", "A",  "--rules=B", "--limit=9",
                        "-j", "--rate",  "2%", "--config="};
    char *argv[COUNT_OF(words)];
    struct set s = {0};
    int first = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        argv[i] = words[i];
    assert_int_equal(parse(&s, (int)COUNT_OF(words), argv, &first), CLI_PARSED);
    assert_int_equal(s.rules.count, 2);
    assert_string_equal(s.rules.at[0], "A");
    assert_string_equal(s.rules.at[1], "B");
    assert_int_equal(s.limit, 9);
    assert_true(s.json);
    assert_true(s.rate > 0.0199 && s.rate < 0.0201);
    assert_string_equal(s.config, "");
    assert_int_equal(first, (int)COUNT_OF(words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_knows_and_refuses_the_rest),
        cmocka_unit_test(arguments_come_last_in_their_order),
        cmocka_unit_test(values_reach_their_targets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
