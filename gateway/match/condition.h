/*
 * condition - what a rule asks of a post, as it was written: a tree.
 *
 * Example: for (uint32_t i = 0; i < c->child_count; i++) see(&c->child[i]);
 *
 * ANY, ALL and NONE combine their children. WORDS, REGEX, NEAR and DOMAINS
 * are met by hits that match/ finds; COUNT, LENGTH and LANGUAGE need no hit:
 * decide/ asks decide/measure.h about the texts themselves. AUTHOR asks about
 * who wrote them (match/author.h).
 *
 * Memory:  everything lives in the rule set's arena; strings are spans with
 *          a NUL behind them. Read-only after loading.
 * Threads: read-only.
 * Source:  rules/README.md.
 */
#ifndef MATCH_CONDITION_H
#define MATCH_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

struct author_question; /* match/author.h */
struct validator;       /* match/validate.h */

/* Where a thing was written, for lint and load errors. */
struct place {
    const char *file;
    uint32_t line, column;
};

struct term {
    struct span text; /* as written, without the * of wildcards */
    bool open_left;   /* *cat: may continue to the left */
    bool open_right;  /* cat*: may continue to the right */
    uint32_t id;      /* index into ruleset.terms */
    struct place place;
};

/* Those that combine others stand first. */
enum condition_kind {
    CONDITION_ANY,      /* children: at least one */
    CONDITION_ALL,      /* children: each */
    CONDITION_NONE,     /* children: not one */
    CONDITION_WORDS,    /* terms */
    CONDITION_REGEX,    /* pattern */
    CONDITION_NEAR,     /* children: WORDS conditions, a member of each */
    CONDITION_DOMAINS,  /* terms that are host names */
    CONDITION_COUNT,    /* of `of`, from least to most; needs no hit */
    CONDITION_LENGTH,   /* graphemes, from least to most; needs no hit */
    CONDITION_LANGUAGE, /* languages, confidence; needs no hit */
    CONDITION_AUTHOR    /* question, least; needs no hit */
};

/* What a count counts, in the original as it was written. */
enum counted {
    COUNTED_LINKS,
    COUNTED_MENTIONS,
    COUNTED_HASHTAGS,
    COUNTED_EMOJI, /* [doge] codes too */
    COUNTED_DIGITS,
    COUNTED_UPPERCASE,
    COUNTED_REPEATS, /* the longest run of one character */
    COUNTED_LINES,
    COUNTED_KINDS
};

enum { NEAR_MOST_MEMBERS = 6 };

extern const char *const counted_names[]; /* NULL-ended */

struct condition {
    enum condition_kind kind;
    struct place place;
    const struct condition *child; /* ANY, ALL, NONE, NEAR */
    const struct term *term;       /* WORDS, DOMAINS */
    uint32_t child_count, term_count;
    struct span pattern; /* REGEX, as written */
    bool folded;         /* REGEX on the default view */
    /* REGEX: a match that none of them accepts is no hit; none = any is */
    const struct validator *const *validator;
    uint32_t validator_count;
    uint32_t within; /* NEAR: most units between neighbours */
    bool ordered;    /* NEAR */
    /* WORDS: the NEAR that it is a child of; its hits are none of the rule's */
    const struct condition *near;
    enum counted of;      /* COUNT */
    uint64_t least, most; /* COUNT, LENGTH: both included; AUTHOR: least */
    const struct author_question *question; /* AUTHOR */
    uint32_t languages;                     /* LANGUAGE: LANG_BITs */
    float confidence;                       /* LANGUAGE: at least */
    uint32_t id; /* of all but ANY, ALL, NONE: dense over the set */
};

/* Whether it is met by itself, not by its children; it has an id. */
static inline bool condition_is_leaf(const struct condition *c)
{
    return c->kind > CONDITION_NONE;
}

#endif
