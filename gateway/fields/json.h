/*
 * json - a strict scanner that says where each value of a JSON text stands.
 *
 * Example: {"title":"cat tax","tags":["猫"]} gives four nodes: the object,
 *          the string at [9, 18), the array, the string inside it. Nothing is
 *          copied or converted: 1e400 and 19.90 stay the bytes they are.
 *
 * In:      any bytes. Refused with ERR_INPUT, naming byte and pointer: whatever
 *          RFC 8259 refuses, a BOM, bad UTF-8, lone surrogate escapes, depth
 *          or members over the limit; by the second layer, equal keys.
 * Out:     nodes in document order; a container's first child follows it.
 * Offsets: bytes of the text scanned, half-open.
 * Memory:  nodes live in the arena; the text is borrowed.
 * Errors:  ERR_INPUT, ERR_MEMORY.
 * Threads: pure; no recursion.
 * Source:  RFC 8259; RFC 3629; JSONTestSuite; docs/behaviour.md.
 *
 * Names keep clear of those that Jansson exports (json_string, JSON_STRING …).
 */
#ifndef FIELDS_JSON_H
#define FIELDS_JSON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

enum json_value {
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_NUMBER,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_OBJECT
};

#define JSON_NONE UINT32_MAX /* no such node */

struct json_node {
    struct range at;  /* the raw value; strings with their quotes */
    struct range key; /* the raw key with quotes; empty if no member */
    uint32_t parent;  /* JSON_NONE for the root, which is node 0 */
    uint32_t index;   /* place among its siblings, from 0 */
    uint32_t count;   /* members or elements */
    uint32_t end;     /* the node after the last one inside this one */
    uint8_t type;     /* enum json_value */
    bool escaped;     /* a string with a backslash */
    bool key_escaped; /* a key with a backslash */
};

struct json {
    struct span text;
    const struct json_node *node;
    uint32_t count; /* at least 1 */
};

struct json_limits {
    uint32_t depth;   /* containers inside each other */
    uint32_t members; /* members and elements of the whole text */
};

/* The grammar alone: accepts what RFC 8259 accepts, within the limits. */
bool json_scan(struct arena *a, struct span text,
               const struct json_limits *limits, struct json *ret,
               struct err *e) MUST_USE;

/* The second layer: no object has two members of one name; names that differ
 * in ASCII case only are one name unless exact. */
bool json_check_keys(struct arena *a, const struct json *doc, bool exact,
                     struct err *e) MUST_USE;

/* The first child and the next sibling, or JSON_NONE. */
uint32_t json_first(const struct json *doc, uint32_t node);
uint32_t json_next(const struct json *doc, uint32_t node);

/* The raw bytes of a value or of a key without quotes (still escaped). */
struct span json_raw(const struct json *doc, uint32_t node);
struct span json_raw_key(const struct json *doc, uint32_t node);

/* The decoded text of a string or key; borrowed from the document when it has
 * no escapes, else in the arena. False only for ERR_MEMORY. */
bool json_text(struct arena *a, const struct json *doc, uint32_t node,
               struct span *ret, struct err *e) MUST_USE;
bool json_key(struct arena *a, const struct json *doc, uint32_t node,
              struct span *ret, struct err *e) MUST_USE;

/* Decodes the inside of a scanned string literal (json_raw); *at is the offset
 * of one character in it and moves past it. ret gets its UTF-8. For walking the
 * decoded and the raw text side by side. Returns the bytes in ret. */
size_t json_decode_char(struct span s, size_t *at, char ret[4]);

/* The JSON Pointer of a node: "/tags/0", "" for the root. */
bool json_pointer(struct arena *a, const struct json *doc, uint32_t node,
                  struct span *ret, struct err *e) MUST_USE;

#endif
