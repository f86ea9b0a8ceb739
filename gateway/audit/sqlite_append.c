#include <string.h>

#include "audit/sqlite.h"
#include "base/clock.h"
#include "base/heap.h"

/*
 * One transaction for a batch. An item that can't be written for a reason of
 * its own (the same post is held, the queue is full, a change that came too
 * late) says so before it writes anything, so the others are not disturbed;
 * any failure of the store undoes the whole batch.
 */

/* ---- the log ---------------------------------------------------------------
 */

static bool find_log(struct sqlite_store *s, struct err *e)
{
    sqlite3_stmt *find = sqlite_statement(s, SQL_LOG_FIND, e);
    sqlite3_stmt *add = sqlite_statement(s, SQL_LOG_ADD, e);
    int rc;

    if (find == NULL || add == NULL)
        return false;
    sqlite_bind_text(find, 1, span_of(s->origin));
    rc = sqlite_next(s, find, e);
    if (rc == SQLITE_ROW) {
        s->log = sqlite3_column_int64(find, 0);
        s->log_size = sqlite3_column_int64(find, 1);
    }
    sqlite_done(find);
    if (rc != SQLITE_DONE)
        return rc == SQLITE_ROW;
    sqlite_bind_text(add, 1, span_of(s->origin));
    if (!sqlite_run(s, add, e))
        return false;
    s->log = sqlite3_last_insert_rowid(s->db);
    s->log_size = 0;
    return true;
}

static bool write_log_size(struct sqlite_store *s, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_LOG_SIZE, e);

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, s->log);
    (void)sqlite3_bind_int64(st, 2, s->log_size);
    return sqlite_run(s, st, e);
}

static bool add_side(struct sqlite_store *s, const struct record_leaf *leaf,
                     struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_SIDE_ADD, e);

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, sqlite3_last_insert_rowid(s->db));
    sqlite_bind_blob(st, 2, (struct span){leaf->salt, RECORD_SALT});
    sqlite_bind_text(st, 3, leaf->side);
    return sqlite_run(s, st, e);
}

static bool add_leaf(struct sqlite_store *s, const struct record_leaf *leaf,
                     int64_t at, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_LEAF_ADD, e);

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, s->log);
    (void)sqlite3_bind_int64(st, 2, s->log_size);
    (void)sqlite3_bind_int64(st, 3, at);
    (void)sqlite3_bind_int(st, 4, (int)leaf->kind);
    (void)sqlite3_bind_int(st, 5, leaf->verdict);
    sqlite_bind_text(st, 6, leaf->json);
    if (!sqlite_run(s, st, e))
        return false;
    s->log_size++;
    return leaf->side.len == 0 || add_side(s, leaf, e);
}

/* ---- what stands beside it -------------------------------------------------
 */

static bool run_key(struct sqlite_store *s, enum sqlite_sql which,
                    struct sqlite_key key, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, which, e);

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, key.at);
    (void)sqlite3_bind_int64(st, 2, key.rest);
    return sqlite_run(s, st, e);
}

static bool add_author(struct sqlite_store *s, const struct author *who,
                       struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_AUTHOR_ADD, e);

    if (st == NULL)
        return false;
    sqlite_bind_blob(st, 1, (struct span){(const char *)who->pseudonym, 32});
    sqlite_bind_text(st, 2, span_of(who->ref));
    return sqlite_run(s, st, e);
}

static bool resolve(struct sqlite_store *s, struct span id, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_QUEUE_RESOLVE, e);

    if (st == NULL)
        return false;
    sqlite_bind_text(st, 1, id);
    (void)sqlite3_bind_int64(st, 2, (int64_t)clock_wall_ms());
    return sqlite_run(s, st, e);
}

static bool supersede(struct sqlite_store *s, const struct record_item *item,
                      struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_QUEUE_SUPERSEDE, e);
    const char *who = (const char *)item->author->pseudonym;

    if (st == NULL)
        return false;
    sqlite_bind_blob(st, 1, (struct span){who, 32});
    sqlite_bind_text(st, 2, item->supersedes);
    (void)sqlite3_bind_int64(st, 3, (int64_t)clock_wall_ms());
    return sqlite_run(s, st, e);
}

static bool has_author(const struct record_item *item)
{
    return item->author != NULL && item->author->ref[0] != '\0';
}

static bool add_beside(struct sqlite_store *s, const struct record_item *item,
                       struct sqlite_key key, struct err *e)
{
    if (item->forwarded && !run_key(s, SQL_PENDING_ADD, key, e))
        return false;
    if (item->settles && !run_key(s, SQL_PENDING_DROP, key, e))
        return false;
    if (has_author(item) && !item->author->stored &&
        !add_author(s, item->author, e))
        return false;
    if (item->deed != NULL && has_author(item) &&
        !sqlite_append_deed(s, item, key.at, e))
        return false;
    if (item->resolves.len > 0 && !resolve(s, item->resolves, e))
        return false;
    return item->supersedes.len == 0 || !has_author(item) ||
           supersede(s, item, e);
}

/* ---- a batch ---------------------------------------------------------------
 */

static bool append_item(struct sqlite_store *s, struct record_item *item,
                        struct err *e)
{
    struct sqlite_key key = sqlite_key(item->leaf.id);

    item->result = RECORD_WRITTEN;
    if (item->held != NULL && !sqlite_append_held(s, item, e))
        return false;
    if (item->result == RECORD_WRITTEN && item->change != NULL &&
        !sqlite_append_change(s, item, e))
        return false;
    if (item->result != RECORD_WRITTEN)
        return true;
    if (item->leaf.json.len > 0 && !add_leaf(s, &item->leaf, key.at, e))
        return false;
    return add_beside(s, item, key, e);
}

static bool append_all(struct sqlite_store *s, struct record_item *const *items,
                       size_t count, struct err *e)
{
    if (!find_log(s, e))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!append_item(s, items[i], e))
            return false;
    return write_log_size(s, e);
}

static void set_origin(struct sqlite_store *s, struct span origin)
{
    if (s->origin != NULL && span_is(origin, s->origin))
        return;
    heap_free(s->origin);
    s->origin = heap_copy(origin.at, origin.len);
}

bool sqlite_append(struct store *store, struct span origin,
                   struct record_item *const *items, size_t count,
                   struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;

    set_origin(s, origin);
    if (!sqlite_do(s, SQL_BEGIN, e))
        return false;
    if (append_all(s, items, count, e) && sqlite_do(s, SQL_COMMIT, e))
        return true;
    /* SQLite may have rolled back by itself (a full disk). */
    if (sqlite3_get_autocommit(s->db) == 0)
        sqlite_undo(s);
    return false;
}
