/*
 * emoji - the Han characters that an emoji is written for.
 *
 * Example: uint32_t at = 0; struct emoji_row row;
 *          while (emoji_next(&at, &row)) ... row.emoji is 🐢, row.meant[0] 乌龟
 *
 * Out:     by the length of the names that they are from: meant[0] are names
 *          of one character.
 * Offsets: meant are spans of emoji.txt, UTF-8; Simplified characters.
 * Memory:  emoji.txt is part of the program. Errors: none. Threads: pure.
 * Source:  CLDR annotations (Unicode-3.0), by tools/guess/emoji.mjs.
 */
#ifndef GUESS_EMOJI_H
#define GUESS_EMOJI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "guess/seer.h"

enum { EMOJI_NAMES = 3 };

struct emoji_row {
    uint32_t emoji; /* keycaps as their digit */
    struct span meant[EMOJI_NAMES];
};

/* The rows one after the other; *at is 0 at first. */
bool emoji_next(uint32_t *at, struct emoji_row *ret);

/* The emoji that stands at unit `at`, 0 for none, and in *ret_to where what
 * belongs to it ends (a skin tone, a sign of sex). Looks at the original, too:
 * of 3️⃣ and 🈚 the default view keeps 3 and 无. */
uint32_t emoji_at(const struct guess_run *r, uint32_t at, uint32_t *ret_to);

#endif
