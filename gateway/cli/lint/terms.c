/* The terms of a rule set, sorted so that parts of terms are found fast. */
#include <stdlib.h>

#include "cli/lint/lint.h"
#include "fold/fold.h"
#include "match/boundary.h"

/* How many conditions must hold beside each other, `none` aside. */
static uint32_t needed(const struct condition *c)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < c->child_count; i++)
        count += c->child[i].kind != CONDITION_NONE;
    return count;
}

static bool add_term(struct lint *l, const struct lint_term *term)
{
    uint32_t room = l->term_room > 0 ? l->term_room * 2 : 256;
    struct lint_term *grown;

    if (l->term_count == l->term_room) {
        grown =
            arena_grow(l->arena, l->term, l->term_count, room, sizeof(*grown));
        if (grown == NULL)
            return false;
        l->term = grown;
        l->term_room = room;
    }
    l->term[l->term_count++] = *term;
    return true;
}

/* `enough`: one term of the condition makes the rule fire. */
static bool gather(struct lint *l, const struct rule *r,
                   const struct condition *c, bool enough, struct err *e)
{
    bool below = enough && (c->kind == CONDITION_ANY ||
                            (c->kind == CONDITION_ALL && needed(c) == 1));
    uint32_t count = c->kind == CONDITION_WORDS ? c->term_count : 0;

    for (uint32_t i = 0; i < c->child_count; i++)
        if (!gather(l, r, &c->child[i],
                    below && c->child[i].kind != CONDITION_NONE, e))
            return false;
    for (uint32_t i = 0; i < count; i++) {
        struct lint_term t = {.rule = r,
                              .condition = c,
                              .term = &c->term[i],
                              .group = enough ? 0 : c->id + 1};

        if (!fold_copy(l->arena, c->term[i].text, &t.folded, e))
            return false;
        if (!add_term(l, &t))
            return arena_err(l->arena, "lint", e);
    }
    return true;
}

static int compare_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_rule(const struct lint_term *x, const struct lint_term *y)
{
    return compare_u32(x->rule->index, y->rule->index);
}

static int by_group(const struct lint_term *x, const struct lint_term *y)
{
    int order = by_rule(x, y);

    return order != 0 ? order : compare_u32(x->group, y->group);
}

static int by_folded(const struct lint_term *x, const struct lint_term *y)
{
    int order = by_group(x, y);

    return order != 0 ? order : span_compare(x->folded, y->folded);
}

static int by_place(const void *a, const void *b)
{
    const struct lint_term *x = a;
    const struct lint_term *y = b;
    int order = by_folded(x, y);

    return order != 0 ? order : compare_u32(x->term->id, y->term->id);
}

bool lint_gather(struct lint *l, struct err *e)
{
    const struct ruleset *rs = l->rules->set;

    for (uint32_t i = 0; i < rs->rule_count; i++)
        if (!gather(l, rs->rule[i], rs->rule[i]->match, true, e))
            return false;
    if (l->term_count > 1)
        qsort(l->term, l->term_count, sizeof(*l->term), by_place);
    return true;
}

/* The first term at or behind the key. */
static uint32_t find(const struct lint *l, const struct lint_term *key,
                     int (*compare)(const struct lint_term *x,
                                    const struct lint_term *y))
{
    uint32_t low = 0;
    uint32_t high = l->term_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (compare(&l->term[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The terms that are equal to the key by that order. */
static const struct lint_term *
run_of(const struct lint *l, const struct lint_term *key,
       int (*compare)(const struct lint_term *x, const struct lint_term *y),
       uint32_t *ret_count)
{
    uint32_t from = find(l, key, compare);
    uint32_t to = from;

    while (to < l->term_count && compare(&l->term[to], key) == 0)
        to++;
    *ret_count = to - from;
    return l->term + from;
}

const struct lint_term *
lint_of_rule(const struct lint *l, const struct rule *rule, uint32_t *ret_count)
{
    const struct lint_term key = {.rule = rule};

    return run_of(l, &key, by_rule, ret_count);
}

const struct lint_term *lint_group(const struct lint *l,
                                   const struct rule *rule, uint32_t group,
                                   uint32_t *ret_count)
{
    const struct lint_term key = {.rule = rule, .group = group};

    return run_of(l, &key, by_group, ret_count);
}

/* Does the part, at that place of the whole, stand as a term must? What lies
 * beyond the whole's ends the whole asks for itself, unless it is open. */
static bool stands(const struct lint_term *part, const struct lint_term *whole,
                   size_t at)
{
    size_t end = at + part->folded.len;
    unsigned left = part->term->open_left ? 0 : boundary_left(part->folded);
    unsigned right = part->term->open_right ? 0 : boundary_right(part->folded);

    return (boundary_before(whole->folded, at) & left) == 0 &&
           (boundary_after(whole->folded, end) & right) == 0 &&
           (at > 0 || left == 0 || !whole->term->open_left) &&
           (end < whole->folded.len || right == 0 || !whole->term->open_right);
}

static bool is_edge(struct span s, size_t at)
{
    return at == s.len || ((unsigned char)s.at[at] & 0xC0U) != 0x80;
}

static const struct lint_term *find_part(const struct lint *l,
                                         const struct lint_term *of,
                                         const struct lint_term *key, size_t at,
                                         const struct term *self)
{
    for (uint32_t i = find(l, key, by_folded);
         i < l->term_count && by_folded(&l->term[i], key) == 0; i++)
        if (l->term[i].term != self && stands(&l->term[i], of, at))
            return &l->term[i];
    return NULL;
}

const struct lint_term *lint_part(const struct lint *l,
                                  const struct lint_term *of,
                                  const struct rule *rule, uint32_t group,
                                  const struct term *self)
{
    struct lint_term key = {.rule = rule, .group = group};

    for (size_t from = 0; from < of->folded.len; from++) {
        for (size_t to = from + 1;
             is_edge(of->folded, from) && to <= of->folded.len; to++) {
            const struct lint_term *part;

            if (!is_edge(of->folded, to))
                continue;
            key.folded = span_slice(of->folded, from, to);
            part = find_part(l, of, &key, from, self);
            if (part != NULL)
                return part;
        }
    }
    return NULL;
}

/* ---- allow phrases ---- */

static const struct term *allowed_by(const struct lint *l,
                                     const struct term *phrase, uint32_t count,
                                     struct span folded, bool equal)
{
    struct err e;

    for (uint32_t i = 0; i < count; i++) {
        struct span text;

        if (!fold_copy(l->arena, phrase[i].text, &text, &e))
            return NULL;
        if (equal ? span_equal(text, folded)
                  : span_find(text, folded, 0) < text.len)
            return &phrase[i];
    }
    return NULL;
}

const struct term *lint_allowed(const struct lint *l, const struct rule *rule,
                                struct span folded, bool equal)
{
    const struct pack *p = rule->pack;
    const struct ruleset *rs = l->rules->set;
    const struct term *found =
        allowed_by(l, rule->allow, rule->allow_count, folded, equal);

    if (found == NULL)
        found = allowed_by(l, p->allow, p->allow_count, folded, equal);
    if (found == NULL)
        found = allowed_by(l, rs->allow, rs->allow_count, folded, equal);
    return found;
}
