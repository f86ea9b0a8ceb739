/*
 * prospect_side - a view before or behind a place, as the literals would have
 * it, and whether a literal lies over the place (inside match/).
 *
 * Example: before = prospect_side_of(view, from, true, one, false);
 *          after = prospect_side_of(view, to, false, two, false);
 *          if (prospect_meets_two(p, before, one, two, after)) it is due
 *
 * Out:     never no where there is a literal. Memory: the view's.
 * Errors:  none. Threads: any.
 */
#ifndef MATCH_PROSPECT_SIDE_H
#define MATCH_PROSPECT_SIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "match/prospect.h"

/* How a view reads a character: 0 when it leaves it out. */
uint32_t prospect_read_as(uint32_t c, bool looks);

/* What a view has before or behind a character, no repetitions. Bars are not
 * seen; a text that has too much between is `unsure`. */
struct prospect_side {
    struct span view;
    size_t at;
    uint32_t last; /* no repetition of this */
    int left;      /* characters to look at */
    bool back, looks, unsure;
};

/* at: where the place begins (back) or ends. own: the character there. */
struct prospect_side prospect_side_of(struct span view, size_t at, bool back,
                                      uint32_t own, bool looks);

/* 0 at the text's end, and where nobody knows. */
uint32_t prospect_side_next(struct prospect_side *s);

/* Does the view have a literal in which `two` follows `one`? They stand there,
 * between both sides. */
bool prospect_meets_two(const struct prospect *p, struct prospect_side before,
                        uint32_t one, uint32_t two,
                        struct prospect_side after) MUST_USE;

/* Is the view of look-alikes due? (prospect_looks.c) */
bool prospect_looks_due(const struct prospect *looks,
                        struct span view) MUST_USE;

#endif
