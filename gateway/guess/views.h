/*
 * views - what the guessing disguises see in a text, for `rules explain`.
 *
 * Example: if (!guess_views(a, text, rules_ask_for, &v, &e)) …
 *          of 加v信 氵去 v.view[0] is words: "加/v/信 氵/去", another pinyin:
 *          "jia v xin shui qu", another split: "氵去→法"
 *
 * In:      a text, valid UTF-8; the disguises that anybody asks for.
 * Out:     view: those of these disguises that say something that the text
 *          does not. One row a view in views.c. split names characters that
 *          people use, whether or not a term has them.
 *          word: the division into words that costs a plain reader least.
 * Offsets: UTF-8 bytes of the text, half-open, in `at`.
 * Limits:  views show the first VIEWS_UNITS units; words are all there.
 * Memory:  all in the arena.
 * Errors:  ERR_MEMORY, ERR_LIMIT: the arena is full.
 * Threads: pure after fold_init().
 * Source:  the seers' own tables; rules/README.md.
 */
#ifndef GUESS_VIEWS_H
#define GUESS_VIEWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

enum { VIEWS_UNITS = 2000 };

struct guess_view {
    const char *name; /* static */
    struct span text;
};

struct guess_word {
    struct span text; /* folded */
    struct range at;
    bool ordinary; /* a Chinese word of two characters or more, or English */
};

struct guess_views {
    struct guess_view *view;
    uint32_t view_count;
    struct guess_word *word;
    uint32_t word_count;
};

bool guess_views(struct arena *a, struct span text, uint32_t disguises,
                 struct guess_views *ret, struct err *e) MUST_USE;

#endif
