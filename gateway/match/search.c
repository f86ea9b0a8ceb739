/*
 * A budget that PCRE2 does not have
 *
 * pcre2_match() counts its match limit anew at each place of the text at which
 * a match may start, and counts no characters that `[^b]*` runs over. So 100 kB
 * can take 100,000 times the limit, and more. What can be bounded is one call:
 *
 *   places at which it may start (the offset limit)  x  match limit of a place
 *
 * A long text is searched in windows of places. Where a place runs into its
 * limit, the window shrinks as the limit grows, so that no call does much more
 * than WIDEST x FIRST_LIMIT; the longer the text, the less of both, because of
 * what is run over. What calls took is measured by the clock and taken off the
 * post's budget; one that would take more than is left is not made.
 *
 * An ordinary post is one window, and no clock is read before READ_CLOCK steps
 * may have been taken: looking at time costs nothing until there is some. First
 * it is the wall clock, which is cheap but runs on while other threads have the
 * processor; after a piece that looked slow it is the thread's CPU time.
 */
#include "match/search.h"

#include "base/clock.h"

enum {
    FIRST_LIMIT = 500, /* at one place */
    GROWTH = 4,
    WIDEST = 1024,
    NARROWEST = 16,
    LOWEST_LIMIT = 64,
    RUN_OVER = 8 << 20,   /* window, or limit, x length of the text */
    READ_CLOCK = 1000000, /* steps that may have been taken: about 10 ms */
    STEPS_A_US = 20,
    SLOW_US = 2000,
    SLOW_MOST_US = 20000,
    CALL_COST = 8
};

static uint64_t now(const struct search_budget *b)
{
    return b->careful ? clock_thread_us() : clock_mono_us();
}

static void pay(struct search_budget *b, uint64_t cost)
{
    b->left = b->left > cost ? b->left - cost : 0;
}

/* Returns what was taken off. */
static uint64_t read_clock(struct search_budget *b)
{
    uint64_t t = now(b);
    uint64_t spent = t - b->since_us;

    if (!b->careful && spent > SLOW_US) {
        b->careful = true;
        spent = spent < SLOW_MOST_US ? spent : SLOW_MOST_US;
        t = now(b);
    }
    pay(b, spent * STEPS_A_US);
    b->since_us = t;
    b->untimed = 0;
    return spent * STEPS_A_US;
}

/* Takes off what passed, or from now on will be. */
static uint64_t charge(struct search_budget *b)
{
    if (b->timed)
        return read_clock(b);
    b->timed = true;
    b->untimed = 0;
    b->since_us = now(b);
    return 0;
}

void search_begin(struct search_budget *b)
{
    if (b->timed)
        b->since_us = now(b);
}

void search_end(struct search_budget *b)
{
    if (b->timed)
        (void)read_clock(b);
}

static size_t within(size_t n, size_t least, size_t most)
{
    if (n < least)
        return least;
    return n < most ? n : most;
}

struct search search_of(const pcre2_code *code, pcre2_match_data *data,
                        pcre2_match_context *context, struct span text)
{
    size_t most = text.len <= WIDEST ? WIDEST : RUN_OVER / text.len;
    return (struct search){.code = code,
                           .data = data,
                           .context = context,
                           .text = text,
                           .window = within(most, NARROWEST, WIDEST),
                           .limit = within(most, LOWEST_LIMIT, FIRST_LIMIT)};
}

static enum search_outcome outcome_of(int code)
{
    if (code >= 0)
        return SEARCH_MATCH;
    switch (code) {
    case PCRE2_ERROR_NOMATCH:
        return SEARCH_NONE;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
    case PCRE2_ERROR_NOMEMORY:
        return SEARCH_LIMIT;
    default:
        return SEARCH_TROUBLE;
    }
}

/* Where the window that starts at `at` ends: on a character. */
static size_t window_end(const struct search *s, size_t at)
{
    size_t end = at + s->window;

    if (end >= s->text.len)
        return s->text.len;
    while (end < s->text.len &&
           ((unsigned char)s->text.at[end] & 0xC0U) == 0x80)
        end++;
    return end;
}

static int look(const struct search *s, size_t from, size_t end, uint64_t limit)
{
    (void)pcre2_set_match_limit(s->context, (uint32_t)limit);
    (void)pcre2_set_offset_limit(s->context, end - 1);
    return pcre2_match(s->code, (PCRE2_SPTR)s->text.at, s->text.len, from,
                       PCRE2_NO_UTF_CHECK, s->data, s->context);
}

/* Whether a place that ran into its limit may have a larger one. */
static bool try_harder(struct search *s, struct search_budget *b,
                       uint64_t limit)
{
    uint64_t took = charge(b);

    pay(b, limit);
    s->limit *= GROWTH;
    s->window = s->window > GROWTH ? s->window / GROWTH : 1;
    return took * GROWTH <= b->left;
}

enum search_outcome search_next(struct search *s, struct search_budget *b,
                                size_t at)
{
    while (at < s->text.len) {
        size_t end = window_end(s, at);
        uint64_t limit = s->limit < b->left ? s->limit : b->left;
        int code;

        if (limit == 0)
            return SEARCH_LIMIT;
        code = look(s, at, end, limit);
        if (code == PCRE2_ERROR_MATCHLIMIT) {
            if (!try_harder(s, b, limit))
                return SEARCH_LIMIT;
            continue;
        }
        b->untimed += (end - at) * limit;
        if (b->untimed >= READ_CLOCK)
            (void)charge(b);
        if (code != PCRE2_ERROR_NOMATCH) {
            pay(b, CALL_COST);
            return outcome_of(code);
        }
        at = end;
    }
    pay(b, CALL_COST);
    return SEARCH_NONE;
}
