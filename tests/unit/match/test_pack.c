/* The rule loader: what it reads, and the place and words of every mistake. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fold/disguise.h"
#include "match/ruleset.h"

static char folder[] = "/tmp/paifang-pack-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[4][256];
    static unsigned next;

    next = (next + 1) % 4;
    (void)snprintf(path[next], sizeof(path[0]), "%s/%s", folder, name);
    return path[next];
}

static void write_bytes(const char *name, const char *text, size_t len)
{
    FILE *f = fopen(in_folder(name), "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static void write_file(const char *name, const char *text)
{
    write_bytes(name, text, strlen(text));
}

static bool read_names(const char *const *names, size_t count,
                       struct ruleset **ret, struct err *e)
{
    const char *paths[4];

    for (size_t i = 0; i < count; i++)
        paths[i] = in_folder(names[i]);
    return ruleset_read(paths, count, ret, e);
}

static struct ruleset *must_read(const char *text)
{
    const char *name = "x.yaml";
    struct ruleset *rs = NULL;
    struct err e;

    write_file(name, text);
    if (!read_names(&name, 1, &rs, &e))
        fail_msg("%s", e.text);
    return rs;
}

#define HEAD "pack: x\ncategory: privacy\nrules:\n"
#define RULE HEAD "  - id: x.a\n    action: flag\n    match: {words: [a]}\n"

static const struct {
    const char *name, *in, *want; /* want follows FOLDER/x.yaml: */
} mistakes[] = {
    {"an unknown key is near a known one", "pack: x\nrulez: []\n",
     "2:1: unknown key 'rulez'; did you mean 'rules'?"},
    {"a duplicate key", "pack: x\npack: y\n",
     "2:1: duplicate key 'pack' (first on line 1)"},
    {"a pack without a name", "category: privacy\nrules: []\n",
     "1:1: a pack needs a name: 'pack: NAME'"},
    {"a pack without rules", "pack: x\ncategory: privacy\n",
     "1:1: a pack needs 'rules'"},
    {"an empty file", "", "1:1: a pack needs a name: 'pack: NAME'"},
    {"an empty list of rules", "pack: x\nrules: []\n",
     "2:8: an empty list of rules"},
    {"a name that thresholds use", "pack: global\nrules: [a]\n",
     "1:7: the name 'global' is taken"},
    {"an unknown category", "pack: x\ncategory: scam\nrules: []\n",
     "2:11: unknown category 'scam'; there are: "},
    {"a key that is another tool's",
     HEAD "  - {id: a, match: {terms: [a]}, action: flag}\n",
     "4:21: unknown key 'terms'; there are: words words_from regex "},
    {"a category that is nearly one",
     "pack: x\ncategory: scams_and_frauds\nrules: []\n",
     "2:11: unknown category 'scams_and_frauds'; did you mean "
     "'scams_and_fraud'?"},
    {"a rule without id", HEAD "  - {action: flag, match: {words: [a]}}\n",
     "4:5: a rule needs an 'id'"},
    {"a rule without match", HEAD "  - {id: a, action: flag}\n",
     "4:5: a rule needs a 'match'"},
    {"a rule without action", HEAD "  - {id: a, match: {words: [a]}}\n",
     "4:5: a rule needs an 'action' or a 'score'"},
    {"a rule without category",
     "pack: x\nrules:\n  - {id: a, action: flag, match: {words: [a]}}\n",
     "3:5: a rule needs a 'category' (its own or its pack's)"},
    {"an unknown action", HEAD "  - {id: a, action: holt}\n",
     "4:21: unknown action 'holt'; did you mean 'hold'?"},
    {"an author condition without its time",
     HEAD "  - {id: a, action: flag, match: {author: {posts: {over: 5}}}}\n",
     "4:51: needs 'within', such as 10m"},
    {"an author condition without its count",
     HEAD "  - {id: a, action: flag, match: {author: {posts: {within: 1h}}}}\n",
     "4:51: needs 'over': more than how many"},
    {"an author condition with a time beyond memory",
     HEAD "  - {id: a, action: flag, match: {author: {posts: {over: 5, within: "
          "91d}}}}\n",
     "4:69: within: at most 90d"},
    {"an author condition that counts too far",
     HEAD "  - {id: a, action: flag, match: {author: {posts: {over: 1001, "
          "within: 1h}}}}\n",
     "4:58: a count is from 1 to 1000"},
    {"two verdicts in one author condition",
     HEAD "  - {id: a, action: flag, match: {author: {decisions: {hold: 1, "
          "reject: 3, within: 7d}}}}\n",
     "4:65: one verdict a condition; make a list of them under 'any' or 'all'"},
    {"decisions without a verdict",
     HEAD "  - {id: a, action: flag, match: {author: {decisions: {within: "
          "7d}}}}\n",
     "4:55: needs a verdict and how many: reject: 3"},
    {"an unknown author condition",
     HEAD "  - {id: a, action: flag, match: {author: {post: 5}}}\n",
     "4:44: unknown key 'post'; did you mean 'posts'?"},
    {"an author condition has no place to mask",
     HEAD "  - {id: a, action: mask, match: {author: {posts: {over: 5, within: "
          "1h}}}}\n",
     "4:34: nothing to mask: the rule can match without a place"},
    {"allow is no action", HEAD "  - {id: a, action: allow}\n",
     "4:21: unknown action 'allow'; there are: advise flag mask bounce hold "
     "reject"},
    {"an id with a space", HEAD "  - {id: a b}\n",
     "4:10: a name is made of letters, digits, '.', '_' and '-'"},
    {"an id that thresholds use", HEAD "  - {id: x.threshold}\n",
     "4:10: names that end in '.threshold' are taken"},
    {"an unknown severity", RULE "    severity: urgent\n",
     "7:15: unknown severity 'urgent'; there are: low medium high critical"},
    {"an unknown language", RULE "    languages: [zh, fr]\n",
     "7:21: unknown language 'fr'; there are: zh zh-Hans zh-Hant zh-Latn en"},
    {"mixed is no language of a rule", RULE "    languages: [mixed]\n",
     "7:17: 'mixed' is nothing a rule can be limited to by 'languages'"},
    {"other is no language of a rule", RULE "    languages: other\n",
     "7:16: 'other' is nothing a rule can be limited to by 'languages'"},
    {"no languages at all", RULE "    languages: []\n",
     "7:16: an empty list; leave it out for any"},
    {"an unknown disguise", RULE "    disguise: [gap]\n",
     "7:16: unknown disguise 'gap'; did you mean 'gaps'?"},
    {"a disguise named twice", RULE "    disguise: [gaps, -gaps]\n",
     "7:22: 'gaps' is named twice"},
    {"none after others", RULE "    disguise: [gaps, none]\n",
     "7:22: 'none' only makes sense first"},
    {"no disguise list", RULE "    disguise: []\n",
     "7:15: an empty list; write 'exact' for no disguises"},
    {"a start of the list of disguises taken away",
     RULE "    disguise: [-none]\n", "7:16: '-none' can't be taken away"},
    {"rules that are nothing", "pack: x\nrules:\n",
     "2:7: expected a list, found nothing"},
    {"a control character", "pack: x\n# \x01\nrules: []\n",
     "2:3: control characters are not allowed"},
    {"a mistake behind a byte order mark",
     "\xEF\xBB\xBF"
     "packs: x\n",
     "1:1: unknown key 'packs'; did you mean 'pack'?"},
    {"side and on", RULE "    side: both\n    on: both\n",
     "8:9: 'on' is 'side' again"},
    {"an unknown side", RULE "    side: left\n",
     "7:11: expected original, translation or both"},
    {"no fields", RULE "    fields: []\n",
     "7:13: an empty list; leave it out for every field"},
    {"not a yes or no", RULE "    shadow: yes\n",
     "7:13: expected true or false"},
    {"a reason without Chinese", RULE "    reason: {en: x}\n",
     "7:13: a reason needs both 'en' and 'zh-Hans'"},
    {"a reason in another language",
     RULE "    reason: {en: x, zh-Hans: x, zh-TW: x}\n",
     "7:33: unknown key 'zh-TW'; there are: en zh-Hans zh-Hant"},
    {"a date that is none", RULE "    expires: 2025-02-29\n",
     "7:14: expected a date such as 2026-12-31"},
    {"a certainty over 1", RULE "    certainty: 1.5\n",
     "7:16: expected a number from 0 to 1"},
    {"a score of nothing", RULE "    score: 0\n",
     "7:12: a score is from 1 to 1000000"},
    {"no words", HEAD "  - {id: a, match: {words: []}}\n",
     "4:28: an empty list of words"},
    {"an empty term", HEAD "  - {id: a, match: {words: [b, '']}}\n",
     "4:32: an empty term"},
    {"a term of only a wildcard", HEAD "  - {id: a, match: {words: ['**']}}\n",
     "4:29: an empty term"},
    {"a list as term", HEAD "  - {id: a, match: {words: [[b]]}}\n",
     "4:29: expected text, found a list"},
    {"a bare text as match", HEAD "  - {id: a, match: b}\n",
     "4:20: expected a condition such as {words: [...]}"},
    {"an empty condition", HEAD "  - {id: a, match: {}}\n",
     "4:20: an empty condition"},
    {"any and all",
     HEAD "  - id: a\n    match:\n      any: [words: [b]]\n"
          "      all: [words: [c]]\n",
     "7:7: only one condition a map; make a list of them under 'any' or "
     "'all'"},
    {"words and regex",
     HEAD "  - id: a\n    match:\n      words: [b]\n      regex: c\n",
     "7:7: only one condition a map; make a list of them under 'any' or "
     "'all'"},
    {"an empty any", HEAD "  - {id: a, match: {any: []}}\n",
     "4:26: an empty list of conditions"},
    {"folded without regex",
     HEAD "  - {id: a, match: {words: [a], folded: true}}\n",
     "4:41: 'folded' belongs beside a regex"},
    {"a mask without a place",
     HEAD "  - id: a\n    action: mask\n    match: {none: [words: [a]]}\n",
     "6:12: nothing to mask: the rule can match without a place"},
    {"an example without text",
     RULE "    examples: {match: [{field: title}]}\n",
     "7:24: an example needs a 'text'"},
    {"an example whose author is no map",
     RULE "    examples: {match: [{text: a, author: b}]}\n",
     "7:42: expected a map, found text"},
    {"a regex that is broken", HEAD "  - {id: a, match: {regex: 'ab(c'}}\n",
     "4:28: regex, offset 4: missing closing parenthesis"},
    {"a regex that can match nothing",
     HEAD "  - {id: a, match: {regex: 'a*'}}\n",
     "4:28: regex, offset 0: it can match nothing at all"},
    {"a regex that moves its start",
     HEAD "  - {id: a, match: {regex: 'ab\\Kc'}}\n",
     "4:28: regex, offset 2: \\K is not allowed"},
    {"a regex of single bytes", HEAD "  - {id: a, match: {regex: '[a\\C]'}}\n",
     "4:28: regex, offset 2: \\C is not allowed"},
    {"a regex with a callout", HEAD "  - {id: a, match: {regex: 'a(?C1)b'}}\n",
     "4:28: regex, offset 1: callouts are not allowed"},
    {"a regex with a verb",
     HEAD "  - {id: a, match: {regex: '(*LIMIT_MATCH=9)a'}}\n",
     "4:28: regex, offset 0: verbs such as (*SKIP) are not allowed"},
    {"an offset behind a boundary",
     HEAD "  - {id: a, match: {regex: '{{b}}ab(c'}}\n",
     "4:28: regex, offset 9: missing closing parenthesis"},
    {"a mark in braces that is none",
     HEAD "  - {id: a, match: {regex: 'a{{w}}'}}\n",
     "4:28: regex, offset 1: of {{…}} there is {{b}} alone; or write \\{{"},
    {"a duplicate id",
     RULE "  - id: x.a\n    action: flag\n    match: {words: [b]}\n",
     "7:5: duplicate rule id 'x.a' (first at "},
    {"an anchor", "pack: &a x\n", "1:7: anchors are not allowed"},
    {"a threshold without action",
     "pack: x\nthresholds: [{over: 3}]\nrules: []\n",
     "2:14: a threshold needs 'over' and 'action'"},
    {"a file of words that is not there",
     HEAD "  - {id: a, match: {words_from: no.txt}}\n", "4:33: "},
    {"a file of words above",
     HEAD "  - {id: a, match: {words_from: ../../etc/passwd}}\n", "4:33: "},
    {"a file of words by absolute path",
     HEAD "  - {id: a, match: {words_from: /etc/passwd}}\n",
     "4:33: expected the name of a file in the pack's folder"},
};

static void names_the_place_of_every_mistake(void **state)
{
    const char *file = "x.yaml";
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        struct ruleset *rs = NULL;
        struct err e = {0};
        char want[512];

        write_file(file, mistakes[i].in);
        (void)snprintf(want, sizeof(want), "%s:%s", in_folder(file),
                       mistakes[i].want);
        if (read_names(&file, 1, &rs, &e))
            fail_msg("%s: was read", mistakes[i].name);
        if (strncmp(e.text, want, strlen(want)) != 0)
            print_message("%u: %s: %s\nwant: %s\n", ++wrong, mistakes[i].name,
                          e.text, want);
        assert_int_equal(e.kind, ERR_CONFIG);
        assert_null(rs);
    }
    assert_int_equal(wrong, 0);
}

static void reads_everything_a_rule_can_say(void **state)
{
    struct ruleset *rs = must_read(
        "pack: x\ncategory: privacy\nallow: [ok, fine]\nwhole: true\n"
        "thresholds: [{over: 60, action: hold}]\n"
        "rules:\n"
        "  - id: x.a\n    category: violence\n    languages: [zh-Hans, en]\n"
        "    on: original\n    fields: [title, body]\n"
        "    match:\n      any:\n        - words: [cat*, '*dog', 猫]\n"
        "        - regex: ['\\d{3}', 'b{{b}}']\n      none:\n"
        "        - words: [quiet]\n"
        "    allow: [cats]\n    disguise: [none, gaps]\n    action: reject\n"
        "    severity: critical\n    score: 40\n    shadow: true\n"
        "    whole: false\n    forms: true\n    certainty: 0.8\n"
        "    initials_min: 2\n    same_field: true\n"
        "    reason: {en: Cats, zh-Hans: 猫, zh-Hant: 貓}\n"
        "    examples:\n      match: [cat, {text: dog, field: title}]\n"
        "      no_match: ok\n"
        "    owner: me\n    note: why\n    expires: 2026-03-01\n");
    const struct rule *r = rs->rule[0];
    const struct condition *any = &r->match->child[0];

    (void)state;
    assert_int_equal(rs->rule_count, 1);
    assert_true(span_is(r->id, "x.a"));
    assert_true(span_is(r->category, "violence"));
    assert_int_equal(r->languages, LANG_BIT(LANG_ZH_HANS) | LANG_BIT(LANG_ZH) |
                                       LANG_BIT(LANG_EN));
    assert_int_equal(r->sides, SIDE_ORIGINAL);
    assert_int_equal(r->field_count, 2);
    assert_int_equal(r->disguises, DISGUISE_BIT(DISGUISE_GAPS));
    assert_int_equal(r->action, VERDICT_REJECT);
    assert_int_equal(r->severity, SEVERITY_CRITICAL);
    assert_int_equal(r->score, 40);
    assert_true(r->shadow && r->forms && r->same_field && !r->whole);
    assert_true(span_is(r->reason.zh_hant, "貓"));
    assert_int_equal(r->example_count, 3);
    assert_true(span_is(r->example[1].field, "title"));
    assert_false(r->example[2].should_match);
    assert_true(r->expires_ms == 1772323200000ULL);
    assert_int_equal(r->match->kind, CONDITION_ALL);
    assert_int_equal(any->kind, CONDITION_ANY);
    assert_int_equal(any->child[0].term_count, 3);
    assert_true(any->child[0].term[0].open_right);
    assert_true(span_is(any->child[0].term[0].text, "cat"));
    assert_true(any->child[0].term[1].open_left);
    assert_int_equal(any->child[1].kind, CONDITION_ANY);
    assert_int_equal(r->match->child[1].kind, CONDITION_NONE);
    assert_int_equal(rs->term_count, 2 + 1 + 3 + 1);
    assert_int_equal(rs->condition_count, 4);
    for (uint32_t i = 0; i < rs->term_count; i++)
        assert_int_equal(rs->term[i]->id, i);
    for (uint32_t i = 0; i < rs->condition_count; i++)
        assert_int_equal(rs->condition[i]->id, i);
    assert_int_equal(rs->pack[0].threshold[0].over, 60);
    ruleset_free(&rs);
    assert_null(rs);
}

static void a_rule_has_the_default_disguises_and_its_packs_category(void **st)
{
    struct ruleset *rs = must_read(RULE);

    (void)st;
    assert_int_equal(rs->rule[0]->disguises, disguises_default);
    assert_true(span_is(rs->rule[0]->category, "privacy"));
    assert_int_equal(rs->rule[0]->sides, SIDE_BOTH);
    assert_int_equal(rs->spanless_rule_count, 0);
    ruleset_free(&rs);
}

static void equal_author_conditions_are_one_question(void **state)
{
    struct ruleset *rs = must_read(
        HEAD
        "  - {id: a, action: flag, match: {author: {posts: {over: 5, "
        "within: 600s}, exempt: [staff, press]}}}\n"
        "  - {id: b, action: bounce, match: {author: {posts: {over: 9, "
        "within: 10m}}}}\n"
        "  - {id: c, action: flag, match: {author: {decisions: {reject: 3, "
        "within: 7d}}}, examples: {match: [{text: x, author: {decisions: "
        "{reject: 3}, exempt: press}}]}}\n");
    const uint32_t want[] = {0, 0, 1, 3};
    uint32_t answer[4];

    (void)state;
    assert_int_equal(rs->author.count, 4);
    assert_true(span_is(rs->author.at[0].name, "posts/10m"));
    assert_true(span_is(rs->author.at[1].name, "exempt/staff"));
    assert_true(span_is(rs->author.at[2].name, "exempt/press"));
    assert_true(span_is(rs->author.at[3].name, "decisions.reject/7d"));
    assert_ptr_equal(rs->rule[1]->match->child[0].question, &rs->author.at[0]);
    assert_int_equal(rs->rule[1]->match->child[0].least, 10);
    assert_int_equal(rs->spanless_rule_count, 3);
    assert_true(rs->bounces);
    author_answers(&rs->author, rs->rule[2]->example[0].author, answer);
    assert_memory_equal(answer, want, sizeof(want));
    ruleset_free(&rs);
}

static void knows_rules_that_need_no_hit_or_a_translation(void **state)
{
    struct ruleset *rs = must_read(
        HEAD "  - {id: a, action: flag, match: {none: [words: [a]]}}\n"
             "  - {id: b, action: flag, side: translation, "
             "match: {words: [a]}}\n");

    (void)state;
    assert_int_equal(rs->spanless_rule_count, 1);
    assert_true(span_is(rs->spanless_rule[0]->id, "a"));
    assert_int_equal(rs->translation_rule_count, 1);
    assert_true(span_is(rs->translation_rule[0]->id, "b"));
    ruleset_free(&rs);
}

#define WORDS_RULE                                                             \
    HEAD "  - {id: a, action: flag, match: {words_from: w.txt}}\n"

static void reads_words_from_a_file_beside_the_pack(void **state)
{
    const struct condition *c;
    struct ruleset *rs;

    (void)state;
    write_file("w.txt", "\xEF\xBB\xBF# a comment\r\n加微信\r\n\n  cat* \n#tag");
    rs = must_read(WORDS_RULE);
    c = rs->rule[0]->match;
    assert_int_equal(c->term_count, 3);
    assert_true(span_is(c->term[0].text, "加微信"));
    assert_true(span_is(c->term[1].text, "cat"));
    assert_true(span_is(c->term[2].text, "#tag"));
    assert_int_equal(c->term[1].place.line, 4);
    ruleset_free(&rs);
}

static void word_file_fails(const char *want)
{
    const char *file = "x.yaml";
    struct ruleset *rs = NULL;
    struct err e = {0};

    write_file(file, WORDS_RULE);
    assert_false(read_names(&file, 1, &rs, &e));
    if (strstr(e.text, want) == NULL)
        fail_msg("%s, want %s", e.text, want);
}

static void refuses_bad_word_files(void **state)
{
    (void)state;
    write_bytes("w.txt", "ok\n好\xff\n", 8);
    word_file_fails("w.txt:2:2: not UTF-8");
    write_file("w.txt", "ok\n\n*\n**\n");
    word_file_fails("w.txt:3:1: an empty term");
    write_file("w.txt", "\n# nothing\n");
    word_file_fails("w.txt: no words in it");
    assert_int_equal(unlink(in_folder("w.txt")), 0);
    assert_int_equal(symlink("/etc/passwd", in_folder("w.txt")), 0);
    word_file_fails("w.txt: outside the pack's folder");
    assert_int_equal(unlink(in_folder("w.txt")), 0);
    assert_int_equal(mkfifo(in_folder("w.txt"), 0600), 0);
    word_file_fails("w.txt: not a regular file");
    assert_int_equal(unlink(in_folder("w.txt")), 0);
    assert_int_equal(mkdir(in_folder("w.txt"), 0700), 0);
    word_file_fails("w.txt: Is a directory");
    assert_int_equal(rmdir(in_folder("w.txt")), 0);
    write_file("w.txt", "");
    assert_int_equal(truncate(in_folder("w.txt"), (16 << 20) + 1), 0);
    word_file_fails("w.txt: larger than 16 MiB");
    write_file("w.txt", "");
    word_file_fails("w.txt: no words in it");
    assert_int_equal(unlink(in_folder("w.txt")), 0);
}

static void the_same_id_in_two_packs_names_both_places(void **state)
{
    const char *files[] = {"x.yaml", "y.yaml"};
    struct ruleset *rs = NULL;
    char want[256];
    struct err e;

    (void)state;
    write_file("x.yaml", RULE);
    write_file("y.yaml", "pack: y\ncategory: privacy\nrules:\n  - id: x.a\n"
                         "    action: hold\n    match: {words: [b]}\n");
    assert_false(read_names(files, 2, &rs, &e));
    (void)snprintf(want, sizeof(want),
                   "y.yaml:4:5: duplicate rule id 'x.a' (first at %s:4:5)",
                   in_folder("x.yaml"));
    assert_non_null(strstr(e.text, want));
    write_file("y.yaml", "pack: x\ncategory: privacy\nrules:\n  - id: x.b\n"
                         "    action: hold\n    match: {words: [b]}\n");
    assert_false(read_names(files, 2, &rs, &e));
    assert_non_null(strstr(e.text, "duplicate pack 'x'"));
    assert_int_equal(unlink(in_folder("y.yaml")), 0);
}

static void hash_of(const char *const *names, size_t count, char ret[65])
{
    struct ruleset *rs = NULL;
    struct err e;

    if (!read_names(names, count, &rs, &e))
        fail_msg("%s", e.text);
    memcpy(ret, rs->hash, 65);
    ruleset_free(&rs);
}

static void the_hash_follows_every_byte_that_was_read(void **state)
{
    const char *folder_itself = "set";
    char before[65];
    char after[65];

    (void)state;
    assert_int_equal(mkdir(in_folder("set"), 0700), 0);
    assert_int_equal(mkdir(in_folder("set/local"), 0700), 0);
    write_file("set/x.yaml", WORDS_RULE);
    write_file("set/w.txt", "one\n");
    write_file("set/allow.yaml", "allow: [fine]\n");
    write_file("set/local/z.yaml",
               "pack: z\ncategory: privacy\nrules:\n  - id: z.a\n"
               "    action: hold\n    match: {words: [b]}\n");
    hash_of(&folder_itself, 1, before);
    hash_of(&folder_itself, 1, after);
    assert_string_equal(before, after);
    write_file("set/w.txt", "two\n");
    hash_of(&folder_itself, 1, after);
    assert_string_not_equal(before, after);
    write_file("set/w.txt", "one\n");
    assert_int_equal(rename(in_folder("set/x.yaml"), in_folder("set/y.yaml")),
                     0);
    hash_of(&folder_itself, 1, after);
    assert_string_not_equal(before, after);
}

static void a_folder_is_read_in_the_order_of_names(void **state)
{
    const char *set = "set";
    struct ruleset *rs = NULL;
    struct err e;

    (void)state;
    assert_true(read_names(&set, 1, &rs, &e));
    assert_int_equal(rs->pack_count, 2);
    assert_true(span_is(rs->pack[0].name, "z")); /* local/ before y.yaml */
    assert_int_equal(rs->allow_count, 1);
    for (uint32_t i = 0; i < rs->rule_count; i++)
        assert_int_equal(rs->rule[i]->index, i);
    ruleset_free(&rs);
}

static void refuses_a_folder_without_packs(void **state)
{
    const char *empty = "empty";
    struct ruleset *rs = NULL;
    struct err e;

    (void)state;
    assert_int_equal(mkdir(in_folder("empty"), 0700), 0);
    assert_false(read_names(&empty, 1, &rs, &e));
    assert_non_null(strstr(e.text, "no rule packs"));
    write_file("empty/allow.yaml", "allow: [a]\n");
    assert_false(read_names(&empty, 1, &rs, &e));
    assert_non_null(strstr(e.text, "only allow lists"));
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    char command[128];

    (void)state;
    (void)snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command); /* NOLINT(concurrency-mt-unsafe) */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_place_of_every_mistake),
        cmocka_unit_test(reads_everything_a_rule_can_say),
        cmocka_unit_test(
            a_rule_has_the_default_disguises_and_its_packs_category),
        cmocka_unit_test(equal_author_conditions_are_one_question),
        cmocka_unit_test(knows_rules_that_need_no_hit_or_a_translation),
        cmocka_unit_test(reads_words_from_a_file_beside_the_pack),
        cmocka_unit_test(refuses_bad_word_files),
        cmocka_unit_test(the_same_id_in_two_packs_names_both_places),
        cmocka_unit_test(the_hash_follows_every_byte_that_was_read),
        cmocka_unit_test(a_folder_is_read_in_the_order_of_names),
        cmocka_unit_test(refuses_a_folder_without_packs),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
