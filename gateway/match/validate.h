/*
 * validate - is what a regex found really a card number, an identity number,
 * a telephone number? By check digits and numbering plans.
 *
 * Example: const struct validator *v = validator_find(SPAN("luhn"));
 *          if (!validator_accepts(v, SPAN("4111 1111 1111 1111"))) ... no hit
 *
 * In:      the span of a hit, valid UTF-8. Digits of any script and full-width
 *          letters count as their plain forms; white space and invisible
 *          characters do not count; numbers may hold - . / ( ) and a leading +.
 * Errors:  none: what is no such number is not accepted.
 * Threads: pure.
 * Source:  a column of the table in validate.c.
 */
#ifndef MATCH_VALIDATE_H
#define MATCH_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct validator {
    const char *name;
    /* text: plain ASCII, as described above; letters as they were written. */
    bool (*accepts)(struct span text);
    const char *source; /* what it follows */
};

extern const struct validator validators[];
extern const size_t validator_count;

const struct validator *validator_find(struct span name); /* or NULL */

bool validator_accepts(const struct validator *v, struct span text);

#endif
