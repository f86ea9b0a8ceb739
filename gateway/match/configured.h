/*
 * configured - the rule set of a configuration: its packs, its thresholds.
 *
 * Example: if (!ruleset_configured(config, &rs, e)) ... "rules/x.yaml:12:7: …"
 *
 * Memory, Errors and Threads as in match/ruleset.h.
 */
#ifndef MATCH_CONFIGURED_H
#define MATCH_CONFIGURED_H

#include "config/config.h"
#include "match/ruleset.h"

bool ruleset_configured(const struct config *c, struct ruleset **ret,
                        struct err *e) MUST_USE;

/* The thresholds alone, for a rule set of other packs; before it is shared. */
bool ruleset_configure(struct ruleset *rs, const struct config *c,
                       struct err *e) MUST_USE;

#endif
