/*
 * junit - tests and how they ended, as build servers read them.
 *
 * Example: const struct junit_test tests[] = {
 *              {.group = rule->id, .place = x->place, .failed = finding}};
 *          junit_print("rules", tests, COUNT_OF(tests), &out);
 *          -> <testsuite name="rules" tests="1" failures="1" errors="0"> …
 *
 * In:      any text; names of files need not be UTF-8.
 * Out:     well-formed XML 1.0, one testcase a test: what XML has no character
 *          for is U+FFFD.
 * Memory:  appends to a buffer. Threads: pure.
 * Source:  XML 1.0, 2.2 and 3.3.3; the suites of JUnit's Ant task.
 */
#ifndef CLI_JUNIT_H
#define CLI_JUNIT_H

#include "cli/report.h"

struct junit_test {
    struct span group;            /* "classname": the rule */
    const char *name;             /* NULL: its place */
    struct place place;           /* a name once: FILE:LINE:COLUMN */
    const struct finding *failed; /* NULL: passed */
    bool broken;                  /* it could not run: an error, no failure */
};

void junit_print(const char *suite, const struct junit_test *test,
                 uint32_t count, struct buf *out);

#endif
