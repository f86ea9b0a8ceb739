/*
 * open_store - the store that a command was asked to read or change.
 *
 * Example: struct cli_store s;
 *          if (!cli_store_open(config, url, &s, &e)) return cli_error(&e);
 *          s.store->driver->queue(s.store, …); cli_store_close(&s);
 *
 * In:      --store URL; else -c CONFIG: its audit.store; else that of
 *          ./paifang.yaml when it is there, else sqlite:paifang.db.
 * Memory:  the struct owns the connection. Errors: ERR_CONFIG, ERR_STORE; a
 *          store that does not exist is not made.
 * Threads: the main thread.
 */
#ifndef CLI_OPEN_STORE_H
#define CLI_OPEN_STORE_H

#include "audit/store.h"
#include "base/err.h"
#include "cli/options.h"

struct cli_store {
    struct store *store;
    char origin[256]; /* whose log this process writes to */
};

/* The option rows that say which; o has the texts `config` and `store`. */
#define CLI_STORE_ROWS(o)                                                      \
    {'c', "config", "FILE", CLI_TEXT, &(o).config, "whose audit.store"},       \
    {                                                                          \
        0, "store", "URL", CLI_TEXT, &(o).store, "sqlite:FILE"                 \
    }

bool cli_store_open(const char *config, const char *url, struct cli_store *ret,
                    struct err *e) MUST_USE;
void cli_store_close(struct cli_store *s);

/* "30m", "2d", "2025-01-14" or RFC 3339 in UTC as Unix ms: that long ago, or
 * that time. False when it is none of them. */
bool cli_since(const char *text, uint64_t now_ms, uint64_t *ret) MUST_USE;

#endif
