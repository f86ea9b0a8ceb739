#include <string.h>

#include "audit/sqlite.h"
#include "audit/sqlite_after.h"
#include "base/clock.h"
#include "base/heap.h"

/*
 * One transaction for a batch. An item that can't be written for a reason of
 * its own (the same post is held, the queue is full, a change that came too
 * late) says so before it writes anything, so the others are not disturbed;
 * any failure of the store undoes the whole batch.
 */

/* ---- the log ---- */

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

/* ---- the leaves ---- */

void sqlite_common_forget(struct sqlite_store *s)
{
    for (size_t i = 0; i < SQLITE_COMMONS; i++)
        heap_free(s->common[i].text);
    memset(s->common, 0, sizeof(s->common));
}

static bool find_common(struct sqlite_store *s, struct span text, int64_t *ret,
                        struct err *e)
{
    sqlite3_stmt *find = sqlite_statement(s, SQL_COMMON_FIND, e);
    sqlite3_stmt *add = sqlite_statement(s, SQL_COMMON_ADD, e);
    int rc;

    if (find == NULL || add == NULL)
        return false;
    sqlite_bind_text(find, 1, text);
    rc = sqlite_next(s, find, e);
    if (rc == SQLITE_ROW)
        *ret = sqlite3_column_int64(find, 0);
    sqlite_done(find);
    if (rc != SQLITE_DONE)
        return rc == SQLITE_ROW;
    sqlite_bind_text(add, 1, text);
    if (!sqlite_run(s, add, e))
        return false;
    *ret = sqlite3_last_insert_rowid(s->db);
    return true;
}

static bool common_no(struct sqlite_store *s, struct span text, int64_t *ret,
                      struct err *e)
{
    struct sqlite_common *c = s->common;

    for (size_t i = 0; i < SQLITE_COMMONS; i++, c++)
        if (span_equal((struct span){c->text, c->len}, text)) {
            *ret = c->no;
            return true;
        }
    if (!find_common(s, text, ret, e))
        return false;
    c = &s->common[s->common_turn++ % SQLITE_COMMONS];
    heap_free(c->text);
    *c = (struct sqlite_common){heap_copy(text.at, text.len), text.len, *ret};
    return true;
}

/* Its own part, and what it has in common with others; `at` is the first of
 * the two columns. */
static bool bind_json(struct sqlite_store *s, sqlite3_stmt *st, int at,
                      const struct record_leaf *leaf, struct err *e)
{
    size_t own = leaf->json.len - leaf->tail;
    int64_t no;

    sqlite_bind_text(st, at, span_slice(leaf->json, 0, own));
    if (leaf->tail == 0)
        return sqlite3_bind_null(st, at + 1) == SQLITE_OK;
    if (!common_no(s, span_from(leaf->json, own), &no, e))
        return false;
    (void)sqlite3_bind_int64(st, at + 1, no);
    return true;
}

static void bind_side(sqlite3_stmt *st, int at, const struct record_leaf *leaf)
{
    if (leaf->side.len == 0) {
        (void)sqlite3_bind_null(st, at);
        (void)sqlite3_bind_null(st, at + 1);
        return;
    }
    sqlite_bind_blob(st, at, (struct span){leaf->salt, RECORD_SALT});
    sqlite_bind_text(st, at + 1, leaf->side);
}

enum { LEAF_COLUMNS = 10 };

static bool bind_leaf(struct sqlite_store *s, sqlite3_stmt *st, int at,
                      const struct record_item *item, struct err *e)
{
    const struct record_leaf *leaf = &item->leaf;

    (void)sqlite3_bind_int64(st, at, s->log);
    (void)sqlite3_bind_int64(st, at + 1, s->log_size++);
    (void)sqlite3_bind_int64(st, at + 2, sqlite_key_of(leaf->id));
    (void)sqlite3_bind_int(st, at + 3, (int)leaf->kind);
    (void)sqlite3_bind_int(st, at + 4, leaf->verdict);
    if (!bind_json(s, st, at + 5, leaf, e))
        return false;
    (void)sqlite3_bind_int(st, at + 7, item->forwarded);
    bind_side(st, at + 8, leaf);
    return true;
}

enum { OUTCOME_COLUMNS = 4 };

static bool bind_outcome(struct sqlite_store *s, sqlite3_stmt *st, int at,
                         const struct record_item *item, struct err *e)
{
    (void)e;
    (void)sqlite3_bind_int64(st, at, s->log);
    (void)sqlite3_bind_int64(st, at + 1, s->log_size++);
    (void)sqlite3_bind_int64(st, at + 2, sqlite_key_of(item->leaf.id));
    sqlite_bind_text(st, at + 3, item->leaf.json);
    return true;
}

static bool bind_after(struct sqlite_store *s, sqlite3_stmt *st, int at,
                       const struct record_item *item, struct err *e)
{
    (void)s;
    (void)e;
    sqlite_bind_after(st, at, item);
    return true;
}

/* Rows gather until a statement is full: starting one costs as much as two
 * rows. */
struct rows {
    enum sqlite_sql one, many;
    int columns;
    bool numbered; /* a leaf's row is told to its item */
    bool (*bind)(struct sqlite_store *s, sqlite3_stmt *st, int at,
                 const struct record_item *item, struct err *e);
    struct record_item *item[SQLITE_ROWS];
    int count;
};

/* In one statement. The transaction is the only writer, so that numbers of
 * leaves follow each other. */
static bool add_rows(struct sqlite_store *s, const struct rows *rows,
                     struct record_item *const *items, int count, struct err *e)
{
    sqlite3_stmt *st =
        sqlite_statement(s, count > 1 ? rows->many : rows->one, e);
    int64_t last;

    if (st == NULL)
        return false;
    for (int i = 0; i < count; i++)
        if (!rows->bind(s, st, 1 + i * rows->columns, items[i], e))
            return false;
    if (!sqlite_run(s, st, e))
        return false;
    last = sqlite3_last_insert_rowid(s->db);
    for (int i = 0; rows->numbered && i < count; i++)
        items[i]->seq = last - (count - 1 - i);
    return true;
}

static bool gather_row(struct sqlite_store *s, struct rows *rows,
                       struct record_item *item, struct err *e)
{
    rows->item[rows->count++] = item;
    if (rows->count < SQLITE_ROWS)
        return true;
    rows->count = 0;
    return add_rows(s, rows, rows->item, SQLITE_ROWS, e);
}

static bool add_rest(struct sqlite_store *s, const struct rows *rows,
                     struct err *e)
{
    for (int i = 0; i < rows->count; i++)
        if (!add_rows(s, rows, &rows->item[i], 1, e))
            return false;
    return true;
}

/* ---- what stands beside it ---- */

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
    sqlite_bind_at(st, 3, id);
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
                       struct err *e)
{
    if (has_author(item) && !item->author->stored &&
        !add_author(s, item->author, e))
        return false;
    if (item->deed != NULL && has_author(item) &&
        !sqlite_append_deed(s, item, sqlite_key_of(item->leaf.id), e))
        return false;
    if (item->resolves.len > 0 && !resolve(s, item->resolves, e))
        return false;
    return item->supersedes.len == 0 || !has_author(item) ||
           supersede(s, item, e);
}

/* ---- a batch ---- */

struct batch {
    struct rows leaves, outcomes, afters;
};

static bool is_outcome(const struct record_leaf *leaf)
{
    return leaf->kind == RECORD_OUTCOME && leaf->tail == 0 &&
           leaf->side.len == 0;
}

static bool append_queued(struct sqlite_store *s, struct batch *b,
                          struct record_item *item, struct err *e)
{
    bool fresh;

    if (item->held->kind != QUEUE_KIND_AFTER)
        return sqlite_append_held(s, item, e);
    return sqlite_after_new(s, item, &fresh, e) &&
           (!fresh || gather_row(s, &b->afters, item, e));
}

static bool append_item(struct sqlite_store *s, struct batch *b,
                        struct record_item *item, struct err *e)
{
    struct rows *to;

    item->result = RECORD_WRITTEN;
    if (item->held != NULL && !append_queued(s, b, item, e))
        return false;
    if (item->result == RECORD_WRITTEN && item->change != NULL &&
        !sqlite_append_change(s, item, e))
        return false;
    if (item->result != RECORD_WRITTEN)
        return true;
    to = is_outcome(&item->leaf) ? &b->outcomes : &b->leaves;
    if (item->leaf.json.len > 0 && !gather_row(s, to, item, e))
        return false;
    return add_beside(s, item, e);
}

static bool append_all(struct sqlite_store *s, struct record_item *const *items,
                       size_t count, struct err *e)
{
    struct batch b = {
        .leaves = {.one = SQL_LEAF_ADD,
                   .many = SQL_LEAVES_ADD,
                   .columns = LEAF_COLUMNS,
                   .numbered = true,
                   .bind = bind_leaf},
        .outcomes = {.one = SQL_OUTCOME_ADD,
                     .many = SQL_OUTCOMES_ADD,
                     .columns = OUTCOME_COLUMNS,
                     .numbered = true,
                     .bind = bind_outcome},
        .afters = {.one = SQL_AFTER_ADD,
                   .many = SQL_AFTERS_ADD,
                   .columns = SQLITE_AFTER_COLUMNS,
                   .bind = bind_after},
    };

    if (!find_log(s, e))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!append_item(s, &b, items[i], e))
            return false;
    return add_rest(s, &b.leaves, e) && add_rest(s, &b.outcomes, e) &&
           add_rest(s, &b.afters, e) && sqlite_after_count(s, e) &&
           write_log_size(s, e);
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
    s->after_room = 0;
    s->after_new = 0;
    if (!sqlite_do(s, SQL_BEGIN, e))
        return false;
    if (append_all(s, items, count, e) && sqlite_do(s, SQL_COMMIT, e))
        return true;
    sqlite_common_forget(s);
    /* SQLite may have rolled back by itself (a full disk). */
    if (sqlite3_get_autocommit(s->db) == 0)
        sqlite_undo(s);
    return false;
}
