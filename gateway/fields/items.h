/*
 * items - the posts in an app's JSON answer, and what is added to each.
 *
 * Example: items "/posts/\*", text /title and /body, attach /translation:
 *          struct items it;
 *          items_read(a, spec, answer, &it, e);
 *          for each it.item[i]: it.item[i].field[0..field_count)
 *          items_write(a, &it, attach, ceiling, &body, e);
 *
 * In:      the answer as identity-coded UTF-8 JSON.
 * Out:     one item for each value that the pointer finds and that is an
 *          object, in document order; items without text have no fields. A new
 *          body in which `attach` of each item is the JSON text given (what
 *          stood there is replaced); items with an empty text are as they were.
 * Offsets: bytes of the decoded text.
 * Memory:  all in the arena; texts borrow the answer when they can.
 * Errors:  ERR_INPUT (no JSON, duplicate keys, over the limits): the caller
 *          passes the answer on untouched. ERR_MEMORY, ERR_LIMIT; ERR_CONFIG
 *          from items_compile.
 * Threads: pure; a compiled spec is shared read-only.
 * Source:  docs/configuration.md; docs/behaviour.md; docs/operations.md.
 */
#ifndef FIELDS_ITEMS_H
#define FIELDS_ITEMS_H

#include "fields/fields.h"

struct items_config {
    struct span items; /* pointer; .at NULL: the answer is one post */
    const struct fields_text *text;
    uint32_t text_count;
    struct span attach; /* pointer without `*`, below the item */
    struct json_limits json;
    bool keys_exact;
    uint32_t most; /* items beyond this many are left alone */
};

struct items_spec;

struct item {
    uint32_t node;
    const struct field *field; /* pointers are relative to the item */
    uint32_t field_count;
};

struct items {
    const struct item *item;
    uint32_t count;
    const struct items_spec *spec;
    const struct json *doc;
};

bool items_compile(struct arena *a, const struct items_config *config,
                   const struct items_spec **ret, struct err *e) MUST_USE;

bool items_read(struct arena *a, const struct items_spec *spec,
                struct span answer, struct items *ret, struct err *e) MUST_USE;

/* attach: JSON text for each item, empty for none. An item with a value of
 * another type in the way keeps its bytes. The very same span comes back when
 * nothing is attached. */
bool items_write(struct arena *a, const struct items *it,
                 const struct span *attach, size_t ceiling, struct span *ret,
                 struct err *e) MUST_USE;

#endif
