/*
 * choices - what to say of a name that isn't one of those there are.
 *
 * Example: struct choices hint = choices_for(text, names);
 *          "unknown key '" SPAN_FMT "'%s", SPAN_ARG(text), hint.say
 *          -> unknown key 'bodi'; did you mean 'body'?
 *          -> unknown key 'x'; there are: body depth fields
 *
 * Lists are NULL-ended and told in their order; a name that follows itself is
 * told once. Distance is Levenshtein's, in bytes.
 *
 * Threads: any; nothing is kept.
 */
#ifndef CONFIG_CHOICES_H
#define CONFIG_CHOICES_H

#include "base/span.h"

/* What follows the unknown name: the nearest one, or else as many of all of
 * them as fit, then " ..." */
struct choices {
    char say[320];
};

struct choices choices_for(struct span text, const char *const *names);

/* The name that text is most likely a slip of, or NULL: one slip in three
 * bytes at most, and where there is more than one, the first byte is right. */
const char *choices_nearest(struct span text, const char *const *names);

#endif
