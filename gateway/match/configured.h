/*
 * configured - the rule set of a configuration: its packs, its thresholds, whom
 * it exempts.
 *
 * Example: if (!ruleset_configured(config, &rs, e)) ... "rules/x.yaml:12:7: …"
 *
 * Memory, Errors and Threads as in match/ruleset.h.
 */
#ifndef MATCH_CONFIGURED_H
#define MATCH_CONFIGURED_H

#include "catalog/help.h"
#include "config/config.h"
#include "match/ruleset.h"

/* In two parts: every file is read and checked, then compiled, which takes the
 * time. */
bool ruleset_configured_read(const struct config *c, struct ruleset **ret,
                             struct err *e) MUST_USE;
bool ruleset_configured_compile(const struct config *c, struct ruleset *rs,
                                struct err *e) MUST_USE;

/* Both. */
bool ruleset_configured(const struct config *c, struct ruleset **ret,
                        struct err *e) MUST_USE;

/* Of the lists that rules name in author: {exempt: [staff]}, the next from *at
 * on that rules.exempt does not have or leaves empty: for nobody the rule makes
 * an exception. NULL: no more. */
const struct author_question *ruleset_unlisted(const struct ruleset *rs,
                                               const struct config *c,
                                               uint32_t *at);

/* Every rule's `help` names lines that are there. */
bool ruleset_check_help(const struct ruleset *rs, const struct help *h,
                        struct err *e) MUST_USE;

/* The thresholds alone, for a rule set of other packs; before it is shared. */
bool ruleset_configure(struct ruleset *rs, const struct config *c,
                       struct err *e) MUST_USE;

#endif
