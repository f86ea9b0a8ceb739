#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fields/body_texts.h"

/* ---- reading ---- */

/* The pointer of a node as seen from `root`. */
static bool pointer_from(struct reader *r, const struct json *doc,
                         uint32_t node, uint32_t root, struct span *ret)
{
    struct span whole = {NULL, 0};
    struct span head = {NULL, 0};

    if (!json_pointer(r->a, doc, node, &whole, r->e) ||
        !json_pointer(r->a, doc, root, &head, r->e))
        return false;
    *ret = span_from(whole, head.len);
    return true;
}

/* The text that an app makes of a number: digits as they stand, 1.3e2 as the
 * 130 that most languages print. What no double holds stays as it is. */
static bool number_text(struct arena *a, struct span raw, struct span *ret,
                        struct err *e)
{
    enum { DIGITS_MOST = 17, INTEGERS_BELOW = 21 };
    char text[40];
    struct span copy;
    double value;

    *ret = raw;
    if (span_find_byte(raw, '.', 0) == raw.len &&
        span_find_byte(raw, 'e', 0) == raw.len &&
        span_find_byte(raw, 'E', 0) == raw.len)
        return true;
    copy = arena_printf(a, SPAN_FMT, SPAN_ARG(raw));
    if (copy.at == NULL)
        return arena_err(a, "JSON number", e);
    value = strtod(copy.at, NULL);
    if (!isfinite(value))
        return true;
    for (int digits = 1; digits <= DIGITS_MOST; digits++) {
        (void)snprintf(text, sizeof(text), "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    if (value == trunc(value) && fabs(value) < pow(10, INTEGERS_BELOW))
        (void)snprintf(text, sizeof(text), "%.0f", value);
    *ret = arena_copy(a, span_of(text));
    return ret->at != NULL || arena_err(a, "JSON number", e);
}

static bool add_text(struct reader *r, const struct json *doc, uint32_t node,
                     uint32_t root, const struct text_spec *spec)
{
    const bool number = doc->node[node].type == VALUE_NUMBER;
    struct field f = {
        .name = spec->name,
        .markup = spec->markup,
        .origin = number ? FIELD_NUMBER : FIELD_JSON,
        .place = node,
    };

    return (number ? number_text(r->a, json_raw(doc, node), &f.text, r->e)
                   : json_text(r->a, doc, node, &f.text, r->e)) &&
           pointer_from(r, doc, node, root, &f.pointer) &&
           reader_add(r, spec, f);
}

bool json_texts(struct reader *r, const struct json *doc, uint32_t node,
                uint32_t root, const struct text_spec *spec)
{
    for (uint32_t n = node; n < doc->node[node].end; n++)
        if ((doc->node[n].type == VALUE_STRING ||
             doc->node[n].type == VALUE_NUMBER) &&
            !add_text(r, doc, n, root, spec))
            return false;
    return true;
}

static bool find(struct reader *r, const struct pointer *at,
                 enum pointer_reach reach, struct pointer_found *ret)
{
    const struct pointer_search how = {reach, r->body->spec->keys_exact, 0};

    return pointer_find(r->a, at, &r->body->json, &how, ret, r->e);
}

static bool read_texts(struct reader *r)
{
    const struct fields_spec *spec = r->body->spec;

    for (uint32_t i = 0; i < spec->text_count; i++) {
        const struct text_spec *t = &spec->text[i];
        struct pointer_found found = {NULL, 0};

        if (t->query)
            continue;
        if (!find(r, &t->at, POINTER_WIDE, &found))
            return false;
        for (uint32_t n = 0; n < found.count; n++)
            if (!json_texts(r, &r->body->json, found.node[n], 0, t))
                return false;
    }
    return true;
}

static bool note_gone(struct reader *r, const struct pointer *at,
                      uint32_t *ret_count)
{
    struct fields_body *b = r->body;
    struct pointer_found found = {NULL, 0};
    uint32_t *all;

    if (!find(r, at, POINTER_STRICT, &found))
        return false;
    *ret_count = found.count;
    if (found.count == 0)
        return true;
    all = arena_grow(r->a, b->gone, b->gone_count, b->gone_count + found.count,
                     sizeof(*all));
    if (all == NULL)
        return arena_err(r->a, "fields", r->e);
    memcpy(all + b->gone_count, found.node, found.count * sizeof(*all));
    b->gone = all;
    b->gone_count += found.count;
    return true;
}

static bool read_gone(struct reader *r)
{
    const struct fields_spec *spec = r->body->spec;
    uint32_t count = 0;

    if (spec->has_attach && !note_gone(r, &spec->attach, &count))
        return false;
    r->forged |= count > 0;
    for (uint32_t i = 0; i < spec->drop_count; i++)
        if (!spec->drop[i].query && !note_gone(r, &spec->drop[i].at, &count))
            return false;
    return true;
}

bool body_json_read(struct reader *r)
{
    struct fields_body *b = r->body;
    const struct fields_spec *spec = b->spec;

    b->text = b->in.body; /* UTF-8 is checked by the scanner */
    if (b->charset != CHARSET_UTF8 &&
        !charset_to_utf8(r->a, b->charset, b->in.body, &b->text, r->e))
        return err_in(r->e, "JSON");
    if (!json_scan(r->a, b->text, &spec->json, &b->json, r->e) ||
        !json_check_keys(r->a, &b->json, spec->keys_exact, r->e))
        return false;
    if (b->json.node[0].type != VALUE_OBJECT && !spec->any_root)
        return err_set(r->e, ERR_INPUT, NULL,
                       "JSON: an object was expected at byte %u in ''",
                       b->json.node[0].at.from);
    return reader_begin(r, b->json.count) && read_texts(r) && read_gone(r);
}

/* ---- writing ---- */

static bool edit_strings(const struct writer *w, struct splice *s,
                         uint32_t first, uint32_t count)
{
    const struct fields *f = w->fields;

    for (uint32_t i = 0; w->edits->change != NULL && i < f->count; i++) {
        const struct field_changes *c = &w->edits->change[i];

        if (f->field[i].origin == FIELD_JSON && c->count > 0 &&
            f->field[i].place - first < count &&
            !splice_text(s, f->field[i].place - first, c->change, c->count,
                         w->e))
            return err_in(w->e, "field " SPAN_FMT,
                          SPAN_ARG(f->field[i].pointer));
    }
    return true;
}

/* A masked number is a string: no number has a '*'. */
static bool edit_numbers(const struct writer *w, struct splice *s,
                         uint32_t first, uint32_t count)
{
    const struct new_text *new = NULL;
    uint32_t news = 0;

    if (!new_texts(w, FIELD_NUMBER, &new, &news))
        return false;
    for (uint32_t i = 0; i < news; i++) {
        struct buf b = buf_make(new[i].text.len * 6 + 2);
        struct span json;

        if (new[i].place - first >= count)
            continue;
        buf_add_json(&b, new[i].text);
        json = arena_copy(w->a, buf_span(&b));
        buf_free(&b);
        if (json.at == NULL)
            return arena_err(w->a, "changes", w->e);
        if (!splice_value(s, new[i].place - first, json, w->e))
            return false;
    }
    return true;
}

/* Places below `first` wrap around to more than any count. */
bool json_edit_texts(const struct writer *w, struct splice *s, uint32_t first,
                     uint32_t count)
{
    return edit_strings(w, s, first, count) && edit_numbers(w, s, first, count);
}

static bool edit_members(const struct writer *w, struct splice *s)
{
    const struct fields_body *b = w->fields->body;

    for (uint32_t i = 0; i < b->gone_count; i++)
        if (b->gone[i] != 0 && !splice_remove(s, b->gone[i], w->e))
            return false;
    for (uint32_t i = 0; i < w->edits->set_count; i++)
        if (!splice_set(s, 0, &w->set[i].at, w->set[i].json, w->e))
            return false;
    if (!b->spec->has_attach || w->edits->attach.len == 0)
        return true;
    return splice_set(s, 0, &b->spec->attach, w->edits->attach, w->e);
}

bool body_json_write(const struct writer *w, struct buf *out, bool *ret_changed)
{
    const struct fields_body *b = w->fields->body;
    struct splice *s;

    if (!splice_new(w->a, &b->json, b->spec->keys_exact, &s, w->e) ||
        !json_edit_texts(w, s, 0, b->json.count) || !edit_members(w, s))
        return false;
    *ret_changed = splice_changed(s) || w->fields->transcoded;
    return !*ret_changed || splice_write(s, out, w->e);
}
