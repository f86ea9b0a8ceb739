/*
 * body - what fields.c and the readers of each body type share; private to
 * fields/.
 *
 * A body type is a row of body_kinds (fields.c): to add one, write how it
 * is read and written in one file and add the row.
 *
 * Memory:  everything lives in the post's arena or borrows the input.
 * Threads: pure.
 */
#ifndef FIELDS_BODY_H
#define FIELDS_BODY_H

#include "fields/charset.h"
#include "fields/fields.h"
#include "fields/form.h"
#include "fields/multipart.h"
#include "fields/splice.h"

struct text_spec {
    struct span name;
    enum markup markup;
    bool query;     /* a query parameter; `at` is one token */
    uint32_t group; /* index of the first text of the same name */
    struct pointer at;
};

struct drop_spec {
    bool query;
    struct pointer at;
};

struct fields_spec {
    struct text_spec *text;
    uint32_t text_count;
    bool has_query;
    bool grouped;  /* two texts have one name */
    bool any_root; /* a pointer that fits a JSON text that is no object */
    bool has_attach;
    struct pointer attach;
    struct pointer attach_field; /* its last token alone */
    struct drop_spec *drop;
    uint32_t drop_count;
    struct json_limits json;
    bool keys_exact;
    uint32_t parts;
    unsigned reads;
    unsigned charsets;
};

/* The JSON of one part; its node 0 has the place `first`. */
struct inner {
    uint32_t part;
    uint32_t first;
    struct json doc; /* no nodes: it is plain text after all */
};

struct body_kind;

struct fields_body {
    const struct fields_spec *spec;
    const struct body_kind *kind; /* NULL: no body */
    struct fields_input in;
    struct media_type type;
    enum charset charset;
    struct span text; /* JSON: the body in UTF-8 */
    struct json json;
    const uint32_t *gone; /* JSON: nodes that are dropped */
    uint32_t gone_count;
    struct form form;
    struct multipart multipart;
    struct inner *inner; /* multipart: parts that are JSON, as they were read */
    uint32_t inner_count;
    struct form query;
};

/* Reading: collects fields as they are found. */
struct reader {
    struct arena *a;
    struct fields_body *body;
    struct field *field;
    uint32_t count;
    uint32_t room;
    uint64_t *claimed; /* per place: bits of the groups that have it */
    bool forged;
    struct err *e;
};

/* Comes before the fields of a body, which has that many places. */
bool reader_begin(struct reader *r, uint32_t places) MUST_USE;

/* Drops a field that another pointer of the same name has found. */
bool reader_add(struct reader *r, const struct text_spec *spec,
                struct field field) MUST_USE;

/* A set value, with its pointer compiled. */
struct set_value {
    struct pointer at;
    struct span json;
};

/* Writing: edits and where they go. */
struct writer {
    struct arena *a;
    const struct fields *fields;
    const struct fields_edits *edits;
    const struct set_value *set; /* edits->set_count of them */
    struct err *e;
};

struct body_kind {
    unsigned reads; /* READS_ bit */
    bool (*is)(const struct media_type *type);
    bool (*read)(struct reader *r);
    /* Appends the new body; *ret_changed false: nothing to do. */
    bool (*write)(const struct writer *w, struct buf *out, bool *ret_changed);
};

bool body_json_read(struct reader *r) MUST_USE;
bool body_json_write(const struct writer *w, struct buf *out,
                     bool *ret_changed) MUST_USE;
bool body_form_read(struct reader *r) MUST_USE;
bool body_form_write(const struct writer *w, struct buf *out,
                     bool *ret_changed) MUST_USE;
bool body_multipart_read(struct reader *r) MUST_USE;
bool body_multipart_write(const struct writer *w, struct buf *out,
                          bool *ret_changed) MUST_USE;
bool body_query_read(struct reader *r) MUST_USE;
bool body_query_write(const struct writer *w, struct buf *out,
                      bool *ret_changed) MUST_USE;

#endif
