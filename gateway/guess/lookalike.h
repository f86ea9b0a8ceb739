/*
 * lookalike - Han characters that are mistaken for each other: 未 末, 日 曰,
 * 嘿 for 黑, 刄 for 人.
 *
 * Example: struct lookalikes l = lookalikes_of(t);
 *          while (lookalikes_next(&l, &x)) // x.c may stand for t, at x.cost
 *
 * Out:     the characters that may stand for one, the likest first; the cost of
 *          taking it in 1/LEXICON_NAT nats, by its rank.
 * Memory:  lookalikes.bin is part of the program. Errors: none.
 * Threads: pure. Source: tools/guess/README.md.
 */
#ifndef GUESS_LOOKALIKE_H
#define GUESS_LOOKALIKE_H

#include <stdbool.h>
#include <stdint.h>

struct lookalike {
    uint32_t c;
    uint8_t cost;
};

struct lookalikes {
    uint32_t at, end, rank; /* inside */
};

struct lookalikes lookalikes_of(uint32_t c);
bool lookalikes_next(struct lookalikes *l, struct lookalike *ret);

#endif
