/* The queue: what is held, what becomes of it, what was decided before. */
#include <string.h>

#include "audit/sqlite.h"
#include "audit/sqlite_after.h"
#include "base/clock.h"

static void bind_author(sqlite3_stmt *st, int at, const struct author *who)
{
    if (who == NULL || who->ref[0] == '\0')
        (void)sqlite3_bind_null(st, at);
    else
        sqlite_bind_blob(st, at,
                         (struct span){(const char *)who->pseudonym, 32});
}

/* ---- holding ---- */

static bool find_same(struct sqlite_store *s, struct record_item *item,
                      struct err *e)
{
    const struct queue_row *h = item->held;
    sqlite3_stmt *st = sqlite_statement(s, SQL_HELD_SAME, e);
    int rc;

    if (st == NULL)
        return false;
    sqlite_bind_blob(st, 1, (struct span){(const char *)h->key, 32});
    bind_author(st, 2, h->author);
    rc = sqlite_next(s, st, e);
    if (rc == SQLITE_ROW && sqlite3_column_bytes(st, 0) == ID_TEXT - 1) {
        memcpy(item->same_as, sqlite3_column_text(st, 0), ID_TEXT);
        item->result = RECORD_SAME;
    }
    sqlite_done(st);
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

static bool check_limits(struct sqlite_store *s, struct record_item *item,
                         struct err *e)
{
    const struct queue_row *h = item->held;
    sqlite3_stmt *st = sqlite_statement(s, SQL_HELD_COUNT, e);
    int rc;

    if (st == NULL)
        return false;
    bind_author(st, 1, h->author);
    rc = sqlite_next(s, st, e);
    if (rc == SQLITE_ROW &&
        ((uint64_t)sqlite3_column_int64(st, 0) >= h->held_per_author ||
         (uint64_t)sqlite3_column_int64(st, 1) >= h->held))
        item->result = RECORD_HOLD_FULL;
    sqlite_done(st);
    return rc == SQLITE_ROW;
}

static void bind_held(sqlite3_stmt *st, const struct record_item *item)
{
    const struct queue_row *h = item->held;
    bool known = h->author != NULL && h->author->ref[0] != '\0';

    sqlite_bind_text(st, 1, span_of(item->leaf.id));
    (void)sqlite3_bind_int64(st, 2, (int64_t)clock_wall_ms());
    (void)sqlite3_bind_int64(st, 3, (int64_t)h->filter);
    sqlite_bind_blob(st, 4, (struct span){(const char *)h->key, 32});
    bind_author(st, 5, h->author);
    sqlite_bind_text(st, 6, span_of(known ? h->author->ref : ""));
    (void)sqlite3_bind_int(st, 7, known && h->author->verified);
    sqlite_bind_text(st, 8, h->route);
    sqlite_bind_text(st, 9, h->method);
    sqlite_bind_text(st, 10, h->target);
    sqlite_bind_text(st, 11, h->rules);
    sqlite_bind_text(st, 12, h->headers);
    if (h->credentials.len > 0)
        sqlite_bind_blob(st, 13, h->credentials);
    else
        (void)sqlite3_bind_null(st, 13);
    sqlite_bind_text(st, 14, h->view);
    sqlite_bind_blob(st, 15, h->body);
    if (h->body_as_is.at != NULL)
        sqlite_bind_blob(st, 16, h->body_as_is);
    else
        (void)sqlite3_bind_null(st, 16);
    sqlite_bind_at(st, 17, span_of(item->leaf.id));
}

bool sqlite_append_held(struct sqlite_store *s, struct record_item *item,
                        struct err *e)
{
    sqlite3_stmt *st;

    if (!find_same(s, item, e) ||
        (item->result == RECORD_WRITTEN && !check_limits(s, item, e)))
        return false;
    if (item->result != RECORD_WRITTEN)
        return true;
    st = sqlite_statement(s, SQL_HELD_ADD, e);
    if (st == NULL)
        return false;
    bind_held(st, item);
    return sqlite_run(s, st, e) && sqlite_queue_count(s, QUEUE_KIND_HOLD, 1, e);
}

/* ---- changes ---- */

static void bind_or_leave(sqlite3_stmt *st, int at, struct span bytes,
                          bool text)
{
    if (bytes.at == NULL)
        (void)sqlite3_bind_null(st, at);
    else if (text)
        sqlite_bind_text(st, at, bytes);
    else
        sqlite_bind_blob(st, at, bytes);
}

static void bind_change(sqlite3_stmt *st, const struct queue_change *c)
{
    sqlite_bind_text(st, 1, span_of(c->id));
    (void)sqlite3_bind_int(st, 2, (int)c->to);
    (void)sqlite3_bind_int64(st, 3, (int64_t)clock_wall_ms());
    (void)sqlite3_bind_int(st, 4, c->new_attempt);
    bind_or_leave(st, 5, c->owner, true);
    (void)sqlite3_bind_int(st, 6, c->status);
    (void)sqlite3_bind_int64(st, 7, (int64_t)c->not_before);
    (void)sqlite3_bind_int(st, 8, c->as_is);
    bind_or_leave(st, 9, c->by, true);
    bind_or_leave(st, 10, c->body, false);
    bind_or_leave(st, 11, c->body_as_is, false);
    bind_or_leave(st, 12, c->view, true);
    bind_or_leave(st, 13, c->rules, true);
    (void)sqlite3_bind_int64(st, 14, (int64_t)c->from);
    (void)sqlite3_bind_int64(st, 15, c->attempt);
    bind_or_leave(st, 16, c->target, true);
    (void)sqlite3_bind_int(st, 17, c->escalate);
    sqlite_bind_at(st, 18, span_of(c->id));
}

static bool remember(struct sqlite_store *s, const struct queue_change *c,
                     struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_HUMAN_ADD, e);

    if (st == NULL)
        return false;
    sqlite_bind_text(st, 1, span_of(c->id));
    (void)sqlite3_bind_int(st, 2, c->to != QUEUE_REJECTED);
    (void)sqlite3_bind_int64(st, 3, (int64_t)c->remember_until);
    sqlite_bind_at(st, 4, span_of(c->id));
    return sqlite_run(s, st, e);
}

bool sqlite_append_change(struct sqlite_store *s, struct record_item *item,
                          struct err *e)
{
    const struct queue_change *c = item->change;
    sqlite3_stmt *st = sqlite_statement(s, SQL_QUEUE_CHANGE, e);

    if (st == NULL)
        return false;
    bind_change(st, c);
    if (!sqlite_run(s, st, e))
        return false;
    if (sqlite3_changes(s->db) == 0) {
        item->result = RECORD_CONFLICT;
        return true;
    }
    return !c->remember || (remember(s, c, e) && sqlite_judge_deed(s, c, e));
}

/* ---- reading ---- */

static struct queue_item queue_item(sqlite3_stmt *st, bool bodies)
{
    struct queue_item q = {
        .id = sqlite_column(st, 0),
        .state = (enum queue_state)sqlite3_column_int(st, 1),
        .since_ms = (uint64_t)sqlite3_column_int64(st, 2),
        .changed_ms = (uint64_t)sqlite3_column_int64(st, 3),
        .attempt = sqlite3_column_int64(st, 4),
        .status = sqlite3_column_int(st, 5),
        .as_is = sqlite3_column_int(st, 6) != 0,
        .author = sqlite_column(st, 7),
        .route = sqlite_column(st, 8),
        .method = sqlite_column(st, 9),
        .target = sqlite_column(st, 10),
        .owner = sqlite_column(st, 11),
        .by = sqlite_column(st, 12),
        .rules = sqlite_column(st, 13),
        .view = sqlite_column(st, 14),
        .kind = (enum queue_kind)sqlite3_column_int(st, 15),
        .escalated = sqlite3_column_int(st, 16) != 0,
    };

    if (bodies) {
        q.headers = sqlite_column(st, 17);
        q.body = sqlite_column(st, 18);
        q.body_as_is = sqlite_column(st, 19);
        q.credentials = sqlite_column(st, 20);
        q.key = sqlite_column(st, 21);
    }
    return q;
}

static sqlite3_stmt *bind_query(struct sqlite_store *s,
                                const struct queue_query *q, struct err *e)
{
    sqlite3_stmt *st =
        sqlite_statement(s, q->bodies ? SQL_QUEUE_BODIES : SQL_QUEUE, e);
    int64_t from;
    int64_t to;

    if (st == NULL)
        return NULL;
    sqlite_key_range(q->id, &from, &to);
    /* An id is made before its post is held. */
    if (q->before_ms > 0 && to > sqlite_key_at(q->before_ms))
        to = sqlite_key_at(q->before_ms);
    sqlite_bind_text(st, 1, q->id);
    (void)sqlite3_bind_int64(st, 2, (int64_t)q->states);
    sqlite_bind_text(st, 3, q->route);
    (void)sqlite3_bind_int64(st, 4, (int64_t)q->before_ms);
    (void)sqlite3_bind_int64(st, 5, (int64_t)q->due_ms);
    (void)sqlite3_bind_int64(st, 6, sqlite_limit(q->limit));
    (void)sqlite3_bind_int(st, 7, (int)q->kinds);
    (void)sqlite3_bind_int(st, 8, q->escalated);
    (void)sqlite3_bind_int64(st, 9, from);
    (void)sqlite3_bind_int64(st, 10, to);
    return st;
}

bool sqlite_queue(struct store *store, const struct queue_query *q,
                  store_queue_row *row, void *user, struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *st = bind_query(s, q, e);
    int rc;

    if (st == NULL)
        return false;
    while ((rc = sqlite_next(s, st, e)) == SQLITE_ROW) {
        struct queue_item item = queue_item(st, q->bodies);

        if (!row(user, &item)) {
            rc = SQLITE_DONE;
            break;
        }
    }
    sqlite_done(st);
    return rc == SQLITE_DONE;
}

/* ---- the past ---- */

static int past_pending(struct sqlite_store *s, sqlite3_stmt *st,
                        store_past_row *row, void *user, struct err *e)
{
    int rc;

    while ((rc = sqlite_next(s, st, e)) == SQLITE_ROW) {
        struct past_row p = {
            .pending = true,
            .same_author = true,
            .id = sqlite_column(st, 0),
            .state = (enum queue_state)sqlite3_column_int(st, 1),
            .as_is = sqlite3_column_int(st, 2) != 0,
        };

        if (!row(user, &p))
            return SQLITE_ROW;
    }
    return rc;
}

static int past_human(struct sqlite_store *s, sqlite3_stmt *st,
                      store_past_row *row, void *user, struct err *e)
{
    int rc;

    while ((rc = sqlite_next(s, st, e)) == SQLITE_ROW) {
        struct past_row p = {
            .id = sqlite_column(st, 0),
            .approved = sqlite3_column_int(st, 1) != 0,
            .as_is = sqlite3_column_int(st, 2) != 0,
            .same_author = sqlite3_column_int(st, 3) != 0,
            .rules = sqlite_column(st, 4),
        };

        if (!row(user, &p))
            return SQLITE_ROW;
    }
    return rc;
}

bool sqlite_past(struct store *store, const struct past_query *q,
                 store_past_row *row, void *user, struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *pending = sqlite_statement(s, SQL_PAST_PENDING, e);
    sqlite3_stmt *human = sqlite_statement(s, SQL_PAST_HUMAN, e);
    struct span key = {(const char *)q->key, 32};
    int rc;

    if (pending == NULL || human == NULL)
        return false;
    sqlite_bind_blob(pending, 1, key);
    bind_author(pending, 2, q->author);
    rc = past_pending(s, pending, row, user, e);
    sqlite_done(pending);
    if (rc != SQLITE_DONE)
        return rc == SQLITE_ROW;
    sqlite_bind_blob(human, 1, key);
    bind_author(human, 2, q->author);
    (void)sqlite3_bind_int64(human, 3, (int64_t)q->now_ms);
    rc = past_human(s, human, row, user, e);
    sqlite_done(human);
    return rc == SQLITE_DONE || rc == SQLITE_ROW;
}

bool sqlite_past_filter(struct store *store, uint64_t now_ms,
                        void (*add)(void *user, uint64_t hash), void *user,
                        struct err *e)
{
    struct sqlite_store *s = (struct sqlite_store *)store;
    sqlite3_stmt *st = sqlite_statement(s, SQL_PAST_FILTER, e);
    int rc;

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, (int64_t)now_ms);
    while ((rc = sqlite_next(s, st, e)) == SQLITE_ROW)
        add(user, (uint64_t)sqlite3_column_int64(st, 0));
    sqlite_done(st);
    return rc == SQLITE_DONE;
}
