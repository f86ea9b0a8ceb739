/* Which regexes have texts that can be read in exponentially many ways. */
#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "cli/lint/pump.h"

enum { ARENA = 256 << 20 };

static const struct {
    const char *name, *pattern;
    bool forks; /* a word that can be read in two ways, again and again */
} cases[] = {
    {"a loop in a loop", "(a+)+#", true},
    {"a loop in a loop that may be empty", "(?:a*)*#", true},
    {"alternatives that overlap", "(a|a)+#", true},
    {"one alternative is another one twice", "(?:a|aa)+#", true},
    {"alternatives that overlap by case", "(?:a|A)+#", true},
    {"by class", "(?:\\d|[0-9])+#", true},
    {"by property", "(?:\\p{Han}|[一-龥])*#", true},
    {"an optional separator", "(?:[a-z]+-?)+#", true},
    {"behind something else", "x(?:ab|a|b)+#", true},
    {"a loop in a loop, and what it was", "(a*)*\\1b", true},
    {"what a group was, again and again", "(a|b|ab)*\\1+c", true},
    {"what a group was, once more", "([ab])\\1c", false},
    {"a plain loop", "a+b", false},
    {"a separator that must be there", "(?:[a-z]+-)+#", false},
    {"alternatives that differ", "(?:a|b|cd)+#", false},
    {"two loops behind each other double nothing", "a*a*#", false},
    {"a small count is no loop", "(?:a{2}){2}", false},
    {"a character that ends each round", "(?:a+b+)+#", false},
};

static void forks_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(ARENA);
        struct pumps all = {0};
        struct automaton m;
        bool found = false;

        unit_case(cases[i].name);
        assert_true(automaton_read(span_of(cases[i].pattern), a, &m));
        pump_find(&m, &all);
        for (uint32_t k = 0; k < all.count; k++)
            found = found || all.at[k].forks;
        assert_int_equal(found, cases[i].forks);
        automaton_done(&m);
        arena_free(&a);
    }
}

static const struct {
    const char *name, *pattern;
} unknown[] = {
    {"a reference by name", "(?<n>a)\\k<n>"},
    {"a condition", "(a)?(?(1)b|c)"},
    {"a verb", "(*SKIP)a"},
    {"more positions than are looked at", "(?:(?:(?:a{5}){5}){5}){5}"},
};

static void what_is_not_understood_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        struct arena *a = arena_new(ARENA);
        struct automaton m;

        unit_case(unknown[i].name);
        assert_false(automaton_read(span_of(unknown[i].pattern), a, &m));
        arena_free(&a);
    }
}

static void the_shortest_match_is_there(void **state)
{
    struct arena *a = arena_new(ARENA);
    struct pumps all = {0};
    struct automaton m;

    (void)state;
    assert_true(automaton_read(SPAN("[0-9]+(?:x|yy)z?"), a, &m));
    pump_find(&m, &all);
    assert_span_equal(all.match, SPAN("1X"));
    automaton_done(&m);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forks_are_found),
        cmocka_unit_test(what_is_not_understood_is_said),
        cmocka_unit_test(the_shortest_match_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
