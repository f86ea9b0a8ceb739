/*
 * plausible - whether an answer can be a translation of what was sent.
 *
 * Example: "今天天气很好，我们一起去公园散步吧" → "Today" was cut off: refused.
 *
 * In:      the line as it was sent, with tokens, and the answer to it.
 * Out:     false with ERR_IMPLAUSIBLE and the reason: it is empty, came back
 *          untranslated, is in the wrong script, too short or too long, lost
 *          or doubled a token, or holds markup that was not sent.
 * Threads: pure. Source: ratios of 997 FLORES sentences: 1.3 to 6.0 Latin
 *          letters a Han character, median 3.0; posts vary more.
 */
#ifndef TRANSLATE_PLAUSIBLE_H
#define TRANSLATE_PLAUSIBLE_H

#include "base/arena.h"
#include "base/err.h"
#include "detect/lang.h"
#include "translate/protect.h"

bool plausible(const struct protected_text *sent, struct span answer,
               enum lang to, struct arena *a, struct err *e) MUST_USE;

#endif
