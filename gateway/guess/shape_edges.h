/*
 * shape_edges - what may stand at a place of a text besides what is written
 * there (inside guess/): look-alikes, characters that components make up, what
 * an emoji says.
 *
 * Example: shape_edges_find(&lattice, at, SHAPE_WAY, &column);
 *          of 女子 at 女 the column has 好, to at + 2, by DISGUISE_SPLIT
 *
 * Offsets: units. Memory: the caller's. Errors: none; of more than
 * SHAPE_MOST_EDGES edges the rest is left out. Threads: one owner.
 */
#ifndef GUESS_SHAPE_EDGES_H
#define GUESS_SHAPE_EDGES_H

#include <stdbool.h>
#include <stdint.h>

#include "guess/lexicon.h"
#include "guess/seer.h"
#include "guess/shape_index.h"

enum { SHAPE_MOST_EDGES = 254 };

struct edge {
    uint32_t c;
    uint32_t to;
    int32_t cost;
    uint32_t disguise; /* 0: the text itself */
};

struct column {
    uint32_t wanted; /* the only character of interest; 0: all */
    uint32_t count;
    struct edge edge[SHAPE_MOST_EDGES + 1];
};

struct lattice {
    const struct shape_index *x;
    const struct guess_run *r;
    bool emoji;  /* the text has some */
    bool hidden; /* that the default view doesn't show */
};

static inline struct edge shape_similar_edge(const struct shape_alike *a,
                                             uint32_t at)
{
    return (struct edge){a->c, at + 1, a->cost,
                         DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES)};
}

/* Whether units i and i + 1 are a word that people use. */
bool shape_is_word(const struct lattice *l, uint32_t i);

/* What begins at any unit besides look-alikes; bits of enum shape_kind, 0 at
 * the end of the text. */
unsigned shape_kinds_at(const struct lattice *l, uint32_t at);

/* Whom a unit may stand for. A character that makes a word with a neighbour
 * stands for itself. */
struct shape_listed shape_similar_at(const struct lattice *l, uint32_t at);

/* The edges of these kinds that begin at a unit. */
void shape_edges_find(const struct lattice *l, uint32_t at, unsigned kinds,
                      struct column *ret);

/* Those edges that are the character, and the text itself if it is. */
void shape_edges_of(const struct lattice *l, uint32_t at, uint32_t c,
                    struct column *ret);

#endif
