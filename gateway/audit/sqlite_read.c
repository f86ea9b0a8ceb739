#include <string.h>

#include "audit/sqlite.h"

static void bind_query(sqlite3_stmt *st, const struct store_query *q)
{
    int64_t from;
    int64_t to;

    sqlite_key_range(q->id, &from, &to);
    if (from < sqlite_key_at(q->since_ms))
        from = sqlite_key_at(q->since_ms);
    (void)sqlite3_bind_int64(st, 1, from);
    (void)sqlite3_bind_int64(st, 2, to);
    (void)sqlite3_bind_int64(st, 3, (int64_t)q->kinds);
    (void)sqlite3_bind_int64(st, 4, (int64_t)q->verdicts);
    sqlite_bind_text(st, 5, q->route);
    sqlite_bind_text(st, 6, q->id);
    (void)sqlite3_bind_int64(st, 7, sqlite_limit(q->limit));
}

bool sqlite_records(struct store *store, const struct store_query *q,
                    store_record_row *row, void *user, struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *st = sqlite_statement(
        s, q->oldest_first ? SQL_RECORDS_OLDEST : SQL_RECORDS, e);
    int rc;

    if (st == NULL)
        return false;
    bind_query(st, q);
    while ((rc = sqlite_next(s, st, e)) == SQLITE_ROW) {
        struct store_record r = {
            .seq = sqlite3_column_int64(st, 0),
            .kind = (enum record_kind)sqlite3_column_int(st, 1),
            .json = sqlite_column(st, 2),
            .side = sqlite_column(st, 3),
        };

        if (!row(user, &r)) {
            rc = SQLITE_DONE;
            break;
        }
    }
    sqlite_done(st);
    return rc == SQLITE_DONE;
}

bool sqlite_author(struct store *store, const unsigned char pseudonym[32],
                   char ret[AUTHOR_REF], struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *st = sqlite_statement(s, SQL_AUTHOR_FIND, e);
    bool found = false;
    int rc;

    if (st == NULL)
        return false;
    sqlite_bind_blob(st, 1, (struct span){(const char *)pseudonym, 32});
    rc = sqlite_next(s, st, e);
    if (rc == SQLITE_ROW && sqlite3_column_bytes(st, 0) == AUTHOR_REF - 1) {
        memcpy(ret, sqlite3_column_text(st, 0), AUTHOR_REF);
        found = true;
    }
    sqlite_done(st);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return false;
    return found || err_set(e, ERR_NOT_FOUND, NULL, "a new author");
}

bool sqlite_unsettled(struct store *store, const struct unsettled_query *q,
                      void (*add)(void *user, const char id[ID_TEXT]),
                      void *user, struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *st = sqlite_statement(s, SQL_UNSETTLED, e);
    int rc;

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, q->from_seq);
    (void)sqlite3_bind_int64(st, 2, sqlite_key_at(q->before_ms));
    (void)sqlite3_bind_int64(st, 3, sqlite_limit(q->limit));
    while ((rc = sqlite_next(s, st, e)) == SQLITE_ROW)
        if (sqlite3_column_bytes(st, 0) == ID_TEXT - 1)
            add(user, (const char *)sqlite3_column_text(st, 0));
    sqlite_done(st);
    return rc == SQLITE_DONE;
}
