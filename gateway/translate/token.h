/*
 * token - the placeholders that stand for protected things in a text that is
 * sent to a provider: __E0__, __E1__ …
 *
 * Example: "看 @bob 的猫" is sent as "看 __E0__ 的猫".
 *
 * Engines keep tokens of this form, but may change their case, their width or
 * the space inside: token_at() reads "__ e0 __" and "＿E0＿" too. Whatever
 * token_at() would read in a text of ours is itself protected, so that no post
 * can forge one.
 *
 * Threads: pure. Source: seen with real engines.
 */
#ifndef TRANSLATE_TOKEN_H
#define TRANSLATE_TOKEN_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

enum { TOKEN_MOST = 1000 }; /* tokens a text; numbers are below it */

/* Bytes of the token that starts at `at`, 0 when none does. */
size_t token_at(struct span s, size_t at, uint32_t *ret_number);

void token_write(struct buf *out, uint32_t number);

#endif
