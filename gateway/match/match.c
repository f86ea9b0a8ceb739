#include "match/match.h"

#include <string.h>

#include "match/run.h"
#include "match/select.h"

static struct match_side side_of(const struct run *r)
{
    return (struct match_side){r->in->side, r->in->audience};
}

bool run_looks(const struct run *r, const struct rule *rule)
{
    return rule_selects(rule, &r->in->text[r->text], side_of(r));
}

void run_drop(const struct run *r, const struct hit *h, enum trace_why why)
{
    const struct trace_entry dropped = {.rule = h->rule,
                                        .condition = h->condition,
                                        .term = h->term,
                                        .text = r->text,
                                        .at = h->at,
                                        .why = why,
                                        .disguises = h->disguises,
                                        .certainty = h->certainty};

    if (r->in->trace != NULL)
        trace_add(r->in->trace, &dropped);
}

void run_pass_over(const struct run *r, const struct hit *h)
{
    run_drop(r, h,
             rule_passes_over(h->rule, &r->in->text[r->text], side_of(r)));
}

static bool wants_units(const struct matcher *m)
{
    return m->guess != NULL || m->view[MATCHER_COMPACT].database != NULL ||
           m->view[MATCHER_LOOKALIKES].database != NULL;
}

static bool look_at(struct run *r, struct err *e)
{
    memset(r->s->is_due, 0, r->m->regex_count * sizeof(*r->s->is_due));
    r->s->due_count = 0;
    r->budget.left += r->in->text[r->text].text.len * SEARCH_STEPS_A_BYTE;
    r->folded = fold_text(r->s->fold, r->in->text[r->text].text);
    if (wants_units(r->m))
        units_fill(&r->s->units, &r->folded);
    if (!run_words(r, e))
        return false;
    if (r->m->guess != NULL)
        run_guesses(r);
    return run_regexes(r, e);
}

bool match_run(const struct ruleset *rs, struct match_scratch *scratch,
               const struct match_input *in, struct arena *a, struct hits *ret,
               struct err *e)
{
    struct run r = {.rs = rs,
                    .m = rs->matcher,
                    .s = scratch,
                    .in = in,
                    .budget = {.left = in->regex_work}};

    scratch_reset(scratch);
    for (r.text = 0; r.text < in->text_count; r.text++) {
        if (!look_at(&r, e))
            return false;
    }
    if (!run_hits(&r, a, ret, e))
        return false;
    ret->regex_left = r.budget.left;
    if (r.over_limit)
        return err_set(e, ERR_REGEX_LIMIT, NULL, "a regex ran into its limits");
    return true;
}
