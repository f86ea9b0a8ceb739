/* Items of published posts: there may be as many as posts, so that what one
 * costs counts. Nobody waits for them, and nothing looks for the same again. */
#include "audit/sqlite_after.h"

#include "audit/sqlite.h"
#include "base/clock.h"

bool sqlite_queue_count(struct sqlite_store *s, enum queue_kind kind,
                        uint64_t n, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_QUEUE_COUNTED, e);

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int(st, 1, (int)kind);
    (void)sqlite3_bind_int64(st, 2, (int64_t)n);
    return sqlite_run(s, st, e);
}

static bool look_for_room(struct sqlite_store *s, uint64_t most, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_AFTER_COUNT, e);
    uint64_t open;
    int rc;

    if (st == NULL)
        return false;
    rc = sqlite_next(s, st, e);
    open = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(st, 0) : most;
    open += s->after_new;
    s->after_room = open < most ? most - open : 0;
    sqlite_done(st);
    return rc == SQLITE_ROW;
}

/* Nobody waits for such an item: without room it is left out. Nobody else
 * writes during a batch, so that one look serves it as a whole. */
static bool after_fits(struct sqlite_store *s, const struct queue_row *h,
                       bool *ret, struct err *e)
{
    if (s->after_room == 0 && !look_for_room(s, h->held, e))
        return false;
    *ret = s->after_room > 0;
    s->after_room -= *ret;
    return true;
}

/* What came later about the same decision adds to what reviewers see. */
static bool add_to_it(struct sqlite_store *s, const struct record_item *item,
                      bool *ret, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_AFTER_AGAIN, e);

    if (st == NULL)
        return false;
    sqlite_bind_at(st, 1, span_of(item->leaf.id));
    sqlite_bind_text(st, 2, span_of(item->leaf.id));
    (void)sqlite3_bind_int64(st, 3, (int64_t)clock_wall_ms());
    sqlite_bind_text(st, 4, item->held->rules);
    sqlite_bind_text(st, 5, item->held->view);
    if (!sqlite_run(s, st, e))
        return false;
    *ret = sqlite3_changes(s->db) > 0;
    return true;
}

bool sqlite_after_new(struct sqlite_store *s, const struct record_item *item,
                      bool *ret, struct err *e)
{
    bool there = false;

    *ret = false;
    if (item->leaf.kind != RECORD_DECISION && !add_to_it(s, item, &there, e))
        return false;
    if (there)
        return true;
    if (!after_fits(s, item->held, ret, e))
        return false;
    s->after_new += *ret;
    return true;
}

void sqlite_bind_after(sqlite3_stmt *st, int at, const struct record_item *item)
{
    const struct queue_row *h = item->held;
    const int64_t now = (int64_t)clock_wall_ms();
    bool known = h->author != NULL && h->author->ref[0] != '\0';

    sqlite_bind_at(st, at, span_of(item->leaf.id));
    sqlite_bind_text(st, at + 1, span_of(item->leaf.id));
    (void)sqlite3_bind_int64(st, at + 2, now);
    (void)sqlite3_bind_int64(st, at + 3, now);
    (void)sqlite3_bind_int(st, at + 4, known && h->author->verified);
    sqlite_bind_text(st, at + 5, h->target);
    sqlite_bind_text(st, at + 6, span_of(known ? h->author->ref : ""));
    sqlite_bind_text(st, at + 7, h->route);
    sqlite_bind_text(st, at + 8, h->method);
    sqlite_bind_text(st, at + 9, h->rules);
    sqlite_bind_text(st, at + 10, h->headers);
    sqlite_bind_text(st, at + 11, h->view);
}

bool sqlite_after_count(struct sqlite_store *s, struct err *e)
{
    return s->after_new == 0 ||
           sqlite_queue_count(s, QUEUE_KIND_AFTER, s->after_new, e);
}
