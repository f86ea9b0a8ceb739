/*
 * compile - turns the rules of a rule set into matchers.
 *
 * Example: if (!matcher_compile(rs, e)) ... "rules/x.yaml:12:7: regex: …"
 *
 * In:      a rule set whose packs, terms and conditions are complete; every
 *          term.id, condition.id and rule.index is set.
 * Out:     rs->matcher: the literals of all words, allow phrases and regexes.
 *          In the default view those that begin with Han or the like are a
 *          prefix set and the rest a Vectorscan database; each other view has
 *          a database, and a prospect that says when it is due. PCRE2 codes.
 * Memory:  the matcher owns its memory; it borrows the rule set's structs and
 *          must be freed before them.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN (bad regex, empty term),
 *          ERR_INTERNAL (Vectorscan or ICU refuse).
 * Threads: called by one thread, which starts others while it compiles;
 *          read-only afterwards.
 */
#ifndef MATCH_COMPILE_H
#define MATCH_COMPILE_H

#include "base/attr.h"
#include "base/err.h"
#include "match/ruleset.h"

struct matcher;

bool matcher_compile(struct ruleset *rs, struct err *e) MUST_USE;
void matcher_free(struct matcher **m); /* sets *m to NULL; NULL is fine */

#endif
