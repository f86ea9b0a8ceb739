/*
 * report - what a rules command found, for people and for programs.
 *
 * Example: struct report r = {.arena = a};
 *          report_add(&r, &(struct finding){.id = "shadowed-word",
 *              .level = FINDING_WARNING, .place = t->place, .rule = rule->id},
 *              "'%s' is never reached", …);
 *          report_sort(&r); report_print(&r, REPORT_TEXT, &out);
 *          rules/x.yaml:12:7: warning: x.spam: '…' is never reached
 *              [shadowed-word]
 *
 * Formats: text (one line a finding), json (an array of objects), github
 *          (workflow commands that become annotations), junit (a test suite:
 *          cli/junit.h).
 * Memory:  messages live in the arena. Errors: a full arena sets `lost`; the
 *          command must then not say that all is well.
 * Threads: one owner.
 * Source:  GitHub "Workflow commands": % is %25, CR %0D, LF %0A, and in
 *          properties : is %3A, comma %2C.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "cli/options.h"
#include "match/rule.h"

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_GITHUB, REPORT_JUNIT };

enum finding_level { FINDING_NOTE, FINDING_WARNING, FINDING_ERROR };

struct finding {
    const char *id; /* static */
    enum finding_level level;
    struct place place;  /* line 0: the file as a whole; no file: the set */
    struct span rule;    /* its id, or empty */
    struct span message; /* UTF-8, one line */
};

struct report {
    struct arena *arena;
    struct finding *at;
    uint32_t count, room;
    bool lost;
};

/* Adds a copy of f with the message. */
void report_add(struct report *r, const struct finding *f, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

void report_add_args(struct report *r, const struct finding *f, const char *fmt,
                     va_list args) PRINTF_LIKE(3, 0);

/* The finding that a load error is: "FILE:LINE:COLUMN: what". */
void report_add_error(struct report *r, const char *id, const struct err *e);

/* What a command can't go on with, on standard error; for programs on standard
 * output, too: {"error":{…}} with a finding, a suite of one test with an
 * error, for GitHub (what stands in rules) an annotation. Is CLI_FAILED. */
enum cli_exit report_failure(enum report_format format, const struct err *e);

/* By file, line, column, id. */
void report_sort(struct report *r);

/* How many are of that level or above it. */
uint32_t report_count(const struct report *r, enum finding_level level);

/* json: the array alone; junit: nothing, see cli/junit.h. */
void report_print(const struct report *r, enum report_format format,
                  struct buf *out);

/* A notice that has no finding: "::warning title=…::message". */
void report_github(const struct finding *f, struct buf *out);

/* The two options of every rules command, "json" and "format". */
struct report_options {
    bool json;
    const char *format;
};

#define REPORT_ROWS(o, formats)                                                \
    {0, "format", "NAME", CLI_TEXT, &(o).format, formats},                     \
    {                                                                          \
        0, "json", NULL, CLI_FLAG, &(o).json, "the same as --format json"      \
    }

/* Up to format `most`. Explains on standard error when there is no such one. */
bool report_format(const struct cli_usage *u, const struct report_options *o,
                   enum report_format most, enum report_format *ret) MUST_USE;

/* The same for commands that have text and JSON only. */
bool report_as_json(const struct cli_usage *u, const struct report_options *o,
                    bool *ret) MUST_USE;

#endif
