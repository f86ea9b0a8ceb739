/*
 * viewing - one text whose views are being written (inside guess/).
 *
 * Example: view_split(&v, &out); if (out.len > 0) it is worth showing
 *
 * In:      v->run without terms: units, folded, original, plain.
 * Out:     text for people, nothing where the view has nothing to say.
 * Memory:  the caller's. Errors: those of the buf. Threads: one owner.
 */
#ifndef GUESS_VIEWING_H
#define GUESS_VIEWING_H

#include "base/buf.h"
#include "guess/seer.h"

struct viewing {
    struct guess_run run;
    uint32_t count; /* units to show */
};

/* What components side by side make: 氵去→法. */
void view_split(const struct viewing *v, struct buf *out);

/* What emoji are written for: 🐔→鸡(ji). */
void view_emoji(const struct viewing *v, struct buf *out);

/* Whom characters that stand in no word are mistaken for: 曰→日. */
void view_alike(const struct viewing *v, struct buf *out);

#endif
