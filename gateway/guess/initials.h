/*
 * initials - the seer of terms written by the first letters of their syllables.
 *
 * Example: zgr is 中国人; so are the letters of hmzgr, and zhgr.
 *
 * As guess/seer.h says.
 */
#ifndef GUESS_INITIALS_H
#define GUESS_INITIALS_H

#include "guess/seer.h"

extern const struct seer seer_initials;

/* Whether the token of Latin letters that begins at unit `from` is looked at,
 * and is no English word; *ret_to: where it ends. */
bool initials_maybe(const struct units *u, uint32_t from, uint32_t *ret_to);

#endif
