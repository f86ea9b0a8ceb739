/*
 * part_head - the header lines of one multipart/form-data part.
 *
 * Example: Content-Disposition: form-data; name="title"
 *          Content-Type: text/plain; charset=utf-8
 *          gives name "title", no file, type "text/plain; charset=utf-8".
 *
 * Names are read twice where parsers differ: \" and \\ undone, and then also
 * %XX undone (browsers write %22 for a quote) as `other`.
 *
 * Offsets: bytes of the whole body. Memory: arena.
 * Errors:  ERR_INPUT (400), ERR_TYPE (415, transfer encodings), ERR_MEMORY.
 * Threads: pure.
 * Source:  RFC 7578 4.2 and 4.7, RFC 2183, WHATWG HTML (encoding of names).
 */
#ifndef FIELDS_PART_HEAD_H
#define FIELDS_PART_HEAD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

struct part_head {
    struct span name;
    struct span other; /* .at NULL: the same */
    bool file;         /* there is a filename that is not empty: with an empty
                          one (Go), or with only filename* (PHP), it is text */
    struct span type;  /* Content-Type; .at NULL: none */
};

/* Reads the lines from byte `from` to the empty line; *ret_body is the byte
 * behind it. */
bool part_head_parse(struct arena *a, struct span text, size_t from,
                     struct part_head *ret, size_t *ret_body,
                     struct err *e) MUST_USE;

#endif
