/*
 * record - what is written down about a decision and what follows it.
 *
 * Example: struct record_decision d = {.id = post->id, .time_ms = now,
 *              .route = SPAN("publish"), .author = &post->author,
 *              .verdict = post->verdict, .moderation = &post->moderation,
 *              .fields = &post->fields, .body = r->body, ...};
 *          struct record_item *item;
 *          if (!record_decision(recorder_context(rec), &d, a, &item, e)) ...
 *          item->forwarded = d.verdict <= VERDICT_MASK;
 *          item->held = d.verdict == VERDICT_HOLD ? &queue_row : NULL;
 *
 * Out:     the leaf, one line of compact JSON without personal data:
 *          {"kind":"decision","id","time","author","verified",
 *           "mode","verdict","would","language","confidence","languages",
 *           "score","author_counts":{"posts/10m":6},"hits":[{"rule","action",
 *           "field","side","from","to","disguises","shadow"…}],
 *           "failures":{"translator_late":"publish"},"timings","content",
 *           "side"…,"origin","route","rules","config","catalog"}
 *          members that say nothing are left out. `content` and `side` are
 *          salted hashes; the side text holds what can be erased: method,
 *          target, matched texts and terms, the kept text, the masked form.
 * Offsets: UTF-8 bytes of the field's text, half-open.
 * Memory:  item and JSON in the arena (record_event: in the heap, freed after
 *          it was written).
 * Errors:  ERR_MEMORY.
 * Threads: pure, but for random salts.
 * Source:  docs/behaviour.md.
 */
#ifndef AUDIT_RECORD_H
#define AUDIT_RECORD_H

#include "audit/author.h"
#include "audit/item.h"
#include "base/arena.h"
#include "decide/moderate.h"
#include "fields/fields.h"
#include "match/author.h"

/* What all records of a process share; recorder_context() gives it. */
struct record_context {
    struct span origin;
    uint32_t keep_text; /* enum keep_text (config/config.h) */
};

struct record_failure {
    const char *failure; /* class, config/failure.h */
    const char *outcome; /* outcome_name(): what followed */
};

struct record_timing {
    const char *step;
    uint32_t us;
};

struct record_decision {
    const char *id; /* id_new() */
    uint64_t time_ms;
    struct span route;
    bool observe;                /* decided and recorded, not acted on */
    const struct author *author; /* NULL: anonymous */
    struct span method, target;  /* as forwarded */
    struct span body;            /* as it came, for the content hash */
    enum verdict verdict;        /* that took effect */
    const struct moderation *moderation; /* NULL: it never got so far */
    const struct fields *fields;         /* NULL too; texts as moderated */
    const struct record_failure *failure;
    uint32_t failure_count;
    struct span rules_hash, config_hash, catalog_hash; /* hex */
    const struct record_timing *timing;
    uint32_t timing_count;
    const char *const *note; /* static words: "digest_dropped", … */
    uint32_t note_count; /* forged_attachment and transcoded come by fields */
    struct span human;   /* the decision whose review this one follows */
    const struct author_questions *questions; /* what rules asked, with … */
    const uint32_t *answers;                  /* … the answers; NULL: none */
};

bool record_decision(const struct record_context *c,
                     const struct record_decision *d, struct arena *a,
                     struct record_item **ret, struct err *e) MUST_USE;

/* What followed a decision. Members that are empty, 0 or NULL are left out. */
struct record_event {
    enum record_kind kind;
    struct span decision;      /* id; empty: about none (_REFUSED, _RELOAD) */
    uint64_t time_ms;          /* 0: now */
    const char *result;        /* static: "answered", "unreachable", "unknown",
                                  "approve", "released", … */
    int status;                /* HTTP status */
    uint64_t ms;               /* it took */
    uint64_t count;            /* RECORD_REFUSED, _LATE_DROPPED: how many */
    struct span language;      /* RECORD_LATE_HIT: of the rendition */
    struct span rule;          /* RECORD_LATE_HIT: the strongest */
    struct span rules, config; /* RECORD_RELOAD: hashes, in force now */
    struct span route;
    struct span side; /* JSON that can be erased: {"by":…,"note":…} */
};

/* One heap block: heap_free() it, once it was written. */
struct record_item *record_event(const struct record_event *event) MUST_USE;

/* FNV-1a over all that makes a rule what it is: a human decision holds for
 * the rule as the reviewer saw it. */
uint64_t record_rule_hash(const struct fired_rule *fired);

#endif
