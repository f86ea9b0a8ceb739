#include <string.h>

#include "base/utf8.h"
#include "match/compound.h"
#include "match/domains.h"
#include "match/meet.h"
#include "match/scrambled.h"

/* 🇺🇸 alone is a flag and no word, though its letters fold to "us". */
static bool is_flag(struct span text)
{
    size_t at = 0;
    uint32_t count = 0;
    uint32_t c;

    if (text.len != 8 || (unsigned char)text.at[0] != 0xF0)
        return false;
    while (utf8_next(text, &at, &c)) {
        if (c >= 0x1F1E6 && c <= 0x1F1FF)
            count++;
    }
    return count == 2;
}

/* Marks that folding keeps make another letter: ゾ is no ソ. */
static bool is_torn(struct span view, uint32_t at)
{
    unsigned torn = CHAR_EXTENDS | CHAR_SOLID;

    return (boundary_after(view, at) & torn) == torn;
}

struct span meet_text(const struct run *r)
{
    return r->in->text[r->text].text;
}

/* Whole graphemes, so that a mark belongs to its letter and is one of the
 * disguises. */
struct range meet_original(struct run *r, struct range seen)
{
    return boundary_snap(&r->s->boundary, meet_text(r),
                         fold_origin(&r->folded, seen));
}

struct range meet_unmarked(struct run *r, struct range seen)
{
    return meet_original(r, fold_origin(&r->unmarked, seen));
}

static struct hit hit_of(const struct run *r, const struct word *w,
                         struct range at, uint32_t needed)
{
    return (struct hit){
        .rule = w->rule,
        .condition = w->condition,
        .text = r->text,
        .at = at,
        .term = w->term->text,
        .disguises = needed,
        .certainty = 1,
    };
}

/* Usually there is no trace. */
void meet_drop(struct run *r, const struct word *w, struct range seen,
               enum trace_why why)
{
    if (r->in->trace != NULL) {
        struct hit h = hit_of(r, w, meet_original(r, seen), 0);

        run_drop(r, &h, why);
    }
}

bool meet_wants(struct run *r, const struct word *w, struct range seen)
{
    if (run_looks(r, w->rule))
        return scratch_wants(r->s, w->condition);
    if (r->in->trace != NULL) {
        struct hit h = hit_of(r, w, meet_original(r, seen), 0);

        run_pass_over(r, &h);
    }
    return false;
}

void meet_add(struct run *r, const struct word *w, struct range at,
              uint32_t needed, float certainty)
{
    struct hit h = hit_of(r, w, at, needed);

    h.certainty = certainty;
    if ((needed & ~w->rule->disguises) != 0)
        run_drop(r, &h, TRACE_DISGUISE_NOT_ASKED);
    else if (certainty < w->rule->certainty)
        run_drop(r, &h, TRACE_CERTAINTY);
    else
        *scratch_hit(r->s, w->condition) = h;
}

/* A host is one however it is written: no disguise is asked for. */
static void meet_domain(struct run *r, const struct word *w, struct range seen)
{
    struct range host;

    if (domain_at(r->folded.text, seen, &host))
        meet_add(r, w, meet_original(r, host), 0, 1);
    else
        meet_drop(r, w, seen, TRACE_BOUNDARY);
}

static void meet_term(struct run *r, const struct word *w, struct range seen)
{
    struct range at;
    struct span original;
    uint32_t needed;

    if (!meet_wants(r, w, seen))
        return;
    if (w->condition->kind == CONDITION_DOMAINS) {
        meet_domain(r, w, seen);
        return;
    }
    at = meet_original(r, seen);
    original = span_slice(meet_text(r), at.from, at.to);
    if (is_flag(original) || is_torn(r->folded.text, seen.to))
        return;
    if (w->rule->whole && !whole_word(&r->s->whole[MATCHER_DEFAULT], seen)) {
        meet_drop(r, w, seen, TRACE_NOT_WHOLE);
        return;
    }
    needed = fold_needed(original, w->written, w->rule->disguises);
    meet_add(r, w, at, needed, 1);
}

static void meet_compound(struct run *r, const struct word *w,
                          struct range seen)
{
    struct range all;
    struct range at;
    uint32_t needed;
    float certainty;

    if (!compound_find(r->folded.text, seen, &all, &certainty) ||
        !meet_wants(r, w, seen))
        return;
    at = meet_original(r, seen);
    needed = fold_needed(span_slice(meet_text(r), at.from, at.to), w->written,
                         w->rule->disguises);
    meet_add(r, w, meet_original(r, all), needed, certainty);
}

static void meet_scrambled(struct run *r, const struct word *w,
                           struct range seen)
{
    struct range at;
    uint32_t needed = DISGUISE_BIT(DISGUISE_SHUFFLED);

    if (!meet_wants(r, w, seen))
        return;
    at = meet_original(r, seen);
    needed |= fold_needed(span_slice(meet_text(r), at.from, at.to), w->folded,
                          w->rule->disguises);
    meet_add(r, w, at, needed, SCRAMBLED_CERTAINTY);
}

static void meet_allowed(struct run *r, const struct word *w, struct range seen)
{
    struct allowed found = {.text = r->text, .word = w};

    if (!scratch_wants_allowed(r->s))
        return;
    found.at = meet_original(r, seen);
    scratch_allowed(r->s, &found);
}

static void meet_required(struct run *r, const struct word *w,
                          struct range seen)
{
    (void)seen;
    if (r->s->is_due[w->regex])
        return;
    r->s->is_due[w->regex] = true;
    r->s->due[r->s->due_count++] = w->regex;
}

static const meet meet_default[WORD_KINDS] = {
    [WORD_TERM] = meet_term,           [WORD_ALLOWED] = meet_allowed,
    [WORD_REQUIRED] = meet_required,   [WORD_COMPOUND] = meet_compound,
    [WORD_SCRAMBLED] = meet_scrambled,
};

static void meet_nothing(struct run *r, const struct word *w, struct range seen)
{
    (void)r;
    (void)w;
    (void)seen;
}

static const meet meet_due[WORD_KINDS] = {
    [WORD_TERM] = meet_nothing,      [WORD_ALLOWED] = meet_nothing,
    [WORD_REQUIRED] = meet_required, [WORD_COMPOUND] = meet_nothing,
    [WORD_SCRAMBLED] = meet_nothing,
};

static const meet meet_gaps[WORD_KINDS] = {
    [WORD_TERM] = meet_compact,
};

static const meet meet_looks[WORD_KINDS] = {
    [WORD_TERM] = meet_lookalike,
    [WORD_TURNED] = meet_turned,
};

/* One scan of one view. */
struct scan {
    struct run *run;
    enum matcher_view id;
    const struct literal_set *set;
    struct span view;
    const meet *meet;
    bool ends; /* check the neighbours here; in the compact view they lie */
};

static void drain(struct scan *scan)
{
    struct run *r = scan->run;

    for (uint32_t i = 0; i < r->s->candidate_count; i++) {
        const struct candidate *c = &r->s->candidate[i];
        const struct literal *l = &scan->set->literal[c->literal];

        for (uint32_t k = 0; k < l->wanted_count; k++) {
            const struct word *w = &r->m->word[r->m->wanted[l->wanted + k]];

            scan->meet[w->kind](r, w, c->at);
        }
    }
    r->s->candidate_count = 0;
}

static bool ends_allow(struct span view, const struct literal *l,
                       struct range at)
{
    return (l->left == 0 || (boundary_before(view, at.from) & l->left) == 0) &&
           (l->right == 0 || (boundary_after(view, at.to) & l->right) == 0);
}

/* A letter or digit goes on beside the literal. */
static void cut_off(struct scan *scan, const struct literal *l, struct range at)
{
    struct run *r = scan->run;

    for (uint32_t k = 0; r->in->trace != NULL && k < l->wanted_count; k++) {
        const struct word *w = &r->m->word[r->m->wanted[l->wanted + k]];

        if (w->kind == WORD_TERM)
            meet_drop(r, w, at, TRACE_BOUNDARY);
    }
}

static void meet_literal(struct scan *scan, uint32_t id, struct range at)
{
    struct match_scratch *s = scan->run->s;
    const struct literal *l = &scan->set->literal[id];

    if (scan->ends && !ends_allow(scan->view, l, at)) {
        cut_off(scan, l, at);
        return;
    }
    if (s->candidate_count == SCRATCH_CANDIDATES)
        drain(scan);
    s->candidate[s->candidate_count++] = (struct candidate){id, at};
}

static int on_literal(unsigned id, unsigned long long from,
                      unsigned long long to, unsigned flags, void *context)
{
    struct scan *scan = context;
    size_t len = scan->set->literal[id].text.len;

    (void)from;
    (void)flags;
    meet_literal(scan, id, (struct range){(uint32_t)(to - len), (uint32_t)to});
    return 0;
}

static void on_literals(void *context, uint32_t id, uint32_t count,
                        struct range at)
{
    for (uint32_t i = 0; i < count; i++)
        meet_literal(context, id + i, at);
}

static void start(struct run *r, struct scan *scan)
{
    scan->run = r;
    r->s->candidate_count = 0;
    whole_start(&r->s->whole[scan->id], scan->view);
}

static bool scan_view(struct run *r, struct scan *scan, struct err *e)
{
    hs_error_t trouble =
        hs_scan(scan->set->database, scan->view.at, (unsigned)scan->view.len, 0,
                r->s->hs, on_literal, scan);

    if (trouble != HS_SUCCESS)
        return err_set(e, ERR_INTERNAL, NULL, "Vectorscan scan: %d", trouble);
    drain(scan);
    return true;
}

static bool scan_compact(struct run *r, struct err *e)
{
    struct scan scan = {.id = MATCHER_COMPACT,
                        .set = &r->m->view[MATCHER_COMPACT],
                        .meet = meet_gaps};

    r->compact = fold_compact(r->s->fold, &r->unmarked);
    scan.view = r->compact.text;
    start(r, &scan);
    return scan_view(r, &scan, e);
}

static bool scan_lookalikes(struct run *r, struct err *e)
{
    struct scan scan = {.id = MATCHER_LOOKALIKES,
                        .set = &r->m->view[MATCHER_LOOKALIKES],
                        .meet = meet_looks};

    r->lookalikes = fold_lookalikes(r->s->fold, &r->unmarked);
    scan.view = r->lookalikes.text;
    start(r, &scan);
    return scan_view(r, &scan, e);
}

static const struct prospect *prospect_of(const struct run *r,
                                          enum matcher_view view)
{
    const struct literal_set *set = &r->m->view[view];

    return set->database != NULL ? &set->prospect : NULL;
}

/* Which of the views that leave characters out can have what the default view
 * has not. Markup alone is a gap; a trace wants to know of everything. */
static struct prospects prospects_of(const struct run *r)
{
    const struct prospect *compact = prospect_of(r, MATCHER_COMPACT);
    const struct prospect *looks = prospect_of(r, MATCHER_LOOKALIKES);
    bool left_out = r->unmarked.piece_count > 0 || r->m->defanged;
    struct prospects due;

    if (r->in->trace != NULL)
        return (struct prospects){compact != NULL, looks != NULL};
    due = prospect_find(left_out ? NULL : compact, looks, r->unmarked.text,
                        &r->s->units);
    due.compact = due.compact || (compact != NULL && left_out);
    return due;
}

static bool scan_hidden(struct run *r, struct err *e)
{
    struct prospects due;

    if (r->m->view[MATCHER_COMPACT].database == NULL &&
        r->m->view[MATCHER_LOOKALIKES].database == NULL)
        return true;
    r->unmarked = fold_markup(r->s->fold, &r->folded);
    due = prospects_of(r);
    if (due.compact && !scan_compact(r, e))
        return false;
    meet_masked(r);
    return !due.lookalikes || scan_lookalikes(r, e);
}

/* Literals that begin with Han, and if there may be any of the others, those.
 */
static bool scan_default(struct run *r, struct span view, const meet *then,
                         struct err *e)
{
    struct scan scan = {.set = &r->m->view[MATCHER_DEFAULT],
                        .view = view,
                        .meet = then,
                        .ends = true};
    bool rest;

    start(r, &scan);
    rest = prefix_find(&r->m->prefixes, scan.view, on_literals, &scan);
    if (rest && scan.set->database != NULL)
        return scan_view(r, &scan, e);
    drain(&scan);
    return true;
}

bool run_words(struct run *r, struct err *e)
{
    return scan_default(r, r->folded.text, meet_default, e) &&
           scan_hidden(r, e);
}

bool run_required(struct run *r, struct err *e)
{
    return scan_default(r, r->unmarked.text, meet_due, e);
}
