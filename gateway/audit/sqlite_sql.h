/*
 * sqlite_sql - inside the SQLite store: its statements by name.
 *
 * Example: sqlite_statement(s, SQL_BEGIN, e)
 *
 * Memory:  constant.
 * Threads: any.
 */
#ifndef AUDIT_SQLITE_SQL_H
#define AUDIT_SQLITE_SQL_H

enum sqlite_sql {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_LOG_FIND,
    SQL_LOG_ADD,
    SQL_LOG_SIZE,
    SQL_LEAF_ADD,
    SQL_LEAVES_ADD, /* SQLITE_ROWS at a time */
    SQL_OUTCOME_ADD,
    SQL_OUTCOMES_ADD,
    SQL_COMMON_FIND,
    SQL_COMMON_ADD,
    SQL_UNSETTLED,
    SQL_ERASE_NEXT,
    SQL_ERASE,
    SQL_ERASED,
    SQL_AUTHOR_ADD,
    SQL_AUTHOR_FIND,
    SQL_HELD_SAME,
    SQL_HELD_COUNT,
    SQL_HELD_ADD,
    SQL_AFTER_ADD,
    SQL_AFTERS_ADD, /* SQLITE_ROWS at a time */
    SQL_AFTER_AGAIN,
    SQL_AFTER_COUNT,
    SQL_QUEUE_COUNTED,
    SQL_QUEUE_CHANGE,
    SQL_QUEUE_RESOLVE,
    SQL_QUEUE_SUPERSEDE,
    SQL_HUMAN_ADD,
    SQL_DEED_ADD,
    SQL_DEED_JUDGED,
    SQL_DEED_LIST,
    SQL_DEED_FORGET,
    SQL_PAST_PENDING,
    SQL_PAST_HUMAN,
    SQL_PAST_FILTER,
    SQL_RECORDS,
    SQL_RECORDS_OLDEST,
    SQL_QUEUE,
    SQL_QUEUE_BODIES,
    SQL_DATA_VERSION,
    SQL_BEAT,
    SQL_BEAT_DROP,
    SQL_BEATS,
    SQL_COUNT
};

extern const char *const sqlite_sql_text[SQL_COUNT]; /* sqlite_schema.c */

#endif
