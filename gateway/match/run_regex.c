#include "base/utf8.h"
#include "match/meet.h"
#include "match/validate.h"

/* Matches of one regex in one text; the rest is `truncated`. */
enum { MOST_MATCHES = MATCH_MOST_HITS };

static bool accepted(const struct condition *c, struct span found)
{
    for (uint32_t i = 0; i < c->validator_count; i++)
        if (validator_accepts(c->validator[i], found))
            return true;
    return c->validator_count == 0;
}

/* A look at all regexes of a text: as it came, or, once the first look is done,
 * as its readers see it. */
struct look {
    struct run *run;
    bool unmarked;
};

static struct span text_of(const struct look *l, const struct regex *x)
{
    const struct run *r = l->run;

    if (l->unmarked)
        return r->unmarked.text;
    return x->condition->folded ? r->folded.text : r->in->text[r->text].text;
}

static struct range original(const struct look *l, const struct regex *x,
                             struct range at)
{
    struct run *r = l->run;

    if (l->unmarked)
        return meet_unmarked(r, at);
    if (x->condition->folded)
        at = fold_origin(&r->folded, at);
    return boundary_snap(&r->s->boundary, r->in->text[r->text].text, at);
}

/* A number is valid without the tags inside it. */
static struct span found_text(const struct look *l, const struct regex *x,
                              struct range at)
{
    struct run *r = l->run;

    if (l->unmarked)
        return span_slice(r->unmarked.text, at.from, at.to);
    if (x->condition->folded)
        at = fold_origin(&r->folded, at);
    return span_slice(r->in->text[r->text].text, at.from, at.to);
}

/* Without markup in it the first look has found it. Where HTML is shown, a tag
 * is no disguise. */
static void add_hit(const struct look *l, const struct regex *x,
                    struct range at)
{
    struct run *r = l->run;
    struct hit h = {
        .rule = x->rule,
        .condition = x->condition,
        .text = r->text,
        .term = x->condition->pattern,
        .certainty = 1,
    };

    if (!scratch_wants(r->s, x->condition) ||
        (l->unmarked && !meet_marked(r, at)))
        return;
    h.at = original(l, x, at);
    if (accepted(x->condition, found_text(l, x, at)))
        *scratch_hit(r->s, x->condition) = h;
    else
        run_drop(r, &h, TRACE_VALIDATOR);
}

/* The span of the group named hit if it took part, else the whole match. */
static struct range span_of_match(const struct run *r, const struct regex *x)
{
    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(r->s->data);
    const PCRE2_SIZE *named = pair + (size_t)x->hit_group * 2;

    if (x->hit_group > 0 && named[0] != PCRE2_UNSET && named[1] > named[0])
        pair = named;
    return (struct range){(uint32_t)pair[0], (uint32_t)pair[1]};
}

/* The next place to look at: behind the match, and past where it began. */
static size_t step(const struct run *r, struct span text, size_t at)
{
    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(r->s->data);
    uint32_t c;

    if (pair[1] > at)
        return pair[1];
    (void)utf8_next(text, &at, &c);
    return at;
}

static bool run_one(const struct look *l, const struct regex *x, struct err *e)
{
    struct run *r = l->run;
    const struct span text = text_of(l, x);
    struct search search = search_of(x->code, r->s->data, r->s->context, text);
    size_t at = 0;

    if (!run_looks(r, x->rule)) {
        run_pass_over(r, &(struct hit){.rule = x->rule,
                                       .condition = x->condition,
                                       .term = x->condition->pattern});
        return true;
    }
    for (uint32_t count = 0; at < text.len; count++) {
        enum search_outcome outcome;

        if (count == MOST_MATCHES) {
            r->s->truncated = true;
            return true;
        }
        outcome = search_next(&search, &r->budget, at);
        if (outcome == SEARCH_TROUBLE)
            return err_set(e, ERR_INTERNAL, NULL, "PCRE2 match");
        if (outcome == SEARCH_LIMIT)
            r->over_limit = true;
        if (outcome != SEARCH_MATCH)
            return true;
        add_hit(l, x, span_of_match(r, x));
        at = step(r, text, at);
    }
    return true;
}

/* Decimal digits of any script, counted up to `enough`. From U+4000 to U+9FFF
 * (lead bytes E4 to E9) there are none. */
static uint32_t count_digits(struct span text, uint32_t enough)
{
    uint32_t digits = 0;
    size_t at = 0;

    while (at < text.len && digits < enough) {
        unsigned char b = (unsigned char)text.at[at];
        uint32_t c;

        if (b >= 0xE4 && b <= 0xE9) {
            at += 3;
        } else if (b < 0x80) {
            digits += b >= '0' && b <= '9';
            at++;
        } else {
            (void)utf8_next(text, &at, &c);
            digits += (char_traits(c) & CHAR_DIGIT) != 0;
        }
    }
    return digits;
}

static bool run_due(const struct look *l, struct err *e)
{
    const struct run *r = l->run;
    const struct match_scratch *s = r->s;
    const struct span view = l->unmarked ? r->unmarked.text : r->folded.text;
    uint32_t digits = UINT32_MAX;
    uint32_t total = r->m->always_count + s->due_count;

    for (uint32_t i = 0; i < total; i++) {
        uint32_t index = i < r->m->always_count
                             ? r->m->always[i]
                             : s->due[i - r->m->always_count];
        const struct regex *x = &r->m->regex[index];

        if (x->least_digits > 0 && digits == UINT32_MAX)
            digits = count_digits(view, r->m->most_digits);
        if (x->least_digits > digits)
            continue;
        if (!run_one(l, x, e))
            return false;
    }
    return true;
}

static bool look_at_all(struct run *r, bool unmarked, struct err *e)
{
    const struct look l = {r, unmarked};
    bool done;

    search_begin(&r->budget);
    done = run_due(&l, e);
    search_end(&r->budget);
    return done;
}

/* What stands between the tags is one text for those who read it. */
static bool look_between_tags(struct run *r, struct err *e)
{
    r->unmarked = fold_markup(r->s->fold, &r->folded);
    if (r->unmarked.piece_count == 0)
        return true;
    r->budget.left += r->unmarked.text.len * SEARCH_STEPS_A_BYTE;
    return run_required(r, e) && look_at_all(r, true, e);
}

bool run_regexes(struct run *r, struct err *e)
{
    if (!look_at_all(r, false, e))
        return false;
    return r->m->regex_count == 0 || !r->in->text[r->text].marked_up ||
           look_between_tags(r, e);
}
