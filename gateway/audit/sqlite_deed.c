/* What authors did: written with their decisions, read when a rule asks. */
#include "audit/history.h"
#include "audit/sqlite.h"
#include "match/rule.h"

bool sqlite_append_deed(struct sqlite_store *s, const struct record_item *item,
                        int64_t at, struct err *e)
{
    const struct deed *d = item->deed;
    sqlite3_stmt *st = sqlite_statement(s, SQL_DEED_ADD, e);

    if (st == NULL)
        return false;
    sqlite_bind_blob(st, 1,
                     (struct span){(const char *)item->author->pseudonym, 32});
    (void)sqlite3_bind_int64(st, 2, at);
    (void)sqlite3_bind_int(st, 3, d->verdict);
    (void)sqlite3_bind_int64(st, 4, (int64_t)d->text);
    if (d->bounced_count > 0)
        sqlite_bind_blob(st, 5,
                         (struct span){(const char *)d->bounced,
                                       d->bounced_count * sizeof(uint64_t)});
    else
        (void)sqlite3_bind_null(st, 5);
    (void)sqlite3_bind_int64(st, 6, (int64_t)d->until_ms);
    return sqlite_run(s, st, e);
}

/* A person's word replaces what the machine said of that post. */
bool sqlite_judge_deed(struct sqlite_store *s, const struct queue_change *c,
                       struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_DEED_JUDGED, e);

    if (st == NULL)
        return false;
    sqlite_bind_text(st, 1, span_of(c->id));
    (void)sqlite3_bind_int64(st, 2, sqlite_key_of(c->id));
    (void)sqlite3_bind_int(
        st, 3, c->to == QUEUE_REJECTED ? VERDICT_REJECT : VERDICT_ALLOW);
    return sqlite_run(s, st, e);
}

bool sqlite_deeds(struct store *store, const unsigned char pseudonym[32],
                  uint64_t since_ms, store_deed_row *row, void *user,
                  struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *st = sqlite_statement(s, SQL_DEED_LIST, e);
    int rc;

    if (st == NULL)
        return false;
    sqlite_bind_blob(st, 1, (struct span){(const char *)pseudonym, 32});
    (void)sqlite3_bind_int64(st, 2, sqlite_key_at(since_ms));
    while ((rc = sqlite_next(s, st, e)) == SQLITE_ROW) {
        const struct store_deed d = {
            .at_ms = (uint64_t)sqlite3_column_int64(st, 0) >> 16U,
            .verdict = sqlite3_column_int(st, 1),
            .text = (uint64_t)sqlite3_column_int64(st, 2),
            .bounced = sqlite_column(st, 3),
        };

        if (!row(user, &d)) {
            rc = SQLITE_DONE;
            break;
        }
    }
    sqlite_done(st);
    return rc == SQLITE_DONE;
}

bool sqlite_forget(struct store *store, uint64_t now_ms, uint32_t most,
                   uint32_t *ret_dropped, struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *st = sqlite_statement(s, SQL_DEED_FORGET, e);

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, (int64_t)now_ms);
    (void)sqlite3_bind_int64(st, 2, most);
    if (!sqlite_run(s, st, e))
        return false;
    *ret_dropped = (uint32_t)sqlite3_changes(s->db);
    return true;
}
