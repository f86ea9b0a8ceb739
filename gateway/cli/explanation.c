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

/* Doubtful guesses by disguises that the rule doesn't guess are passed over:
 * there is no end of them. */
static void add_wider(struct explanation *x, const struct hit *h)
{
    struct hit own = *h;
    uint32_t missing;

    own.rule = x->rules->rule[h->rule->index];
    missing = h->disguises & ~own.rule->disguises;
    if (missing == 0) {
        if (h->certainty < own.rule->certainty)
            add(&x->trace, &own, TRACE_CERTAINTY);
    } else if (h->certainty >= own.rule->certainty ||
               (missing & disguises_guessing) == 0) {
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

/* ---- what the guessing disguises see ---- */

static uint32_t asked_for(const struct explanation *x)
{
    uint32_t disguises = 0;

    for (uint32_t i = 0; i < x->rules->rule_count; i++)
        if (x->only == NULL || x->only == x->rules->rule[i])
            disguises |= x->rules->rule[i]->disguises;
    return disguises & disguises_guessing;
}

static bool overlap(struct range a, struct range b)
{
    return a.from < b.to && b.from < a.to;
}

struct plain_reading explanation_reading(const struct explanation *x,
                                         struct range at)
{
    struct plain_reading ret = {0};
    bool all = true;

    for (uint32_t i = 0; i < x->guess.word_count; i++) {
        const struct guess_word *w = &x->guess.word[i];

        if (!overlap(w->at, at))
            continue;
        if (ret.count++ == 0)
            ret.word = w;
        all = all && w->ordinary;
        ret.crosses =
            ret.crosses ||
            (w->ordinary && (w->at.from < at.from || w->at.to > at.to));
    }
    ret.likelier = ret.count > 0 && (all || ret.crosses);
    return ret;
}

/* Guesses lose against the plain reading: then that is the reason. */
static void name_better_words(struct explanation *x)
{
    for (struct trace_entry *t = x->trace.first; t != NULL; t = t->next)
        if (t->why == TRACE_CERTAINTY && explanation_reading(x, t->at).likelier)
            t->why = TRACE_BETTER_WORD;
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
                  const struct explain_request *q, struct explanation *ret,
                  struct err *e)
{
    struct hits hits;
    struct hits more;
    enum lang lang;

    *ret = (struct explanation){.text = q->text.text,
                                .rules = m->rules->set,
                                .only = q->only,
                                .trace = {.arena = m->arena},
                                .side = {SIDE_ORIGINAL, 0}};
    if (q->to != NULL)
        ret->side = (struct match_side){
            SIDE_TRANSLATION,
            lang_find(span_of(q->to), &lang) ? LANG_BIT(lang) : 0};
    m->trace = &ret->trace;
    if (!moderate_text(m, &q->text, q->to, NULL, &ret->m, e) ||
        !fold_views(m->arena, q->text.text, &ret->view, &ret->view_count, e) ||
        !guess_views(m->arena, q->text.text, asked_for(ret), &ret->guess, e) ||
        !look(m, ret, &hits, e))
        return false;
    m->trace = NULL;
    add_idle_hits(ret, &hits, m->now_ms);
    if (!match_wide(wide, ret, &more, e))
        return false;
    for (uint32_t i = 0; i < more.count; i++)
        if (!has_hit(&hits, &more.at[i]))
            add_wider(ret, &more.at[i]);
    ret->trace.truncated = ret->trace.truncated || more.truncated;
    name_better_words(ret);
    return true;
}
