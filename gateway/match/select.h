/*
 * select - whether a rule looks at a text at all: side, audience, field,
 * language.
 *
 * Example: if (!rule_selects(rule, &in->text[i], in->side)) continue;
 *
 * A rule for some languages passes over a text only when the detector is sure
 * that none of them is there (confidence 0.9 and 8 letters); short, unsure and
 * letterless text is looked at. Rules that see through disguises in another
 * script (pinyin) look at every language. It saves false hits and is no
 * security boundary.
 *
 * Threads: pure. Source: rules/README.md.
 */
#ifndef MATCH_SELECT_H
#define MATCH_SELECT_H

#include "match/match.h"

bool rule_selects(const struct rule *r, const struct match_text *t,
                  struct match_side side);

bool rule_selects_field(const struct rule *r, struct span field);

/* Why it does not: TRACE_SIDE, TRACE_FIELD or TRACE_LANGUAGE. */
enum trace_why rule_passes_over(const struct rule *r,
                                const struct match_text *t,
                                struct match_side side);

#endif
