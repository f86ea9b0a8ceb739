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

#endif
