/*
 * guess - terms that stand in a text in a disguise that has to be guessed:
 * pinyin, initials, homophones, split, emoji, shuffled, han_lookalikes.
 *
 * Example: fa lun gong, 发轮功, 氵去车仑工力 for 法轮功.
 *
 * In:      the default view of a text; terms of at least two characters.
 * Out:     for each place where a term may stand: the term, the range, the
 *          disguises it took, and how certain that is.
 * Offsets: bytes of the default view, half-open, whole code points.
 * Memory:  an index is immutable once built; a scratch is used again.
 * Errors:  ERR_MEMORY at build; none while looking.
 * Threads: an index serves any number of threads, each with its own scratch.
 * Source:  rules/README.md; docs/decisions/0004.
 */
#ifndef GUESS_GUESS_H
#define GUESS_GUESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "fold/fold.h"
#include "guess/units.h"

/* The floor of rules that name none. */
#define GUESS_DEFAULT_CERTAINTY 0.7F

struct guess_term {
    struct span folded; /* the default view of the term */
    uint32_t disguises; /* that its rules ask for, all together */
    uint32_t initials_min;
    float certainty; /* the lowest floor of its rules */
};

struct guess_index;
struct guess_scratch;

/* Terms are known by their position. Those that no guessing disguise can be
 * looked for (one character, too long) are skipped. *ret is NULL when nothing
 * is left to look for. */
bool guess_build(const struct guess_term *term, uint32_t count,
                 struct guess_index **ret, struct err *e) MUST_USE;
void guess_free(struct guess_index **g); /* sets *g to NULL; NULL is fine */

struct guess_scratch *guess_scratch_new(void) MUST_USE;
void guess_scratch_free(struct guess_scratch **s);

struct guess_found {
    uint32_t term;
    struct range at;
    uint32_t disguises;
    float certainty;
    int32_t score; /* for tools/guess; of no meaning to others */
};

typedef void (*guess_meet)(void *context, const struct guess_found *found);

struct guess_text {
    struct span original;
    const struct fold_view *folded; /* what it is the view of */
    const struct units *units;      /* of this */
    bool doubtful; /* report what is below the floor of every rule, too */
};

/* Calls meet for everything found in the text. */
void guess_run_text(const struct guess_index *g, struct guess_scratch *s,
                    const struct guess_text *text, guess_meet meet,
                    void *context);

#endif
