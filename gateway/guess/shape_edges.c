#include "guess/shape_edges.h"

#include "guess/components.h"
#include "guess/emoji.h"

static void add_edge(struct column *c, const struct edge *e)
{
    if (c->count > SHAPE_MOST_EDGES || (c->wanted != 0 && c->wanted != e->c))
        return;
    c->edge[c->count++] = *e;
}

/* Two units begin a way there. */
static void add_split(const struct lattice *l, uint32_t from,
                      struct column *ret)
{
    const struct units *u = l->r->units;
    uint64_t key = shape_way_key(0, shape_usual_form(l->x, u->at[from].c));

    for (uint32_t i = from + 1; i < u->count && i - from < COMPONENTS_LONGEST;
         i++) {
        struct listed found;

        if (u->at[i].barred)
            return;
        key = shape_way_key(key, shape_usual_form(l->x, u->at[i].c));
        found = listing_get(l->x->ways, key);
        if (found.count == 0)
            return;
        for (uint32_t k = 0; k < found.count; k++)
            if (found.at[k] != 0)
                add_edge(ret, &(struct edge){found.at[k], i + 1, 0,
                                             DISGUISE_BIT(DISGUISE_SPLIT)});
    }
}

bool shape_is_word(const struct lattice *l, uint32_t i)
{
    return plain_pair(l->r->units, i) < SHAPE_SELDOM_WORD;
}

static bool stands_free(const struct lattice *l, uint32_t at)
{
    return !shape_is_word(l, at) && (at == 0 || !shape_is_word(l, at - 1));
}

struct shape_listed shape_similar_at(const struct lattice *l, uint32_t at)
{
    struct shape_listed all = shape_listed(l->x, l->r->units->at[at].c);

    return all.count > 0 && stands_free(l, at) ? all : (struct shape_listed){0};
}

static void add_similar(const struct lattice *l, uint32_t at,
                        struct column *ret)
{
    struct shape_listed found = shape_listed(l->x, l->r->units->at[at].c);
    uint32_t before = ret->count;

    for (uint32_t k = 0; k < found.count; k++) {
        struct edge e;

        if (ret->wanted != 0 && found.at[k].c != ret->wanted)
            continue;
        e = shape_similar_edge(&found.at[k], at);
        add_edge(ret, &e);
    }
    if (ret->count > before && !stands_free(l, at))
        ret->count = before;
}

static void add_emoji(const struct lattice *l, uint32_t at, struct column *ret)
{
    struct listed found;
    uint32_t to;
    uint32_t emoji = emoji_at(l->r, at, &to);

    if (emoji == 0)
        return;
    found = listing_get(l->x->emoji, emoji);
    for (uint32_t k = 0; k < found.count; k++)
        add_edge(ret, &(struct edge){found.at[k] >> 8U, to,
                                     (int32_t)(found.at[k] & 0xFFU),
                                     DISGUISE_BIT(DISGUISE_EMOJI)});
}

/* Whether the first two components of a way stand at unit u. */
static bool is_way(const struct shape_index *x, const struct unit *u)
{
    uint32_t one = shape_usual_form(x, u[0].c);
    uint32_t two = shape_usual_form(x, u[1].c);

    return sieve_maybe(x->way_sieve, one, two) &&
           listing_get(x->ways, shape_way_key(shape_way_key(0, one), two))
                   .count > 0;
}

unsigned shape_kinds_at(const struct lattice *l, uint32_t at)
{
    const struct unit *u = l->r->units->at + at;
    unsigned hidden = l->hidden ? SHAPE_EMOJI : 0;

    if (at >= l->r->units->count)
        return 0;
    if (u->kind == UNIT_EMOJI)
        return l->emoji ? SHAPE_EMOJI : 0;
    return hidden | ((shape_begins(l->x, u[0].c) & SHAPE_WAY) != 0 &&
                             (shape_begins(l->x, u[1].c) & SHAPE_SECOND) != 0 &&
                             is_way(l->x, u)
                         ? SHAPE_WAY
                         : 0U);
}

static void add_edges(const struct lattice *l, uint32_t at, unsigned kinds,
                      struct column *ret)
{
    if ((kinds & SHAPE_EMOJI) != 0)
        add_emoji(l, at, ret);
    if ((kinds & SHAPE_WAY) != 0)
        add_split(l, at, ret);
    if ((kinds & SHAPE_SIMILAR) != 0)
        add_similar(l, at, ret);
}

void shape_edges_find(const struct lattice *l, uint32_t at, unsigned kinds,
                      struct column *ret)
{
    ret->wanted = ret->count = 0;
    add_edges(l, at, kinds, ret);
}

void shape_edges_of(const struct lattice *l, uint32_t at, uint32_t c,
                    struct column *ret)
{
    ret->wanted = c;
    ret->count = 0;
    add_edges(l, at, shape_kinds_at(l, at) | SHAPE_SIMILAR, ret);
    add_edge(ret, &(struct edge){l->r->units->at[at].c, at + 1, 0, 0});
}
