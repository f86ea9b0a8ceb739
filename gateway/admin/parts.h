/*
 * parts - what the files of this folder share: lines of /metrics, and what
 * reload.c has to say.
 *
 * Threads: the admin listener's.
 */
#ifndef ADMIN_PARTS_H
#define ADMIN_PARTS_H

#include "admin/admin.h"

void metrics_head(struct buf *b, const char *name, const char *help,
                  const char *type);
void metrics_one(struct buf *b, const char *name, const char *help,
                 const char *type, uint64_t value);

/* Whether PCRE2 compiles to machine code. */
bool admin_regex_jit(void);

void reload_begin(struct shared *s, struct admin_call *call);
void reload_metrics(struct shared *s, struct buf *b);
void reload_ready(struct shared *s, struct admin_answer *ret);

#endif
