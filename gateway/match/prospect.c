#include "match/prospect.h"

#include "fold/chars.h"
#include "match/prospect_pairs.h"
#include "match/prospect_side.h"

/* ---- the compact view ---- */

/* What is looked at of one text. */
struct gaps {
    const struct prospect *p;
    struct span view;
    const struct units *u;
};

static bool is_solid(const struct gaps *g, uint32_t i)
{
    const struct unit *u = &g->u->at[i];

    return u->kind != UNIT_EMOJI || (char_traits(u->c) & CHAR_SOLID) != 0;
}

static struct prospect_side before_unit(const struct gaps *g, uint32_t i)
{
    const struct unit *u = &g->u->at[i];

    return prospect_side_of(g->view, u->from, true, u->c, false);
}

static struct prospect_side behind_unit(const struct gaps *g, uint32_t i)
{
    const struct unit *u = &g->u->at[i];

    return prospect_side_of(g->view, u->from + u->len, false, u->c, false);
}

/* Units `last` and i, with something closed between them. */
static bool meets_closed(const struct gaps *g, uint32_t last, uint32_t i)
{
    uint32_t one = g->u->at[last].c;
    uint32_t two = g->u->at[i].c;

    return prospect_pair_known(prospect_pair_of(g->p, one, two)) &&
           prospect_meets_two(g->p, before_unit(g, last), one, two,
                              behind_unit(g, i));
}

/* A literal may end with what is repeated. */
static bool meets_repeated(const struct gaps *g, uint32_t last)
{
    uint32_t own = g->u->at[last].c;
    struct prospect_side before = before_unit(g, last);
    uint32_t near = prospect_side_next(&before);

    return before.unsure || prospect_is_one(g->p, own) ||
           prospect_meets_two(g->p, before, near, own, behind_unit(g, last));
}

/* Where something may be closed before unit i: does that make a word? */
static bool meets_unit(const struct gaps *g, uint32_t i, bool *ret_repeated)
{
    uint32_t last = i - 1;

    *ret_repeated = false;
    if (i == 0 || !is_solid(g, i))
        return false;
    while (last > 0 && !is_solid(g, last))
        last--;
    if (!is_solid(g, last))
        return false;
    *ret_repeated = g->u->at[i].c == g->u->at[last].c;
    return *ret_repeated ? meets_repeated(g, last) : meets_closed(g, last, i);
}

/* What most units with something closed before them will ask for is on its way
 * before the first one asks. */
static void fetch_pairs(const struct gaps *g)
{
    for (uint32_t k = 0; k < g->u->closed_count; k++) {
        const struct unit *u = &g->u->at[g->u->closed[k]];

        __builtin_prefetch(prospect_pair_of(g->p, u[-1].c, u[0].c).word);
    }
}

static bool compact_due(const struct gaps *g)
{
    fetch_pairs(g);
    for (uint32_t k = 0; k < g->u->closed_count; k++) {
        uint32_t i = g->u->closed[k];
        bool repeated;

        if (meets_unit(g, i, &repeated))
            return true;
        if (repeated && i + 1 < g->u->count && meets_unit(g, i + 1, &repeated))
            return true;
    }
    return false;
}

/* The kinds of units that letters are among. */
enum { LETTERS = 1 << UNIT_LATIN | 1 << UNIT_OTHER | 1 << UNIT_EMOJI };

struct prospects prospect_find(const struct prospect *compact,
                               const struct prospect *looks, struct span view,
                               const struct units *units)
{
    struct prospects due = {false, false};

    if (compact != NULL)
        due.compact = compact_due(&(struct gaps){compact, view, units});
    if (looks != NULL && (units->kinds & LETTERS) != 0)
        due.lookalikes = prospect_looks_due(looks, view);
    return due;
}
