/*
 * coding - undoes the Content-Encoding of a request body, within limits.
 *
 * Example: struct coding_limits limits = {1 << 20, 100};
 *          struct buf out = buf_make(limits.bytes);
 *          bool decoded;
 *          coding_decode(SPAN("gzip"), body, &limits, &out, &decoded, e);
 *
 * In:      the value of the one Content-Encoding header (.at NULL: none).
 *          gzip, x-gzip, deflate (zlib or raw); identity and none leave the
 *          body alone (*ret_decoded false, out untouched).
 * Out:     the decoded bytes in out. Exactly one stream: a second gzip member
 *          or any byte behind the end is refused.
 * Errors:  ERR_TYPE (415) another coding, or several; ERR_INPUT (400) damaged,
 *          truncated, trailing bytes; ERR_LIMIT (413) over a limit.
 * Memory:  out belongs to the caller. Threads: pure.
 * Source:  RFC 9110 8.4; RFC 1950-1952; docs/behaviour.md; zlib.
 */
#ifndef FIELDS_CODING_H
#define FIELDS_CODING_H

#include "base/buf.h"
#include "base/err.h"

struct coding_limits {
    size_t bytes;   /* of the decoded body */
    uint32_t ratio; /* decoded bytes for one coded byte, above 64 KiB */
};

bool coding_decode(struct span header, struct span body,
                   const struct coding_limits *limits, struct buf *out,
                   bool *ret_decoded, struct err *e) MUST_USE;

#endif
