#include "base/utf8.h"
#include "match/run.h"
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

static void add_hit(struct run *r, const struct regex *x, struct range at)
{
    struct span text = r->in->text[r->text].text;
    struct hit h = {
        .rule = x->rule,
        .condition = x->condition,
        .text = r->text,
        .term = x->condition->pattern,
        .certainty = 1,
    };

    if (!scratch_wants(r->s, x->condition))
        return;
    if (x->condition->folded)
        at = fold_origin(&r->folded, at);
    h.at = boundary_snap(&r->s->boundary, text, at);
    if (accepted(x->condition, span_slice(text, at.from, at.to)))
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

static bool run_one(struct run *r, const struct regex *x, struct err *e)
{
    struct span text =
        x->condition->folded ? r->folded.text : r->in->text[r->text].text;
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
        add_hit(r, x, span_of_match(r, x));
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

static bool run_due(struct run *r, struct err *e)
{
    const struct match_scratch *s = r->s;
    uint32_t digits = UINT32_MAX;
    uint32_t total = r->m->always_count + s->due_count;

    for (uint32_t i = 0; i < total; i++) {
        uint32_t index = i < r->m->always_count
                             ? r->m->always[i]
                             : s->due[i - r->m->always_count];
        const struct regex *x = &r->m->regex[index];

        if (x->least_digits > 0 && digits == UINT32_MAX)
            digits = count_digits(r->folded.text, r->m->most_digits);
        if (x->least_digits > digits)
            continue;
        if (!run_one(r, x, e))
            return false;
    }
    return true;
}

bool run_regexes(struct run *r, struct err *e)
{
    bool done;

    search_begin(&r->budget);
    done = run_due(r, e);
    search_end(&r->budget);
    return done;
}
