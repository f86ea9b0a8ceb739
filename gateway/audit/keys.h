/*
 * keys - secret key files, made when they are missing.
 *
 * Example: bool made;
 *          if (!key_load(&config->audit.pseudonym_key, "audit.pseudonym_key",
 *                        arena, &key, &made, e)) return false;
 *          if (made)
 *              log_event(LOG_WARN, "audit", "made %s: keep a copy", path);
 *
 * A new key is 32 random bytes as 64 hex digits and a line feed, mode 0600.
 *
 * In:      a `file:` secret whose file may be missing, or a value.
 * Out:     the key's text without white space at its ends.
 * Memory:  arena.
 * Errors:  ERR_CONFIG: not set, shorter than 32 bytes, can't be made or read.
 * Threads: safe; of two processes that make the same key, one wins.
 * Source:  docs/configuration.md.
 */
#ifndef AUDIT_KEYS_H
#define AUDIT_KEYS_H

#include "base/arena.h"
#include "base/err.h"
#include "config/value.h"

bool key_load(const struct secret *s, const char *what, struct arena *a,
              struct span *ret, bool *ret_made, struct err *e) MUST_USE;

#endif
