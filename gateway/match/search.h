/*
 * search - the leftmost match of a regex in a text, within a budget of work
 * that all regexes of a post share.
 *
 * Example: struct search_budget b = {.left = 1000000};
 *          search_begin(&b);
 *          struct search s = search_of(x->code, data, context, text);
 *          while (search_next(&s, &b, at) == SEARCH_MATCH)
 *              ... pcre2_get_ovector_pointer(data); at = behind it
 *          search_end(&b);
 *
 * In:      valid UTF-8; code of regex_pattern_compile(); `at` on a character.
 * Out:     what pcre2_match() from `at` would find, or SEARCH_LIMIT, never a
 *          wrong "no match".
 * Units:   a step is one of PCRE2's match limit, or 50 ns: a million are at
 *          most about 50 ms of CPU.
 * Threads: pure; budget, match data and context have one owner.
 * Source:  pcre2api(3): match limit, offset limit; pcre2jit(3).
 */
#ifndef MATCH_SEARCH_H
#define MATCH_SEARCH_H

#include "match/pattern.h"

enum search_outcome {
    SEARCH_MATCH,
    SEARCH_NONE,
    SEARCH_LIMIT, /* nobody knows whether there is a match */
    SEARCH_TROUBLE
};

/* What a long text may take beyond the budget, as it has to be read. */
enum { SEARCH_STEPS_A_BYTE = 2 };

struct search_budget {
    uint64_t left; /* steps */
    uint64_t since_us;
    uint64_t untimed; /* steps possible since the clock was read */
    bool timed;       /* so many were that the clock is read */
    bool careful;     /* by this thread's CPU time, not by the wall clock */
};

struct search {
    const pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    struct span text;
    size_t window;  /* places at which one call may start matches */
    uint64_t limit; /* of one place, PCRE2's count */
};

/* Around the searches of one text: what lies between is not charged. */
void search_begin(struct search_budget *b);
void search_end(struct search_budget *b);

struct search search_of(const pcre2_code *code, pcre2_match_data *data,
                        pcre2_match_context *context, struct span text);

enum search_outcome search_next(struct search *s, struct search_budget *b,
                                size_t at);

#endif
