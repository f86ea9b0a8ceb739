/*
 * disguise - the closed list of disguises a rule can see through.
 *
 * One row a disguise in fold/disguise.c: name, whether it is on by default,
 * whether it guesses, whether it crosses scripts.
 *
 * Example: disguise_find(SPAN("gaps"), &d); set |= DISGUISE_BIT(d);
 * Threads: pure.
 */
#ifndef FOLD_DISGUISE_H
#define FOLD_DISGUISE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum disguise {
    DISGUISE_CASE,      /* FUCK */
    DISGUISE_WIDTH,     /* ｆｕｃｋ */
    DISGUISE_SCRIPT,    /* Traditional = Simplified */
    DISGUISE_STYLES,    /* Ⓕⓤⓒⓚ, 𝒇, ⑸, fück */
    DISGUISE_INVISIBLE, /* zero-width, bidi, variation selectors */
    DISGUISE_GAPS,      /* f.u.c.k, 法 轮 */
    DISGUISE_REPEATS,   /* fuuuck */
    DISGUISE_LOOKALIKES,
    DISGUISE_HAN_LOOKALIKES,
    DISGUISE_PINYIN,
    DISGUISE_INITIALS,
    DISGUISE_HOMOPHONES,
    DISGUISE_SPLIT,
    DISGUISE_EMOJI,
    DISGUISE_SHUFFLED,
    DISGUISE_COUNT
};

#define DISGUISE_BIT(d) (1U << (unsigned)(d))

extern const uint32_t
    disguises_default; /* case width script styles invisible */
extern const uint32_t disguises_guessing; /* carry a certainty */
extern const uint32_t disguises_cross_script;
/* Those that this version can see through; asking for another is a load
 * error that says so. */
extern const uint32_t disguises_available;

const char *disguise_name(enum disguise d);
bool disguise_find(struct span name, enum disguise *ret);

#endif
