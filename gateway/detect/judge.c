#include "detect/judge.h"

#include <math.h>

#include "detect/latin_features.h"

enum {
    LETTERS_WEIGHT = 3, /* letters of other alphabets to one Han */
    SHORT_LETTERS = 8,  /* fewer Latin letters than this can't be sure */
    SHORT_LEAST = 0,
    KANA_LEAST = 2,
    KANA_SHARE = 10, /* one in ten */
    PINYIN_SYLLABLES = 4,
    PINYIN_WORDS = 2
};

/* "ok lol", "thx bro": shorthand, of which little evidence is to be had. */
static bool is_short(const struct scan_count *c)
{
    return c->word_letters < SHORT_LETTERS && c->accents == 0 &&
           c->word_letters <= 4 * c->words;
}

/* What a Latin text must score to be English, by its number of words, in
 * sixteenths of a logit. */
static int english_least(const struct scan_count *c)
{
    static const int least[] = {0, 6, 18, 16, 14};
    uint32_t n = c->words < 4 ? c->words : 4;

    return is_short(c) ? SHORT_LEAST : least[n];
}

static bool is_pinyin(const struct scan_count *c)
{
    return c->pinyin >= PINYIN_WORDS &&
           c->pinyin_syllables >= PINYIN_SYLLABLES && c->pinyin == c->words &&
           c->pinyin_points * 2 > c->pinyin_syllables &&
           c->score < (int32_t)c->words * LATIN_UNIT;
}

static enum lang judge_latin(const struct scan_count *c)
{
    if (is_pinyin(c))
        return LANG_ZH_LATN;
    return c->score >= english_least(c) ? LANG_EN : LANG_OTHER;
}

static bool is_japanese(const struct scan_count *c)
{
    if (c->kana >= KANA_LEAST && c->kana * KANA_SHARE >= c->han + c->kana)
        return true;
    if (c->han == 0)
        return c->kana > 0;
    return c->japanese > c->hans && c->japanese > c->hant &&
           c->japanese * 12 >= c->han;
}

static enum lang judge_han(const struct scan_count *c)
{
    if (is_japanese(c))
        return LANG_OTHER;
    if (c->hans > c->hant)
        return LANG_ZH_HANS;
    return c->hant > c->hans ? LANG_ZH_HANT : LANG_ZH;
}

/* A Chinese and an English zone, both strong: every zone but the first and
 * last is, and those when there are two. */
static bool is_mixed(const struct scan *s)
{
    bool han = false;
    bool english = false;

    for (uint32_t i = 0; i < s->zone_count; i++) {
        const struct zone *z = &s->zone[i];

        han = han || (z->kind == ZONE_HAN && z->count.han >= 2);
        english = english ||
                  (z->kind == ZONE_LATIN && z->count.words >= CLAUSE_WORDS &&
                   z->count.functions > 0);
    }
    return han && english;
}

static double chance(double logit)
{
    return 1 / (1 + exp(-logit));
}

static float latin_confidence(const struct scan_count *c, enum lang lang)
{
    double margin = (double)(c->score - english_least(c)) / LATIN_UNIT;

    if (is_short(c))
        return 0.5F;
    if (lang == LANG_ZH_LATN)
        return 0.8F;
    return (float)(lang == LANG_EN ? chance(1.1 + 1.5 * margin)
                                   : chance(-0.4 - margin));
}

static float han_confidence(const struct scan_count *c, enum lang zh)
{
    double clear = c->hans > c->hant ? c->hans - c->hant : c->hant - c->hans;

    if (zh == LANG_OTHER)
        return c->kana > 0 ? 0.99F : 0.8F;
    return (float)chance(2.5 + clear + c->han / 10.0);
}

static uint32_t seen_bits(const struct scan_count *c, const struct judgement *j)
{
    uint32_t seen = 0;

    if (c->han + c->kana > 0)
        seen |= LANG_BIT(j->zh);
    if (c->words > 0)
        seen |= LANG_BIT(j->abc);
    if (c->syllables + c->letters > 0)
        seen |= LANG_BIT(LANG_OTHER);
    return seen;
}

struct judgement judge_text(const struct scan *s, bool clauses)
{
    const struct scan_count *c = &s->total;
    uint32_t han = c->han + c->kana;
    uint32_t other =
        c->syllables + (c->letters + LETTERS_WEIGHT - 1) / LETTERS_WEIGHT;
    struct judgement j = {.lang = LANG_NONE, .confidence = 1};

    if (scan_letters(s) == 0)
        return j;
    j.zh = judge_han(c);
    j.abc = judge_latin(c);
    j.seen = seen_bits(c, &j);
    /* One Han character among words is no segment. */
    j.latin =
        c->word_letters > 0 && (c->words > han || han < 2) && c->words >= other;
    if (j.latin) {
        j.lang = j.abc;
        j.confidence = latin_confidence(c, j.abc);
    } else if (han >= other) {
        j.lang = j.zh;
        j.confidence = han_confidence(c, j.zh);
    } else {
        j.lang = LANG_OTHER;
        j.confidence = 0.98F;
    }
    /* Where Latin words prevail all of them must look English. */
    if (clauses && j.zh != LANG_OTHER && (!j.latin || j.abc == LANG_EN) &&
        is_mixed(s)) {
        j.lang = LANG_MIXED;
        j.confidence = 0.9F;
    }
    return j;
}

enum lang judge_zone(const struct scan *s, const struct zone *z,
                     const struct judgement *j)
{
    enum lang own;

    if (z->kind == ZONE_OTHER)
        return LANG_OTHER;
    if (z->kind == ZONE_LATIN)
        return s->zone_count > 1 && scan_is_english_clause(z) ? LANG_EN
                                                              : j->abc;
    own = j->zh == LANG_OTHER ? LANG_OTHER : judge_han(&z->count);
    return own == LANG_ZH ? j->zh : own;
}
