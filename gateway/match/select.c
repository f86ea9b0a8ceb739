#include "match/select.h"

#include "fold/disguise.h"

static const float sure = 0.9F;
enum { ENOUGH_LETTERS = 8 };

bool rule_selects_field(const struct rule *r, struct span field)
{
    if (r->field_count == 0 || field.len == 0)
        return true;
    for (uint32_t i = 0; i < r->field_count; i++)
        if (span_equal(r->field[i], field))
            return true;
    return false;
}

static bool selects_language(const struct rule *r, const struct detection *d)
{
    if (r->languages == 0 || (r->disguises & disguises_cross_script) != 0)
        return true;
    if (d == NULL || d->confidence < sure || d->letters < ENOUGH_LETTERS)
        return true;
    return ((d->seen | LANG_BIT(d->lang)) & r->languages) != 0;
}

static bool selects_side(const struct rule *r, struct match_side side)
{
    return (r->sides & side.side) != 0 &&
           (r->audiences == 0 || (r->audiences & side.audience) != 0);
}

bool rule_selects(const struct rule *r, const struct match_text *t,
                  struct match_side side)
{
    return selects_side(r, side) && rule_selects_field(r, t->field) &&
           selects_language(r, t->detection);
}

enum trace_why rule_passes_over(const struct rule *r,
                                const struct match_text *t,
                                struct match_side side)
{
    if (!selects_side(r, side))
        return TRACE_SIDE;
    return rule_selects_field(r, t->field) ? TRACE_LANGUAGE : TRACE_FIELD;
}
