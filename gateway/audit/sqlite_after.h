/*
 * sqlite_after - inside the SQLite store: the queue's rows of published posts,
 * several to a statement.
 *
 * Example: if (!sqlite_after_new(s, item, &fresh, e)) ...
 *          if (fresh)              // sooner or later in this batch:
 *              sqlite_bind_after(st, 1, item);  // SQL_AFTER_ADD
 *          ... sqlite_after_count(s, e)         // before the batch ends
 *
 * In:      items with held->kind == QUEUE_KIND_AFTER.
 * Memory:  bound spans must live until the statement is reset.
 * Errors:  ERR_STORE.
 * Threads: the connection's owner, inside a transaction.
 */
#ifndef AUDIT_SQLITE_AFTER_H
#define AUDIT_SQLITE_AFTER_H

#include "audit/sqlite.h"

enum { SQLITE_AFTER_COLUMNS = 12 };

/* *ret: a row is to be added. Not so when the decision has one, which is then
 * changed, or when there is no room. */
bool sqlite_after_new(struct sqlite_store *s, const struct record_item *item,
                      bool *ret, struct err *e) MUST_USE;
void sqlite_bind_after(sqlite3_stmt *st, int at,
                       const struct record_item *item);
/* Puts those that were new into the tally. */
bool sqlite_after_count(struct sqlite_store *s, struct err *e) MUST_USE;

/* n more of a kind are open. */
bool sqlite_queue_count(struct sqlite_store *s, enum queue_kind kind,
                        uint64_t n, struct err *e) MUST_USE;

#endif
