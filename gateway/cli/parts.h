/*
 * parts - what several commands write alike.
 *
 * Example: cli_json_key(&out, ",\"term\":", h->term);
 *          cli_json_disguises(&out, h->disguises);
 *
 * Memory:  appends to a buffer. Threads: pure.
 */
#ifndef CLI_PARTS_H
#define CLI_PARTS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/* The key as it is (comma, quotes and colon), then the text as a string. */
void cli_json_key(struct buf *out, const char *key, struct span text);

/* The same, or null for an empty text. */
void cli_json_key_or_null(struct buf *out, const char *key, struct span text);

/* ["gaps","repeats"] */
void cli_json_disguises(struct buf *out, uint32_t bits);

/* As much of the text, in whole characters, as fits into `most` bytes. */
struct span cli_cut(struct span text, size_t most);

#endif
