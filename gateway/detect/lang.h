/*
 * lang - the closed list of languages that Paifang tells apart.
 *
 * Example: lang_tag(LANG_ZH_HANS) is "zh-Hans"; lang_find(SPAN("en"), &l).
 *
 * Source:  BCP 47 tags; `mixed`, `other`, `none` are ours.
 * Threads: pure.
 */
#ifndef DETECT_LANG_H
#define DETECT_LANG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum lang {
    LANG_NONE, /* no letters */
    LANG_EN,
    LANG_ZH_HANS,
    LANG_ZH_HANT,
    LANG_ZH,      /* Chinese, neither script shows */
    LANG_ZH_LATN, /* pinyin */
    LANG_MIXED,   /* zh and en clauses */
    LANG_OTHER,
    LANG_COUNT
};

#define LANG_BIT(lang) (1U << (unsigned)(lang))
#define LANG_BITS_ZH                                                           \
    (LANG_BIT(LANG_ZH_HANS) | LANG_BIT(LANG_ZH_HANT) | LANG_BIT(LANG_ZH) |     \
     LANG_BIT(LANG_ZH_LATN))

const char *lang_tag(enum lang lang);            /* "zh-Hans"; static */
bool lang_find(struct span tag, enum lang *ret); /* exact tag */
bool lang_is_zh(enum lang lang);

#endif
