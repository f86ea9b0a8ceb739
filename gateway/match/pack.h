/*
 * pack - the rule loader's own workbench: what its files share.
 *
 * pack.c reads a pack, pack_rule.c a rule (one row a key), pack_match.c a
 * condition tree, pack_leaf.c the leaves that are maps, pack_words.c terms and
 * word files, pack_values.c the small values. ruleset.c finds the files and
 * puts the set together.
 *
 * Memory:  what is kept goes into the rule set's arena; YAML trees and word
 *          files die with their reading.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN, the first mistake only.
 * Threads: one loader, one thread.
 */
#ifndef MATCH_PACK_H
#define MATCH_PACK_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "config/yaml.h"
#include "match/author.h"
#include "match/rule.h"

/* Lists longer than these are mistakes. */
enum {
    PACK_MOST_TERMS = 1000000, /* of one condition or allow list */
    PACK_MOST_RULES = 100000,
    PACK_MOST_CONDITIONS = 1000, /* below one any, all or none */
    PACK_MOST_EXAMPLES = 10000,
    PACK_MOST_SMALL = 100 /* thresholds, fields, patterns */
};

/* One file that was read, for the rule set's hash. */
struct pack_file {
    const char *path;
    struct span name; /* of it: from the folder or file that was asked for */
    struct sha256 digest;
};

struct pack_loader {
    struct arena *arena;
    struct err *e;
    struct pack_file *file;
    uint32_t file_count, file_room;
    uint32_t rule_count;              /* indexes given to rules so far */
    uint32_t term_count;              /* ids given to terms so far */
    uint32_t condition_count;         /* ids given to leaves so far */
    struct author_question *question; /* asked by rules so far */
    uint32_t question_count;
    /* the pack being read */
    const char *path; /* in the arena: struct place points at it */
    size_t root;      /* length of the folder that was asked for */
    const struct pack *pack;
    bool whole; /* its defaults for its rules */
    uint32_t audiences;
};

/* Reads one YAML file as a pack, or as everyone's allow list. */
bool pack_read(struct pack_loader *l, const char *path,
               struct pack *ret) MUST_USE;
bool pack_read_allow(struct pack_loader *l, const char *path,
                     const struct term **ret, uint32_t *ret_count) MUST_USE;

bool pack_rule(struct pack_loader *l, const struct yaml_node *n,
               struct rule *ret) MUST_USE;

/* `match:` and what hangs below it. */
bool pack_match(struct pack_loader *l, const struct yaml_node *n,
                const struct condition **ret) MUST_USE;
bool pack_author(struct pack_loader *l, const struct yaml_node *n,
                 struct condition *ret) MUST_USE; /* pack_author.c */
bool pack_author_example(struct pack_loader *l, const struct yaml_node *n,
                         const struct author_example **ret) MUST_USE;
/* Whether the tree can hold without a hit, as `none` alone does. */
bool pack_spanless(const struct condition *c);

/* A text or a list of texts as terms. */
bool pack_words(struct pack_loader *l, const struct yaml_node *n,
                const struct term **ret, uint32_t *ret_count) MUST_USE;
bool pack_words_from(struct pack_loader *l, const struct yaml_node *n,
                     const struct term **ret, uint32_t *ret_count) MUST_USE;

/* Remembers a file for the hash. */
bool pack_keep_file(struct pack_loader *l, const char *path,
                    struct span bytes) MUST_USE;

/* The packs below folders, and files as they are, sorted; pack_files.c. */
struct pack_path {
    char *path;  /* heap */
    size_t root; /* length of the folder that was asked for, with its slash */
    bool allow;  /* allow.yaml: everyone's allow list */
};

struct pack_paths {
    struct pack_path *at;
    uint32_t count, room;
};

bool pack_find(const char *const *paths, size_t count, struct pack_paths *ret,
               struct err *e) MUST_USE;
void pack_paths_free(struct pack_paths *p);

/* Small values (pack_values.c). */
bool pack_string(struct pack_loader *l, const struct yaml_node *n,
                 struct span *ret) MUST_USE; /* a copy; not empty */
bool pack_name(struct pack_loader *l, const struct yaml_node *n,
               struct span *ret) MUST_USE; /* letters, digits, . _ - */
bool pack_category(struct pack_loader *l, const struct yaml_node *n,
                   struct span *ret) MUST_USE;
bool pack_action(struct pack_loader *l, const struct yaml_node *n,
                 enum verdict *ret) MUST_USE;
bool pack_severity(struct pack_loader *l, const struct yaml_node *n,
                   enum severity *ret) MUST_USE;
bool pack_reason(struct pack_loader *l, const struct yaml_node *n,
                 struct bilingual *ret) MUST_USE;
bool pack_languages(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t *ret) MUST_USE;
bool pack_detected(struct pack_loader *l, const struct yaml_node *n,
                   uint32_t *ret) MUST_USE; /* `mixed other none` too */
bool pack_audiences(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t *ret) MUST_USE;
bool pack_share(struct pack_loader *l, const struct yaml_node *n,
                float *ret) MUST_USE; /* from 0 to 1 */
/* Beside disguises the list may name `forms`: PACK_FORMS. */
#define PACK_FORMS (1U << 31)
bool pack_disguises(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t *ret) MUST_USE;
bool pack_side(struct pack_loader *l, const struct yaml_node *n, bool both,
               uint8_t *ret) MUST_USE;
bool pack_lint(struct pack_loader *l, const struct yaml_node *n,
               struct lint_allow *ret) MUST_USE;
bool pack_date(struct pack_loader *l, const struct yaml_node *n,
               uint64_t *ret_ms) MUST_USE;

/* Not empty, and not more than `most`. */
bool pack_list_fits(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t count, uint32_t most, const char *what) MUST_USE;

struct place pack_place(const struct pack_loader *l, const struct yaml_node *n);

/* A list, or one thing that stands for a list of itself. */
const struct yaml_node *pack_items(const struct yaml_node *n,
                                   uint32_t *ret_count);

#endif
