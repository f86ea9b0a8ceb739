/*
 * form - application/x-www-form-urlencoded bodies and query strings.
 *
 * Example: title=cat+tax&tags[]=%E7%8C%AB gives the slots title "cat tax" and
 *          tags[] "猫". Only slots that are changed are encoded anew.
 *
 * In:      any bytes; `%` must be followed by two hex digits. Names and values
 *          in another charset than UTF-8 become UTF-8 (and are written so).
 * Offsets: bytes of the text parsed.
 * Memory:  slots live in the arena; values without escapes borrow the text.
 * Errors:  ERR_INPUT (400) with the byte: bad escape, bytes that the charset
 *          does not have, more fields than the limit; ERR_MEMORY.
 * Threads: pure.
 * Source:  WHATWG URL; application/x-www-form-urlencoded; docs/behaviour.md.
 */
#ifndef FIELDS_FORM_H
#define FIELDS_FORM_H

#include "base/buf.h"
#include "fields/charset.h"
#include "fields/slot.h"

struct form_pair {
    struct range at; /* name, '=' and value */
    struct range name;
    bool recode; /* the name is in another charset */
};

struct form {
    struct span text;
    const struct form_pair *pair;
    struct slot *slot; /* one a pair */
    uint32_t count;
};

struct form_limits {
    uint32_t fields;
    enum charset charset;
    bool lenient; /* bad escapes and bytes stay as they are */
};

bool form_parse(struct arena *a, struct span text,
                const struct form_limits *limits, struct form *ret,
                struct err *e) MUST_USE;

/* Appends the text with the edits. */
void form_write(const struct form *f, const struct slot_edits *edits,
                struct buf *out);

#endif
