/*
 * match - every hit of a rule set's words and regexes in a post's texts.
 *
 * Example: 诚招刷.单 with a rule on 刷单 (gaps) gives one hit at [6, 13), term
 *          刷单, disguises gaps.
 *
 * In:      texts of one side (valid UTF-8), each with its field and language.
 * Out:     hits of leaf conditions, in original byte offsets on grapheme
 *          boundaries, sorted by text, from, to descending, rule. Of too many
 *          each condition keeps its first, strongest actions first.
 * Offsets: UTF-8 bytes of the text looked at, half-open.
 * Memory:  hits live in the arena; the scratch is reused post after post.
 * Errors:  ERR_MEMORY (arena full), ERR_REGEX_LIMIT (a regex ran into its
 *          limits; never "no match"), ERR_INTERNAL. After ERR_REGEX_LIMIT, and
 *          only then, *ret holds all the same what everything else found.
 * Threads: pure; one struct match_scratch per thread and rule set.
 */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "base/arena.h"
#include "base/err.h"
#include "detect/detect.h"
#include "match/rule.h"
#include "match/ruleset.h"
#include "match/trace.h"

/* One text to look at. */
struct match_text {
    struct span text;
    struct span field; /* the rule language's field name; empty = any field */
    const struct detection *detection; /* NULL: not known, rules look anyway */
    bool marked_up; /* shown as HTML: regexes see it without markup, too */
};

/* What the texts are: the post itself, or a machine translation of it. */
struct match_side {
    unsigned side;     /* SIDE_ORIGINAL or SIDE_TRANSLATION */
    uint32_t audience; /* LANG_BIT of the language it was put into, or 0 */
};

/* One leaf condition met at one place. */
struct hit {
    const struct rule *rule;
    const struct condition *condition;
    uint32_t text; /* index into the texts given */
    struct range at;
    struct span term;   /* as written in the rule; the pattern for regexes */
    uint32_t disguises; /* DISGUISE_BITs that were needed */
    float certainty;    /* 1 unless a guessing disguise was needed */
    bool longest;       /* of its cluster of overlapping hits */
    const struct term *cancelled_by; /* allow phrase, or NULL */
};

struct hits {
    struct hit *at;
    uint32_t count;
    bool truncated;      /* more than MATCH_MOST_HITS: the rest was dropped */
    uint64_t regex_left; /* of the input's regex_work */
};

enum { MATCH_MOST_HITS = 200 };

struct match_scratch; /* Vectorscan scratch, PCRE2 match data, JIT stack */

bool match_scratch_new(const struct ruleset *rs, struct match_scratch **ret,
                       struct err *e) MUST_USE;
void match_scratch_free(struct match_scratch **s);

struct match_input {
    const struct match_text *text;
    uint32_t text_count;
    unsigned side;             /* as in struct match_side */
    uint32_t audience;         /* the same */
    uint64_t regex_work;       /* limits.regex_work for the whole post */
    struct match_trace *trace; /* what was dropped, and why; usually NULL */
};

bool match_run(const struct ruleset *rs, struct match_scratch *scratch,
               const struct match_input *in, struct arena *a, struct hits *ret,
               struct err *e) MUST_USE;

#endif
