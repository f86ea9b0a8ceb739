#include "match/run.h"

static void meet_word(struct run *r, const struct word *w,
                      const struct guess_found *found, struct range at)
{
    const struct hit h = {
        .rule = w->rule,
        .condition = w->condition,
        .text = r->text,
        .at = at,
        .term = w->term->text,
        .disguises = found->disguises,
        .certainty = found->certainty,
    };

    if ((found->disguises & ~w->rule->disguises) != 0)
        run_drop(r, &h, TRACE_DISGUISE_NOT_ASKED);
    else if (found->certainty < w->rule->certainty)
        run_drop(r, &h, TRACE_CERTAINTY);
    else if (!run_looks(r, w->rule))
        run_pass_over(r, &h);
    else if (!scratch_wants(r->s, w->condition))
        return;
    else if (w->rule->whole &&
             !whole_word(&r->s->whole[MATCHER_DEFAULT], found->at))
        run_drop(r, &h, TRACE_NOT_WHOLE);
    else
        *scratch_hit(r->s, w->condition) = h;
}

static void meet_guess(void *context, const struct guess_found *found)
{
    struct run *r = context;
    const struct guessed *g = &r->m->guessed[found->term];
    struct span text = r->in->text[r->text].text;
    struct range at;

    if (found->certainty < g->floor && r->in->trace == NULL)
        return;
    at = boundary_snap(&r->s->boundary, text,
                       fold_origin(&r->folded, found->at));
    for (uint32_t i = 0; i < g->wanted_count; i++)
        meet_word(r, &r->m->word[r->m->guess_wanted[g->wanted + i]], found, at);
}

void run_guesses(struct run *r)
{
    whole_start(&r->s->whole[MATCHER_DEFAULT], r->folded.text);
    guess_run_text(r->m->guess, r->s->guess,
                   &(struct guess_text){r->in->text[r->text].text, &r->folded,
                                        &r->s->units, r->in->trace != NULL},
                   meet_guess, r);
}
