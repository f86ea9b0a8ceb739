/*
 * plain - what a text costs a reader who takes it as it is written.
 *
 * A guessed hit competes with the plain reading: 其使 for 歧视 stands where
 * no word does, 启示 is a word by itself, 路口交通 is 路口 and 交通. So a text
 * is divided into words once, forwards and backwards; then what any place
 * costs is a subtraction.
 *
 * Example: plain_read(&p, units);
 *          if (plain_cost(&p, from, to) < …) the text is ordinary there: the
 *              guess is worth little
 *
 * Out:     in 1/LEXICON_NAT nats; of the cheapest division into words, which
 *          stand in runs of Han characters without gaps. Whatever else a text
 *          has costs nothing.
 * Offsets: units; places are half-open.
 * Memory:  a struct plain grows and is used again, text after text; freed by
 *          plain_done(). Texts of up to 4 million units.
 * Errors:  none. Threads: one owner.
 * Source:  unigram word model, cheapest path (Viterbi) over lexicon.h.
 */
#ifndef GUESS_PLAIN_H
#define GUESS_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "guess/lexicon.h"
#include "guess/units.h"

/* Of one unit, and of the end of the text. */
struct plain_unit {
    int32_t before; /* what the text before it costs */
    int32_t after;  /* what it costs with the rest behind it */
    /* [n]: the cost of the word of n characters that begins here, for each bit
     * 1 << n of [0]; [2]: in any case, LEXICON_NO_WORD without such a word */
    uint8_t word[LEXICON_LONGEST + 2];
};

struct plain {
    const struct units *units;
    struct plain_unit *at; /* as many as units, and two */
    uint32_t *c;
    uint32_t room;
};

void plain_read(struct plain *p, const struct units *u);
void plain_done(struct plain *p);

/* What the place adds to the text: of the whole, less that of both sides
 * without it. High = nothing ordinary explains it. */
static inline int32_t plain_cost(const struct plain *p, uint32_t from,
                                 uint32_t to)
{
    return p->at[0].after - p->at[from].before - p->at[to].after;
}

/* What it costs more to have a word end before unit i; above 0 a likelier word
 * reaches across. */
static inline int32_t plain_cut(const struct plain *p, uint32_t i)
{
    return p->at[i].before + p->at[i].after - p->at[0].after;
}

/* The cost of units i and i + 1 as a word; LEXICON_NO_WORD. Any i. */
unsigned plain_pair(const struct units *u, uint32_t i);

/* The characters close by, at most PLAIN_CLOSE on each side, in a run with an
 * end of the place. */
enum { PLAIN_CLOSE = 6 };

struct plain_around {
    uint32_t count;
    int32_t mean; /* the cost of one; 0 without any */
};

struct plain_around plain_around(const struct plain *p, uint32_t from,
                                 uint32_t to);

#endif
