/*
 * sound_index - terms by the sounds of their first two characters.
 *
 * Example: unsigned kinds = sound_kinds(index, sound_class(c), sound_class(d));
 *          if (kinds & SOUND_TWOS) look for terms of two characters
 *
 * In:      sounds: syllables, and from SOUND_SELF on what stands for itself.
 *          A class is a set of syllables: all characters that can be read in
 *          just those ways have the same one.
 * Out:     sound_kinds(): what kinds of terms begin with a pair of classes;
 *          all, when one has none: such a pair is looked at by itself.
 *          sound_run(): the terms of a pair of sounds that sound_any() knows.
 * Memory:  an index is in tables: 400 KB and 8 bytes an entry. The classes
 *          are one table of 55 KB, made by sound_classes_init().
 * Errors:  none. Threads: read-only once built; sound_classes_init() from any.
 * Source:  readings.h.
 */
#ifndef GUESS_SOUND_INDEX_H
#define GUESS_SOUND_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "guess/readings.h"
#include "guess/seer.h"
#include "guess/syllables.h"

enum {
    SOUNDS = 512,
    SOUND_SELF = SYLLABLE_MOST + 1,
    SOUND_PAIRS = SOUNDS * SOUNDS,
    SOUND_CLASSES = 1024,
    SOUND_CLASS_BITS = 10,
    SOUND_MANY = 8 /* sounds of one unit, at most */
};

/* Of a pair: terms of two begin with it; longer ones do, and terms of two that
 * are wanted however doubtful. */
enum { SOUND_TWOS = 1, SOUND_MORE = 2 };

/* Of an entry's third and fourth character. */
enum {
    SOUND_ANY = 0xFFFF, /* several sounds, or none that matters */
    SOUND_NONE = 0xFFFE /* a term of two, and no low floor */
};

struct sound_entry {
    uint32_t term;
    uint16_t third, fourth; /* the only sounds of these characters */
};

/* The entries of a pair: those with third SOUND_NONE come first. */
struct sound_run {
    uint64_t thirds; /* sound_bit() of all others */
    uint32_t first;
    uint32_t twos, count;
};

/* Of the pairs only those with a bit in `any` have a run, found by counting
 * the bits before it. */
struct sound_index {
    /* By pair of classes: its kinds, two bits; whether terms have it behind the
     * first character, or some are wanted however doubtful. */
    uint64_t kinds[SOUND_CLASSES * SOUND_CLASSES / 32];
    uint64_t goes_on[SOUND_CLASSES * SOUND_CLASSES / 64];
    uint64_t any[SOUND_PAIRS / 64];
    uint32_t bits_before[SOUND_PAIRS / 64];
    uint64_t begins[SOUNDS / 64]; /* of all pairs */
    struct sound_run *run;
    struct sound_entry *entry;
    int16_t *cost;    /* by term: context_term() */
    int32_t cheapest; /* term of two */
    int32_t least;    /* score of one that is certain enough by default */
};

struct sounds {
    uint16_t at[SOUND_MANY];
    uint8_t units[SOUND_MANY]; /* how far each reaches */
    uint32_t count;
};

/* Unless it is there or there is no room. */
void sounds_add(struct sounds *s, uint32_t sound, uint32_t units);

/* All that a character may sound like. */
void sounds_of_character(uint32_t c, struct sounds *ret);

static inline uint32_t sound_of_itself(uint32_t c)
{
    return SOUND_SELF + c % (SOUNDS - SOUND_SELF);
}

static inline uint64_t sound_bit(uint32_t sound)
{
    return 1ULL << (sound % 64);
}

static inline bool sound_listed(const uint64_t bits[], uint32_t at)
{
    return (bits[at / 64] >> (at % 64) & 1U) != 0;
}

static inline uint32_t sound_pair(uint32_t one, uint32_t two)
{
    return one * SOUNDS + two;
}

void sound_classes_init(void);
extern uint16_t sound_class_table[READINGS_LAST - READINGS_FIRST + 1];
extern uint64_t sound_class_bits[SOUND_CLASSES]; /* sound_bit() of all in it */

/* 0: none, or a character that is rare enough to have none. */
static inline uint16_t sound_class(uint32_t c)
{
    return c - READINGS_FIRST <= READINGS_LAST - READINGS_FIRST
               ? sound_class_table[c - READINGS_FIRST]
               : 0;
}

static inline unsigned sound_kinds(const struct sound_index *x, uint32_t one,
                                   uint32_t two)
{
    uint32_t at = one << SOUND_CLASS_BITS | two;

    return (unsigned)(x->kinds[at / 32] >> (at % 32 * 2)) & 3U;
}

static inline bool sound_goes_on(const struct sound_index *x, uint32_t one,
                                 uint32_t two)
{
    uint32_t at = one << SOUND_CLASS_BITS | two;

    return (x->goes_on[at / 64] >> (at % 64) & 1U) != 0;
}

/* Of a pair that is in x->any. */
struct sound_run *sound_run(const struct sound_index *x, uint32_t pair);

/* Fills x->kinds and x->goes_on, when all else is there. on: a bit for each
 * pair of sounds that stands behind the first character of a term. */
void sound_class_kinds(struct sound_index *x,
                       const uint64_t on[SOUND_PAIRS / 64]);

/* As struct seer's. */
bool sound_build(const struct seer_term *term, uint32_t count, void **ret,
                 struct err *e);
void sound_free(void *index);

#endif
