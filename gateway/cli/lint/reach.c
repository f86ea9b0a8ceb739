/* Rules that never decide anything, because another one always has. */
#include "cli/lint/lint.h"
#include "fold/disguise.h"

static bool bits_within(uint32_t inner, uint32_t outer)
{
    return outer == 0 || (inner != 0 && (inner & ~outer) == 0);
}

static bool has_field(const struct rule *r, struct span field)
{
    for (uint32_t i = 0; i < r->field_count; i++)
        if (span_equal(r->field[i], field))
            return true;
    return false;
}

static bool fields_within(const struct rule *inner, const struct rule *outer)
{
    if (outer->field_count == 0)
        return true;
    for (uint32_t i = 0; i < inner->field_count; i++)
        if (!has_field(outer, inner->field[i]))
            return false;
    return inner->field_count > 0;
}

/* Whether `outer` looks at everything that `inner` looks at, as closely. */
static bool looks_within(const struct rule *inner, const struct rule *outer)
{
    return bits_within(inner->languages, outer->languages) &&
           bits_within(inner->audiences, outer->audiences) &&
           (inner->sides & ~outer->sides) == 0 &&
           (inner->disguises & ~outer->disguises) == 0 &&
           fields_within(inner, outer) && (inner->whole || !outer->whole) &&
           (!inner->forms || outer->forms) &&
           (inner->same_field || !outer->same_field) &&
           inner->certainty >= outer->certainty &&
           inner->initials_min >= outer->initials_min;
}

/* Whether what `inner` says is said by `outer` already. */
static bool says_within(const struct rule *inner, const struct rule *outer)
{
    return !outer->shadow && !inner->shadow && inner->score == 0 &&
           inner->help.len == 0 && inner->action <= outer->action &&
           inner->severity <= outer->severity &&
           (inner->action != VERDICT_MASK || outer->action > VERDICT_MASK);
}

static bool allows_nothing_more(const struct rule *inner,
                                const struct rule *outer)
{
    return outer->allow_count == 0 &&
           (outer->pack == inner->pack || outer->pack->allow_count == 0);
}

static bool lives_as_long(const struct rule *inner, const struct rule *outer)
{
    return outer->expires_ms == 0 ||
           (inner->expires_ms != 0 && inner->expires_ms <= outer->expires_ms);
}

/* Whether a regex that is enough for the rule by itself is this one. */
static bool has_regex(const struct condition *c, const struct condition *regex)
{
    if (c->kind == CONDITION_REGEX)
        return c->folded == regex->folded && c->validator_count == 0 &&
               span_equal(c->pattern, regex->pattern);
    for (uint32_t i = 0; c->kind == CONDITION_ANY && i < c->child_count; i++)
        if (has_regex(&c->child[i], regex))
            return true;
    return false;
}

static bool words_within(const struct lint *l, const struct rule *inner,
                         const struct condition *c, const struct rule *outer)
{
    uint32_t count;
    const struct lint_term *t = lint_of_rule(l, inner, &count);

    for (uint32_t i = 0; i < count; i++)
        if (t[i].condition == c && lint_part(l, &t[i], outer, 0, NULL) == NULL)
            return false;
    return c->near == NULL;
}

/* Whether `outer` fires wherever the condition holds. */
static bool holds_within(const struct lint *l, const struct rule *inner,
                         const struct condition *c, const struct rule *outer)
{
    switch (c->kind) {
    case CONDITION_WORDS:
        return words_within(l, inner, c, outer);
    case CONDITION_REGEX:
        return has_regex(outer->match, c);
    case CONDITION_ANY:
        for (uint32_t i = 0; i < c->child_count; i++)
            if (!holds_within(l, inner, &c->child[i], outer))
                return false;
        return true;
    case CONDITION_ALL:
        for (uint32_t i = 0; i < c->child_count; i++)
            if (holds_within(l, inner, &c->child[i], outer))
                return true;
        return false;
    default:
        return false;
    }
}

static bool within(const struct lint *l, const struct rule *inner,
                   const struct rule *outer)
{
    return says_within(inner, outer) && looks_within(inner, outer) &&
           allows_nothing_more(inner, outer) && lives_as_long(inner, outer) &&
           holds_within(l, inner, inner->match, outer);
}

static void check_rule(const struct lint *l, const struct rule *r)
{
    for (uint32_t i = 0; i < l->rules->set->rule_count; i++) {
        const struct rule *other = l->rules->set->rule[i];

        /* Of two that say the same the first stays. */
        if (other == r || !within(l, r, other) ||
            (i > r->index && within(l, other, r)))
            continue;
        lint_say(l, LINT_UNREACHABLE_RULE, r, r->place,
                 "never decides: " SPAN_FMT " (%s:%u) says %s wherever it "
                 "fires",
                 SPAN_ARG(other->id), other->place.file, other->place.line,
                 verdict_name(other->action));
        return;
    }
}

/* All of its terms are allowed phrases, and it has nothing else. */
static void check_allowed(const struct lint *l, const struct rule *r)
{
    uint32_t count;
    const struct lint_term *t = lint_group(l, r, 0, &count);

    if (count == 0 || r->match->kind != CONDITION_WORDS ||
        (r->disguises & ~disguises_default) != 0)
        return;
    for (uint32_t i = 0; i < count; i++)
        if (lint_allowed(l, r, t[i].folded, true) == NULL)
            return;
    lint_say(l, LINT_UNREACHABLE_RULE, r, r->place,
             "never fires: allow phrases cancel each of its terms");
}

void lint_reach(const struct lint *l)
{
    for (uint32_t i = 0; i < l->rules->set->rule_count; i++) {
        check_allowed(l, l->rules->set->rule[i]);
        check_rule(l, l->rules->set->rule[i]);
    }
}
