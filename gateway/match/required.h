/*
 * required - what a text must contain for a pattern to be able to match it.
 *
 * Example: '\$?\d{3,} (?:a|per) day' requires one of " a day", " per day", and
 *          three digits.
 *
 * In:      a pattern that PCRE2 accepted, as written ({{b}} included).
 * Out:     literals, folded: a text whose default view holds none of them, or
 *          fewer digits, can't match. Where the reader meets a construct that
 *          it does not know it promises nothing.
 * Memory:  literals live in the arena. Errors: ERR_MEMORY.
 * Threads: pure after fold_init().
 * Source:  pcre2pattern(3). Folding maps code points one by one, so what is
 *          contiguous in a text is contiguous in its default view.
 */
#ifndef MATCH_REQUIRED_H
#define MATCH_REQUIRED_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

enum { REQUIRED_MOST = 32 };

struct required {
    struct span literal[REQUIRED_MOST]; /* at least one of them; 0 = no claim */
    uint32_t count;
    uint32_t digits; /* decimal digits, of any script */
};

bool required_find(struct arena *a, struct span pattern, struct required *ret,
                   struct err *e) MUST_USE;

#endif
