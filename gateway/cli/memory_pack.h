/*
 * memory_pack - a rule pack that is loaded before there is a file of it.
 *
 * Example: struct memory_pack p;
 *          if (!memory_pack_open(text, &p, &e)) …
 *          paths[0] = p.path; ruleset_read(paths, 1, &rs, &e) …
 *          memory_pack_close(&p);
 *
 * Memory:  the text is copied; a descriptor keeps it until it is closed.
 * Errors:  ERR_INTERNAL: no memory for it. Threads: one owner.
 */
#ifndef CLI_MEMORY_PACK_H
#define CLI_MEMORY_PACK_H

#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

struct memory_pack {
    char path[40];
    int fd;
};

bool memory_pack_open(struct span text, struct memory_pack *ret,
                      struct err *e) MUST_USE;
void memory_pack_close(struct memory_pack *p);

/* Calls the pack "the pack" in e, whose text begins with its path; is false. */
bool memory_pack_err(const struct memory_pack *p, struct err *e);

/* Whether the text loads as a pack, its matchers aside; the error calls it
 * "the pack": "the pack:LINE:COLUMN: …". */
bool memory_pack_check(struct span text, struct err *e) MUST_USE;

#endif
