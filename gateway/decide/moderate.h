/*
 * moderate - the pure part of a post's journey in one call: detect, match,
 * decide, mask to a fixpoint. `check`, `rules test` and the journey share it.
 *
 * Example: struct moderate_text body = {.text = t, .field = SPAN("body")};
 *          struct moderate_input in = {.rules = rs, .scratch = scratch,
 *              .text = &body, .text_count = 1, .now_ms = clock_wall_ms(),
 *              .regex_work = 1000000, .translation_cap = VERDICT_HOLD};
 *          if (!moderate_run(&in, arena, &m, e)) ... failure class of e->kind
 *          m.decision.verdict; m.text[0].masked; m.text[0].detection.lang
 *
 *          After translation, the same input with `earlier` = &m and the
 *          renditions: the original is not looked at a second time.
 *
 * In:      the post's texts in the order of its fields; valid UTF-8.
 * Out:     one detection a text, the decision over every side, the changes
 *          that live mask hits ask for (whether a verdict lets the post out
 *          or not), settled: matching the masked text again gives no new hit
 *          of a live mask rule (at most 3 rounds, else ERR_INTERNAL).
 * Offsets: UTF-8 bytes of each text as given, half-open.
 * Memory:  all in the arena; `earlier` must live in the same one.
 * Errors:  ERR_MEMORY, ERR_INTERNAL: never a silent allow. A regex that ran
 *          into its limits is no error here but `regex_limit`: what everything
 *          else found counts, and the caller raises the verdict to the outcome
 *          configured for that failure class, never lowers it.
 * Threads: pure; one match_scratch a thread and rule set.
 * Source:  journey/steps.h; rules/README.md; docs/behaviour.md.
 */
#ifndef DECIDE_MODERATE_H
#define DECIDE_MODERATE_H

#include "base/arena.h"
#include "base/err.h"
#include "decide/decide.h"
#include "detect/detect.h"
#include "fields/change.h"
#include "fields/markup.h"
#include "match/match.h"
#include "match/ruleset.h"

struct moderate_text {
    struct span text;
    struct span field; /* the rule language's field name; empty = any field */
    enum markup markup;
};

/* One machine translation of the post. */
struct moderate_rendition {
    const char *to_language; /* "en"; static or in the arena */
    const struct moderate_text *text;
    uint32_t text_count;
};

struct moderation;

struct moderate_input {
    const struct ruleset *rules;
    struct match_scratch *scratch;
    const struct moderate_text *text;
    uint32_t text_count;
    const struct moderate_rendition *rendition;
    uint32_t rendition_count;
    const struct moderation *earlier; /* of the same texts, or NULL */
    uint64_t now_ms;              /* Unix time: rules that expired are out */
    uint64_t regex_work;          /* limits.regex_work for the whole post */
    enum verdict translation_cap; /* translation_max_action, usually hold */
    struct match_trace *trace;    /* what was dropped, and why; usually NULL */
    const uint32_t *author;       /* answers to rules->author; NULL: unknown */
};

/* What became of one text. */
struct moderated_text {
    struct detection detection;
    const struct change *change; /* masks, in order; none = as it was */
    uint32_t change_count;
    struct span masked; /* with the changes; the text itself without any */
};

struct moderated_rendition {
    const char *to_language;
    struct moderated_text *text; /* as many as in the rendition */
    uint32_t text_count;
    bool masked;
    bool withheld; /* a rule for this audience keeps it from them */
};

struct moderation {
    struct decision decision;
    struct moderated_text *text; /* as many as in the input */
    uint32_t text_count;
    struct moderated_rendition *rendition;
    uint32_t rendition_count;
    bool masked;         /* a live mask hit exists on the original */
    bool regex_limit;    /* on any side: not every regex was seen through */
    uint64_t regex_left; /* of the input's regex_work, all sides together */
    enum lang language;  /* of the post: its text with the most letters */
    float confidence;
    struct decide_side original; /* hits as matched; for `earlier` */
};

bool moderate_run(const struct moderate_input *in, struct arena *a,
                  struct moderation *ret, struct err *e) MUST_USE;

#endif
