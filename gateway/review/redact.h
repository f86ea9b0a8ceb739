/*
 * redact - a held post again, with the masks that a reviewer chose.
 *
 * Example: const struct redact_span at = {SPAN("/body"), {6, 13}};
 *          struct redacted out;
 *          const struct redact_spans spans = {&at, 1};
 *          if (!redact_post(spec, row, &spans, arena, &out, e)) ...
 *          out.body: the post as it came, 6 to 13 of its body masked
 *
 * The reviewer's spans stand in place of the rules' masks. Translations that
 * were attached are left out: they say what the masks hide.
 *
 * In:      row: with its bodies (queue_query.bodies).
 * Offsets: UTF-8 bytes of the field's text, half-open; whole graphemes are
 *          masked.
 * Memory:  arena. Errors: ERR_INPUT: no such field or span; ERR_MEMORY.
 * Threads: pure.
 * Source:  docs/behaviour.md.
 */
#ifndef REVIEW_REDACT_H
#define REVIEW_REDACT_H

#include "audit/rows.h"
#include "base/arena.h"
#include "fields/fields.h"

struct redact_span {
    struct span field; /* where exactly, "/tags/0"; or the rules' name for it,
                          if it is one field's alone */
    struct range at;
};

struct redacted {
    struct span body;
    struct span target; /* .at NULL: as it was */
    struct span spans;  /* [{"at":"/body","from":6,"to":13}], for the record */
};

/* "/body:6-13" */
bool redact_parse(const char *text, struct redact_span *ret,
                  struct err *e) MUST_USE;

struct redact_spans {
    const struct redact_span *at;
    uint32_t count;
};

bool redact_post(const struct fields_spec *spec, const struct queue_item *row,
                 const struct redact_spans *spans, struct arena *a,
                 struct redacted *ret, struct err *e) MUST_USE;

#endif
