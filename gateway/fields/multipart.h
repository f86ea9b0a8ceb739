/*
 * multipart - multipart/form-data bodies, strictly.
 *
 * Example: each part becomes a slot (name, content); a part with a file name
 *          passes through unseen. Parts that nobody changed keep their bytes.
 *
 * In:      the body and the boundary of the Content-Type. Every part has one
 *          Content-Disposition: form-data with a name, and no header twice.
 * Offsets: bytes of the body.
 * Memory:  slots live in the arena, contents borrow the body.
 * Errors:  ERR_INPUT (400) with the byte: bad boundary, bytes before the first
 *          or behind the last one, missing last boundary, bad part header, more
 *          parts than the limit; ERR_TYPE (415) for a transfer encoding other
 *          than 7bit, 8bit, binary; ERR_MEMORY.
 * Threads: pure.
 * Source:  RFC 7578; RFC 2046 5.1.1; docs/behaviour.md.
 */
#ifndef FIELDS_MULTIPART_H
#define FIELDS_MULTIPART_H

#include "base/buf.h"
#include "fields/charset.h"
#include "fields/slot.h"

struct part {
    struct range at; /* from its boundary line to the next one */
    struct range content;
    struct span type; /* value of its Content-Type; .at NULL: none */
    bool json;        /* that type is JSON */
};

struct multipart {
    struct span text;
    struct span boundary;
    const struct part *part;
    struct slot *slot; /* one a part; value is the content as it came */
    uint32_t count;
    uint32_t end; /* offset of the last boundary line */
};

bool multipart_parse(struct arena *a, struct span text, struct span boundary,
                     uint32_t most, struct multipart *ret,
                     struct err *e) MUST_USE;

/* Turns a text part's value into UTF-8 by its own charset; a part in another
 * charset gets the new bytes as its `put`. */
bool multipart_decode(struct arena *a, struct multipart *m, uint32_t part,
                      unsigned charsets, struct err *e) MUST_USE;

/* As form_write(). False (ERR_INPUT): a new value contains the boundary. */
bool multipart_write(struct arena *a, const struct multipart *m,
                     const struct slot_edits *edits, struct buf *out,
                     struct err *e) MUST_USE;

#endif
