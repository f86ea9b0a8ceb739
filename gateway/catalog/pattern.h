/*
 * pattern - one message: Unicode MessageFormat with named arguments, compiled.
 *
 * Example: "{n, plural, one {# post} other {# posts}} held, {name}"
 *
 * What is taken: {name}; {name, number}; {name, plural, =0 {…} one {…} other
 * {…}} with # for the number; {name, select, a {…} other {…}}. An apostrophe
 * quotes braces ('{' is a brace), two are one. Anything else is a load error.
 * ICU itself is not used for this: its C interface has numbered arguments
 * only, and varargs whose types depend on the message.
 *
 * In:      UTF-8 patterns of our own locales/; hostile ones only in fuzzing.
 * Memory:  the arena given; literal text is copied.
 * Errors:  compile: false and what was wrong; ERR_CONFIG is made by the
 *          caller, who knows the place. write: none.
 * Threads: pure; a compiled pattern is read-only.
 * Source:  ICU MessageFormat (DOUBLE_OPTIONAL apostrophes), CLDR plural rules
 *          of en (one, other) and zh (other).
 */
#ifndef CATALOG_PATTERN_H
#define CATALOG_PATTERN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "catalog/catalog.h"

struct pattern_choice;

enum part_kind {
    PART_TEXT,   /* text */
    PART_ARG,    /* text is its name */
    PART_PLURAL, /* text is its name; choices */
    PART_SELECT,
    PART_NUMBER /* #, of the plural around it */
};

struct pattern_part {
    struct span text;
    const struct pattern_choice *choice;
    uint32_t count;
    enum part_kind kind;
};

struct pattern {
    const struct pattern_part *part;
    uint32_t count;
};

struct pattern_choice {
    struct span key; /* "one", "other", "=0" */
    struct pattern message;
};

enum { PATTERN_MOST_ARGS = 8 };

struct pattern_args {
    struct span name[PATTERN_MOST_ARGS]; /* each once, in order of use */
    uint32_t count;
};

/* On false *ret_problem says what was wrong, statically. */
bool pattern_compile(struct arena *a, struct span text, struct pattern *ret,
                     struct pattern_args *ret_args,
                     const char **ret_problem) MUST_USE;

void pattern_write(const struct pattern *p, enum locale l,
                   const struct message *m, struct buf *out);

#endif
