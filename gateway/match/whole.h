/*
 * whole - does a Han term stand between words, as far as two dictionaries say?
 *
 * Example: in 和服务器 there is a break behind 和, none behind 服: no 和服.
 *          In 一次性交清 ICU sees 一次, 性交; that 一次性 is by far the more
 *          common word is what guess/context knows.
 *
 * ICU segments some 50,000 posts a second, so only runs of Han characters
 * around hits are looked at, in blocks of fixed places with some text around
 * them, and the last block is remembered: asking for many places of a long
 * text costs one segmentation of it.
 *
 * Offsets: bytes of the text given to whole_start().
 * Memory:  a struct whole owns its ICU objects and is used again.
 * Errors:  ERR_INTERNAL when ICU has no dictionary.
 * Threads: one struct whole per thread. Source: UAX #29, ICU cjdict.
 */
#ifndef MATCH_WHOLE_H
#define MATCH_WHOLE_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

enum { WHOLE_BLOCK = 768, WHOLE_AROUND = 96 }; /* bytes */

struct whole {
    UBreakIterator *words;
    UText *utext;
    struct span text;
    struct range run;   /* of Han characters, the last one asked for */
    struct range block; /* of it, the last one segmented */
    bool breaks[WHOLE_BLOCK + 2 * WHOLE_AROUND + 8]; /* at block.from + i */
};

bool whole_init(struct whole *w, struct err *e) MUST_USE;
void whole_done(struct whole *w);

/* Another text from here on: a view, borrowed. */
void whole_start(struct whole *w, struct span text);

/* Are those ends of the range that are Han word breaks? */
bool whole_word(struct whole *w, struct range at);

#endif
