/*
 * mask - replaces each grapheme of a span by a mask character.
 *
 * Example: 加微信 abc → ＊＊＊ ***: U+FF0A where the grapheme is East Asian
 *          Wide, else '*' ('█' in Markdown and wikitext); white space stays.
 *
 * In:      valid UTF-8, ranges in any order, overlapping or not.
 * Out:     the changes to make, merged and in order: what stood at `at`
 *          becomes `text`.
 * Offsets: UTF-8 bytes of the original text, half-open.
 * Memory:  arena. Errors: ERR_MEMORY. Threads: pure.
 * Source:  docs/behaviour.md; UAX #29 graphemes; UAX #11 width.
 */
#ifndef DECIDE_MASK_H
#define DECIDE_MASK_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "fields/change.h"
#include "fields/markup.h"

struct mask_request {
    struct span text;
    enum markup markup;
    const struct range *range;
    uint32_t count;
};

bool mask_changes(const struct mask_request *q, struct arena *a,
                  struct change **ret, uint32_t *ret_count,
                  struct err *e) MUST_USE;

/* Applies changes (in order, not overlapping) to a text. */
bool mask_apply(struct arena *a, struct span text, const struct change *changes,
                uint32_t count, struct span *ret, struct err *e) MUST_USE;

#endif
