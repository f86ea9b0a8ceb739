/*
 * shuffled - terms whose characters stand in another order, or with foreign
 * characters between them: 权女 for 女权, 族种内歧个视 for 种族歧视.
 *
 * In/Out:  as seer.h says. A place is at most SHUFFLED_FOREIGN units longer
 *          than the term and begins and ends with characters of it.
 * Source:  rules/README.md.
 */
#ifndef GUESS_SHUFFLED_H
#define GUESS_SHUFFLED_H

#include "guess/seer.h"

enum { SHUFFLED_FOREIGN = 2 };

extern const struct seer seer_shuffled;

#endif
