#include "cli/explanation.h"

static bool same_place(const struct hit *a, const struct hit *b)
{
    return a->rule->index == b->rule->index && a->condition == b->condition &&
           a->at.from == b->at.from && a->at.to == b->at.to &&
           span_equal(a->term, b->term);
}

/* ---- hits that did not count ---- */

static bool decided(const struct decision *d, const struct hit *h)
{
    for (uint32_t i = 0; i < d->hit_count; i++)
        if (d->hit[i].hit.condition != NULL && same_place(&d->hit[i].hit, h))
            return true;
    return false;
}

static void add(struct match_trace *t, const struct hit *h, enum trace_why why)
{
    const struct trace_entry entry = {.rule = h->rule,
                                      .condition = h->condition,
                                      .term = h->term,
                                      .at = h->at,
                                      .why = why,
                                      .disguises = h->disguises,
                                      .certainty = h->certainty};

    trace_add(t, &entry);
}

static void add_idle_hits(struct explanation *x, const struct hits *hits,
                          uint64_t now_ms)
{
    for (uint32_t i = 0; i < hits->count; i++) {
        const struct hit *h = &hits->at[i];
        uint64_t expires = h->rule->expires_ms;

        if (!decided(&x->m.decision, h))
            add(&x->trace, h,
                expires != 0 && expires <= now_ms ? TRACE_EXPIRED
                                                  : TRACE_INCOMPLETE);
    }
}

/* ---- what a wider rule would have seen ---- */

static bool has_hit(const struct hits *hits, const struct hit *h)
{
    for (uint32_t i = 0; i < hits->count; i++)
        if (same_place(&hits->at[i], h))
            return true;
    return false;
}

static void add_wider(struct explanation *x, const struct hit *h)
{
    struct hit own = *h;

    own.rule = x->rules->rule[h->rule->index];
    if ((h->disguises & ~own.rule->disguises) == 0) {
        if (h->certainty < own.rule->certainty)
            add(&x->trace, &own, TRACE_CERTAINTY);
    } else if (h->certainty >= own.rule->certainty) {
        add(&x->trace, &own, TRACE_DISGUISE_NOT_ASKED);
    }
}

/* The conditions of the two sets are not the same structs, their ids are. */
static bool match_wide(struct post_moderator *wide, const struct explanation *x,
                       struct hits *ret, struct err *e)
{
    struct match_input in = {.text = x->looked,
                             .text_count = 1,
                             .side = x->side.side,
                             .audience = x->side.audience,
                             .regex_work = wide->rules->regex_work};
    struct hit *at;

    if (!match_run(wide->rules->set, wide->scratch, &in, wide->arena, ret, e) &&
        e->kind != ERR_REGEX_LIMIT)
        return false;
    at = ret->at;
    for (uint32_t i = 0; i < ret->count; i++)
        if (at[i].condition != NULL)
            at[i].condition = x->rules->condition[at[i].condition->id];
    return true;
}

/* ---- the whole ---- */

static const struct decide_side *side_of(const struct moderation *m)
{
    return m->rendition_count > 0 ? NULL : &m->original;
}

static bool look(struct post_moderator *m, struct explanation *x,
                 struct hits *ret, struct err *e)
{
    const struct decide_side *original = side_of(&x->m);
    struct match_text *text = arena_alloc(m->arena, sizeof(*text));
    struct match_input in = {.text_count = 1,
                             .side = x->side.side,
                             .audience = x->side.audience,
                             .regex_work = m->rules->regex_work};

    if (text == NULL)
        return arena_err(m->arena, "explanation", e);
    *text = (struct match_text){
        .text = x->text,
        .detection = original != NULL ? &x->m.text[0].detection
                                      : &x->m.rendition[0].text[0].detection};
    if (original != NULL) {
        *text = original->text[0];
        *ret = original->hits;
        x->looked = text;
        return true;
    }
    in.text = x->looked = text;
    return match_run(m->rules->set, m->scratch, &in, m->arena, ret, e) ||
           e->kind == ERR_REGEX_LIMIT;
}

bool explain_text(struct post_moderator *m, struct post_moderator *wide,
                  const struct moderate_text *text, const char *to,
                  struct explanation *ret, struct err *e)
{
    struct hits hits;
    struct hits more;
    enum lang lang;

    *ret = (struct explanation){.text = text->text,
                                .rules = m->rules->set,
                                .trace = {.arena = m->arena},
                                .side = {SIDE_ORIGINAL, 0}};
    if (to != NULL)
        ret->side = (struct match_side){
            SIDE_TRANSLATION,
            lang_find(span_of(to), &lang) ? LANG_BIT(lang) : 0};
    m->trace = &ret->trace;
    if (!moderate_text(m, text, to, NULL, &ret->m, e) ||
        !fold_views(m->arena, text->text, &ret->view, &ret->view_count, e) ||
        !look(m, ret, &hits, e))
        return false;
    m->trace = NULL;
    add_idle_hits(ret, &hits, m->now_ms);
    if (!match_wide(wide, ret, &more, e))
        return false;
    for (uint32_t i = 0; i < more.count; i++)
        if (!has_hit(&hits, &more.at[i]))
            add_wider(ret, &more.at[i]);
    return true;
}
