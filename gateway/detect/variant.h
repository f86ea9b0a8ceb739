/*
 * variant - Cantonese and Wu beside Mandarin, by characters and words that
 * Mandarin does not write.
 *
 * Example: variant_find(SPAN("佢哋嘅嘢唔見咗"), 5) is "yue".
 *
 * In:      valid UTF-8 of a text that is Chinese; how many Han it has.
 * Out:     "yue", "wuu" or NULL. Static text.
 * Source:  BCP 47 tags; the word lists are our own.
 * Threads: pure.
 */
#ifndef DETECT_VARIANT_H
#define DETECT_VARIANT_H

#include <stdint.h>

#include "base/span.h"

/* Every character that starts a word of the lists: without one of them there
 * is nothing to find. */
extern const char variant_hints[];

const char *variant_find(struct span text, uint32_t han);

#endif
