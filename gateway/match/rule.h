/*
 * rule - a rule set as it was written: packs, rules, conditions.
 *
 * match/pack.c reads YAML into these structs and reports every mistake with
 * FILE:LINE:COLUMN; match/compile.c turns them into matchers; decide/ combines
 * the hits. rules/README.md describes the language.
 *
 * Memory:  everything lives in the rule set's arena; strings are spans with
 *          a NUL behind them. Read-only after loading.
 * Threads: read-only.
 */
#ifndef MATCH_RULE_H
#define MATCH_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "detect/lang.h"
#include "match/condition.h"

/* In rising order: the strongest wins. Also the verdict of a decision. */
enum verdict {
    VERDICT_ALLOW,
    VERDICT_ADVISE,
    VERDICT_FLAG,
    VERDICT_MASK,
    VERDICT_BOUNCE,
    VERDICT_HOLD,
    VERDICT_REJECT,
    VERDICT_COUNT
};

enum severity {
    SEVERITY_LOW,
    SEVERITY_MEDIUM,
    SEVERITY_HIGH,
    SEVERITY_CRITICAL
};

/* What a rule looks at: the post, a machine translation of it, or both. */
#define SIDE_ORIGINAL    1U
#define SIDE_TRANSLATION 2U
#define SIDE_BOTH        (SIDE_ORIGINAL | SIDE_TRANSLATION)

/* Text for people, in the three languages of locales/. en is always there. */
struct bilingual {
    struct span en, zh_hans, zh_hant; /* zh_hant may be empty: made by ICU */
};

/* `lint: {allow: [id, …]}`: what `rules lint` is not to say. */
struct lint_allow {
    const struct span *id;
    uint32_t count;
    struct place place;
};

struct author_example;

struct rule_example {
    struct span text, field; /* field empty: every field */
    bool should_match;
    uint8_t side;                        /* SIDE_ORIGINAL or SIDE_TRANSLATION */
    const struct author_example *author; /* match/author.h; NULL: unknown */
    struct place place;
};

struct rule {
    struct span id; /* "scams.brushing", unique over all packs */
    const struct pack *pack;
    struct place place;
    struct span category;
    struct bilingual reason;
    uint32_t index;     /* position in ruleset.rule */
    uint32_t languages; /* LANG_BITs; 0 = any */
    uint32_t disguises; /* DISGUISE_BITs in force */
    uint8_t sides;      /* SIDE_… bits */
    uint32_t audiences; /* LANG_BITs of the renditions looked at; 0 = all */
    enum verdict action;
    enum severity severity;
    uint32_t priority; /* of two equal actions the higher is named first */
    uint32_t score;
    float certainty; /* floor for guessing disguises */
    bool shadow;
    bool whole;            /* Han ends must be word boundaries */
    bool forms;            /* plural and verb endings */
    uint32_t initials_min; /* shortest term for `initials` */
    bool same_field;
    const struct span *field; /* field names; count 0 = every field */
    uint32_t field_count;
    const struct condition *match;
    const struct term *allow;
    uint32_t allow_count;
    const struct rule_example *example;
    uint32_t example_count;
    struct span help; /* which help lines the author is shown; or empty */
    struct place help_place;
    struct span owner, note;
    struct lint_allow lint;
    uint64_t expires_ms; /* Unix time; 0 = never */
    uint64_t hash;       /* rule_hash(), once loaded */
};

struct threshold {
    uint32_t over;
    enum verdict action;
    struct bilingual reason;
    struct place place;
};

struct pack {
    struct span name;
    const char *file;
    struct span category;
    const struct rule *rule;
    const struct term *allow;
    const struct threshold *threshold;
    uint32_t rule_count, allow_count, threshold_count;
    struct span owner, note;
    struct lint_allow lint;
    struct place place;
};

/* FNV-1a over what the rule does, not over how it is written: a comment or
 * another order of keys does not change it, a word more does. */
uint64_t rule_hash(const struct rule *r);

const char *verdict_name(enum verdict v);
bool verdict_find(struct span name, enum verdict *ret);
const char *severity_name(enum severity s);
bool severity_find(struct span name, enum severity *ret);

/* What an author is told by a threshold that has no reason of its own. */
extern const struct bilingual threshold_reason;

/* The closed list, NULL-ended; mapped to the EU DSA's. */
extern const char *const category_names[];

#endif
