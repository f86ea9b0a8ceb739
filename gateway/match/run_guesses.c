#include "match/run.h"

static void meet_word(struct run *r, const struct word *w,
                      const struct guess_found *found, struct range at)
{
    if ((found->disguises & ~w->rule->disguises) != 0 ||
        found->certainty < w->rule->certainty || !run_looks(r, w->rule) ||
        !scratch_wants(r->s, w->condition))
        return;
    if (w->rule->whole && !whole_word(&r->s->whole[MATCHER_DEFAULT], found->at))
        return;
    *scratch_hit(r->s, w->condition) = (struct hit){
        .rule = w->rule,
        .condition = w->condition,
        .text = r->text,
        .at = at,
        .term = w->term->text,
        .disguises = found->disguises,
        .certainty = found->certainty,
    };
}

static void meet_guess(void *context, const struct guess_found *found)
{
    struct run *r = context;
    const struct guessed *g = &r->m->guessed[found->term];
    struct span text = r->in->text[r->text].text;
    struct range at = boundary_snap(&r->s->boundary, text,
                                    fold_origin(&r->folded, found->at));

    for (uint32_t i = 0; i < g->wanted_count; i++)
        meet_word(r, &r->m->word[r->m->guess_wanted[g->wanted + i]], found, at);
}

void run_guesses(struct run *r)
{
    whole_start(&r->s->whole[MATCHER_DEFAULT], r->folded.text);
    guess_run_text(r->m->guess, r->s->guess, r->in->text[r->text].text,
                   &r->folded, meet_guess, r);
}
