/*
 * shape - terms whose characters are taken apart (氵去 for 法) or replaced by
 * ones that look alike (未 for 末), both in one term if its rules ask for both.
 *
 * In/Out:  as seer.h says.
 * Source:  rules/README.md; components.h; lookalike.h.
 */
#ifndef GUESS_SHAPE_H
#define GUESS_SHAPE_H

#include "guess/seer.h"

extern const struct seer seer_shape;

#endif
