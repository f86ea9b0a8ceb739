/*
 * past - what was decided before about this very post.
 *
 * Example: struct past past;
 *          struct past_question q = {SPAN("publish"), method, target, r->body,
 *                                    &author};
 *          if (!past_find(index, &q, a, &past, e)) return STEP_FAILED;
 *          switch (past.kind) {
 *          case PAST_PENDING:   answer 202 with past.decision, record nothing
 *          case PAST_APPROVED:
 *          case PAST_REJECTED:
 *          case PAST_REJECTED_OTHER:
 *               verdict = past_verdict(&past, &moderation.decision); break;
 *          case PAST_NONE: ... }
 *
 * A human decision outranks later automatic ones on the same content: the same
 * route, method, target and body, byte for byte. An approval skips only the
 * rules (as they then were) that the reviewer saw, for the same author, for 30
 * days; a rejection is repeated for that author and holds the post of others.
 * Rules of severity critical are never skipped.
 *
 * The index keeps a small set of hashes in memory, so a post that nobody ever
 * decided on costs one hash and no read; with nothing decided not even that.
 *
 * In:      unverified authors never profit: PAST_NONE for them,
 *          except PAST_PENDING and PAST_REJECTED_OTHER.
 * Memory:  the rules seen live in the arena.
 * Errors:  ERR_STORE, ERR_MEMORY.
 * Threads: safe; past_refresh() from one thread.
 * Source:  docs/behaviour.md.
 */
#ifndef REVIEW_PAST_H
#define REVIEW_PAST_H

#include "audit/author.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "decide/decide.h"

enum past_kind {
    PAST_NONE,
    PAST_PENDING, /* held, approved or being released */
    PAST_APPROVED,
    PAST_REJECTED,      /* of this author */
    PAST_REJECTED_OTHER /* of another author: hold */
};

struct past_rule {
    struct span rule;
    uint64_t hash; /* record_rule_hash() */
};

struct past {
    enum past_kind kind;
    char decision[ID_TEXT]; /* of the post that was decided on */
    bool as_is;             /* approved without masks */
    bool needs_author;      /* approved, and waits for just this request: when
                               it is published, its record says `resolves` */
    const struct past_rule *rule;
    uint32_t rule_count;
};

struct past_question {
    struct span route, method, target;
    struct span body; /* as the author sent it */
    const struct author *author;
};

struct past_index;

/* url as in audit.store; its own connection. */
bool past_open(const char *url, struct past_index **ret,
               struct err *e) MUST_USE;
void past_close(struct past_index **ref); /* NULL inside is fine */

/* Takes in what changed in the store: cheap when nothing did. Every 500 ms;
 * releases_poll() calls it. */
bool past_refresh(struct past_index *p, struct err *e) MUST_USE;

bool past_find(struct past_index *p, const struct past_question *q,
               struct arena *a, struct past *ret, struct err *e) MUST_USE;

/* The verdict that the fired rules still give, seen what a person decided. */
enum verdict past_verdict(const struct past *p, const struct decision *d);

#endif
