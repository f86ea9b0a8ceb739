/*
 * splice - edits on a scanned JSON text that leave every other byte alone.
 *
 * Example: struct splice *s;
 *          splice_new(a, &doc, exact, &s, e);
 *          splice_text(s, title, changes, n, e);   only the span's bytes
 *          splice_set(s, &attach, SPAN("[...]"), e);
 *          splice_write(s, &out, e);
 *
 * Edits may come in any order. Removing or replacing a value beats edits inside
 * it. A removed member takes one comma with it. Added members come last in
 * their object; missing parents (and `null` ones) become objects.
 *
 * Offsets: changes are in the decoded string, on code point boundaries.
 * Memory:  edits live in the arena; texts given are borrowed until written.
 * Errors:  ERR_MEMORY; ERR_INPUT when a parent is of another type; ERR_LIMIT
 *          over the buffer's ceiling; ERR_INTERNAL for a change that is out of
 *          order or splits a character.
 * Threads: pure.
 */
#ifndef FIELDS_SPLICE_H
#define FIELDS_SPLICE_H

#include "base/buf.h"
#include "fields/change.h"
#include "fields/pointer.h"

struct splice;

/* exact: member names are compared byte for byte. */
bool splice_new(struct arena *a, const struct json *doc, bool exact,
                struct splice **ret, struct err *e) MUST_USE;

/* Rewrites spans inside a string; escapes elsewhere in it stay. */
bool splice_text(struct splice *s, uint32_t node, const struct change *changes,
                 uint32_t count, struct err *e) MUST_USE;

/* Puts JSON text in place of a value. */
bool splice_value(struct splice *s, uint32_t node, struct span json,
                  struct err *e) MUST_USE;

/* Removes a member or element; the root can't be removed. */
bool splice_remove(struct splice *s, uint32_t node, struct err *e) MUST_USE;

/* Makes the value at a pointer (no `*`; "-" appends to an array) this JSON
 * text, below the node `root` (0: the document). A member whose name differs
 * in case is removed and ours is added. */
bool splice_set(struct splice *s, uint32_t root, const struct pointer *at,
                struct span json, struct err *e) MUST_USE;

bool splice_changed(const struct splice *s);

/* Appends the new text to out. Once. */
bool splice_write(struct splice *s, struct buf *out, struct err *e) MUST_USE;

#endif
