/*
 * import - from a list of words to a rule pack, as YAML.
 *
 * Example: struct import im = {.list = &list, .pack = SPAN("spam"), …};
 *          if (!import_group(&im, &e)) …  import_write(&im, &out);
 *
 * Entries of one category and weight are one rule. An entry that folds to what
 * an earlier one folds to is skipped, and noted in the list. A category that is
 * none of the closed list stays as the rule's note.
 *
 * Out:     a pack that loads and that `rules lint` accepts: every text is
 *          quoted, rules have a bilingual reason and examples.
 * Memory:  the list's arena. Errors: ERR_MEMORY, ERR_CONFIG. Threads: pure.
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
};

struct import {
    struct wordlist *list;
    const char *file; /* for the pack's first line */
    struct span pack, category;
    enum verdict action;
    const char *disguise;       /* "gaps,pinyin" or NULL */
    const struct cli_list *map; /* "色情=minors" */
    bool shadow, whole;
    struct import_rule *rule;
    uint32_t rule_count, rule_room;
    uint32_t kept;
};

bool import_group(struct import *im, struct err *e) MUST_USE;
void import_write(const struct import *im, struct buf *out);

#endif
