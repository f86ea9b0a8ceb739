/*
 * plain - what a text costs a reader who takes it as it is written.
 *
 * The costs of context.h for any number of places of one text: a stretch of
 * Han characters is divided into words once, forwards and backwards, then each
 * place in it is a subtraction.
 *
 * Example: struct plain p; plain_start(&p, units);
 *          struct plain_place at; plain_read(&p, from, to, &at);
 *
 * Out:     in 1/LEXICON_NAT nats. cost: of the stretch, less that of both
 *          sides of the place. cut_from, cut_to: what it costs more to have a
 *          word end there; above 0 a likelier word reaches across.
 *          around: the mean of a character's cost close by, the place left
 *          out; 0 where nothing is close by.
 * Memory:  fixed, some 14 KB on the caller's stack; only the stretch of the
 *          last place is kept. Of a stretch longer than PLAIN_MOST the part
 *          around the place is looked at.
 * Errors:  none. Threads: one owner.
 * Source:  as context.h.
 */
#ifndef GUESS_PLAIN_H
#define GUESS_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "guess/units.h"

enum { PLAIN_MOST = 512 };

struct plain {
    const struct units *units;
    uint32_t from, to; /* the stretch at hand, in units */
    int32_t before[PLAIN_MOST + 1], after[PLAIN_MOST + 1];
};

struct plain_place {
    int32_t cost;
    int32_t cut_from, cut_to;
    int32_t around;
    uint32_t beside; /* characters of the stretch outside of the place */
};

void plain_start(struct plain *p, const struct units *u);

/* A place of Han characters without gaps. */
void plain_read(struct plain *p, uint32_t from, uint32_t to,
                struct plain_place *ret);

/* Any place: its runs of Han characters, added up. */
void plain_read_all(struct plain *p, uint32_t from, uint32_t to,
                    struct plain_place *ret);

#endif
