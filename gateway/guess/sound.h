/*
 * sound - what the parts of the seer `sound` share: a place that sounds like a
 * term, and what speaks for and against its being meant.
 *
 * Example: "fa轮gong" and 发轮功 are paths of 法轮功.
 *
 * In:      a text as a lattice: at each unit a Han character has its readings,
 *          a Latin letter the syllables that a whole division of its token
 *          puts there.
 * Out:     sound_certainty(): 0 to 1.
 * Offsets: units.
 * Memory:  a sound_text is some 20 KB on the caller's stack. Errors: none.
 * Threads: one owner.
 * Source:  docs/rules-quality.md has the figures that the weights come from.
 */
#ifndef GUESS_SOUND_H
#define GUESS_SOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "guess/plain.h"
#include "guess/seer.h"
#include "guess/units.h"

enum {
    SOUND_WINDOW = 2048, /* units looked at in one go */
    SOUND_OVERLAP = 256  /* no path is longer */
};

/* Of the token that a Latin letter belongs to. */
enum {
    TOKEN_FIRST = 1, /* the letter begins it */
    TOKEN_LAST = 2,
    TOKEN_DIVIDED = 4 /* falls into syllables */
};

enum sound_english {
    SOUND_FOREIGN,
    SOUND_COMMON, /* a word that people use */
    SOUND_LISTED  /* a rare one, or a name */
};

struct sound_text {
    const struct units *units;
    uint32_t base, end;              /* the window */
    uint8_t syllables[SOUND_WINDOW]; /* lengths, as syllables_divide() */
    uint8_t token[SOUND_WINDOW];
    uint32_t foreign; /* Latin tokens of the window that are no pinyin */
    struct plain *plain;
    int32_t least; /* the score that a term of two needs to be reported */
};

struct sound_path {
    uint32_t from, to;
    uint32_t same;    /* characters of the term as they are */
    uint32_t other;   /* other characters that sound like it */
    uint32_t seldom;  /* of them by a rare reading */
    uint32_t typed;   /* syllables in Latin letters */
    uint32_t letters; /* of those */
    bool spread;      /* there are gaps other than pinyin's own */
};

float sound_certainty(const struct sound_text *t, const struct sound_path *p,
                      const struct seer_term *term, int32_t term_cost,
                      int32_t *ret_score);

/* What a term of two may cost at most to be worth a guess where two Han
 * characters stand, if no word reaches across their ends: they are that cheap
 * as they are written. INT32_MAX for anything else than Han; from + 1 is a
 * unit. */
int32_t sound_dearest(const struct sound_text *t, uint32_t from);

/* Marks the tokens and syllables of the window from unit `base` on. */
void sound_read(struct sound_text *t, const struct units *u, uint32_t base);

/* What the token of the Latin letter at unit i is in English. */
enum sound_english sound_english(const struct sound_text *t, uint32_t i);

extern const struct seer seer_sound;

#endif
