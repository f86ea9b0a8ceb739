/*
 * reader - a pattern that is being read, and its characters as sets (inside
 * lint/automaton.c).
 *
 * Example: USet *set = uset_openEmpty();
 *          if (!reader_escape(r, set, &class, &c)) … an unknown escape
 *
 * Offsets: bytes of the pattern. Memory: sets are ICU's, the caller's.
 * Errors:  false for what is not known. Threads: one owner.
 * Source:  pcre2pattern(3), with UTF and UCP.
 */
#ifndef CLI_LINT_READER_H
#define CLI_LINT_READER_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/uset.h>

#include "base/attr.h"
#include "base/span.h"

struct automaton;

struct reader {
    struct automaton *m;
    struct span p;
    size_t at;
    unsigned depth;
    uint32_t joins; /* numbers for edge.via */
    bool lost;
};

/* Whether the text stands here; and moves behind it. */
bool reader_sees(const struct reader *r, const char *text);
bool reader_take(struct reader *r, const char *text);

/* The character in every case. */
USet *reader_set(uint32_t c) MUST_USE;

/* What follows a backslash: a class into the set, or one character. */
bool reader_escape(struct reader *r, USet *set, bool *ret_class,
                   uint32_t *ret) MUST_USE;

/* One member or range of a class in brackets into the set. */
bool reader_member(struct reader *r, USet *set) MUST_USE;

#endif
