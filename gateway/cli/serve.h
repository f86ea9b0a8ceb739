/*
 * serve - runs the gateway of one configuration until it is told to stop.
 *
 * Example: if (!serve_run("paifang.yaml", &e)) return cli_error(&e);
 * Errors:  ERR_CONFIG, ERR_STORE: it did not start.
 * Threads: the main thread; blocks.
 */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include "base/err.h"

bool serve_run(const char *config_path, struct err *e) MUST_USE;

#endif
