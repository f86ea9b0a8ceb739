/*
 * load_rules - the rule set that a command was asked to use.
 *
 * Example: struct cli_rules r;
 *          if (!cli_rules_load(config, &folders, &r, &e)) return cli_error(&e);
 *          ... r.set, r.regex_work ... cli_rules_done(&r);
 *
 * In:      --rules given at least once: those; else -c CONFIG: its packs and
 *          thresholds; else ./rules.
 * Memory:  the struct owns the rule set. Errors: ERR_CONFIG, ERR_NOT_FOUND.
 * Threads: the main thread.
 */
#ifndef CLI_LOAD_RULES_H
#define CLI_LOAD_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "cli/options.h"
#include "config/failure.h"
#include "match/ruleset.h"

struct cli_rules {
    struct ruleset *set;
    uint64_t regex_work;
    enum verdict translation_cap;
    enum outcome regex_limit; /* what failure.regex_limit says */
};

/* config may be NULL. */
bool cli_rules_load(const char *config, const struct cli_list *folders,
                    struct cli_rules *ret, struct err *e) MUST_USE;
void cli_rules_done(struct cli_rules *r);

#endif
