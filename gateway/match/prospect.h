/*
 * prospect - may a view that closes gaps, or shows what characters look like,
 * have a word that the default view has not? Most texts need no such view.
 *
 * A word is new there only if it lies over a place where something was closed,
 * or holds a character that stands for another. So around such places alone
 * the pairs and triples of characters are held against those of the literals,
 * from there to both of a literal's ends.
 *
 * Example: in 诚招刷，单车 a comma was closed between 刷 and 单: with 刷单
 * among the literals the compact view is due; in 下单，车到 it is not.
 *
 * In:      the literals of the view as it has them; the view without markup
 *          that it is made from, of which FOLD_SLACK bytes more may be read;
 *          the units of the default view, which for the compact view has to be
 *          the same text.
 * Out:     whether the view is due: never no when it has a new word.
 * Memory:  on the heap, freed by prospect_done(); 4 to 12 bytes a character of
 *          the literals.
 * Errors:  none. Threads: read-only once built.
 */
#ifndef MATCH_PROSPECT_H
#define MATCH_PROSPECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/table.h"
#include "guess/units.h"

struct prospect {
    uint64_t *pair; /* hashed: do the two follow each other in a literal? */
    uint64_t *line; /* what is known of a pair, hashed; PROSPECT_WORDS of
                     * it are one line of memory */
    uint32_t pair_bits, bits;
    uint64_t odd[2];        /* by ASCII: may stand for what terms have */
    uint32_t wanted[128];   /* by looks_class: the character that terms have,
                             * PROSPECT_SEVERAL, or 0 */
    uint32_t longest;       /* literal, in characters */
    bool has_one;           /* a literal is one character */
    bool has_other_letters; /* terms have letters without looks */
};

#define PROSPECT_SEVERAL UINT32_MAX

enum { PROSPECT_WORDS = TABLE_LINE / 8 };

/* Before any literal is added: how many characters all of them have. */
void prospect_init(struct prospect *p, size_t characters);
void prospect_add(struct prospect *p, struct span literal);

/* A term of the view of lookalikes, folded. */
void prospect_want(struct prospect *p, struct span folded);
void prospect_done(struct prospect *p);

struct prospects {
    bool compact, lookalikes;
};

/* Of each view NULL if it isn't asked for. */
struct prospects prospect_find(const struct prospect *compact,
                               const struct prospect *looks, struct span view,
                               const struct units *units);

#endif
