/*
 * docs - config.example.yaml and docs/configuration.md, written from the rows.
 *
 * Example: docs_example(defaults, &buf);   // `make example` commits it
 *
 * In:      a config with every default; its provider tables are written too.
 * Threads: pure.
 */
#ifndef CONFIG_DOCS_H
#define CONFIG_DOCS_H

#include "base/buf.h"
#include "config/config.h"

void docs_example(const struct config *defaults, struct buf *out);
void docs_table(const struct config *defaults, struct buf *out);

#endif
