/*
 * seer - one family of guessing disguises: how its terms are indexed and how
 * a text is looked through for them. The table of seers is in guess.c.
 *
 * Example: const struct seer seer_shuffled = {
 *              DISGUISE_BIT(DISGUISE_SHUFFLED), true, shuffled_build,
 *              shuffled_find, shuffled_free};
 *
 * A seer builds an index of the terms that ask for one of its disguises, and
 * nothing (NULL) when there are none: such a set pays nothing for it. find()
 * calls seer_found() for each place where a term may stand, with how certain
 * that is: the measured precision of (disguise, length, context), from the
 * committed table in certainty.c. A doubtful guess is reported, too: rules may
 * have a low floor, and `rules explain` shows why it was not enough.
 *
 * Memory:  an index is on the heap and belongs to the guess_index.
 * Errors:  ERR_MEMORY at build; none in find().
 * Threads: an index is read-only after build; find() keeps what it needs in
 *          its guess_run.
 */
#ifndef GUESS_SEER_H
#define GUESS_SEER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "guess/guess.h"
#include "guess/plain.h"
#include "guess/units.h"

enum { SEER_LONGEST_TERM = 16, SEER_MOST_TERMS = 1 << 20 };

/* A term, folded, without gap characters. Each spelling stands once, whatever
 * number of rules have it. */
struct seer_term {
    uint8_t count; /* 2 to SEER_LONGEST_TERM */
    uint8_t han;   /* of them Han characters */
    uint8_t initials_min;
    bool doubtful;      /* a rule has a floor below the default: report all */
    uint32_t disguises; /* all that any of its rules asks for */
    /* Code points of the default view; here, for each place where it may stand
     * asks for them. */
    uint32_t c[SEER_LONGEST_TERM];
};

struct guess_run {
    const struct seer_term *term; /* of the index, by id */
    const struct units *units;
    struct plain *plain; /* of the units, for seers that ask for it */
    const struct fold_view *folded;
    struct span original; /* what folded is the view of */
    float least; /* what is less certain need not be reported, but of doubtful
                    terms */
    guess_meet meet;
    void *context;
};

/* One place: units [from, to) may stand for the term. */
struct seer_sight {
    uint32_t term;
    uint32_t from, to;
    uint32_t disguises; /* that it took, guessing ones and gaps */
    float certainty;    /* 0 to 1 */
    int32_t score;      /* what the certainty comes from; see certainty.h */
};

/* What is less certain is no guess at all. */
#define SEER_LEAST 0.3F

struct seer {
    uint32_t disguises;
    bool plain; /* find() reads guess_run.plain */
    bool (*build)(const struct seer_term *term, uint32_t count, void **ret,
                  struct err *e);
    void (*find)(const void *index, const struct guess_run *r);
    void (*free)(void *index);
};

/* The terms that were met at one unit, for who meets them several times. */
enum { SEER_MOST_MET = 16 };

struct seer_met {
    uint32_t unit, count;
    uint32_t term[SEER_MOST_MET];
};

/* False if the term was met at the unit, the last one asked about; with more
 * than SEER_MOST_MET terms there it may be true again. */
bool seer_is_new(struct seer_met *m, uint32_t unit, uint32_t term);

/* Reports the sight, if a rule asks for all of its disguises. */
void seer_found(const struct guess_run *r, const struct seer_sight *s);

#endif
