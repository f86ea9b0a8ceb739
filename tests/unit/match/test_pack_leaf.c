/* Conditions that are maps of their own, audiences and priorities: what the
 * loader makes of them, and the place and words of every mistake. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "match/ruleset.h"
#include "match/validate.h"

static bool read_pack(const char *text, char path[32], struct ruleset **ret,
                      struct err *e)
{
    const char *paths[] = {path};
    int fd;
    bool ok;

    (void)snprintf(path, 32, "/tmp/paifang-leaf-XXXXXX.yaml");
    fd = mkstemps(path, 5);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(close(fd), 0);
    ok = ruleset_read(paths, 1, ret, e);
    assert_int_equal(unlink(path), 0);
    return ok;
}

#define TEN(x) x x x x x x x x x x
#define HEAD   "pack: x\ncategory: privacy\nrules:\n"
#define LEAF   HEAD "  - {id: a, match: {"
#define RULE   HEAD "  - id: x.a\n    action: flag\n    match: {words: [a]}\n"

static const struct {
    const char *name, *in, *want; /* want follows FILE: */
} mistakes[] = {
    {"an audience that nobody translates for", RULE "    audiences: [fr]\n",
     "7:17: unknown audience 'fr'; there are: en zh zh-Hans zh-Hant"},
    {"an audience that is no language", RULE "    audiences: [mixed]\n",
     "7:17: 'mixed' is nothing that posts are translated into"},
    {"an audience of the original",
     RULE "    side: original\n    audiences: [en]\n",
     "8:16: audiences are those of a translation; this rule looks at the "
     "original"},
    {"a priority past the end", RULE "    priority: 101\n",
     "7:15: a priority is from 0 to 100"},
    {"near without words", LEAF "near: {within: 3}}}\n",
     "4:27: near needs 'words' and 'within'"},
    {"near without a distance", LEAF "near: {words: [a, b]}}}\n",
     "4:27: near needs 'words' and 'within'"},
    {"near of one word", LEAF "near: {words: [a], within: 3}}}\n",
     "4:35: near takes 2 to 6 words; a list inside the list holds "
     "alternatives"},
    {"near of seven words",
     LEAF "near: {words: [a, b, c, d, e, f, g], within: 3}}}\n",
     "4:35: near takes 2 to 6 words; a list inside the list holds "
     "alternatives"},
    {"near of a bare word", LEAF "near: {words: a, within: 3}}}\n",
     "4:35: expected a list, found text"},
    {"near with no alternative", LEAF "near: {words: [a, []], within: 3}}}\n",
     "4:39: an empty list of words"},
    {"near too far", LEAF "near: {words: [a, b], within: 201}}}\n",
     "4:51: within is from 0 to 200"},
    {"near with a key of its neighbours",
     LEAF "near: {words: [a, b], within: 3, order: true}}}\n",
     "4:54: unknown key 'order'; did you mean 'ordered'?"},
    {"a count of nothing", LEAF "count: {over: 3}}}\n",
     "4:28: count needs 'of'"},
    {"a count of an unknown thing", LEAF "count: {of: link, over: 3}}}\n",
     "4:33: unknown thing to count 'link'; did you mean 'links'?"},
    {"a count without bounds", LEAF "count: {of: links}}}\n",
     "4:28: expected 'over' or 'under'"},
    {"a count below nothing", LEAF "count: {of: links, under: 0}}}\n",
     "4:47: no number is that small"},
    {"a count between neighbours",
     LEAF "count: {of: links, over: 3, under: 4}}}\n",
     "4:56: no number is over the one and under the other"},
    {"a count out of range", LEAF "count: {of: links, over: 1000000001}}}\n",
     "4:46: out of range"},
    {"a mask of a count",
     HEAD "  - id: a\n    action: mask\n"
          "    match: {count: {of: digits, over: 3}}\n",
     "6:12: nothing to mask: the rule can match without a place"},
    {"a mask of a word or a length",
     HEAD "  - id: a\n    action: mask\n"
          "    match: [{words: [a]}, {length: {over: 3}}]\n",
     "6:12: nothing to mask: the rule can match without a place"},
    {"a length of something", LEAF "length: {of: links, over: 3}}}\n",
     "4:30: unknown key 'of'; there are: "},
    {"a language without is", LEAF "language: {confidence: 0.9}}}\n",
     "4:31: language needs 'is'"},
    {"a language nobody detects", LEAF "language: {is: [fr]}}}\n",
     "4:37: unknown language 'fr'; there are: zh zh-Hans zh-Hant zh-Latn en "
     "mixed other none"},
    {"a confidence over 1", LEAF "language: {is: en, confidence: 2}}}\n",
     "4:52: expected a number from 0 to 1"},
    {"a domain with a scheme", LEAF "domains: ['http://example.com']}}\n",
     "4:31: expected a host name such as example.com (its subdomains are "
     "included)"},
    {"a domain with a star", LEAF "domains: ['*.example.com']}}\n",
     "4:31: expected a host name such as example.com (its subdomains are "
     "included)"},
    {"a top-level domain", LEAF "domains: [com]}}\n",
     "4:31: expected a host name such as example.com (its subdomains are "
     "included)"},
    {"a domain that no punycode gives", LEAF "domains: [xn--a.com]}}\n",
     "4:31: expected a host name such as example.com (its subdomains are "
     "included)"},
    {"no domains", LEAF "domains: []}}\n", "4:30: an empty list of domains"},
    {"an unknown validator", LEAF "regex: a, validate: lun}}\n",
     "4:41: unknown validator 'lun'; did you mean 'luhn'?"},
    {"a validator without regex", LEAF "words: a, validate: luhn}}\n",
     "4:41: 'validate' belongs beside a regex"},
    {"too many fields", RULE "    fields: [" TEN(TEN("a, ")) "a]\n",
     "7:13: more than 100 fields"},
};

static void names_the_place_of_every_mistake(void **state)
{
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        struct ruleset *rs = NULL;
        struct err e = {0};
        char path[32];
        char want[512];

        if (read_pack(mistakes[i].in, path, &rs, &e))
            fail_msg("%s: was read", mistakes[i].name);
        (void)snprintf(want, sizeof(want), "%s:%s", path, mistakes[i].want);
        if (strncmp(e.text, want, strlen(want)) != 0)
            print_message("%u: %s: %s\nwant: %s\n", ++wrong, mistakes[i].name,
                          e.text, want);
        assert_int_equal(e.kind, ERR_CONFIG);
        assert_null(rs);
    }
    assert_int_equal(wrong, 0);
}

static struct ruleset *must_read(const char *text)
{
    struct ruleset *rs = NULL;
    struct err e;
    char path[32];

    if (!read_pack(text, path, &rs, &e))
        fail_msg("%s", e.text);
    return rs;
}

static void bounds_are_those_that_still_hold(void **state)
{
    static const struct {
        const char *bounds;
        uint64_t least, most;
    } cases[] = {
        {"over: 3", 4, UINT64_MAX},
        {"under: 3", 0, 2},
        {"over: 3, under: 9", 4, 8},
        {"over: 0, under: 2", 1, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char pack[256];
        struct ruleset *rs;

        (void)snprintf(pack, sizeof(pack),
                       HEAD "  - {id: a, action: flag, match: {length: {%s}}}",
                       cases[i].bounds);
        rs = must_read(pack);
        assert_int_equal(rs->condition[0]->kind, CONDITION_LENGTH);
        assert_true(rs->condition[0]->least == cases[i].least);
        assert_true(rs->condition[0]->most == cases[i].most);
        assert_true(rs->measures);
        assert_int_equal(rs->spanless_rule_count, 1);
        ruleset_free(&rs);
    }
}

static void members_of_near_know_where_they_belong(void **state)
{
    struct ruleset *rs =
        must_read(HEAD "  - {id: a, action: mask, match: {near: {words: [[a, "
                       "b], c], within: 0, ordered: true}}}");
    const struct condition *near = rs->rule[0]->match;

    (void)state;
    assert_int_equal(near->kind, CONDITION_NEAR);
    assert_int_equal(near->child_count, 2);
    assert_int_equal(near->child[0].term_count, 2);
    assert_int_equal(near->child[1].term_count, 1);
    assert_ptr_equal(near->child[1].near, near);
    assert_int_equal(near->within, 0);
    assert_true(near->ordered);
    assert_true(rs->has_near);
    assert_int_equal(rs->condition_count, 3);
    assert_int_equal(rs->term_count, 3);
    ruleset_free(&rs);
}

static void patterns_of_a_list_share_what_stands_beside(void **state)
{
    struct ruleset *rs =
        must_read(HEAD "  - {id: a, action: mask, match: {regex: [a, b], "
                       "validate: [luhn, iban], folded: true}}");

    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        assert_true(rs->condition[i]->folded);
        assert_int_equal(rs->condition[i]->validator_count, 2);
        assert_ptr_equal(rs->condition[i]->validator[1],
                         validator_find(SPAN("iban")));
    }
    ruleset_free(&rs);
}

static void an_audience_is_that_of_a_translation(void **state)
{
    struct ruleset *rs = must_read(
        "pack: x\ncategory: privacy\naudiences: [en]\nrules:\n"
        "  - {id: a, action: flag, match: {words: [a]}}\n"
        "  - {id: b, action: flag, side: both, match: {words: [a]}}\n"
        "  - {id: c, action: flag, side: original, match: {words: [a]}}\n"
        "  - {id: d, action: flag, audiences: zh, match: {words: [a]}}\n");
    const uint32_t zh = LANG_BIT(LANG_ZH_HANS) | LANG_BIT(LANG_ZH_HANT);

    (void)state;
    assert_int_equal(rs->rule[0]->audiences, LANG_BIT(LANG_EN));
    assert_int_equal(rs->rule[0]->sides, SIDE_TRANSLATION);
    assert_int_equal(rs->rule[1]->audiences, LANG_BIT(LANG_EN));
    assert_int_equal(rs->rule[1]->sides, SIDE_TRANSLATION);
    assert_int_equal(rs->rule[2]->audiences, 0);
    assert_int_equal(rs->rule[2]->sides, SIDE_ORIGINAL);
    assert_int_equal(rs->rule[3]->audiences, zh);
    ruleset_free(&rs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_place_of_every_mistake),
        cmocka_unit_test(bounds_are_those_that_still_hold),
        cmocka_unit_test(members_of_near_know_where_they_belong),
        cmocka_unit_test(patterns_of_a_list_share_what_stands_beside),
        cmocka_unit_test(an_audience_is_that_of_a_translation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
