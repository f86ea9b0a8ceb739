/*
 * prefix - finds literals that begin with a Han character, or another of the
 * scripts that have thousands, by how they begin.
 *
 * There a pair of characters tells so much that a bit for each pair that
 * begins a literal rules nearly every place of a text out. What is left goes
 * on from prefix to prefix by such bits, which fit a cache where a trie would
 * not, and compares what is said to end. Literals of other scripts are
 * Vectorscan's: their first three characters are here too, to say whether a
 * text needs that scan.
 *
 * Example: for (…) prefix_add(&p, literal, i);
 *          prefix_build(&p); … rest = prefix_find(&p, view, meet, context);
 *
 * In:      literals, sorted; the default view, of which
 *          FOLD_SLACK bytes more may be read.
 * Out:     meet() for every place of a run of equal literals; true when one
 *          that is not looked for here may stand in the text.
 * Offsets: bytes of the view.
 * Memory:  on the heap, freed by prefix_done(), some 80 bytes a literal; it
 *          borrows the literals' text.
 * Errors:  none; a literal that is no UTF-8 makes every text need the scan.
 * Threads: read-only once built.
 */
#ifndef MATCH_PREFIX_H
#define MATCH_PREFIX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* Literals of one text, with indices in a row; or with count 0 the beginning
 * of one that is not looked for here. */
struct prefix_end {
    struct span text;
    uint32_t hash;
    uint32_t literal, count;
};

struct prefix_set {
    struct prefix_end *end; /* as they came; then hashed, with free places */
    uint32_t count, room, end_bits;
    uint64_t *pair;   /* hashed: does a literal begin with the two? */
    uint64_t *longer; /* hashed: does one end here, how do they go on? */
    uint64_t *one;    /* hashed: is it all of one? */
    uint32_t pair_bits, longer_bits;
    bool has_one, always_rest;
};

/* Is the literal looked for here, or is it one for Vectorscan? */
bool prefix_takes(struct span literal);

void prefix_add(struct prefix_set *p, struct span literal, uint32_t index);
void prefix_build(struct prefix_set *p);
void prefix_done(struct prefix_set *p);

typedef void (*prefix_meet)(void *context, uint32_t literal, uint32_t count,
                            struct range at);

bool prefix_find(const struct prefix_set *p, struct span view, prefix_meet meet,
                 void *context);

#endif
