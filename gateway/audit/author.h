/*
 * author - who wrote a post, without saying who.
 *
 * Example: struct author who;
 *          authors_find(recorder_authors(r), AUTHOR_HEADER, SPAN("u-17"),
 *                       &who);
 *          -> who.ref "5f0c…" (32 hex digits), the same for u-17 each time
 *
 * A pseudonym is HMAC-SHA-256 of the credential under the pseudonym key: only
 * who has the key can compute it. The reference is random and stands in the
 * log; the row that joins the two lives beside the log and can be erased, and
 * then nothing leads from the reference to the person any more.
 *
 * In:      the credential's bytes; the kind keeps "17" of a header and "17" of
 *          a JSON member apart.
 * Memory:  a cache of the authors seen lately; the rest is read from the
 *          store (a point read on the calling thread).
 * Errors:  none: an author that can't be looked up gets a new reference. Two
 *          processes that meet a new author at once may give them two.
 * Threads: safe.
 * Source:  docs/behaviour.md.
 */
#ifndef AUDIT_AUTHOR_H
#define AUDIT_AUTHOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "config/value.h"

#define AUTHOR_REF 33 /* 32 hex digits and NUL */

struct author {
    unsigned char pseudonym[32]; /* never leaves the store */
    char ref[AUTHOR_REF];        /* "" for an anonymous author */
    bool stored;   /* the mapping is durable; else the record brings it */
    bool verified; /* set by the caller; starts false */
};

struct authors;
struct store;

/* reader: a connection that only the authors use; NULL: memory only. */
struct authors *authors_new(struct span pseudonym_key, struct store *reader);
void authors_free(struct authors **a);

/* An empty credential gives the anonymous author. */
void authors_find(struct authors *a, enum author_kind kind,
                  struct span credential, struct author *ret);

/* The mapping is durable: later records need not bring it again. */
void authors_stored(struct authors *a, const struct author *who);

#endif
