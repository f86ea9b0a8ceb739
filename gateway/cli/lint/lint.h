/*
 * lint - what loads but is doubtful: `paifang rules lint`.
 *
 * Example: struct lint l = {.rules = &rules, .report = &report, .arena = a, …};
 *          if (!lint_run(&l, &e)) return cli_error(&e);
 *          ... report_print(&report, …)
 *
 * A kind of finding is a row of lint_kinds: its id, level and what it is about.
 * Findings are silenced by a comment
 *     words: [加, 加我]   # paifang-lint: allow shadowed-word
 * on their line, or on lines of comments right above it, or by
 * `lint: {allow: [shadowed-word]}` in the rule or the pack. A comment that
 * begins with paifang-lint and goes on otherwise is a finding itself.
 *
 * Memory:  everything in the arena. Errors: ERR_MEMORY; ERR_INPUT for a file
 *          that can't be read. Threads: one owner.
 */
#ifndef CLI_LINT_LINT_H
#define CLI_LINT_LINT_H

#include "cli/load_rules.h"
#include "cli/report.h"

enum lint_id {
    LINT_LOAD_ERROR,
    LINT_NO_EXAMPLE,
    LINT_FEW_EXAMPLES,
    LINT_NO_REASON,
    LINT_REASON_LANGUAGE,
    LINT_EXPIRED_RULE,
    LINT_ONE_CHARACTER,
    LINT_SHORT_GUESS,
    LINT_IDLE_STAR,
    LINT_IDLE_DISGUISE,
    LINT_PLAIN_BOUNDARY,
    LINT_REPEATED_WORD,
    LINT_SHADOWED_WORD,
    LINT_DEAD_WORD,
    LINT_UNREACHABLE_RULE,
    LINT_COMMON_WORD,
    LINT_STRADDLES_WORDS,
    LINT_REGEX_BLOWUP,
    LINT_REGEX_SLOW,
    LINT_UNKNOWN_ID,
    LINT_UNKNOWN_COMMENT,
    LINT_IDLE_ALLOW,
    LINT_COUNT
};

struct lint_kind {
    const char *id;
    enum finding_level level;
    const char *about; /* for `rules lint --ids` */
};

extern const struct lint_kind lint_kinds[LINT_COUNT];

/* A term of a words condition. Terms of one group are alternatives. */
struct lint_term {
    const struct rule *rule;
    const struct condition *condition;
    const struct term *term;
    struct span folded;
    uint32_t group; /* 0: each is enough for the rule by itself */
};

struct lint {
    const struct cli_rules *rules;
    struct report *report;
    struct arena *arena;
    const struct cli_list *sample; /* files of ordinary posts, one a line */
    double max_share;
    uint64_t now_ms;
    bool strict;
    /* Every term, by rule, group, folded spelling; lint_gather(). */
    struct lint_term *term;
    uint32_t term_count, term_room;
};

bool lint_run(struct lint *l, struct err *e) MUST_USE;

/* What the checks share. */
void lint_say(const struct lint *l, enum lint_id id, const struct rule *rule,
              struct place at, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* Calls see() for every leaf of the rule's conditions. */
typedef void (*lint_leaf)(const struct lint *l, const struct rule *r,
                          const struct condition *leaf);
void lint_leaves(const struct lint *l, const struct rule *r, lint_leaf see);

/* terms.c: gathers l->term; the terms of a rule, and of one group of it. */
bool lint_gather(struct lint *l, struct err *e) MUST_USE;
const struct lint_term *lint_of_rule(const struct lint *l,
                                     const struct rule *rule,
                                     uint32_t *ret_count);
const struct lint_term *lint_group(const struct lint *l,
                                   const struct rule *rule, uint32_t group,
                                   uint32_t *ret_count);

/* A term of the group, other than `self`, that hits wherever `of` does: its
 * equal, or a part of it; or NULL. */
const struct lint_term *lint_part(const struct lint *l,
                                  const struct lint_term *of,
                                  const struct rule *rule, uint32_t group,
                                  const struct term *self);

/* An allow phrase in force for the rule that holds the folded text (`equal`:
 * that is it), or NULL. */
const struct term *lint_allowed(const struct lint *l, const struct rule *rule,
                                struct span folded, bool equal);

/* The checks, a file each. */
void lint_rule(const struct lint *l, const struct rule *r);
void lint_regexes(const struct lint *l, const struct rule *r);
void lint_words(const struct lint *l);
void lint_reach(const struct lint *l);
bool lint_sample(struct lint *l, struct err *e) MUST_USE;
bool lint_silence(struct lint *l, struct err *e) MUST_USE;

#endif
