/*
 * moderation_print - what became of a post, as a JSON line or for people.
 *
 * Example: print_moderation_json(&m, texts, &out);
 *          {"verdict":"hold","language":"zh-Hans","confidence":0.99,"hits":[…]}
 *
 * Offsets: UTF-8 bytes of the field, half-open; null for rules without a span.
 * Memory:  appends to a buffer. Threads: pure.
 */
#ifndef CLI_MODERATION_PRINT_H
#define CLI_MODERATION_PRINT_H

#include "base/buf.h"
#include "decide/moderate.h"

/* One object, without a newline. */
void print_moderation_json(const struct moderation *m,
                           const struct moderate_text *text, struct buf *out);

/* A verdict line behind `place` (may be empty), then one line a hit. */
void print_moderation_text(const struct moderation *m,
                           const struct moderate_text *text, const char *place,
                           bool colour, struct buf *out);

#endif
