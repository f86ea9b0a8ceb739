/*
 * ruleset - every pack of a configuration, read, checked and compiled.
 *
 * Example: struct ruleset *rs;
 *          if (!ruleset_load(paths, n, &rs, e)) ... "rules/x.yaml:12:7: …"
 *          ... ruleset_free(&rs);
 *
 * In:      folders (every *.yaml below them, sorted by name; allow.yaml at the
 *          top of a folder is everyone's allow list) and single files.
 * Memory:  the rule set owns its arena, Vectorscan databases and PCRE2 codes.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN.
 * Threads: immutable once loaded: any number of threads may match with it,
 *          each with its own struct match_scratch (match/match.h).
 */
#ifndef MATCH_RULESET_H
#define MATCH_RULESET_H

#include "base/arena.h"
#include "base/err.h"
#include "match/author.h"
#include "match/rule.h"

struct matcher; /* compiled words and regexes; match/compile.h */

struct ruleset {
    struct arena *arena;
    const struct pack *pack;
    uint32_t pack_count;
    const struct rule **rule; /* all rules; rule[i]->index == i */
    uint32_t rule_count;
    const struct term **term; /* all terms and allow phrases by term.id */
    uint32_t term_count;
    const struct term *allow; /* everyone's: rules/allow.yaml */
    uint32_t allow_count;
    uint32_t condition_count;           /* leaves: all but ANY, ALL, NONE */
    const struct condition **condition; /* leaves by condition.id */
    const struct threshold *threshold;  /* global */
    uint32_t threshold_count;
    const struct rule **translation_rule; /* side: translation only */
    uint32_t translation_rule_count;
    const struct rule **spanless_rule; /* may fire without any hit */
    uint32_t spanless_rule_count;
    struct author_questions author; /* asked by any rule */
    bool has_near;                  /* some rule has a `near` condition */
    bool measures;     /* some rule has a `count` or `length` condition */
    bool bounces;      /* some rule or threshold may ask for a change */
    const char **file; /* all files read: packs, allow and word lists */
    uint32_t file_count;
    char hash[65]; /* SHA-256 of them, hex */
    struct matcher *matcher;
};

/* Reads, checks and compiles. */
bool ruleset_load(const char *const *paths, size_t count, struct ruleset **ret,
                  struct err *e) MUST_USE;

/* Reads and checks only: no matchers (for lint and tests of the loader). */
bool ruleset_read(const char *const *paths, size_t count, struct ruleset **ret,
                  struct err *e) MUST_USE;

/* The global thresholds of the configuration: from[V] is the score from which
 * a post gets verdict V, UINT64_MAX for never. Before the set is shared. */
bool ruleset_set_thresholds(struct ruleset *rs,
                            const uint64_t from[VERDICT_COUNT],
                            struct err *e) MUST_USE;

/* For explaining: every rule sees through these disguises, too, and takes the
 * least certain guess. Rules keep their index; their struct is another one. */
bool ruleset_widen(struct ruleset *rs, uint32_t disguises,
                   struct err *e) MUST_USE;

void ruleset_free(struct ruleset **rs); /* sets *rs to NULL; NULL is fine */

#endif
