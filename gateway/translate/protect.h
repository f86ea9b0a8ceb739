/*
 * protect - a line of prose as a provider gets it, and the way back.
 *
 * Example: "看 @bob 的猫，yyds" → "看 __E0__ 的猫，__E1__"; the answer
 *          "Look at __E0__'s cat, __E1__" → "Look at @bob's cat, GOAT".
 *
 * In:      one line, valid UTF-8; what its markup, the caller and the glossary
 *          protect, beside what translate/literal.h finds.
 * Errors:  ERR_MEMORY; protect_restore: ERR_IMPLAUSIBLE when a token is lost,
 *          doubled or made up.
 * Memory:  in the arena given.
 * Threads: pure.
 */
#ifndef TRANSLATE_PROTECT_H
#define TRANSLATE_PROTECT_H

#include "base/arena.h"
#include "base/err.h"
#include "translate/letters.h"
#include "translate/literal.h"

/* A space that we put beside a token goes again on the side that it hugs: an
 * opening ** must touch the word behind it. */
enum hug { HUG_NONE, HUG_RIGHT, HUG_LEFT };

/* What stays as it is, by whom it was found. Terms yield to entities. */
struct guard {
    struct range at;        /* in the line */
    enum literal_kind kind; /* LITERAL_MARKUP, LITERAL_KEEP or LITERAL_TERM */
    struct span back;       /* what comes back instead */
    enum hug hug;
};

struct guards {
    const struct guard *at; /* rising, not overlapping */
    uint32_t count;
};

struct token_back {
    struct span text;
    enum hug hug; /* HUG_NONE unless we put a space there */
    bool term;    /* part of the sentence: spaced as its language is */
};

struct protected_text {
    struct span wire;              /* what is sent */
    const struct token_back *back; /* by token number */
    uint32_t count;
    struct letters letters; /* of what is not protected */
};

bool protect_line(struct arena *a, struct span line, struct guards guards,
                  struct protected_text *ret, struct err *e) MUST_USE;

bool protect_restore(struct arena *a, const struct protected_text *p,
                     struct span answer, struct span *ret,
                     struct err *e) MUST_USE;

#endif
