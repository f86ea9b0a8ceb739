/*
 * Which disguises did it take?
 *
 * Both spellings are folded with fewer disguises than all of the default ones,
 * the fewest first, until they agree. Only disguises that folding takes off
 * one of the two can matter, so there are rarely more than two sets to try.
 */
#include <string.h>

#include "base/utf8.h"
#include "fold/table.h"

#include "fold/fold.h"

enum { MOST_NEEDED = 1024 }; /* bytes; longer ones report all that was seen */

struct partial {
    char text[MOST_NEEDED];
    size_t len;
    bool full;
};

/* Takes off the disguises in `set` and no other. */
static void fold_partly(struct span text, uint32_t set, unsigned depth,
                        struct partial *ret)
{
    size_t at = 0;
    uint32_t c;

    for (size_t from = 0; utf8_next(text, &at, &c); from = at) {
        const struct fold_change *step =
            fold_changes(c) ? &fold_table.step[fold_entry(c)] : NULL;

        if (step != NULL && depth > 0 &&
            (set & DISGUISE_BIT(step->disguise)) != 0) {
            fold_partly((struct span){step->text, step->len}, set, depth - 1,
                        ret);
            continue;
        }
        if (at - from > sizeof(ret->text) - ret->len) {
            ret->full = true;
            return;
        }
        memcpy(ret->text + ret->len, text.at + from, at - from);
        ret->len += at - from;
    }
}

/* Every disguise that a full fold takes off the text. */
static uint32_t seen(struct span text, unsigned depth)
{
    uint32_t set = 0;
    size_t at = 0;
    uint32_t c;

    while (utf8_next(text, &at, &c)) {
        const struct fold_change *step;

        if (!fold_changes(c))
            continue;
        step = &fold_table.step[fold_entry(c)];
        set |= DISGUISE_BIT(step->disguise);
        if (depth > 0)
            set |= seen((struct span){step->text, step->len}, depth - 1);
    }
    return set;
}

static bool equal_with(struct span a, struct span b, uint32_t set)
{
    struct partial one = {.len = 0};
    struct partial two = {.len = 0};

    fold_partly(a, set, 8, &one);
    fold_partly(b, set, 8, &two);
    return !one.full && !two.full && one.len == two.len &&
           memcmp(one.text, two.text, one.len) == 0;
}

/* The subset of `all` after `set` in counting order; 0 after the last. */
static uint32_t next_subset(uint32_t set, uint32_t all)
{
    return (set - all) & all;
}

/* Sets within `preferred` come first, then smaller ones. */
static bool better(uint32_t a, uint32_t b, uint32_t preferred)
{
    bool a_fits = (a & ~preferred) == 0;
    bool b_fits = (b & ~preferred) == 0;

    if (a_fits != b_fits)
        return a_fits;
    return __builtin_popcount(a) < __builtin_popcount(b);
}

uint32_t fold_needed(struct span original, struct span term, uint32_t preferred)
{
    uint32_t all;
    uint32_t best;

    if (span_equal(original, term))
        return 0;
    all = seen(original, 8) | seen(term, 8);
    best = all;
    for (uint32_t set = next_subset(0, all); set != all && set != 0;
         set = next_subset(set, all)) {
        if (better(set, best, preferred) && equal_with(original, term, set))
            best = set;
    }
    return best;
}
