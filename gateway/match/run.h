/*
 * run - one match_run() under way (inside match/).
 *
 * Example: run_words(&r, e) finds the words of text r.text.
 *
 * Memory:  borrows everything. Threads: one owner.
 */
#ifndef MATCH_RUN_H
#define MATCH_RUN_H

#include "match/scratch.h"
#include "match/search.h"

struct run {
    const struct ruleset *rs;
    const struct matcher *m;
    struct match_scratch *s;
    const struct match_input *in;
    uint32_t text; /* the one looked at, and its views */
    struct fold_view folded, unmarked, compact, lookalikes;
    struct search_budget budget; /* left of in->regex_work */
    bool over_limit;
};

/* Whether the rule looks at the current text: side, field, language. */
bool run_looks(const struct run *r, const struct rule *rule);

/* Notes in the trace, if there is one, why this is no hit. */
void run_drop(const struct run *r, const struct hit *h, enum trace_why why);

/* And why run_looks() says no. */
void run_pass_over(const struct run *r, const struct hit *h);

/* Words and allow phrases of the current text; which regexes are due. */
bool run_words(struct run *r, struct err *e) MUST_USE;

/* Which regexes are due besides, by the view without markup. */
bool run_required(struct run *r, struct err *e) MUST_USE;

/* The words of the current text that have to be guessed. */
void run_guesses(struct run *r);

/* The regexes that are due. Sets over_limit instead of failing on a limit. */
bool run_regexes(struct run *r, struct err *e) MUST_USE;

/* Puts chains of members of `near` conditions in the place of the members. */
bool run_near(struct run *r, struct arena *a, struct err *e) MUST_USE;

/* Cancels, sorts, marks and copies what was found into the arena. */
bool run_hits(struct run *r, struct arena *a, struct hits *ret,
              struct err *e) MUST_USE;

#endif
