/* Words in the disguises that need no guessing, and ordinary text that only
 * looks like them. */
#include "rules.h"

#include "base/attr.h"

#define WORDS(list) "    match: { words: [" list "] }"
#define IN(disguises, list)                                                    \
    WORDS(list)                                                                \
    "\n    disguise: [" disguises "]"
#define LOOKS(list) IN("lookalikes", list)
#define ALL(list)   IN("gaps, repeats, lookalikes", list)
#define GAPS(list)  IN("gaps", list)
#define FORMS(list) WORDS(list) "\n    forms: true"
#define SLIPS(list) IN("lookalikes, forms", list)

static const struct {
    const char *name, *rule, *text, *want;
} cases[] = {
    /* lookalikes */
    {"leet", LOOKS("shit"), "oh sh1t, 5h!+",
     "shit 3-7 lookalikes; shit 9-13 "
     "lookalikes"},
    {"leet of nearly all letters", LOOKS("asshole"), "455h013",
     "asshole 0-7 lookalikes"},
    {"Cyrillic letters", LOOKS("shit"), "so ѕһіт it", "shit 3-11 lookalikes"},
    {"one Greek letter, and a capital", LOOKS("fuck"), "Fυck",
     "fuck 0-5 case lookalikes"},
    {"a capital I for an l", LOOKS("hell"), "go to heII",
     "hell 6-10 lookalikes"},
    {"l for i and v for u", LOOKS("shit, fuck"), "shlt fvck",
     "shit 0-4 lookalikes; fuck 5-9 lookalikes"},
    {"an entity may hide a look-alike", ALL("fuck"), "f&#965;ck",
     "fuck 0-9 gaps lookalikes"},
    {"with gaps and repetitions", ALL("shit"), "$.h.!.t $h1iiit",
     "shit 0-7 gaps lookalikes; shit 8-15 repeats lookalikes"},
    {"gaps only where they are asked for", LOOKS("shit"), "$.h.!.t", ""},
    {"upside down, from the end", LOOKS("bastard"), "a pɹɐʇsɐq!",
     "bastard 2-13 lookalikes"},
    {"upside down, in order", LOOKS("shit"), "sɥᴉʇ", "shit 0-8 lookalikes"},
    {"an ordinary word is no upside-down one", LOOKS("pod"), "pod pop dod",
     "pod 0-3"},
    {"a term that has digits itself", LOOKS("a55"), "ass a55", "a55 4-7"},
    {"Latin letters for a Cyrillic term", LOOKS("сука"), "cука",
     "сука 0-7 lookalikes"},
    {"the term as it is needs no disguise", ALL("shit"), "shit", "shit 0-4"},
    {"a whole word only", LOOKS("ass"), "b@ss cl4ss @ssistant 1ass",
     "ass 22-25"},
    {"an exclamation mark at the end is one", LOOKS("anai, shit"),
     "hi Ana! shit!", "shit 8-12"},
    {"a bracket at the start is one", LOOKS("crap"), "(rap music)", ""},
    {"a product is no word", LOOKS("ass"), "Galaxy A55", ""},
    {"a number is no word", LOOKS("soi, boob"), "501 8008", ""},
    {"a foreign word among foreign words", LOOKS("hoc"), "у него нос красный",
     ""},
    {"an ordinary word is none in disguise", LOOKS("ball, siut"), "bail suit",
     ""},
    /* masked */
    {"a masked letter", LOOKS("fuck"), "f*ck", "fuck 0-4 lookalikes"},
    {"all but the ends", LOOKS("motherfucker"), "you m**********r!",
     "motherfucker 4-16 lookalikes"},
    {"other masks", LOOKS("fuck"), "f##k f●●k f-ck f8ck",
     "fuck 0-4 lookalikes; fuck 5-13 lookalikes; fuck 14-18 lookalikes; "
     "fuck 19-23 lookalikes"},
    {"a mask hides what it hides", LOOKS("shit"), "s*t sh**  s**t*s a**b", ""},
    {"a first and a last letter are not certain enough for every rule",
     LOOKS("shit") "\n    certainty: 0.9", "s**t sh*t", "shit 5-9 lookalikes"},
    {"sums, addresses and hyphens are no masks", LOOKS("coed, toma"),
     "co-ed to-a t@a", ""},
    /* markup */
    {"entities between Han", GAPS("操你"), "&#25805;&#x4f60;!",
     "操你 0-16 gaps"},
    {"an entity escaped twice", GAPS("fuck"), "x f&amp;#117;ck",
     "fuck 2-15 gaps"},
    {"a named entity", GAPS("fuck"), "f&uuml;ck", "fuck 0-9 gaps"},
    {"tags between letters", GAPS("fuck"), "f<b>u</b>ck", "fuck 0-11 gaps"},
    {"tags between Han", GAPS("鸡吧"), "鸡<i class=x>吧</i>", "鸡吧 0-17 gaps"},
    {"a tag that breaks the line is a gap", GAPS("ass"), "a<br>ss",
     "ass 0-7 gaps"},
    {"no tag, no entity", GAPS("fuck"), "fu<ck fu&nosuch;ck f< b>uck", ""},
    {"tags only where gaps are asked for", WORDS("fuck"), "f<b>u</b>ck", ""},
    /* gaps and ordinary words */
    {"words apart are not one", GAPS("puta, hardon"), "put a hard on", ""},
    {"a lone letter is no word", GAPS("fuck, wankers"), "f uck w ankers",
     "fuck 0-5 gaps; wankers 6-14 gaps"},
    {"a stretched word that is another", IN("repeats", "cok, shet"),
     "cook sheet", ""},
    {"the term's own words", GAPS("free money"), "free-money",
     "free money 0-10 gaps"},
    {"kana with a mark is another letter", WORDS("クソ"), "ゾクゾク クソ",
     "クソ 13-19"},
    /* forms */
    {"endings", FORMS("bully, shit"), "bullies bullying shitting shitz",
     "bully 0-7; bully 8-16; shit 17-25; shit 26-31"},
    {"endings that make another word", FORMS("cum, asses, spic"),
     "cumin assess spicing", ""},
    {"a word put together", FORMS("fuck, shit"), "you fuckbrain, fatfuck69",
     "fuck 4-13; fuck 15-22"},
    {"a word of its own", FORMS("cock, ass, cunt, tit"),
     "cocktail assassin Scunthorpe titmouse classic", ""},
    {"a word that reads otherwise, too", FORMS("whore, shit"),
     "whorepresents pushit", ""},
    {"a telling term at an end of a word that no one knows",
     FORMS("fuck, skank"), "mofucking Grimskankee Ayushfuck skankoo",
     "fuck 0-9; fuck 22-31; skank 32-39"},
    {"a term that stands in many words tells nothing", FORMS("cock, shit"),
     "pocockney matsushita", ""},
    {"a word across the end of the term, or around it", FORMS("turd, niger"),
     "saturdayz yesturday nigerianz", ""},
    {"a slip of the hand", SLIPS("motherfucker, nigger, fudgepacker"),
     "mohterfucker nzigger fudgpacker",
     "motherfucker 0-12 lookalikes; nigger 13-20 lookalikes; "
     "fudgepacker 21-31 lookalikes"},
    {"a slip, and a sign for a letter", SLIPS("arsehole, wanker"),
     "you ar$hole, whank3rs!",
     "arsehole 4-11 lookalikes; wanker 13-21 lookalikes"},
    {"written as it sounds", SLIPS("fanny, bollocks, tosser, skanky"),
     "phanny bolox tossurs skankey",
     "fanny 0-6 lookalikes; bollocks 7-12 lookalikes; "
     "tosser 13-20 lookalikes; skanky 21-28 lookalikes"},
    {"as near to an ordinary word", SLIPS("sucks, dinking, shitting"),
     "succes drinkin hittin sittin", ""},
    {"a slip without forms", LOOKS("motherfucker"), "mohterfucker", ""},
    {"a slip without lookalikes", FORMS("fanny"), "phanny", ""},
    {"letters inside another word", SLIPS("tosser"), "tossurs9 xtossurs", ""},
    /* Latin shuffled */
    {"backwards, and two letters changed about", IN("shuffled", "bitch"),
     "hctib btich cbtih", "bitch 0-5 shuffled; bitch 6-11 shuffled"},
    {"another word", IN("shuffled", "crap, evil"), "carp live", ""},
    {"forms in the list of disguises", IN("gaps, forms", "fuck"), "fucks",
     "fuck 0-5"},
};

static void hits_are_as_the_table_says(void **state)
{
    struct arena *arena = arena_new(16 << 20);
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct ruleset *rs = rules_of(cases[i].rule, NULL);
        struct match_text one = {.text = span_of(cases[i].text)};
        struct match_input in = {.text = &one,
                                 .text_count = 1,
                                 .side = SIDE_ORIGINAL,
                                 .regex_work = 1000000};
        struct match_scratch *scratch = NULL;
        struct hits hits = {0};
        char got[1024] = "";
        struct err e;

        assert_true(match_scratch_new(rs, &scratch, &e));
        assert_true(match_run(rs, scratch, &in, arena, &hits, &e));
        for (uint32_t k = 0; k < hits.count; k++)
            write_hit(got, sizeof(got), &hits.at[k]);
        if (strcmp(got, cases[i].want) != 0) {
            print_error("%s:\n  got  %s\n  want %s\n", cases[i].name, got,
                        cases[i].want);
            wrong++;
        }
        match_scratch_free(&scratch);
        rules_free(rs);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_as_the_table_says),
    };

    return cmocka_run_group_tests_name("disguised", tests, NULL, NULL);
}
