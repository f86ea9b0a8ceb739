#include "decide/measure.h"

#include "match/boundary.h"
#include "match/select.h"

/* ---- which texts ---- */

static struct match_side side_of(const struct decide_side *s)
{
    return (struct match_side){s->side, s->audience};
}

static bool in_scope(const struct measures *m, const struct measure_scope *w,
                     uint32_t text)
{
    const struct decide_side *side = &m->side[w->side];

    return (w->text == MEASURE_EVERY_TEXT || w->text == text) &&
           rule_selects(w->rule, &side->text[text], side_of(side));
}

/* Seen from a rendition, a text of the original is the field of that name. */
static bool is_counted(const struct measures *m, const struct measure_scope *w,
                       uint32_t side, uint32_t text)
{
    const struct match_text *t = &m->side[side].text[text];

    if (side == w->side)
        return in_scope(m, w, text);
    if (m->side[side].side != SIDE_ORIGINAL)
        return false;
    return rule_selects_field(w->rule, t->field) &&
           (w->text == MEASURE_EVERY_TEXT ||
            span_equal(m->side[w->side].text[w->text].field, t->field));
}

static struct measured *known_of(const struct measures *m, uint32_t side,
                                 uint32_t text)
{
    struct measured *known = m->known;

    for (uint32_t i = 0; i < side; i++)
        known += m->side[i].text_count;
    return known + text;
}

/* ---- count ---- */

static uint64_t count_of(const struct measures *m, uint32_t side, uint32_t text,
                         enum counted what)
{
    struct measured *known = known_of(m, side, text);

    if (!known->counted)
        measure_text(m->side[side].text[text].text, known->count);
    known->counted = true;
    return known->count[what];
}

static uint64_t count_all(const struct measures *m, enum counted what,
                          const struct measure_scope *w)
{
    uint64_t total = 0;

    for (uint32_t s = 0; s < m->side_count; s++) {
        if (m->side[s].side != SIDE_ORIGINAL)
            continue;
        for (uint32_t t = 0; t < m->side[s].text_count; t++) {
            uint64_t more =
                is_counted(m, w, s, t) ? count_of(m, s, t, what) : 0;

            if (what != COUNTED_REPEATS)
                total += more;
            else if (more > total)
                total = more;
        }
    }
    return total;
}

/* ---- length ---- */

static uint64_t graphemes_of(const struct measures *m, uint32_t side,
                             uint32_t text)
{
    struct measured *known = known_of(m, side, text);

    if (!known->sized)
        known->graphemes = boundary_count(m->side[side].text[text].text);
    known->sized = true;
    return known->graphemes;
}

static uint64_t length_of(const struct measures *m,
                          const struct measure_scope *w)
{
    uint64_t total = 0;

    for (uint32_t t = 0; t < m->side[w->side].text_count; t++)
        if (in_scope(m, w, t))
            total += graphemes_of(m, w->side, t);
    return total;
}

/* ---- language ---- */

/* Of the text with the most letters, for those that have none. */
static const struct detection *spoken(const struct decide_side *s)
{
    const struct detection *most = NULL;

    for (uint32_t t = 0; t < s->text_count; t++) {
        const struct detection *d = s->text[t].detection;

        if (d != NULL && (most == NULL || d->letters > most->letters))
            most = d;
    }
    return most;
}

static bool is_language(const struct measures *m, const struct condition *c,
                        const struct measure_scope *w)
{
    const struct decide_side *s = &m->side[w->side];

    for (uint32_t t = 0; t < s->text_count; t++) {
        const struct detection *d = s->text[t].detection;

        if (d == NULL || !in_scope(m, w, t))
            continue;
        if (d->lang == LANG_NONE)
            d = spoken(s);
        if ((LANG_BIT(d->lang) & c->languages) != 0 &&
            d->confidence >= c->confidence)
            return true;
    }
    return false;
}

bool measure_holds(const struct measures *m, const struct condition *c,
                   const struct measure_scope *where)
{
    uint64_t value;

    if (c->kind == CONDITION_LANGUAGE)
        return is_language(m, c, where);
    value = c->kind == CONDITION_COUNT ? count_all(m, c->of, where)
                                       : length_of(m, where);
    return value >= c->least && value <= c->most;
}
