/*
 * pattern - a rule's regex: what of PCRE2 it may use, and its compilation.
 *
 * Example: pcre2_code *code;
 *          if (!regex_pattern_compile(condition->pattern, &code, &bad))
 *              ... bad.at, bad.text: "offset 7: missing closing parenthesis"
 *
 * {{b}} stands for a word boundary as terms have it: not between two Latin
 * letters, not between two digits (\b misses 加wechat号). Refused, because
 * they move or blur the span of a hit, or undo our limits: \K, \C, \G,
 * callouts, leading verbs such as (*UTF) or (*LIMIT_MATCH=9), a pattern that
 * can match nothing at all.
 *
 * Offsets: bytes of the pattern as written (close by, behind a {{b}}).
 * Memory:  the caller frees the code with pcre2_code_free(). Not JIT-compiled.
 * Threads: pure. Source: pcre2pattern(3); rules/README.md.
 */
#ifndef MATCH_PATTERN_H
#define MATCH_PATTERN_H

#ifndef PCRE2_CODE_UNIT_WIDTH
#define PCRE2_CODE_UNIT_WIDTH 8
#endif
#include <pcre2.h>
#include <stdbool.h>

#include "base/attr.h"
#include "base/span.h"

enum { PATTERN_LONGEST = 4096 }; /* bytes, as written */

struct pattern_error {
    size_t at;
    char text[128];
};

bool regex_pattern_compile(struct span pattern, pcre2_code **ret,
                           struct pattern_error *bad) MUST_USE;

/* For measuring: the same, with a callout at every item that is tried. */
bool regex_pattern_counted(struct span pattern, pcre2_code **ret) MUST_USE;

#endif
