/*
 * import - from a list of words to a rule pack, as YAML.
 *
 * Example: struct import im = {.list = &list, .pack = SPAN("spam"), …};
 *          if (!import_check_options(&im, &e) || !import_group(&im, &e) ||
 *              !import_prove(&im, &e)) …
 *          import_write(&im, &out);
 *
 * Entries of one category and weight are one rule, or several where a rule
 * would pass the loader's limits. An entry that folds to what an earlier one
 * folds to is skipped, and noted in the list; so is one of punctuation alone,
 * and, by import_prove(), one that the pack would not find in itself. A
 * category that is none of the closed list is noted once and stays as the
 * rule's note.
 *
 * Out:     a pack that loads, passes its own tests, and that `rules lint`
 *          accepts, as it allows itself what lists are full of: every text is
 *          quoted, rules have a bilingual reason and examples.
 * Memory:  the list's arena. Errors: ERR_MEMORY, ERR_CONFIG (an option, which
 *          is named), ERR_INPUT (no word is left). Threads: one owner.
 */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "base/buf.h"
#include "cli/options.h"
#include "cli/wordlist.h"
#include "match/rule.h"

struct import_rule {
    struct span category; /* of the closed list */
    struct span source;   /* as the list says it, or empty */
    uint32_t weight;
    uint32_t *entry; /* indices into the list */
    uint32_t count, room;
    uint32_t combinations;     /* of the entries: those of several words */
    uint32_t common_sentences; /* bits: ordinary sentences that it hits */
};

struct import {
    struct wordlist *list;
    const char *file; /* for the pack's first line */
    struct span pack, category;
    enum verdict action;
    const char *disguise;       /* "gaps,pinyin" or NULL */
    const struct cli_list *map; /* "色情=minors" */
    bool shadow, whole;
    bool plain; /* without disguises that are guessed: loads sooner */
    struct import_rule *rule;
    uint32_t rule_count, rule_room;
    uint32_t kept;
};

/* Rules are called PACK.words-100000; a name has at most 100 characters. */
enum { IMPORT_LONGEST_PACK = 87 };

/* Whether the pack's name, its category, disguise and map can be used. */
bool import_check_options(const struct import *im, struct err *e) MUST_USE;

/* One of the closed list? */
bool import_is_category(struct span name);

bool import_group(struct import *im, struct err *e) MUST_USE;

/* Loads what would be written and looks for every entry. */
bool import_prove(struct import *im, struct err *e) MUST_USE;

void import_write(const struct import *im, struct buf *out);

/* An entry as a post says it, and the ordinary sentences; import_write.c. */
struct span import_example(struct arena *a, const struct wordlist_entry *w);
enum { IMPORT_SENTENCES = 7 };
extern const struct span import_sentence[IMPORT_SENTENCES];

/* `disguise: [...]`, or nothing. */
void import_add_disguise(const struct import *im, struct buf *out);

#endif
