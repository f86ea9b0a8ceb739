/*
 * catalog - every sentence that we say to people, in three languages.
 *
 * Example: struct catalog *c;
 *          if (!catalog_open(&c, e)) return false;
 *          struct message_arg args[] = {{"status", SPAN("409"), 0}};
 *          catalog_message(c, LOCALE_ZH_HANS,
 *                          (struct message){"release.refused", args, 1},
 *                          arena, &text);
 *
 * In:      locales/{en,zh-Hans,zh-Hant}.yaml: nested keys, ICU MessageFormat
 *          patterns with named arguments ({name}, {n, plural, …}).
 * Out:     UTF-8 text.
 * Memory:  results live in the arena given, or in the catalogue when the
 *          message has no arguments.
 * Errors:  loading: ERR_CONFIG with FILE:LINE:COLUMN when a key or placeholder
 *          is not in all three, or a pattern is wrong. Formatting: false only
 *          when the arena is full; a key that is not there gives the message
 *          of "error.internal".
 * Threads: immutable once open; any number of threads may format.
 * Source:  Unicode MessageFormat as in ICU 72.
 */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "base/arena.h"
#include "base/err.h"
#include "catalog/negotiate.h"

struct catalog;

struct message_arg {
    const char *name;
    struct span text;
    int64_t number; /* taken when text.at is NULL */
};

struct message {
    const char *key; /* "reply.held" */
    const struct message_arg *arg;
    uint32_t count;
};

/* From the shipped locales/ (config/place.h), or from a folder. */
bool catalog_open(struct catalog **ret, struct err *e) MUST_USE;
bool catalog_open_folder(const char *folder, struct catalog **ret,
                         struct err *e) MUST_USE;
void catalog_free(struct catalog **c); /* sets *c to NULL; NULL is fine */

bool catalog_message(const struct catalog *c, enum locale l, struct message m,
                     struct arena *a, struct span *ret) MUST_USE;

/* A message without arguments; lives as long as the catalogue. */
struct span catalog_text(const struct catalog *c, enum locale l,
                         const char *key);

bool catalog_has(const struct catalog *c, const char *key);

/* SHA-256 over the three files, hex: part of every record. */
const char *catalog_hash(const struct catalog *c);

#endif
