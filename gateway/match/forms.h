/*
 * forms - plural and verb endings of an English term.
 *
 * Example: "bully" also stands as bullies, bullied, bullying; "shit" as
 *          shits, shitting, shitted, shittin, shitz, shitter; "cum" not as
 *          cumin, which is a word of its own.
 *
 * In:      a term as written; only one that ends in at least three ASCII
 *          letters has forms.
 * Memory:  forms live in the arena. Errors: ERR_MEMORY. Threads: pure.
 */
#ifndef MATCH_FORMS_H
#define MATCH_FORMS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

enum { FORMS_MOST = 16 };

bool forms_of(struct arena *a, struct span term, struct span ret[FORMS_MOST],
              size_t *ret_count, struct err *e) MUST_USE;

#endif
