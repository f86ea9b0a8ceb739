/*
 * scan - one pass over a text: what is counted, and the zones of one script
 * that it falls into.
 *
 * Example: scan_text(text, &(struct scan_rule){.clause = true}, &s);
 *          s.total.han, s.zone[0].kind == ZONE_HAN, s.zone[0].from == 0
 *
 * In:      valid UTF-8. Entities (detect/entity.h), digits, punctuation and
 *          emoji don't count; they stay in the zone before them, but opening
 *          quotes and brackets go with what follows.
 * Out:     totals, and zones that cover the text: zone i ends where i + 1
 *          begins. A zone that is too weak to stand alone (one Han character,
 *          Latin words that make no clause) is part of its neighbour.
 * Offsets: UTF-8 bytes.
 * Limits:  at most SCAN_ZONES zones; the last one takes what comes later.
 * Threads: pure after detect_init().
 */
#ifndef DETECT_SCAN_H
#define DETECT_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { SCAN_ZONES = 512, CLAUSE_WORDS = 3, TITLE_WORDS = 6 };

enum zone_kind { ZONE_HAN, ZONE_LATIN, ZONE_OTHER };

/* What was counted in a zone, or in all of the text. */
struct scan_count {
    uint32_t han;
    uint32_t hans, hant; /* of han: only one script has them */
    uint32_t japanese;   /* of han: only Japanese has them */
    uint32_t hints;      /* of han: may show Cantonese or Wu */
    uint32_t kana;
    uint32_t syllables; /* letters of Hangul, Thai … */
    uint32_t letters;   /* of other alphabets */
    uint32_t words;     /* Latin words; outside brackets for a zone */
    uint32_t capitals;  /* of words: Capitalised, not ALL CAPITALS */
    uint32_t functions; /* of words: English function words */
    uint32_t word_letters;
    uint32_t accents; /* of word_letters: not A to Z */
    int32_t score;    /* of the Latin words: detect/latin.h */
    uint32_t pinyin;  /* words that are all pinyin, if asked for */
    uint32_t pinyin_syllables;
    uint32_t pinyin_points; /* syllables that only pinyin is likely to have */
};

struct zone {
    uint32_t from;
    enum zone_kind kind;
    bool title; /* Latin: named a song or the like, or "Title - Artist" */
    struct scan_count count;
};

struct scan_rule {
    bool clause; /* Latin stands alone only as a clause outside brackets */
    bool tags;   /* hashtags count */
    bool pinyin; /* words are tried as pinyin */
};

struct scan {
    struct scan_count total;
    bool tag_seen;
    uint32_t zone_count;
    struct zone zone[SCAN_ZONES];
};

void scan_text(struct span text, const struct scan_rule *rule,
               struct scan *ret);

/* At least CLAUSE_WORDS words outside brackets, one of them a function word
 * that is not the article at their head; a title has more than TITLE_WORDS,
 * and a Name of Capitalised Words is none at any length. */
bool scan_is_english_clause(const struct zone *z);

/* Letters, Han characters and syllables that counted. */
uint32_t scan_letters(const struct scan *s);

#endif
