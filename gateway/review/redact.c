#include "review/redact.h"

#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "decide/mask.h"

enum { MOST_BODY = 64 << 20 };

/* ---- spans as a person writes them ---- */

static bool parse_number(struct span text, uint32_t *ret)
{
    uint64_t n;

    if (!span_to_u64(text, &n) || n > UINT32_MAX)
        return false;
    *ret = (uint32_t)n;
    return true;
}

bool redact_parse(const char *text, struct redact_span *ret, struct err *e)
{
    const char *colon = strrchr(text, ':');
    const char *dash = colon != NULL ? strchr(colon, '-') : NULL;
    uint32_t from;
    uint32_t to;

    if (dash == NULL || colon == text ||
        !parse_number((struct span){colon + 1, (size_t)(dash - colon - 1)},
                      &from) ||
        !parse_number(span_of(dash + 1), &to) || from >= to)
        return err_set(e, ERR_INPUT, NULL,
                       "'%.100s' is no span; FIELD:FROM-TO, such as "
                       "/body:6-13",
                       text);
    *ret = (struct redact_span){
        {text, (size_t)(colon - text)},
        {from, to},
    };
    return true;
}

/* ---- the post again ---- */

/* [["content-type","application/json"],…], ours */
static struct span content_type(struct arena *a, struct span headers)
{
    json_t *list = json_loadb(headers.at, headers.len, 0, NULL);
    struct span found = {NULL, 0};

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i);
        const char *name = json_string_value(json_array_get(pair, 0));
        const char *value = json_string_value(json_array_get(pair, 1));

        if (name != NULL && value != NULL &&
            span_equal_nocase(span_of(name), SPAN("content-type")))
            found = arena_copy(a, span_of(value));
    }
    json_decref(list);
    return found;
}

static struct span query_of(struct span target)
{
    size_t mark = span_find_byte(target, '?', 0);

    return mark < target.len ? span_from(target, mark + 1) : SPAN("");
}

static bool read_post(const struct fields_spec *spec,
                      const struct queue_item *row, struct arena *a,
                      struct fields *ret, struct err *e)
{
    struct fields_input in = {
        .content_type = content_type(a, row->headers),
        .body = row->body_as_is.at != NULL ? row->body_as_is : row->body,
        .query = query_of(row->target),
    };

    return fields_read(a, spec, &in, ret, e);
}

static bool find_field(const struct fields *f, struct span name, uint32_t *ret,
                       struct err *e)
{
    uint32_t named = 0;

    for (uint32_t i = 0; i < f->count; i++) {
        if (span_equal(f->field[i].pointer, name)) {
            *ret = i;
            return true;
        }
        if (span_equal(f->field[i].name, name)) {
            *ret = i;
            named++;
        }
    }
    if (named == 1)
        return true;
    return err_set(e, ERR_INPUT, NULL,
                   named == 0 ? "the post has no field " SPAN_FMT
                              : "the post has several fields " SPAN_FMT
                                "; name one by its place",
                   SPAN_ARG(name));
}

static bool is_inside(const struct field *f, struct range at, struct err *e)
{
    const bool starts = at.from < f->text.len &&
                        ((unsigned char)f->text.at[at.from] & 0xC0U) != 0x80U;
    const bool ends = at.to == f->text.len ||
                      (at.to < f->text.len &&
                       ((unsigned char)f->text.at[at.to] & 0xC0U) != 0x80U);

    return (starts && ends) ||
           err_set(e, ERR_INPUT, NULL,
                   SPAN_FMT ":%u-%u is no part of a text of %zu bytes, or cuts "
                            "a character",
                   SPAN_ARG(f->pointer), at.from, at.to, f->text.len);
}

struct redaction {
    const struct fields *fields;
    const struct redact_span *span;
    const uint32_t *field; /* of each span */
    uint32_t count;
    struct arena *arena;
};

static bool change_field(const struct redaction *r, uint32_t field,
                         struct field_changes *ret, struct err *e)
{
    const struct field *f = &r->fields->field[field];
    struct range *range = arena_array(r->arena, r->count, sizeof(*range));
    struct mask_request q = {
        .text = f->text, .markup = f->markup, .range = range};
    struct change *change;

    if (range == NULL)
        return arena_err(r->arena, "masks", e);
    for (uint32_t i = 0; i < r->count; i++)
        if (r->field[i] == field)
            range[q.count++] = r->span[i].at;
    if (!mask_changes(&q, r->arena, &change, &ret->count, e))
        return false;
    ret->change = change;
    return true;
}

static bool find_fields(struct redaction *r, struct err *e)
{
    uint32_t *field = arena_array(r->arena, r->count, sizeof(*field));

    if (field == NULL)
        return arena_err(r->arena, "masks", e);
    for (uint32_t i = 0; i < r->count; i++)
        if (!find_field(r->fields, r->span[i].field, &field[i], e) ||
            !is_inside(&r->fields->field[field[i]], r->span[i].at, e))
            return false;
    r->field = field;
    return true;
}

static struct span write_spans(const struct redaction *r)
{
    struct buf b = buf_make(MOST_BODY);
    struct span ret;

    for (uint32_t i = 0; i < r->count; i++) {
        buf_add_text(&b, i == 0 ? "[{\"at\":" : ",{\"at\":");
        buf_add_json(&b, r->fields->field[r->field[i]].pointer);
        buf_printf(&b, ",\"from\":%u,\"to\":%u}", r->span[i].at.from,
                   r->span[i].at.to);
    }
    buf_add_byte(&b, ']');
    ret = arena_copy(r->arena, buf_span(&b));
    buf_free(&b);
    return ret;
}

static bool write_post(const struct redaction *r, const struct queue_item *row,
                       struct redacted *ret, struct err *e)
{
    struct field_changes *change =
        arena_array(r->arena, r->fields->count, sizeof(*change));
    const struct fields_edits edits = {.change = change};
    struct fields_output out;

    if (change == NULL)
        return arena_err(r->arena, "masks", e);
    for (uint32_t i = 0; i < r->fields->count; i++)
        if (!change_field(r, i, &change[i], e))
            return false;
    if (!fields_write(r->arena, r->fields, &edits, &out, e))
        return false;
    *ret = (struct redacted){.body = out.body, .spans = write_spans(r)};
    if (out.query_changed)
        ret->target = arena_printf(
            r->arena, SPAN_FMT "?" SPAN_FMT,
            SPAN_ARG(span_slice(row->target, 0,
                                span_find_byte(row->target, '?', 0))),
            SPAN_ARG(out.query));
    return !arena_full(r->arena) || arena_err(r->arena, "masks", e);
}

bool redact_post(const struct fields_spec *spec, const struct queue_item *row,
                 const struct redact_spans *spans, struct arena *a,
                 struct redacted *ret, struct err *e)
{
    struct fields fields;
    struct redaction r = {.fields = &fields,
                          .span = spans->at,
                          .count = spans->count,
                          .arena = a};

    return read_post(spec, row, a, &fields, e) && find_fields(&r, e) &&
           write_post(&r, row, ret, e);
}
