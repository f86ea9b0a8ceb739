/*
 * matcher - the compiled form of a rule set (inside match/).
 *
 * Every spelling that is looked for literally is a `literal` of a view, found
 * by its database or, where it begins so, by `prefixes`. Who wants it is a list
 * of `word`s: terms, allow phrases, regexes that require it.
 *
 *     view → prefix, Vectorscan → literal → words → hits, allowed ranges,
 *                                                  regexes due
 *
 * Memory:  arrays on the heap, strings in the matcher's arena; owned by the
 *          matcher. Threads: read-only after compiling.
 */
#ifndef MATCH_MATCHER_H
#define MATCH_MATCHER_H

#include <hs.h>

#include "base/arena.h"
#include "base/err.h"
#include "guess/guess.h"
#include "match/masked.h"
#include "match/pattern.h"
#include "match/prefix.h"
#include "match/prospect.h"
#include "match/ruleset.h"
#include "match/slips.h"

enum word_kind {
    WORD_TERM,      /* of a words condition */
    WORD_ALLOWED,   /* an allow phrase */
    WORD_REQUIRED,  /* without it regex[owner] can't match */
    WORD_TURNED,    /* a term upside down, for the view of lookalikes */
    WORD_COMPOUND,  /* a term as part of a longer word, with `forms` */
    WORD_SCRAMBLED, /* a Latin term backwards, or two letters changed about */
    WORD_KINDS
};

/* One use of a literal. */
struct word {
    enum word_kind kind;
    uint32_t regex;          /* REQUIRED: index into regex[] */
    const struct rule *rule; /* TERM; ALLOWED: NULL = not one rule's */
    const struct pack *pack; /* ALLOWED: NULL = not one pack's */
    const struct condition *condition; /* TERM */
    const struct term *term;
    struct span written; /* the term, or one of its forms, as written */
    struct span bare;    /* written without gap characters */
    struct span folded;
};

/* A literal of a view. `left` and `right` are CHAR_ traits of which the
 * neighbour there must have none, or 0. */
struct literal {
    struct span text;
    uint8_t left, right;
    uint32_t wanted, wanted_count; /* run of matcher.wanted */
};

enum matcher_view {
    MATCHER_DEFAULT,
    MATCHER_COMPACT,
    MATCHER_LOOKALIKES,
    MATCHER_VIEWS
};

struct literal_set {
    hs_database_t *database; /* NULL: nothing to look for with Vectorscan */
    struct literal *literal;
    uint32_t count;
    struct prospect prospect; /* of a view that shows what others hide */
};

/* The words that one spelling is guessed for. */
struct guessed {
    uint32_t wanted, wanted_count; /* run of matcher.guess_wanted */
    float floor;                   /* the lowest of their rules */
};

struct regex {
    pcre2_code *code;
    const struct rule *rule;
    const struct condition *condition;
    uint32_t hit_group;    /* 0: the whole match */
    uint32_t least_digits; /* a text with fewer can't match */
    bool required;         /* only due when one of its literals was seen */
};

struct matcher {
    struct arena *arena;
    struct word *word;
    uint32_t word_count;
    uint32_t *wanted; /* indices into word, literal by literal */
    struct literal_set view[MATCHER_VIEWS];
    bool defanged; /* hosts are looked for with words for their dots, which no
                    * gap need betray */
    struct prefix_set prefixes; /* of the default view */
    struct masked masked;
    struct slips slips;
    struct regex *regex;
    uint32_t regex_count;
    uint32_t *always; /* regexes that no literal calls */
    uint32_t always_count;
    uint32_t most_digits;      /* the largest least_digits */
    struct guess_index *guess; /* NULL: no disguise has to be guessed */
    struct guessed *guessed;   /* by the index's term */
    uint32_t *guess_wanted;    /* indices into word, spelling by spelling */
};

#endif
