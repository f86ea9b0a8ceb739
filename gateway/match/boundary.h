/*
 * boundary - where a hit may begin and end.
 *
 * Example: av does not stand in "have": a Latin letter follows no letter.
 *
 * In:      texts or views in valid UTF-8, ranges on code point boundaries.
 * Offsets: bytes of the text given.
 * Memory:  a struct boundary owns an ICU break iterator and is used again.
 * Errors:  ERR_INTERNAL when ICU has no break data.
 * Threads: one struct boundary per thread; the rest is pure.
 * Source:  UAX #29 graphemes; rules/README.md.
 */
#ifndef MATCH_BOUNDARY_H
#define MATCH_BOUNDARY_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"
#include "fold/chars.h"

struct boundary {
    UBreakIterator *graphemes;
    UText *text;
};

bool boundary_init(struct boundary *b, struct err *e) MUST_USE;
void boundary_done(struct boundary *b);

/* The traits that a neighbour of this end of a word may not have. */
unsigned boundary_left(struct span word);
unsigned boundary_right(struct span word);

/* The traits of the code point before and after; 0 at the text's ends. */
unsigned boundary_before(struct span text, size_t at);
unsigned boundary_after(struct span text, size_t at);

/* How many graphemes the text has. */
size_t boundary_count(struct span text);

/* Grows the range outward to whole graphemes. */
struct range boundary_snap(struct boundary *b, struct span text,
                           struct range at);

#endif
