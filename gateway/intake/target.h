/*
 * target - a request target as it is forwarded: origin-form, ASCII only.
 *
 * Example: "http://me.example/a?b" with Host me.example gives "/a?b"
 *          "http://me.example?b" gives "/?b"
 *          "*" (OPTIONS) stays; "/a" stays
 *
 * In:      a scanned head; bytes over 0x7F were percent-encoded by the server.
 * Out:     target, path and query (without '?') as spans of the head's target,
 *          or of `room` where a path had to be put in.
 * Errors:  ERR_INPUT: any other form, a fragment, a foreign authority.
 * Threads: pure. Source: RFC 9112 3.2, RFC 9110 4.2.3; docs/behaviour.md.
 */
#ifndef INTAKE_TARGET_H
#define INTAKE_TARGET_H

#include "base/buf.h"
#include "base/err.h"
#include "http/head.h"

struct target {
    struct span whole, path, query;
};

bool target_read(const struct http_head *h, struct buf *room,
                 struct target *ret, struct err *e) MUST_USE;

#endif
