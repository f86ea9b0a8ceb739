/*
 * plain - what a text costs a reader who takes it as it is written.
 *
 * A guessed hit competes with the plain reading: 其使 for 歧视 stands where
 * no word does, 启示 is a word by itself, 路口交通 is 路口 and 交通. So a
 * clause (Han characters in a row, without gaps) is divided into words,
 * forwards and backwards, when it is first asked about; then what a place costs
 * is a subtraction.
 *
 * Example: plain_read(&p, units);
 *          if (plain_cost(&p, from, to) < …) the text is ordinary there: the
 *              guess is worth little
 *
 * Out:     in 1/LEXICON_NAT nats; of the cheapest division into words, none of
 *          which reaches beyond its clause. Whatever else a text has costs
 *          nothing.
 * Offsets: units; places are half-open.
 * Memory:  a struct plain grows and is used again, text after text; freed by
 *          plain_done(). Clauses of up to 4 million units.
 * Errors:  none. Threads: one owner.
 * Source:  unigram word model, cheapest path (Viterbi) over lexicon.h.
 */
#ifndef GUESS_PLAIN_H
#define GUESS_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "guess/lexicon.h"
#include "guess/units.h"

/* Of a unit, once its clause was asked about. */
struct plain_unit {
    int32_t before; /* what its clause costs before it */
    int32_t after;  /* and with it and the rest behind it */
    int32_t whole;
    uint32_t end;  /* of the clause */
    uint32_t text; /* which text that is known of */
};

/* Of the clause at hand, and one place behind it. */
struct plain_place;

struct plain {
    const struct units *units;
    struct plain_unit *at;
    struct plain_place *place;
    uint32_t *c;
    uint32_t room, clause_room;
    uint32_t text; /* the text's number */
};

/* From now on about these units, which must not change. */
void plain_read(struct plain *p, const struct units *u);
void plain_done(struct plain *p);

/* What the place adds to the text: of the whole, less that of both sides
 * without it. High = nothing ordinary explains it. */
int32_t plain_cost(struct plain *p, uint32_t from, uint32_t to);

/* What it costs more to have a word end before unit i; above 0 a likelier word
 * reaches across. */
int32_t plain_cut(struct plain *p, uint32_t i);

/* The end of the word that begins at unit i on the cheapest path. */
uint32_t plain_word_end(struct plain *p, uint32_t i);

/* The cost of units i and i + 1 as a word, or LEXICON_NO_WORD. i: of a unit. */
unsigned plain_pair(const struct units *u, uint32_t i);

/* Where the answer lies, for __builtin_prefetch(). */
const void *plain_pair_place(const struct units *u, uint32_t i);

/* The characters close by, at most PLAIN_CLOSE on each side, in a run with an
 * end of the place. */
enum { PLAIN_CLOSE = 6 };

struct plain_around {
    uint32_t count;
    int32_t mean; /* the cost of one; 0 without any */
};

struct plain_around plain_around(struct plain *p, uint32_t from, uint32_t to);

#endif
