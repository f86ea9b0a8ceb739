/*
 * fields - from a request body to the texts in it, and back to a body.
 *
 * Example: struct fields f;
 *          struct fields_input in = {content_type, body, query};
 *          fields_read(a, spec, &in, &f, e);
 *              f.field[0]: name "title", pointer "/title", text "cat tax"
 *          struct fields_edits edits = {.change = masks, .attach = json};
 *          struct fields_output out;
 *          fields_write(a, &f, &edits, &out, e);
 *
 * In:      the body with its content coding already undone (coding.h); JSON
 *          (and +json), form or multipart, in UTF-8 or a charset that the route
 *          lists. The query string without its '?'.
 * Out:     every occurrence of every text field, in the order of the spec, then
 *          of the body; a string that two pointers of one name reach is one
 *          field. After writing: bytes that nobody changed are the bytes
 *          that came; with no edit on a UTF-8 body the very same span.
 * Fail closed: an object or array where a text is expected gives every string
 *          inside it as a field of its own. A number is the text that an app
 *          makes of it (1.3e2 is "130"); true, false and null are no text. A
 *          JSON body must be an object unless a pointer starts with `*`, a
 *          number, or is "".
 * Offsets: changes are in field.text, UTF-8 bytes, half-open.
 * Memory:  all in the arena; field.text and output borrow the input when they
 *          can, so the input must live as long.
 * Errors:  ERR_INPUT (400, names byte and pointer), ERR_TYPE, ERR_CHARSET
 *          (415), ERR_LIMIT (the new body over edits.ceiling), ERR_MEMORY;
 *          ERR_CONFIG from fields_compile.
 * Threads: pure; a compiled spec is shared read-only.
 * Source:  docs/behaviour.md.
 */
#ifndef FIELDS_FIELDS_H
#define FIELDS_FIELDS_H

#include "base/arena.h"
#include "base/err.h"
#include "config/reads.h"
#include "fields/change.h"
#include "fields/json.h"
#include "fields/markup.h"

/* ---- what a route says, compiled once per snapshot ---- */

struct fields_text {
    struct span name; /* the rule language's field name */
    struct span at;   /* "/title", "/tags/\*" or "query:NAME" */
    enum markup markup;
};

struct fields_config {
    const struct fields_text *text;
    uint32_t text_count;
    struct span attach;      /* pointer without `*`; empty: no attachment */
    const struct span *drop; /* pointers, names or "query:NAME" that never */
    uint32_t drop_count;     /* reach the app */
    struct json_limits json;
    bool keys_exact;
    uint32_t parts;    /* most form fields or multipart parts */
    unsigned reads;    /* READS_ bits (config/reads.h) */
    unsigned charsets; /* CHARSET_ bits (charset.h) besides UTF-8 */
};

struct fields_spec;

bool fields_compile(struct arena *a, const struct fields_config *config,
                    const struct fields_spec **ret, struct err *e) MUST_USE;

/* ---- reading ---- */

enum field_origin {
    FIELD_JSON,
    FIELD_NUMBER, /* a JSON number: changed, it becomes a string */
    FIELD_FORM,
    FIELD_PART,
    FIELD_QUERY
};

struct field {
    struct span name;    /* of the spec */
    struct span pointer; /* where exactly: "/tags/0", "query:text" */
    struct span text;    /* decoded, valid UTF-8 */
    enum markup markup;
    enum field_origin origin;
    uint32_t place; /* for fields_write: node, pair or part */
};

struct fields_input {
    struct span content_type; /* value of the one header; .at NULL: none */
    struct span body;
    struct span query; /* raw, without '?' */
};

struct fields_body; /* what was parsed; private */

struct fields {
    const struct field *field;
    uint32_t count;
    bool forged_attachment; /* the client sent something at `attach` */
    bool transcoded;        /* the body was not UTF-8 */
    const struct fields_body *body;
};

/* A request without body and Content-Type has its query fields only. */
bool fields_read(struct arena *a, const struct fields_spec *spec,
                 const struct fields_input *in, struct fields *ret,
                 struct err *e) MUST_USE;

/* ---- writing ---- */

struct field_changes {
    const struct change *change; /* rising, not overlapping */
    uint32_t count;
};

struct fields_set {
    struct span at;   /* a pointer without `*` */
    struct span json; /* JSON text; in forms a string stands for its text */
};

struct fields_edits {
    const struct field_changes *change; /* one a field, in order; or NULL */
    struct span attach;                 /* JSON text; empty: none */
    const struct fields_set *set;
    uint32_t set_count;
    size_t ceiling; /* bytes of the new body; 0: the old size + 1 MiB */
};

struct fields_output {
    struct span body;
    struct span content_type; /* rewritten when the charset was */
    struct span query;
    bool body_changed; /* Digest, Content-MD5 … no longer hold */
    bool query_changed;
};

/* A forged attachment and dropped fields are left out whatever the edits. */
bool fields_write(struct arena *a, const struct fields *f,
                  const struct fields_edits *edits, struct fields_output *ret,
                  struct err *e) MUST_USE;

#endif
