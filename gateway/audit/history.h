/*
 * history - what a verified author did lately: what rules with an `author`
 * condition go by, and the second try at a rule that asked for a change.
 *
 * Example: struct history_told told = {.answer = answers};
 *          const struct history_ask ask = {&who, &rules->author, text, now};
 *          if (!history_find(h, &ask, &told, e)) ...
 *          history_bounced(&told, hash_fast(rule->id))  // within 10 minutes
 *
 * In:      deeds: rows beside the decisions they belong to, written in the same
 *          transaction (record_item.deed) and only when a rule asks for them,
 *          so every process on a store sees what another one recorded. A person
 *          who approves or rejects a held post changes its deed too. A deed is
 *          dropped when its time is over.
 * Out:     an answer for each question but FACT_EXEMPT, which is not asked of
 *          the store and stays as it is.
 * Memory:  the caller's. One connection of its own.
 * Errors:  ERR_STORE.
 * Threads: safe; history_find() reads the disk: not for an event loop.
 * Source:  rules/README.md; docs/behaviour.md.
 */
#ifndef AUDIT_HISTORY_H
#define AUDIT_HISTORY_H

#include "audit/author.h"
#include "base/err.h"
#include "match/author.h"

enum { HISTORY_MOST_BOUNCED = 64, HISTORY_BOUNCE_MS = 10 * 60 * 1000 };

/* What is remembered of one decision; the item's author did it. */
struct deed {
    int verdict;             /* enum verdict */
    uint64_t text;           /* history_text(); 0: not kept */
    const uint64_t *bounced; /* hash_fast of the rules that asked for changes */
    uint32_t bounced_count;
    uint64_t until_ms; /* Unix time; forgotten then */
};

struct history_ask {
    const struct author *author; /* verified */
    const struct author_questions *questions;
    uint64_t text; /* of this post */
    uint64_t now_ms;
};

struct history_told {
    uint32_t *answer; /* one a question */
    uint64_t bounced[HISTORY_MOST_BOUNCED];
    uint32_t bounced_count;
};

struct history;

bool history_open(const char *url, struct history **ret,
                  struct err *e) MUST_USE;
void history_close(struct history **ref); /* NULL inside is fine */

bool history_find(struct history *h, const struct history_ask *ask,
                  struct history_told *ret, struct err *e) MUST_USE;

/* Was the author asked lately to change what this rule met? */
bool history_bounced(const struct history_told *told, uint64_t rule);

/* What stands for a text: the same for no two authors, never 0. */
uint64_t history_text(const struct author *who, struct span folded);

#endif
