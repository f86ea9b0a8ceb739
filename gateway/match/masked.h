/*
 * masked - words some of whose letters were replaced by a mask: f*ck, s**t.
 *
 * Example: masked_add(&m, SPAN("shit"), 7); masked_sort(&m);
 *          masked_find(&m, SPAN("oh s**t"), meet, r) calls meet for word 7.
 *
 * A masked word is found by its first letter and its length, then each of its
 * letters must be the term's. Only places with a mask character are looked at.
 *
 * In:      terms of 3 to 24 small ASCII letters; the view without markup.
 * Out:     for each place the word, the range in the view, and how certain
 *          that is: the fewer letters are left, the less.
 * Memory:  a struct masked is on the heap, freed by masked_done().
 * Errors:  none. Threads: read-only once built.
 * Source:  rules/README.md; docs/rules-quality.md.
 */
#ifndef MATCH_MASKED_H
#define MATCH_MASKED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { MASKED_SHORTEST = 3, MASKED_LONGEST = 24 };

struct masked_term {
    struct span folded;
    uint32_t word;
};

struct masked {
    struct masked_term *term; /* by first letter and length */
    uint32_t count, room;
    uint32_t first[26 * (MASKED_LONGEST + 1) + 1];
};

/* Whether a term can be found so. */
bool masked_applies(struct span folded, uint32_t disguises);

void masked_add(struct masked *m, struct span folded, uint32_t word);
void masked_sort(struct masked *m);
void masked_done(struct masked *m);

typedef void (*masked_meet)(void *context, uint32_t word, struct range at,
                            float certainty);

void masked_find(const struct masked *m, struct span view, masked_meet meet,
                 void *context);

#endif
