#include "cli/lint/lint.h"

#include <stdarg.h>

const struct lint_kind lint_kinds[LINT_COUNT] = {
    [LINT_LOAD_ERROR] = {"load-error", FINDING_ERROR,
                         "the packs don't load: nothing else was looked at"},
    [LINT_NO_EXAMPLE] = {"no-example", FINDING_WARNING,
                         "no example that must match, or must not"},
    [LINT_FEW_EXAMPLES] = {"few-examples", FINDING_WARNING,
                           "fewer than three of either (with --strict)"},
    [LINT_NO_REASON] = {"no-reason", FINDING_WARNING,
                        "nothing to tell the author"},
    [LINT_REASON_LANGUAGE] = {"reason-language", FINDING_WARNING,
                              "the reason is not there in English or Chinese"},
    [LINT_EXPIRED_RULE] = {"expired-rule", FINDING_WARNING,
                           "past its date: never evaluated"},
    [LINT_ONE_CHARACTER] = {"one-character", FINDING_WARNING,
                            "a term of one character hits in other words"},
    [LINT_SHORT_GUESS] = {"short-guess", FINDING_WARNING,
                          "guessing disguises pass over one character"},
    [LINT_IDLE_STAR] = {"idle-star", FINDING_WARNING,
                        "'*' beside a Han character does nothing"},
    [LINT_IDLE_DISGUISE] = {"idle-disguise", FINDING_WARNING,
                            "a disguise that no term of the rule can take"},
    [LINT_PLAIN_BOUNDARY] = {"plain-boundary", FINDING_WARNING,
                             "\\b instead of {{b}} in a regex"},
    [LINT_REPEATED_WORD] = {"repeated-word", FINDING_WARNING,
                            "the same term twice, in one rule or in two"},
    [LINT_SHADOWED_WORD] = {"shadowed-word", FINDING_WARNING,
                            "a term that holds another one of its rule"},
    [LINT_DEAD_WORD] = {"dead-word", FINDING_WARNING,
                        "a term that an allow phrase always cancels"},
    [LINT_UNREACHABLE_RULE] = {"unreachable-rule", FINDING_WARNING,
                               "another rule decides all that it hits"},
    [LINT_COMMON_WORD] = {"common-word", FINDING_WARNING,
                          "hits more of the sample than --max-share"},
    [LINT_STRADDLES_WORDS] = {"straddles-words", FINDING_WARNING,
                              "two Han characters across words of the sample"},
    [LINT_REGEX_BLOWUP] = {"regex-blowup", FINDING_ERROR,
                           "a short post makes it run for ever"},
    [LINT_REGEX_SLOW] = {"regex-slow", FINDING_WARNING,
                         "a post of 8 KiB uses all of limits.regex_work"},
    [LINT_UNKNOWN_ID] = {"unknown-id", FINDING_WARNING,
                         "an allowance for a finding that does not exist"},
    [LINT_UNKNOWN_COMMENT] = {"unknown-comment", FINDING_WARNING,
                              "a paifang-lint comment that allows nothing"},
    [LINT_IDLE_ALLOW] = {"idle-allow", FINDING_WARNING,
                         "an allowance that silences nothing"},
};

void lint_say(const struct lint *l, enum lint_id id, const struct rule *rule,
              struct place at, const char *fmt, ...)
{
    const struct finding f = {.id = lint_kinds[id].id,
                              .level = lint_kinds[id].level,
                              .place = at,
                              .rule = rule != NULL ? rule->id : SPAN("")};
    va_list args;

    va_start(args, fmt);
    report_add_args(l->report, &f, fmt, args);
    va_end(args);
}

static void see_leaves(const struct lint *l, const struct rule *r,
                       const struct condition *c, lint_leaf see)
{
    for (uint32_t i = 0; i < c->child_count; i++)
        see_leaves(l, r, &c->child[i], see);
    if (c->child_count == 0)
        see(l, r, c);
}

void lint_leaves(const struct lint *l, const struct rule *r, lint_leaf see)
{
    see_leaves(l, r, r->match, see);
}

bool lint_run(struct lint *l, struct err *e)
{
    const struct ruleset *rs = l->rules->set;

    if (!lint_gather(l, e))
        return false;
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        lint_rule(l, rs->rule[i]);
        lint_regexes(l, rs->rule[i]);
    }
    lint_words(l);
    lint_reach(l);
    if (l->sample->count > 0 && !lint_sample(l, e))
        return false;
    if (!lint_silence(l, e))
        return false;
    if (l->report->lost || arena_full(l->arena))
        return arena_err(l->arena, "lint", e);
    report_sort(l->report);
    return true;
}
