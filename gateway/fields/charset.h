/*
 * charset - Content-Type, strictly, and text in other charsets to UTF-8.
 *
 * Example: struct media_type m;
 *          media_type_parse(a, SPAN("Application/JSON; charset=GBK"), &m, e);
 *              m.type "application/json", m.charset "gbk" at [24, 27)
 *          charset_pick(m.charset, allowed, &c, e);
 *          charset_to_utf8(a, c, body, &utf8, e);
 *
 * Offsets: m.charset_at is in the header value given.
 * Memory:  results live in the arena or are the span given.
 * Errors:  ERR_TYPE (415) for a bad, missing or doubled Content-Type;
 *          ERR_CHARSET (415) for a charset that the route does not list;
 *          ERR_INPUT (400, with the byte) for bytes that the charset does not
 *          have; ERR_MEMORY.
 * Threads: pure.
 * Source:  RFC 9110 8.3; docs/behaviour.md; decoders are ICU's.
 */
#ifndef FIELDS_CHARSET_H
#define FIELDS_CHARSET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

struct media_type {
    struct span type;        /* "application/json", lower case */
    struct span charset;     /* lower case; .at NULL: not named */
    struct range charset_at; /* the value in the header, with quotes */
    struct span boundary;    /* unquoted; .at NULL: not named */
};

bool media_type_parse(struct arena *a, struct span value,
                      struct media_type *ret, struct err *e) MUST_USE;

/* application/json and every type that ends in +json. */
bool media_type_is_json(const struct media_type *m);

/* The one Content-Type of a publish request out of the `count` it has; a body
 * needs exactly one, without a body none is fine (ret->at is NULL). */
bool content_type_single(const struct span *values, size_t count, bool has_body,
                         struct span *ret, struct err *e) MUST_USE;

enum charset { CHARSET_UTF8, CHARSET_ASCII, CHARSET_GB18030, CHARSET_BIG5 };

/* The bit of a name in `charsets:` (gb18030, gbk, gb2312, big5; utf-8 gives 0);
 * false for an unknown name. */
bool charset_bit(struct span name, unsigned *ret);

/* name: lower case, .at NULL is UTF-8. allowed: bits of charset_bit(). */
bool charset_pick(struct span name, unsigned allowed, enum charset *ret,
                  struct err *e) MUST_USE;

/* Valid UTF-8, or an error; UTF-8 and ASCII input comes back as it is. */
bool charset_to_utf8(struct arena *a, enum charset charset, struct span in,
                     struct span *ret, struct err *e) MUST_USE;

/* The header value with its charset parameter saying UTF-8. */
bool charset_rewrite(struct arena *a, struct span value,
                     const struct media_type *m, struct span *ret,
                     struct err *e) MUST_USE;

#endif
