/*
 * sqlite - inside the SQLite store: one connection and its statements.
 *
 * Example: sqlite3_stmt *st = sqlite_statement(s, SQL_DEED_ADD, e);
 *          sqlite_bind_blob(st, 1, author); return sqlite_run(s, st, e);
 *
 * Keys: the first half of an id (UUIDv7), `at`, is the millisecond and a
 * counter, so an index on it grows at its end and a prefix of an id or a time
 * is a range of it. The second half is random.
 *
 * Memory:  statements live as long as the connection; bound spans must live
 *          until the statement is reset (sqlite_run, sqlite_done).
 * Errors:  ERR_STORE with SQLite's own words.
 * Threads: one owner (connections are opened without SQLite's mutexes).
 */
#ifndef AUDIT_SQLITE_H
#define AUDIT_SQLITE_H

#include <sqlite3.h>

#include "audit/sqlite_sql.h"
#include "audit/store.h"

/* The tails of leaves that were used last; rows a statement. */
enum { SQLITE_COMMONS = 8, SQLITE_ROWS = 8 };
struct sqlite_common {
    char *text;
    size_t len;
    int64_t no;
};

struct sqlite_store {
    struct store store; /* first */
    sqlite3 *db;
    sqlite3_stmt *statement[SQL_COUNT];
    int64_t version; /* data_version last seen; -1: none */
    char *origin;    /* whose log `log` is */
    int64_t log, log_size;
    struct sqlite_common common[SQLITE_COMMONS];
    unsigned common_turn;
    /* Published posts in this batch: room (0: unknown), not in the tally. */
    uint64_t after_room, after_new;
};

bool sqlite_migrate(struct sqlite_store *s, struct err *e) MUST_USE;

/* NULL: e is set. */
sqlite3_stmt *sqlite_statement(struct sqlite_store *s, enum sqlite_sql which,
                               struct err *e) MUST_USE;

void sqlite_bind_text(sqlite3_stmt *st, int at, struct span text);
void sqlite_bind_blob(sqlite3_stmt *st, int at, struct span bytes);
void sqlite_bind_at(sqlite3_stmt *st, int at, struct span id); /* its key */
void sqlite_common_forget(struct sqlite_store *s);

/* For LIMIT: 0 is all, which SQLite calls -1. */
static inline int64_t sqlite_limit(uint64_t limit)
{
    return limit == 0 || limit > INT64_MAX ? -1 : (int64_t)limit;
}

/* Steps once, to the end, and resets. */
bool sqlite_run(struct sqlite_store *s, sqlite3_stmt *st,
                struct err *e) MUST_USE;

/* Steps: SQLITE_ROW, SQLITE_DONE, or else e is set. sqlite_done() resets. */
int sqlite_next(struct sqlite_store *s, sqlite3_stmt *st, struct err *e);
void sqlite_done(sqlite3_stmt *st);
struct span sqlite_column(sqlite3_stmt *st, int at);
bool sqlite_do(struct sqlite_store *s, enum sqlite_sql which,
               struct err *e) MUST_USE;
void sqlite_undo(struct sqlite_store *s); /* rolls back */
bool sqlite_err(struct sqlite_store *s, const char *what, struct err *e);

/* The time-ordered half of an id, and ranges of it. */
int64_t sqlite_key_of(const char id[ID_TEXT]);
void sqlite_key_range(struct span prefix, int64_t *from, int64_t *to);
int64_t sqlite_key_at(uint64_t wall_ms); /* the least of that millisecond */

/* In files of their own. */
bool sqlite_append(struct store *s, struct span origin,
                   struct record_item *const *items, size_t count,
                   struct err *e);
bool sqlite_append_held(struct sqlite_store *s, struct record_item *item,
                        struct err *e);
bool sqlite_append_change(struct sqlite_store *s, struct record_item *item,
                          struct err *e);
bool sqlite_append_deed(struct sqlite_store *s, const struct record_item *item,
                        int64_t at, struct err *e);
bool sqlite_judge_deed(struct sqlite_store *s, const struct queue_change *c,
                       struct err *e);
bool sqlite_deeds(struct store *s, const unsigned char pseudonym[32],
                  uint64_t since_ms, store_deed_row *row, void *user,
                  struct err *e);
bool sqlite_forget(struct store *s, uint64_t now_ms, uint32_t most,
                   uint32_t *ret_dropped, struct err *e);
bool sqlite_records(struct store *s, const struct store_query *q,
                    store_record_row *row, void *user, struct err *e);
bool sqlite_queue(struct store *s, const struct queue_query *q,
                  store_queue_row *row, void *user, struct err *e);
bool sqlite_author(struct store *s, const unsigned char pseudonym[32],
                   char ret[AUTHOR_REF], struct err *e);
bool sqlite_past(struct store *s, const struct past_query *q,
                 store_past_row *row, void *user, struct err *e);
bool sqlite_past_filter(struct store *s, uint64_t now_ms,
                        void (*add)(void *user, uint64_t hash), void *user,
                        struct err *e);
bool sqlite_unsettled(struct store *s, const struct unsettled_query *q,
                      void (*add)(void *user, const char id[ID_TEXT]),
                      void *user, struct err *e);
extern const struct store_driver store_sqlite;

#endif
