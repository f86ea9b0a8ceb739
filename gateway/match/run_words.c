#include <string.h>

#include "base/utf8.h"
#include "match/domains.h"
#include "match/gaps.h"
#include "match/run.h"

enum { MOST_SPELLING = 1024 };

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

static struct span text_of(const struct run *r)
{
    return r->in->text[r->text].text;
}

/* Where a range of the default view stands in the original: whole graphemes,
 * so that a mark belongs to its letter and is one of the disguises. */
static struct range original_of(struct run *r, struct range seen)
{
    return boundary_snap(&r->s->boundary, text_of(r),
                         fold_origin(&r->folded, seen));
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

/* Only for explaining; usually there is no trace. */
static void drop(struct run *r, const struct word *w, struct range seen,
                 enum trace_why why)
{
    if (r->in->trace != NULL) {
        struct hit h = hit_of(r, w, original_of(r, seen), 0);

        run_drop(r, &h, why);
    }
}

static bool looks(struct run *r, const struct word *w, struct range seen)
{
    if (run_looks(r, w->rule))
        return scratch_wants(r->s, w->condition);
    if (r->in->trace != NULL) {
        struct hit h = hit_of(r, w, original_of(r, seen), 0);

        run_pass_over(r, &h);
    }
    return false;
}

static void add_hit(struct run *r, const struct word *w, struct range at,
                    uint32_t needed)
{
    struct hit h = hit_of(r, w, at, needed);

    if ((needed & ~w->rule->disguises) != 0)
        run_drop(r, &h, TRACE_DISGUISE_NOT_ASKED);
    else
        *scratch_hit(r->s, w->condition) = h;
}

/* A host is one however it is written: no disguise is asked for. */
static void meet_domain(struct run *r, const struct word *w, struct range seen)
{
    struct range host;

    if (domain_at(r->folded.text, seen, &host))
        add_hit(r, w, original_of(r, host), 0);
    else
        drop(r, w, seen, TRACE_BOUNDARY);
}

static void meet_term(struct run *r, const struct word *w, struct range seen)
{
    struct range at;
    struct span original;
    uint32_t needed;

    if (!looks(r, w, seen))
        return;
    if (w->condition->kind == CONDITION_DOMAINS) {
        meet_domain(r, w, seen);
        return;
    }
    at = original_of(r, seen);
    original = span_slice(text_of(r), at.from, at.to);
    if (is_flag(original))
        return;
    if (w->rule->whole && !whole_word(&r->s->whole[MATCHER_DEFAULT], seen)) {
        drop(r, w, seen, TRACE_NOT_WHOLE);
        return;
    }
    needed = fold_needed(original, w->written, w->rule->disguises);
    add_hit(r, w, at, needed);
}

static void meet_allowed(struct run *r, const struct word *w, struct range seen)
{
    struct allowed found = {.text = r->text, .word = w};

    if (!scratch_wants_allowed(r->s))
        return;
    found.at = original_of(r, seen);
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

typedef void (*meet)(struct run *r, const struct word *w, struct range seen);

static const meet meet_default[WORD_KINDS] = {
    [WORD_TERM] = meet_term,
    [WORD_ALLOWED] = meet_allowed,
    [WORD_REQUIRED] = meet_required,
};

/* What the term's characters were in the original, gaps and repetitions left
 * out; false when that is too long. */
static bool spelling(const struct run *r, const struct gaps_found *found,
                     char ret[MOST_SPELLING], size_t *ret_len)
{
    size_t len = 0;

    for (uint32_t i = 0; i < found->kept_count; i++) {
        struct range at = fold_origin(&r->folded, found->kept[i].at);

        for (uint32_t k = 0; k < found->kept[i].times; k++) {
            if (at.to - at.from > MOST_SPELLING - len)
                return false;
            memcpy(ret + len, text_of(r).at + at.from, at.to - at.from);
            len += at.to - at.from;
        }
    }
    *ret_len = len;
    return true;
}

static void meet_compact(struct run *r, const struct word *w, struct range seen)
{
    struct gaps_term term = {
        .folded = w->folded,
        .left = w->term->open_left ? 0 : (uint8_t)boundary_left(w->folded),
        .right = w->term->open_right ? 0 : (uint8_t)boundary_right(w->folded),
    };
    struct gaps_found found;
    char bare[MOST_SPELLING];
    size_t len = 0;
    struct range from = fold_origin(&r->compact, seen);
    uint32_t needed;

    if (!looks(r, w, from))
        return;
    if (!gaps_find(r->folded.text, from.from, &term, &found) ||
        !spelling(r, &found, bare, &len)) {
        if (!found.plain)
            drop(r, w, from, TRACE_GAP);
        return;
    }
    if (w->rule->whole && !whole_word(&r->s->whole[MATCHER_COMPACT], seen)) {
        drop(r, w, from, TRACE_NOT_WHOLE);
        return;
    }
    needed = found.disguises |
             fold_needed((struct span){bare, len}, w->bare, w->rule->disguises);
    add_hit(r, w, original_of(r, found.at), needed);
}

static const meet meet_gaps[WORD_KINDS] = {
    [WORD_TERM] = meet_compact,
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
            drop(r, w, at, TRACE_BOUNDARY);
    }
}

static int on_literal(unsigned id, unsigned long long from,
                      unsigned long long to, unsigned flags, void *context)
{
    struct scan *scan = context;
    struct match_scratch *s = scan->run->s;
    const struct literal *l = &scan->set->literal[id];
    struct range at = {(uint32_t)(to - l->text.len), (uint32_t)to};

    (void)from;
    (void)flags;
    if (scan->ends && !ends_allow(scan->view, l, at)) {
        cut_off(scan, l, at);
        return 0;
    }
    if (s->candidate_count == SCRATCH_CANDIDATES)
        drain(scan);
    s->candidate[s->candidate_count++] = (struct candidate){id, at};
    return 0;
}

static bool scan_view(struct run *r, struct scan *scan, struct err *e)
{
    hs_error_t trouble;

    scan->run = r;
    r->s->candidate_count = 0;
    whole_start(&r->s->whole[scan->id], scan->view);
    trouble = hs_scan(scan->set->database, scan->view.at,
                      (unsigned)scan->view.len, 0, r->s->hs, on_literal, scan);
    if (trouble != HS_SUCCESS)
        return err_set(e, ERR_INTERNAL, NULL, "Vectorscan scan: %d", trouble);
    drain(scan);
    return true;
}

bool run_words(struct run *r, struct err *e)
{
    struct scan plain = {.set = &r->m->view[MATCHER_DEFAULT],
                         .view = r->folded.text,
                         .meet = meet_default,
                         .ends = true};
    struct scan compact = {.id = MATCHER_COMPACT,
                           .set = &r->m->view[MATCHER_COMPACT],
                           .meet = meet_gaps};

    if (plain.set->database != NULL && !scan_view(r, &plain, e))
        return false;
    if (compact.set->database == NULL)
        return true;
    r->compact = fold_compact(r->s->fold, &r->folded);
    compact.view = r->compact.text;
    return scan_view(r, &compact, e);
}
