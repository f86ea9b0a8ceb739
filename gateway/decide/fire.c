#include "decide/fire.h"

#include "match/select.h"

static const uint32_t any_text = MEASURE_EVERY_TEXT;

/* Where a condition is being asked for. */
struct scope {
    const struct fire_group *group;
    uint32_t side;
    uint32_t text; /* any_text, or an index for same_field */
    float least_certainty;
};

static bool in_scope(const struct scope *s, const struct fire_hit *h)
{
    return h->side == s->side &&
           (s->text == any_text || h->hit->text == s->text) &&
           h->hit->certainty >= s->least_certainty;
}

static bool leaf_holds(const struct scope *s, const struct condition *c)
{
    for (uint32_t i = 0; i < s->group->hit_count; i++) {
        const struct fire_hit *h = &s->group->hit[i];

        if (h->hit->condition->id == c->id && in_scope(s, h))
            return true;
    }
    return false;
}

static bool measures_up(const struct scope *s, const struct condition *c)
{
    const struct measure_scope where = {s->group->rule, s->side, s->text};

    return measure_holds(s->group->measures, c, &where);
}

/* The same on every side and in every field. */
static bool author_did(const struct scope *s, const struct condition *c)
{
    const struct fire_group *g = s->group;
    const size_t at = (size_t)(c->question - g->questions->at);

    return author_holds(c->question, c->least,
                        g->author != NULL ? &g->author[at] : NULL);
}

static bool holds(const struct scope *s, const struct condition *c);

/* On no side, in no field: what must not be there must be nowhere. A doubtful
 * hit counts here as much as a certain one. */
static bool clear_everywhere(const struct scope *s, const struct condition *c)
{
    struct scope other = *s;

    other.text = any_text;
    other.least_certainty = 0;
    for (other.side = 0; other.side < s->group->side_count; other.side++)
        for (uint32_t i = 0; i < c->child_count; i++)
            if (holds(&other, &c->child[i]))
                return false;
    return true;
}

static bool any_holds(const struct scope *s, const struct condition *c)
{
    for (uint32_t i = 0; i < c->child_count; i++)
        if (holds(s, &c->child[i]))
            return true;
    return false;
}

static bool all_hold(const struct scope *s, const struct condition *c)
{
    for (uint32_t i = 0; i < c->child_count; i++)
        if (!holds(s, &c->child[i]))
            return false;
    return true;
}

static bool holds(const struct scope *s, const struct condition *c)
{
    switch (c->kind) {
    case CONDITION_ANY:
        return any_holds(s, c);
    case CONDITION_ALL:
        return all_hold(s, c);
    case CONDITION_NONE:
        return clear_everywhere(s, c);
    case CONDITION_COUNT:
    case CONDITION_LENGTH:
    case CONDITION_LANGUAGE:
        return measures_up(s, c);
    case CONDITION_AUTHOR:
        return author_did(s, c);
    default:
        return leaf_holds(s, c);
    }
}

/* Marks the hits of a condition that holds. */
static void mark(const struct scope *s, const struct condition *c)
{
    if (c->kind == CONDITION_NONE)
        return;
    for (uint32_t i = 0; !condition_is_leaf(c) && i < c->child_count; i++)
        if (holds(s, &c->child[i]))
            mark(s, &c->child[i]);
    for (uint32_t i = 0; condition_is_leaf(c) && i < s->group->hit_count; i++) {
        struct fire_hit *h = &s->group->hit[i];

        if (h->hit->condition->id == c->id && in_scope(s, h))
            h->counts = true;
    }
}

static bool fires_in(const struct scope *s)
{
    const struct condition *c = s->group->rule->match;

    if (!holds(s, c))
        return false;
    mark(s, c);
    return true;
}

/* A rule that needs no hit still looks only at its own texts. */
static bool looks_at(const struct scope *s, uint32_t text)
{
    const struct decide_side *side = &s->group->side[s->side];

    return rule_selects(s->group->rule, &side->text[text],
                        (struct match_side){side->side, side->audience});
}

static bool fires_on(struct scope *s)
{
    uint32_t count = s->group->side[s->side].text_count;
    bool looks = false;
    bool fires = false;

    for (uint32_t t = 0; t < count; t++)
        looks = looks || looks_at(s, t);
    s->text = any_text;
    if (!looks || !s->group->rule->same_field)
        return looks && fires_in(s);
    for (s->text = 0; s->text < count; s->text++)
        if (looks_at(s, s->text) && fires_in(s))
            fires = true;
    return fires;
}

uint32_t fire_rule(const struct fire_group *g, float least_certainty)
{
    struct scope s = {.group = g, .least_certainty = least_certainty};
    uint32_t fired = 0;

    for (s.side = 0; s.side < g->side_count; s.side++)
        if (fires_on(&s))
            fired |= 1U << s.side;
    return fired;
}
