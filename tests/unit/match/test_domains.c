/* Hosts in texts, plain and defanged. */
#include "rules.h"

#include "base/attr.h"

#define PLAIN "    match: { domains: [evil.com, t.me, 例子.中国] }"
#define HOSTS PLAIN "\n    disguise: [gaps]"

/* want: "FROM-TO FROM-TO …" */
static const struct {
    const char *name, *rule, *text, *want;
} cases[] = {
    {"as it is, and below it", HOSTS, "evil.com www.evil.com", "0-8 9-21"},
    {"not what ends or begins like it", HOSTS,
     "evil.company my-evil.com evil.com.cn devil.com", ""},
    {"a dot in brackets", HOSTS, "see evil[.]com now", "4-14"},
    {"round brackets, curly, angled", HOSTS,
     "evil(.)com, evil{.}com, evil<.>com", "0-10 12-22 24-34"},
    {"blanks around the dot", HOSTS, "at evil . com", "3-13"},
    {"blanks before it", HOSTS, "at evil .com", "3-12"},
    {"a full stop in Chinese", HOSTS, "上evil。com看", "3-13"},
    {"the word", HOSTS, "evil dot com, evil (dot) com, evil[dot]com",
     "0-12 14-28 30-42"},
    {"the word in Chinese", HOSTS, "evil点com", "0-10"},
    {"the word in full-width brackets", HOSTS, "evil【点】com", "0-16"},
    {"a short one with brackets", HOSTS, "t[.]me/abc", "0-6"},
    {"a Chinese one", HOSTS, "例子[.]中国", "0-15"},
    {"a letter that the word before ends in", HOSTS, "we evil[.]com", "3-13"},
    {"the end of a sentence is no dot", HOSTS, "I can't. me too", ""},
    {"what follows no sentence", HOSTS, "evil. com", "0-9"},
    {"no dot at all", HOSTS, "evil com, evilcom", ""},
    {"a word that only has it inside", HOSTS, "evildot com", ""},
    {"not across lines", HOSTS, "evil\n.com", ""},
    {"not what goes on", HOSTS, "evil[.]company, devil[.]com", ""},
    {"without gaps only the plain one", PLAIN, "evil[.]com evil.com", "11-19"},
};

static struct arena *arena;

static void find(struct ruleset *rs, const char *text, struct hits *ret)
{
    struct match_scratch *s = NULL;
    struct match_text one = {.text = span_of(text)};
    struct match_input in = {.text = &one,
                             .text_count = 1,
                             .side = SIDE_ORIGINAL,
                             .regex_work = 1000};
    struct err e = {0};

    if (!match_scratch_new(rs, &s, &e) ||
        !match_run(rs, s, &in, arena, ret, &e))
        fail_msg("%s", e.text);
    match_scratch_free(&s);
}

static void hosts_are_found_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct ruleset *rs = rules_of(cases[i].rule, NULL);
        struct hits hits = {0};
        char got[256] = "";
        size_t len = 0;

        find(rs, cases[i].text, &hits);
        for (uint32_t k = 0; k < hits.count; k++)
            len += (size_t)snprintf(got + len, sizeof(got) - len, "%s%u-%u",
                                    k > 0 ? " " : "", hits.at[k].at.from,
                                    hits.at[k].at.to);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: got %s", cases[i].name, got);
        rules_free(rs);
    }
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new(4 << 20);
    return 0;
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
        cmocka_unit_test(hosts_are_found_as_the_table_says),
    };

    return cmocka_run_group_tests_name("domains", tests, setup, teardown);
}
