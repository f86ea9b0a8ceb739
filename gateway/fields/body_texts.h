/*
 * body_texts - texts inside JSON and inside parts, found and rewritten; private
 * to fields/.
 *
 * Example: json_texts(r, doc, node, 0, spec) adds what stands at the node
 *          new_texts(w, FIELD_FORM, &new, &count): texts as the edits make them
 *
 * Offsets: places are those of struct field.
 * Memory:  the reader's or writer's arena.
 * Errors:  ERR_MEMORY; ERR_INPUT for a part that claims to be JSON and is not.
 * Threads: pure.
 */
#ifndef FIELDS_BODY_TEXTS_H
#define FIELDS_BODY_TEXTS_H

#include "fields/body.h"

/* What the edits make of the texts of one origin, whole, one a changed place
 * in rising order (body_changes.c). Two fields may stand at one place. */
struct new_text {
    uint32_t place;
    struct span text;
};

bool new_texts(const struct writer *w, enum field_origin origin,
               const struct new_text **ret, uint32_t *ret_count) MUST_USE;

/* Changed texts of the JSON whose nodes have the places from `first` on. */
bool json_edit_texts(const struct writer *w, struct splice *s, uint32_t first,
                     uint32_t count) MUST_USE;

/* The texts of one spec in a part that is JSON (body_inner.c). *ret_read false:
 * the part is named by the spec, and plain text. */
bool inner_read(struct reader *r, uint32_t part, const struct text_spec *t,
                bool *ret_read) MUST_USE;
/* Changed texts inside parts: the part's `put`. */
bool inner_edit(const struct writer *w, struct slot *slot) MUST_USE;

/* Every string and number at a node or inside it, as fields of one spec
 * (body_json.c). */
bool json_texts(struct reader *r, const struct json *doc, uint32_t node,
                uint32_t root, const struct text_spec *spec) MUST_USE;

#endif
