/*
 * phrases - the longest phrase of a sorted list that begins at a place.
 *
 * Example: with 打, 打工, 打工人 listed, 打工人不打工 begins with 打工人.
 *
 * How: keys in byte order; the range of keys that begin with a prefix of the
 * text narrows as the prefix grows by a code point, until it is empty. That is
 * a few binary searches, whatever the length of the list.
 *
 * In:      text folded as the keys are (ASCII in lower case). A key's Latin or
 *          digit end must be the end of a word: "cap" is not in "capital".
 * Threads: pure.
 */
#ifndef TRANSLATE_PHRASES_H
#define TRANSLATE_PHRASES_H

#include <stdint.h>

#include "base/span.h"

struct phrases {
    uint32_t count;
    struct span (*key)(const void *self, uint32_t i); /* in byte order */
    const void *self;
};

/* Bytes of the longest phrase at `at`, 0 when there is none. */
size_t phrases_longest(const struct phrases *p, struct span text, size_t at,
                       uint32_t *ret_index);

/* ASCII letters in lower case; as long as s. */
void phrases_fold(struct span s, char *ret);

#endif
