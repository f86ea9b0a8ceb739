/*
 * A budget that PCRE2 does not report
 *
 * limits.regex_work bounds the backtracking of a whole post, but pcre2_match()
 * only says whether it passed its own match limit. So a call starts with a
 * small limit; each time it runs out, what it used is taken off the post's
 * budget and the call is repeated with four times as much, until it ends or
 * the budget has. An ordinary call never sees more than the first limit.
 */
#include "base/utf8.h"
#include "match/run.h"
#include "match/validate.h"

enum {
    FIRST_LIMIT = 5000,
    CALL_COST = 8, /* of a call that stayed within its first limit */
    GROWTH = 4,
    /* Matches of one regex in one text; the rest is `truncated`. */
    MOST_MATCHES = MATCH_MOST_HITS
};

enum outcome { OUTCOME_MATCH, OUTCOME_NONE, OUTCOME_LIMIT, OUTCOME_TROUBLE };

static enum outcome outcome_of(int code)
{
    if (code >= 0)
        return OUTCOME_MATCH;
    switch (code) {
    case PCRE2_ERROR_NOMATCH:
        return OUTCOME_NONE;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
    case PCRE2_ERROR_NOMEMORY:
        return OUTCOME_LIMIT;
    default:
        return OUTCOME_TROUBLE;
    }
}

static void pay(struct run *r, uint64_t cost)
{
    r->work = r->work > cost ? r->work - cost : 0;
}

static enum outcome call(struct run *r, const struct regex *x, struct span text,
                         size_t at)
{
    uint64_t limit = FIRST_LIMIT;

    for (;;) {
        uint32_t given = (uint32_t)(limit < r->work ? limit : r->work);
        int code;

        if (given == 0)
            return OUTCOME_LIMIT;
        (void)pcre2_set_match_limit(r->s->context, given);
        code = pcre2_match(x->code, (PCRE2_SPTR)text.at, text.len, at,
                           PCRE2_NO_UTF_CHECK, r->s->data, r->s->context);
        if (code != PCRE2_ERROR_MATCHLIMIT) {
            pay(r, limit == FIRST_LIMIT ? CALL_COST : given);
            return outcome_of(code);
        }
        pay(r, given);
        limit *= GROWTH;
    }
}

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
    size_t at = 0;

    if (!run_looks(r, x->rule)) {
        run_pass_over(r, &(struct hit){.rule = x->rule,
                                       .condition = x->condition,
                                       .term = x->condition->pattern});
        return true;
    }
    for (uint32_t count = 0; at < text.len; count++) {
        enum outcome outcome;

        if (count == MOST_MATCHES) {
            r->s->truncated = true;
            return true;
        }
        outcome = call(r, x, text, at);
        if (outcome == OUTCOME_TROUBLE)
            return err_set(e, ERR_INTERNAL, NULL, "PCRE2 match");
        if (outcome == OUTCOME_LIMIT)
            r->over_limit = true;
        if (outcome != OUTCOME_MATCH)
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

bool run_regexes(struct run *r, struct err *e)
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
