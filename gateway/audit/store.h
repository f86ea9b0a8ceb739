/*
 * store - where records and held posts are kept: one driver an URL scheme.
 *
 * Example: struct store *s;
 *          if (!store_open("sqlite:paifang.db", STORE_CREATE, &s, e)) ...
 *          s->driver->append(s, items, n, e);      // one transaction
 *          store_close(&s);
 *          To add one: a file with a struct store_driver, a row in store.c.
 *
 * Memory:  a struct store is one connection. Spans in rows live until the
 *          row callback returns.
 * Errors:  ERR_STORE: nothing was written. ERR_NOT_FOUND where said.
 * Threads: a connection belongs to one thread at a time; open several.
 *          Several processes may have the same store open.
 * Source:  docs/behaviour.md.
 */
#ifndef AUDIT_STORE_H
#define AUDIT_STORE_H

#include <stddef.h>

#include "audit/item.h"
#include "audit/rows.h"
#include "base/err.h"

enum store_mode {
    STORE_EXISTING, /* ERR_STORE when there is none */
    STORE_CREATE
};

/* ---- the driver ---- */

struct store {
    const struct store_driver *driver;
};

struct store_driver {
    const char *scheme; /* "sqlite:" */
    bool (*open)(const char *place, enum store_mode mode, struct store **ret,
                 struct err *e);
    void (*close)(struct store *s);

    /* One transaction. Sets result and same_as of each item; on false all of
     * them are as if never given. origin: whose log the leaves go to. */
    bool (*append)(struct store *s, struct span origin,
                   struct record_item *const *items, size_t count,
                   struct err *e);
    /* Moves what was appended to its final place; runs beside appends. Pages
     * waiting are in *ret_pages. */
    bool (*tidy)(struct store *s, uint64_t *ret_pages, struct err *e);

    /* Erases the side texts of leaves made before; looks at the `most` oldest
     * that it has not looked at yet. The leaves stay. */
    bool (*erase)(struct store *s, uint64_t before_ms, uint32_t most,
                  uint32_t *ret_passed, struct err *e);

    /* Drops deeds whose time was over at now_ms, of the `most` oldest. */
    bool (*forget)(struct store *s, uint64_t now_ms, uint32_t most,
                   uint32_t *ret_dropped, struct err *e);

    /* Did anybody else write since the last call? The first call says yes. */
    bool (*changed)(struct store *s, bool *ret, struct err *e);
    bool (*records)(struct store *s, const struct store_query *q,
                    store_record_row *row, void *user, struct err *e);
    bool (*queue)(struct store *s, const struct queue_query *q,
                  store_queue_row *row, void *user, struct err *e);
    /* ERR_NOT_FOUND: a new author. */
    bool (*author)(struct store *s, const unsigned char pseudonym[32],
                   char ret[AUTHOR_REF], struct err *e);
    /* The newest first; of very many only those. */
    bool (*deeds)(struct store *s, const unsigned char pseudonym[32],
                  uint64_t since_ms, store_deed_row *row, void *user,
                  struct err *e);
    /* Pending first, then human decisions, the newest first. */
    bool (*past)(struct store *s, const struct past_query *q,
                 store_past_row *row, void *user, struct err *e);
    bool (*past_filter)(struct store *s, uint64_t now_ms,
                        void (*add)(void *user, uint64_t hash), void *user,
                        struct err *e);
    /* Forwarded decisions that have no outcome: reads the log. */
    bool (*unsettled)(struct store *s, const struct unsettled_query *q,
                      void (*add)(void *user, const char id[ID_TEXT]),
                      void *user, struct err *e);
    bool (*beat)(struct store *s, const struct store_beat *own, struct err *e);
    /* Nothing is left to be settled for a process that died. */
    bool (*drop_beat)(struct store *s, struct span owner, struct err *e);
    bool (*beats)(struct store *s, store_beat_row *row, void *user,
                  struct err *e);
};

bool store_open(const char *url, enum store_mode mode, struct store **ret,
                struct err *e) MUST_USE;
void store_close(struct store **s); /* NULL is fine */

#endif
