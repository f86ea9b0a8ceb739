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
 * Threads: the main thread. Source: CONTRACT H.
 */
#ifndef CLI_OPEN_STORE_H
#define CLI_OPEN_STORE_H

#include "audit/store.h"
#include "base/err.h"
#include "cli/command.h"

struct cli_store {
    struct store *store;
    char origin[256]; /* whose log this process writes to */
};

bool cli_store_open(const char *config, const char *url, struct cli_store *ret,
                    struct err *e) MUST_USE;
void cli_store_close(struct cli_store *s);

/* "30m", "2d", "2025-01-14" or RFC 3339 in UTC as Unix ms: that long ago, or
 * that time. False when it is none of them. */
bool cli_since(const char *text, uint64_t now_ms, uint64_t *ret) MUST_USE;

/* Runs argv[1] of the table, as `paifang GROUP NAME …`. */
enum cli_exit cli_subcommand(const char *group, const struct command *table,
                             size_t count, int argc, char **argv);

#endif
