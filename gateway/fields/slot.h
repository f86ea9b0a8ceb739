/*
 * slot - one named value of a form, multipart body or query string, and how
 * its name is read as a JSON Pointer.
 *
 * Example: a[b][] is read as the tokens a, b and an empty one; /a/b reaches it.
 *
 * Apps read names in many ways, and a text must not slip past in a spelling
 * that one of them takes for the configured one. So a name fits a pointer if
 * any known reading does: leading spaces dropped, blank and dot as underscore,
 * cut at NUL (PHP); [a] as a (qs); a second reading of a multipart name.
 * Values below the one that is named, as body[x], belong to it; `*` is any
 * bracket or none; empty and number brackets are passed through.
 *
 * Memory:  arena. Errors: ERR_MEMORY. Threads: pure.
 * Source:  docs/behaviour.md; php_register_variable_ex; qs.
 */
#ifndef FIELDS_SLOT_H
#define FIELDS_SLOT_H

#include "fields/pointer.h"

struct slot {
    struct span name;  /* decoded */
    struct span other; /* another reading of the name; .at NULL: none */
    struct span value; /* decoded */
    bool file;         /* a file that is no text: passes through unseen */
    bool remove;       /* edits: not written, */
    struct span put;   /* or written with this value; .at NULL: as it came */
};

/* What a writer of slots is to write. */
struct slot_edits {
    const struct slot *slot;  /* one for each slot that was read */
    const struct slot *added; /* name and value, at the end */
    uint32_t added_count;
};

bool slot_fits(const struct slot *s, const struct pointer *p, bool exact);

/* The pointer of a slot that fits p: "/tags/3". An empty bracket, or a `*`
 * without one, is the number `nth`. */
bool slot_pointer(struct arena *a, const struct slot *s,
                  const struct pointer *p, uint32_t nth, struct span *ret,
                  struct err *e) MUST_USE;

/* The name that a pointer stands for: "/a/b" is a[b], "/a" is a. */
bool slot_name(struct arena *a, const struct pointer *p, struct span *ret,
               struct err *e) MUST_USE;

#endif
