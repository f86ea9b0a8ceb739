#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/sqlite.h"
#include "base/heap.h"

/* How long another process may hold the write lock. */
static const int busy_ms = 5000;

/* Pages in the write-ahead log from which it is started anew: 4 MiB. A log
 * that only grows costs twice as much, because each page of it is a new page
 * of the page cache. */
static const int wal_most_pages = 1024;

static struct sqlite_store *self_of(struct store *s)
{
    return (struct sqlite_store *)s;
}

bool sqlite_err(struct sqlite_store *s, const char *what, struct err *e)
{
    if (sqlite3_errcode(s->db) == SQLITE_BUSY)
        return err_set(e, ERR_STORE, NULL,
                       "store: another process has kept it locked for %d s",
                       busy_ms / 1000);
    return err_set(e, ERR_STORE, NULL, "store: %s: %s", what,
                   sqlite3_errmsg(s->db));
}

/* ---- statements ---- */

sqlite3_stmt *sqlite_statement(struct sqlite_store *s, enum sqlite_sql which,
                               struct err *e)
{
    sqlite3_stmt **st = &s->statement[which];

    if (*st == NULL &&
        sqlite3_prepare_v3(s->db, sqlite_sql_text[which], -1,
                           SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK)
        (void)sqlite_err(s, "preparing a statement", e);
    return *st;
}

void sqlite_bind_text(sqlite3_stmt *st, int at, struct span text)
{
    (void)sqlite3_bind_text(st, at, text.at != NULL ? text.at : "",
                            (int)text.len, SQLITE_STATIC);
}

void sqlite_bind_at(sqlite3_stmt *st, int at, struct span id)
{
    int64_t key = id.len == ID_TEXT - 1 ? sqlite_key_of(id.at) : -1;

    (void)sqlite3_bind_int64(st, at, key);
}

void sqlite_bind_blob(sqlite3_stmt *st, int at, struct span bytes)
{
    (void)sqlite3_bind_blob(st, at, bytes.at != NULL ? bytes.at : "",
                            (int)bytes.len, SQLITE_STATIC);
}

int sqlite_next(struct sqlite_store *s, sqlite3_stmt *st, struct err *e)
{
    int rc = sqlite3_step(st);

    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        (void)sqlite_err(s, sqlite3_sql(st), e);
    return rc;
}

void sqlite_done(sqlite3_stmt *st)
{
    (void)sqlite3_reset(st);
}

bool sqlite_run(struct sqlite_store *s, sqlite3_stmt *st, struct err *e)
{
    int rc = sqlite_next(s, st, e);

    sqlite_done(st);
    return rc == SQLITE_DONE || rc == SQLITE_ROW;
}

bool sqlite_do(struct sqlite_store *s, enum sqlite_sql which, struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, which, e);

    return st != NULL && sqlite_run(s, st, e);
}

/* When even that fails, closing the connection undoes it. */
void sqlite_undo(struct sqlite_store *s)
{
    struct err ignored;
    sqlite3_stmt *st = sqlite_statement(s, SQL_ROLLBACK, &ignored);

    if (st != NULL)
        (void)sqlite3_step(st);
    sqlite_done(st);
}

struct span sqlite_column(sqlite3_stmt *st, int at)
{
    const char *bytes;

    if (sqlite3_column_type(st, at) == SQLITE_NULL)
        return (struct span){NULL, 0};
    bytes = sqlite3_column_blob(st, at);
    return (struct span){bytes != NULL ? bytes : "",
                         (size_t)sqlite3_column_bytes(st, at)};
}

/* ---- keys ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint64_t four_digits(const char *at)
{
    uint64_t n = 0;

    for (size_t i = 0; i < 4; i++) {
        unsigned c = (unsigned char)at[i];

        n = n << 4U | ((c + (c >> 6U) * 9) & 0x0FU); /* letters follow 0x40 */
    }
    return n;
}

/* 8-4-4 of 8-4-4-4-12 digits, which are digits, for ids are our own. */
int64_t sqlite_key_of(const char id[ID_TEXT])
{
    return (int64_t)(four_digits(id) << 48U | four_digits(id + 4) << 32U |
                     four_digits(id + 9) << 16U | four_digits(id + 14));
}

void sqlite_key_range(struct span prefix, int64_t *from, int64_t *to)
{
    uint64_t low = 0;
    unsigned digits = 0;

    for (size_t i = 0; i < prefix.len && digits < 16; i++) {
        int d = hex_digit(prefix.at[i]);

        if (d < 0)
            continue;
        low = low << 4U | (unsigned)d;
        digits++;
    }
    if (digits == 0) {
        *from = 0;
        *to = INT64_MAX;
        return;
    }
    low <<= 4U * (16 - digits);
    *from = (int64_t)low;
    *to = digits == 16 ? (int64_t)low
                       : (int64_t)(low | (UINT64_MAX >> (4 * digits)));
}

int64_t sqlite_key_at(uint64_t wall_ms)
{
    return (int64_t)(wall_ms << 16U);
}

/* ---- opening ---- */

/*
 * SQLite would make the file readable to everyone; its own companions (-wal,
 * -shm) take the mode of the file.
 *
 * O_EXCL, so that a file that is there is never opened here: closing any
 * descriptor of it would drop the locks that this process's connections hold
 * (POSIX), and the next process to leave would take the log away from under
 * us ("How To Corrupt An SQLite Database File", 2.2).
 */
static bool make_file(const char *path, struct err *e)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 && errno == EEXIST)
        return true;
    if (fd < 0)
        return err_set(e, ERR_STORE, NULL, "store: %s: %s", path,
                       strerrordesc_np(errno));
    (void)close(fd);
    return true;
}

/* SQLite does not wait for the lock that a change of the journal mode takes:
 * two gateways that make a store at once would trip over each other. */
static int run_patiently(sqlite3 *db, const char *sql)
{
    const int step_ms = 10;
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

    for (int waited = 0; rc == SQLITE_BUSY && waited < busy_ms;
         waited += step_ms) {
        (void)sqlite3_sleep(step_ms);
        rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    }
    return rc;
}

static bool set_up(struct sqlite_store *s, struct err *e)
{
    static const char pragmas[] = "PRAGMA journal_mode = WAL;"
                                  "PRAGMA synchronous = FULL;"
                                  "PRAGMA wal_autocheckpoint = 0;"
                                  "PRAGMA trusted_schema = OFF;";

    (void)sqlite3_busy_timeout(s->db, busy_ms);
    if (run_patiently(s->db, pragmas) != SQLITE_OK)
        return sqlite_err(s, "opening", e);
    return sqlite_migrate(s, e);
}

static void sqlite_close(struct store *store)
{
    struct sqlite_store *s = self_of(store);

    for (size_t i = 0; i < SQL_COUNT; i++)
        (void)sqlite3_finalize(s->statement[i]);
    sqlite_common_forget(s);
    (void)sqlite3_close(s->db);
    heap_free(s->origin);
    heap_free(s);
}

/* Before the first connection of the process: no counting of memory, which
 * takes a lock for each piece. */
static void configure_once(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 1200, 256);
}

static bool sqlite_open(const char *place, enum store_mode mode,
                        struct store **ret, struct err *e)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sqlite_store *s;

    (void)pthread_once(&once, configure_once);
    if (mode == STORE_CREATE && !make_file(place, e))
        return false;
    s = heap_new(sizeof(*s));
    s->store.driver = &store_sqlite;
    s->version = -1;
    s->log = -1;
    if (sqlite3_open_v2(place, &s->db, flags, NULL) != SQLITE_OK) {
        (void)err_set(e, ERR_STORE, NULL, "store: %s: %s", place,
                      sqlite3_errmsg(s->db));
        sqlite_close(&s->store);
        return false;
    }
    if (!set_up(s, e)) {
        (void)err_in(e, "%s", place);
        sqlite_close(&s->store);
        return false;
    }
    *ret = &s->store;
    return true;
}

/* ---- upkeep ---- */

static bool sqlite_tidy(struct store *store, uint64_t *ret_pages, struct err *e)
{
    struct sqlite_store *s = self_of(store);
    int pages = 0;
    int moved = 0;
    int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE,
                                       &pages, &moved);

    /* A writer that never rests keeps the log from starting anew; it waits a
     * few milliseconds while the last pages are moved. */
    if (rc == SQLITE_OK && pages > wal_most_pages)
        rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_RESTART,
                                       &pages, &moved);
    if (rc != SQLITE_OK && rc != SQLITE_BUSY)
        return sqlite_err(s, "moving the log", e);
    *ret_pages = pages > 0 ? (uint64_t)(pages - moved) : 0;
    return true;
}

/* How far: to the first leaf that is young enough, or past those looked at. */
static bool erase_next(struct sqlite_store *s, uint64_t before_ms,
                       uint32_t most, int64_t *ret_from, int64_t *ret_to,
                       struct err *e)
{
    sqlite3_stmt *st = sqlite_statement(s, SQL_ERASE_NEXT, e);
    bool ok;

    if (st == NULL)
        return false;
    (void)sqlite3_bind_int64(st, 1, sqlite_key_at(before_ms));
    (void)sqlite3_bind_int64(st, 2, most);
    ok = sqlite_next(s, st, e) == SQLITE_ROW;
    if (ok) {
        *ret_from = sqlite3_column_int64(st, 0);
        *ret_to = sqlite3_column_int64(st, 1);
    }
    sqlite_done(st);
    return ok;
}

static bool erase_range(struct sqlite_store *s, int64_t from, int64_t to,
                        struct err *e)
{
    sqlite3_stmt *erase = sqlite_statement(s, SQL_ERASE, e);
    sqlite3_stmt *erased = sqlite_statement(s, SQL_ERASED, e);

    if (erase == NULL || erased == NULL)
        return false;
    (void)sqlite3_bind_int64(erase, 1, from);
    (void)sqlite3_bind_int64(erase, 2, to);
    (void)sqlite3_bind_int64(erased, 1, to);
    return sqlite_run(s, erase, e) && sqlite_run(s, erased, e);
}

static bool sqlite_erase(struct store *store, uint64_t before_ms, uint32_t most,
                         uint32_t *ret_passed, struct err *e)
{
    struct sqlite_store *s = self_of(store);
    int64_t from;
    int64_t to;

    if (sqlite3_exec(s->db, "PRAGMA secure_delete = ON", NULL, NULL, NULL) !=
        SQLITE_OK) /* the bytes too, not only the row */
        return sqlite_err(s, "erasing", e);
    if (!sqlite_do(s, SQL_BEGIN, e))
        return false;
    if (!erase_next(s, before_ms, most, &from, &to, e) ||
        (to > from && !erase_range(s, from, to, e)) ||
        !sqlite_do(s, SQL_COMMIT, e)) {
        if (sqlite3_get_autocommit(s->db) == 0)
            sqlite_undo(s);
        return false;
    }
    *ret_passed = (uint32_t)(to - from);
    return true;
}

static bool sqlite_changed(struct store *store, bool *ret, struct err *e)
{
    struct sqlite_store *s = self_of(store);
    sqlite3_stmt *st = sqlite_statement(s, SQL_DATA_VERSION, e);
    int64_t version;

    if (st == NULL)
        return false;
    if (sqlite_next(s, st, e) != SQLITE_ROW) {
        sqlite_done(st);
        return false;
    }
    version = sqlite3_column_int64(st, 0);
    sqlite_done(st);
    *ret = version != s->version;
    s->version = version;
    return true;
}

static bool sqlite_beat(struct store *store, const struct store_beat *own,
                        struct err *e)
{
    struct sqlite_store *s = self_of(store);
    sqlite3_stmt *st = sqlite_statement(s, SQL_BEAT, e);

    if (st == NULL)
        return false;
    sqlite_bind_text(st, 1, own->owner);
    sqlite_bind_text(st, 2, own->host);
    (void)sqlite3_bind_int64(st, 3, own->pid);
    (void)sqlite3_bind_int64(st, 4, own->started);
    (void)sqlite3_bind_int64(st, 5, (int64_t)own->beat_ms);
    (void)sqlite3_bind_int64(st, 6, own->open);
    return sqlite_run(s, st, e);
}

static bool sqlite_drop_beat(struct store *store, struct span owner,
                             struct err *e)
{
    struct sqlite_store *s = self_of(store);
    sqlite3_stmt *st = sqlite_statement(s, SQL_BEAT_DROP, e);

    if (st == NULL)
        return false;
    sqlite_bind_text(st, 1, owner);
    return sqlite_run(s, st, e);
}

static bool sqlite_beats(struct store *store, store_beat_row *row, void *user,
                         struct err *e)
{
    struct sqlite_store *s = self_of(store);
    sqlite3_stmt *st = sqlite_statement(s, SQL_BEATS, e);
    int rc = SQLITE_ERROR;

    while (st != NULL && (rc = sqlite_next(s, st, e)) == SQLITE_ROW) {
        struct store_beat b = {
            .owner = sqlite_column(st, 0),
            .host = sqlite_column(st, 1),
            .pid = sqlite3_column_int64(st, 2),
            .started = sqlite3_column_int64(st, 3),
            .beat_ms = (uint64_t)sqlite3_column_int64(st, 4),
            .open = sqlite3_column_int64(st, 5),
        };

        if (!row(user, &b)) {
            rc = SQLITE_DONE;
            break;
        }
    }
    if (st != NULL)
        sqlite_done(st);
    return rc == SQLITE_DONE;
}

const struct store_driver store_sqlite = {
    .scheme = "sqlite:",
    .open = sqlite_open,
    .close = sqlite_close,
    .append = sqlite_append,
    .tidy = sqlite_tidy,
    .erase = sqlite_erase,
    .forget = sqlite_forget,
    .changed = sqlite_changed,
    .records = sqlite_records,
    .queue = sqlite_queue,
    .author = sqlite_author,
    .deeds = sqlite_deeds,
    .past = sqlite_past,
    .past_filter = sqlite_past_filter,
    .unsettled = sqlite_unsettled,
    .beat = sqlite_beat,
    .drop_beat = sqlite_drop_beat,
    .beats = sqlite_beats,
};
