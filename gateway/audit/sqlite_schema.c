#include "audit/sqlite.h"

#include <stdio.h>

/*
 * Tables.
 *   log      the head of each origin's log: how many leaves it has. Written in
 *            the transaction that appends, so several processes may append.
 *   leaf     the log itself: append only, bytes as they are hashed. `at` is
 *            the time-ordered half of the decision's id, also in the events
 *            about it: one index finds a decision and all that followed.
 *            What many leaves end with stands once, in `common`: a leaf is
 *            its json and that. `salt` and `side` stand beside it and can be
 *            erased. `sent`: it went to the app, so an outcome must follow.
 *   common   the ends of leaves: what all decisions on a route share until the
 *            rules or the configuration change.
 *   erased   up to which leaf side texts were erased.
 *   author   which pseudonyms a random reference stands for; can be erased.
 *   queue    held posts (kind 0), and published ones to look at (kind 1), of
 *            which there may be as many as posts: they are in one index only,
 *            which also finds an id (by `at`, as in the log) and which grows at
 *            its end, for what is new comes last in it. Open states are
 *            numbered below the others, so that partial indexes hold the open
 *            ones of kind 0 only.
 *   tally    how many of each kind are open: to count them for every post
 *            would cost more than the post. New ones are counted by whoever
 * adds them (a trigger makes SQLite copy the rows of one statement to a table
 * of their own first), the others by a trigger. human    what people decided,
 * for later identical posts. deed     what authors did, for as long as a rule
 * asks about it. gateway  processes that serve, when they last said so, and the
 * leaf from which on a decision of theirs may lack its outcome. The row of one
 *            that died goes when nothing of it is left to be settled.
 */
/* sqlite_key_of(); << and | are worked off from left to right. */
#define HEX_DIGIT(at) "(instr('0123456789abcdef', substr(id, " #at ", 1)) - 1)"
#define HEX_FOUR(a, b, c, d)                                                   \
    "(" HEX_DIGIT(a) " << 4 | " HEX_DIGIT(b) " << 4 | " HEX_DIGIT(             \
        c) " << 4 | " HEX_DIGIT(d) ")"
#define KEY_OF_ID                                                              \
    "(" HEX_FOUR(1, 2, 3, 4) " << 16 | " HEX_FOUR(                             \
        5, 6, 7, 8) " << 16 | " HEX_FOUR(10, 11, 12,                           \
                                         13) " << 16 | " HEX_FOUR(15, 16, 17,  \
                                                                  18) ")"

static const char *const migrations[] = {
    /* 1 */
    "CREATE TABLE log(no INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE,"
    " size INTEGER NOT NULL);"
    "CREATE TABLE leaf(seq INTEGER PRIMARY KEY, log INTEGER NOT NULL,"
    " pos INTEGER NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " verdict INTEGER NOT NULL, json TEXT NOT NULL);"
    "CREATE INDEX leaf_at ON leaf(at);"
    "CREATE TABLE side(seq INTEGER PRIMARY KEY, salt BLOB NOT NULL,"
    " json TEXT NOT NULL);"
    "CREATE TABLE pending(at INTEGER, rest INTEGER, PRIMARY KEY(at, rest))"
    " WITHOUT ROWID;"
    "CREATE TABLE author(pseudonym BLOB, ref TEXT, PRIMARY KEY(pseudonym, ref))"
    " WITHOUT ROWID;"
    "CREATE TABLE queue(no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    " state INTEGER NOT NULL, since INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " attempt INTEGER NOT NULL DEFAULT 0, status INTEGER NOT NULL DEFAULT 0,"
    " not_before INTEGER NOT NULL DEFAULT 0, as_is INTEGER NOT NULL DEFAULT 0,"
    " filter INTEGER NOT NULL, key BLOB NOT NULL, author BLOB, author_ref TEXT,"
    " verified INTEGER NOT NULL, route TEXT NOT NULL, method TEXT NOT NULL,"
    " target TEXT NOT NULL, owner TEXT, by TEXT, rules TEXT, headers TEXT,"
    " credentials BLOB, view TEXT, body BLOB, body_as_is BLOB);"
    "CREATE INDEX queue_open ON queue(state, since) WHERE state < 5;"
    "CREATE INDEX queue_same ON queue(key) WHERE state < 5;"
    "CREATE INDEX queue_author ON queue(author) WHERE state < 5;"
    "CREATE TABLE human(no INTEGER PRIMARY KEY, id TEXT NOT NULL,"
    " approved INTEGER NOT NULL, as_is INTEGER NOT NULL,"
    " filter INTEGER NOT NULL, key BLOB NOT NULL, author BLOB,"
    " rules TEXT, until INTEGER NOT NULL);"
    "CREATE INDEX human_same ON human(key);"
    "CREATE TABLE gateway(owner TEXT PRIMARY KEY, host TEXT NOT NULL,"
    " pid INTEGER NOT NULL, started INTEGER NOT NULL, beat INTEGER NOT NULL);",
    /* 2 */
    "CREATE TABLE deed(no INTEGER PRIMARY KEY, author BLOB NOT NULL,"
    " at INTEGER NOT NULL, verdict INTEGER NOT NULL, text INTEGER NOT NULL,"
    " bounced BLOB, until INTEGER NOT NULL);"
    "CREATE INDEX deed_author ON deed(author, at);",
    /* 3 */
    "CREATE TABLE common(no INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE erased(upto INTEGER NOT NULL);"
    "INSERT INTO erased VALUES(0);"
    "ALTER TABLE leaf ADD COLUMN common INTEGER;"
    "ALTER TABLE leaf ADD COLUMN sent INTEGER;"
    "ALTER TABLE leaf ADD COLUMN salt BLOB;"
    "ALTER TABLE leaf ADD COLUMN side TEXT;"
    "UPDATE leaf SET salt = side.salt, side = side.json FROM side"
    " WHERE side.seq = leaf.seq;"
    "UPDATE leaf SET sent = 1 WHERE kind = 0"
    " AND at IN (SELECT at FROM pending);"
    "ALTER TABLE gateway ADD COLUMN open INTEGER NOT NULL DEFAULT 0;"
    "UPDATE gateway SET open = coalesce((SELECT min(seq) FROM leaf"
    " WHERE sent), (SELECT max(seq) + 1 FROM leaf), 1);"
    "DROP TABLE side;"
    "DROP TABLE pending;",
    /* 4 */
    "ALTER TABLE queue ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE queue ADD COLUMN escalated INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX queue_kind ON queue(kind, state) WHERE state < 5;",
    /* 5 */
    "DROP INDEX IF EXISTS queue_same;"
    "DROP INDEX IF EXISTS queue_author;"
    "DROP INDEX IF EXISTS queue_kind;"
    "CREATE INDEX queue_same ON queue(key, filter)"
    " WHERE state < 5 AND kind = 0;"
    "CREATE INDEX queue_author ON queue(author) WHERE state < 5 AND kind = 0;"
    "CREATE TABLE tally(kind INTEGER PRIMARY KEY, open INTEGER NOT NULL);"
    "INSERT INTO tally SELECT 0, count(*) FROM queue"
    " WHERE state < 5 AND kind = 0;"
    "INSERT INTO tally SELECT 1, count(*) FROM queue"
    " WHERE state < 5 AND kind = 1;"
    "CREATE TRIGGER queue_added AFTER INSERT ON queue WHEN new.state < 5 BEGIN"
    " UPDATE tally SET open = open + 1 WHERE kind = new.kind; END;"
    "CREATE TRIGGER queue_moved AFTER UPDATE OF state ON queue"
    " WHEN (old.state < 5) <> (new.state < 5) BEGIN UPDATE tally"
    " SET open = open + (new.state < 5) - (old.state < 5)"
    " WHERE kind = new.kind; END;",
    /* 6 */
    "DROP TRIGGER queue_added;"
    "DROP TRIGGER queue_moved;"
    "DROP INDEX IF EXISTS queue_open;"
    "DROP INDEX IF EXISTS queue_same;"
    "DROP INDEX IF EXISTS queue_author;"
    "ALTER TABLE queue RENAME TO queue_before;"
    "CREATE TABLE queue(no INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, state INTEGER NOT NULL, id TEXT NOT NULL,"
    " since INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " filter INTEGER NOT NULL, key BLOB, author BLOB, author_ref TEXT,"
    " verified INTEGER NOT NULL, route TEXT NOT NULL, method TEXT NOT NULL,"
    " target TEXT NOT NULL, rules TEXT, headers TEXT, view TEXT, body BLOB,"
    " body_as_is BLOB, credentials BLOB, attempt INTEGER NOT NULL DEFAULT 0,"
    " status INTEGER NOT NULL DEFAULT 0,"
    " not_before INTEGER NOT NULL DEFAULT 0,"
    " as_is INTEGER NOT NULL DEFAULT 0,"
    " escalated INTEGER NOT NULL DEFAULT 0, owner TEXT, by TEXT);"
    "INSERT INTO queue SELECT no, " KEY_OF_ID ", kind, state, id, since,"
    " changed, filter, key, author, author_ref, verified, route, method,"
    " target, rules, headers, view, body, body_as_is, credentials, attempt,"
    " status, not_before, as_is, escalated, owner, by FROM queue_before;"
    "DROP TABLE queue_before;"
    "CREATE INDEX queue_place ON queue(state DESC, at);"
    "CREATE INDEX queue_same ON queue(key, filter)"
    " WHERE state < 5 AND kind = 0;"
    "CREATE INDEX queue_author ON queue(author) WHERE state < 5 AND kind = 0;"
    "CREATE TRIGGER queue_moved AFTER UPDATE OF state ON queue"
    " WHEN (old.state < 5) <> (new.state < 5) BEGIN UPDATE tally"
    " SET open = open + (new.state < 5) - (old.state < 5)"
    " WHERE kind = new.kind; END;",
};

_Static_assert(QUEUE_OPEN_STATES == 5, "the partial indexes say state < 5");

/* The whole leaf, as it is hashed. */
#define LEAF   "coalesce(leaf.json || common.text, leaf.json)"
#define LEAVES " FROM leaf LEFT JOIN common ON common.no = leaf.common"

#define LEAF_ADD                                                               \
    "INSERT OR ROLLBACK INTO leaf(log, pos, at, kind, verdict, json, common,"  \
    " sent, salt, side) VALUES"
#define LEAF_ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

/* What the app answered: half of all leaves. */
#define OUTCOME_ADD                                                            \
    "INSERT OR ROLLBACK INTO leaf(log, pos, at, kind, verdict, json) VALUES"
#define OUTCOME_ROW "(?, ?, ?, 1, -1, ?)"

#define RECORDS                                                                \
    "SELECT leaf.seq, leaf.kind, " LEAF ", leaf.side" LEAVES                   \
    " WHERE leaf.at BETWEEN ?1 AND ?2"                                         \
    " AND (?3 = 0 OR (?3 >> leaf.kind) & 1)"                                   \
    " AND (?4 = 0 OR (leaf.verdict >= 0 AND (?4 >> leaf.verdict) & 1))"        \
    " AND (?5 = '' OR " LEAF " ->> '$.route' = ?5)"                            \
    " AND (?6 = '' OR substr(coalesce(" LEAF " ->> '$.id', " LEAF              \
    " ->> '$.decision', ''), 1, length(?6)) = ?6)"

#define QUEUE_COLUMNS                                                          \
    "SELECT id, state, since, changed, attempt, status, as_is, author_ref,"    \
    " route, method, target, owner, by, rules, view, kind, escalated"
/* By the index alone as far as it goes: to ask for what is not there, or for
 * one post of many, costs nothing. */
#define QUEUE_ANY_STATE " state IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)"
#define QUEUE_PLACED    " queue INDEXED BY queue_place"
/* The states asked for are looked up, not all tried: most are HELD. */
#define QUEUE_WHERE                                                            \
    " FROM" QUEUE_PLACED " WHERE state IN (SELECT column1 FROM"                \
    " (VALUES(0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11))"    \
    " WHERE ?2 = 0 OR (?2 >> column1) & 1)"                                    \
    " AND at BETWEEN ?9 AND ?10"                                               \
    " AND (?1 = '' OR substr(id, 1, length(?1)) = ?1)"                         \
    " AND (?3 = '' OR route = ?3)"                                             \
    " AND (?4 = 0 OR since < ?4) AND (?5 = 0 OR not_before <= ?5)"             \
    " AND (?7 = 0 OR (?7 >> kind) & 1) AND escalated >= ?8"                    \
    " ORDER BY since, no LIMIT ?6"

/* Of a post that was published just now: what it has in common with all others
 * of its kind is not bound. */
#define AFTER_ADD                                                              \
    "INSERT OR ROLLBACK INTO queue(at, id, kind, state, since, changed,"       \
    " filter, verified, target, author_ref, route, method, rules, headers,"    \
    " view) VALUES"
#define AFTER_ROW "(?, ?, 1, 0, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)"

#define EIGHT(row)                                                             \
    row ", " row ", " row ", " row ", " row ", " row ", " row ", " row

const char *const sqlite_sql_text[SQL_COUNT] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_LOG_FIND] = "SELECT no, size FROM log WHERE origin = ?1",
    [SQL_LOG_ADD] = "INSERT INTO log(origin, size) VALUES(?1, 0)",
    [SQL_LOG_SIZE] = "UPDATE log SET size = ?2 WHERE no = ?1",
    [SQL_LEAF_ADD] = LEAF_ADD LEAF_ROW,
    [SQL_LEAVES_ADD] = LEAF_ADD EIGHT(LEAF_ROW),
    [SQL_OUTCOME_ADD] = OUTCOME_ADD OUTCOME_ROW,
    [SQL_OUTCOMES_ADD] = OUTCOME_ADD EIGHT(OUTCOME_ROW),
    [SQL_COMMON_FIND] = "SELECT no FROM common WHERE text = ?1",
    [SQL_COMMON_ADD] = "INSERT INTO common(text) VALUES(?1)",
    /* By seq, not by the index on `at`: the end of the log only. */
    [SQL_UNSETTLED] =
        "SELECT made.id FROM (SELECT leaf.at AS at, " LEAF
        " ->> '$.id' AS id" LEAVES
        " WHERE leaf.seq >= ?1 AND leaf.sent AND +leaf.at < ?2) AS made"
        " WHERE NOT EXISTS (SELECT 1 FROM leaf AS told WHERE told.at = made.at"
        " AND told.kind = 1 AND told.json ->> '$.decision' = made.id)"
        " LIMIT ?3",
    [SQL_ERASE_NEXT] =
        "WITH old AS (SELECT seq, at FROM leaf"
        " WHERE seq > (SELECT upto FROM erased) ORDER BY seq LIMIT ?2)"
        "SELECT erased.upto, coalesce((SELECT min(old.seq) - 1 FROM old"
        " WHERE old.at >= ?1), (SELECT max(old.seq) FROM old), erased.upto)"
        " FROM erased",
    [SQL_ERASE] = "UPDATE leaf SET salt = NULL, side = NULL"
                  " WHERE seq > ?1 AND seq <= ?2 AND side IS NOT NULL",
    [SQL_ERASED] = "UPDATE erased SET upto = ?1",
    [SQL_AUTHOR_ADD] = "INSERT OR IGNORE INTO author VALUES(?1, ?2)",
    [SQL_AUTHOR_FIND] =
        "SELECT ref FROM author WHERE pseudonym = ?1 ORDER BY ref LIMIT 1",
    [SQL_HELD_SAME] =
        "SELECT id FROM queue WHERE key = ?1 AND author IS ?2 AND state < 4"
        " AND state < 5 AND kind = 0 ORDER BY no LIMIT 1",
    [SQL_HELD_COUNT] =
        "SELECT (SELECT count(*) FROM queue WHERE author IS ?1 AND state < 5"
        " AND state = 0 AND kind = 0),"
        " (SELECT open FROM tally WHERE kind = 0)",
    [SQL_HELD_ADD] =
        "INSERT OR ROLLBACK INTO queue(id, state, since, changed, filter, key,"
        " author, author_ref, verified, route, method, target, rules, headers,"
        " credentials, view, body, body_as_is, at, kind)"
        " VALUES(?1, 0, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
        " ?13, ?14, ?15, ?16, ?17, 0)",
    [SQL_AFTER_ADD] = AFTER_ADD AFTER_ROW,
    [SQL_AFTERS_ADD] = AFTER_ADD EIGHT(AFTER_ROW),
    [SQL_AFTER_AGAIN] =
        "UPDATE queue INDEXED BY queue_place SET changed = ?3, rules = ?4,"
        " view = ?5 WHERE" QUEUE_ANY_STATE
        " AND at = ?1 AND id = ?2 AND kind = 1",
    [SQL_QUEUE_COUNTED] = "UPDATE tally SET open = open + ?2 WHERE kind = ?1",
    [SQL_AFTER_COUNT] = "SELECT open FROM tally WHERE kind = 1",
    [SQL_QUEUE_CHANGE] =
        "UPDATE" QUEUE_PLACED
        " SET state = ?2, changed = ?3, attempt = attempt + ?4,"
        " owner = ?5, status = CASE WHEN ?6 = 0 THEN status ELSE ?6 END,"
        " not_before = ?7, as_is = CASE WHEN ?8 < 0 THEN as_is ELSE ?8 END,"
        " by = coalesce(?9, by), body = coalesce(?10, body),"
        " body_as_is = coalesce(?11, body_as_is), view = coalesce(?12, view),"
        " rules = coalesce(?13, rules), target = coalesce(?16, target),"
        " escalated = CASE WHEN ?17 THEN 1 ELSE escalated END,"
        " credentials = CASE WHEN ?2 < 5 THEN credentials END"
        " WHERE" QUEUE_ANY_STATE " AND at = ?18 AND id = ?1"
        " AND (?14 >> state) & 1 AND (?15 < 0 OR attempt = ?15)",
    [SQL_QUEUE_RESOLVE] =
        "UPDATE" QUEUE_PLACED " SET state = 5, changed = ?2, credentials = NULL"
        " WHERE state = 4 AND at = ?3 AND id = ?1",
    [SQL_QUEUE_SUPERSEDE] =
        "UPDATE queue SET state = 9, changed = ?3, credentials = NULL"
        " WHERE author = ?1 AND state < 5 AND state < 2 AND target = ?2"
        " AND kind = 0"
        " AND method IN ('PUT', 'PATCH')",
    [SQL_HUMAN_ADD] =
        "INSERT INTO human(id, approved, as_is, filter, key, author, rules,"
        " until) SELECT id, ?2, as_is, filter, key,"
        " CASE WHEN verified THEN author END, rules, ?3 FROM" QUEUE_PLACED
        " WHERE" QUEUE_ANY_STATE " AND at = ?4 AND id = ?1",
    [SQL_DEED_ADD] =
        "INSERT INTO deed(author, at, verdict, text, bounced, until)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [SQL_DEED_JUDGED] = "UPDATE deed SET verdict = ?3 WHERE at = ?2"
                        " AND author = (SELECT author FROM" QUEUE_PLACED
                        " WHERE" QUEUE_ANY_STATE " AND at = ?2 AND id = ?1)",
    [SQL_DEED_LIST] = "SELECT at, verdict, text, bounced FROM deed"
                      " WHERE author = ?1 AND at >= ?2 ORDER BY at DESC"
                      " LIMIT 20000",
    [SQL_DEED_FORGET] =
        "DELETE FROM deed WHERE no IN (SELECT no FROM"
        " (SELECT no, until FROM deed ORDER BY no LIMIT ?2) WHERE until < ?1)",
    [SQL_PAST_PENDING] =
        "SELECT id, state, as_is FROM queue WHERE key = ?1 AND author IS ?2"
        " AND state < 5 AND kind = 0 ORDER BY no LIMIT 8",
    [SQL_PAST_HUMAN] =
        "SELECT id, approved, as_is, author IS NOT NULL AND author = ?2, rules"
        " FROM human WHERE key = ?1 AND until > ?3 ORDER BY no DESC LIMIT 64",
    [SQL_PAST_FILTER] = "SELECT filter FROM human WHERE until > ?1 UNION ALL"
                        " SELECT filter FROM queue INDEXED BY queue_same"
                        " WHERE state < 5 AND kind = 0",
    [SQL_RECORDS] = RECORDS " ORDER BY leaf.at DESC, leaf.seq DESC LIMIT ?7",
    [SQL_RECORDS_OLDEST] = RECORDS " ORDER BY leaf.at, leaf.seq LIMIT ?7",
    [SQL_QUEUE] = QUEUE_COLUMNS QUEUE_WHERE,
    [SQL_QUEUE_BODIES] = QUEUE_COLUMNS
    ", headers, body, body_as_is, credentials, key" QUEUE_WHERE,
    [SQL_DATA_VERSION] = "PRAGMA data_version",
    [SQL_BEAT] = "INSERT INTO gateway VALUES(?1, ?2, ?3, ?4, ?5,"
                 " CASE WHEN ?6 > 0 THEN ?6 ELSE"
                 " (SELECT coalesce(max(seq), 0) + 1 FROM leaf) END)"
                 " ON CONFLICT(owner) DO UPDATE"
                 " SET beat = excluded.beat, open = excluded.open",
    [SQL_BEAT_DROP] = "DELETE FROM gateway WHERE owner = ?1",
    [SQL_BEATS] = "SELECT owner, host, pid, started, beat, open FROM gateway",
};

_Static_assert(RECORD_OUTCOME == 1, "the statements name it by number");
_Static_assert(QUEUE_STATES == 12, "the statements name all states");
_Static_assert(QUEUE_RELEASED == 5 && QUEUE_SUPERSEDED == 9 &&
                   QUEUE_NEEDS_AUTHOR == 4 && QUEUE_UNKNOWN == 3,
               "the statements name states by number");

static bool migrate_from(struct sqlite_store *s, int have, struct err *e)
{
    char set[48];

    for (int i = have; i < (int)COUNT_OF(migrations); i++)
        if (sqlite3_exec(s->db, migrations[i], NULL, NULL, NULL) != SQLITE_OK)
            return sqlite_err(s, "making the tables", e);
    (void)snprintf(set, sizeof(set), "PRAGMA user_version = %d",
                   (int)COUNT_OF(migrations));
    return sqlite3_exec(s->db, set, NULL, NULL, NULL) == SQLITE_OK ||
           sqlite_err(s, "setting the schema version", e);
}

static bool read_version(struct sqlite_store *s, int *ret, struct err *e)
{
    sqlite3_stmt *st;
    bool ok;

    if (sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &st, NULL) !=
        SQLITE_OK)
        return sqlite_err(s, "opening", e);
    ok = sqlite3_step(st) == SQLITE_ROW;
    if (ok)
        *ret = sqlite3_column_int(st, 0);
    (void)sqlite3_finalize(st);
    return ok || sqlite_err(s, "opening", e);
}

bool sqlite_migrate(struct sqlite_store *s, struct err *e)
{
    const int want = (int)COUNT_OF(migrations);
    int have = 0;

    if (!read_version(s, &have, e))
        return false;
    if (have > want)
        return err_set(e, ERR_STORE, NULL,
                       "the store is of a newer version (%d, not %d)", have,
                       want);
    if (have == want)
        return true;
    /* Again inside the transaction: another process may have been faster. */
    if (!sqlite_do(s, SQL_BEGIN, e))
        return false;
    if (read_version(s, &have, e) &&
        (have == want || migrate_from(s, have, e)) &&
        sqlite_do(s, SQL_COMMIT, e))
        return true;
    sqlite_undo(s);
    return false;
}
