#include <string.h>

#include "fields/body_texts.h"

/*
 * A part of a multipart body that says it is JSON: Spring's @RequestPart, a
 * browser's Blob, OpenAPI clients. The pointer's first tokens name the part,
 * the others lead into it. Its nodes have places of their own behind those of
 * the parts before it.
 */

/* What reads the same with or without a JSON parser: no escape hides in it. */
static bool is_plain(struct span text)
{
    return span_find_byte(text, '\\', 0) == text.len;
}

/* ret->doc.count stays 0 for what is no JSON and looks it. */
static bool scan(struct reader *r, const struct slot *slot, struct inner *ret)
{
    const struct fields_spec *spec = r->body->spec;
    struct err why = {0};

    if (json_scan(r->a, slot->value, &spec->json, &ret->doc, &why))
        return json_check_keys(r->a, &ret->doc, spec->keys_exact, r->e);
    ret->doc.count = 0;
    if (why.kind == ERR_INPUT && is_plain(slot->value))
        return true;
    *r->e = why;
    return false;
}

static bool make_room(struct reader *r)
{
    struct fields_body *b = r->body;

    if (b->inner == NULL)
        b->inner = arena_array(r->a, b->multipart.count, sizeof(*b->inner));
    return b->inner != NULL || arena_err(r->a, "fields", r->e);
}

/* Each part is scanned once, when a text is first looked for in it. */
static bool inner_of(struct reader *r, uint32_t part, const struct inner **ret)
{
    struct fields_body *b = r->body;
    struct inner *new;

    for (uint32_t i = 0; i < b->inner_count; i++)
        if (b->inner[i].part == part) {
            *ret = &b->inner[i];
            return true;
        }
    if (!make_room(r))
        return false;
    new = &b->inner[b->inner_count];
    new->part = part;
    if (b->inner_count > 0)
        new->first = new[-1].first + new[-1].doc.count;
    if (!multipart_decode(r->a, &b->multipart, part, b->spec->charsets, r->e) ||
        !scan(r, &b->multipart.slot[part], new))
        return err_in(r->e, "multipart: part %u", part);
    b->inner_count++;
    *ret = new;
    return true;
}

/* As many of the pointer's first tokens as name the part; 0: none. */
static uint32_t naming(const struct slot *slot, const struct pointer *at,
                       bool exact)
{
    for (uint32_t n = at->count; n > 0; n--)
        if (slot_fits(slot, &(struct pointer){at->text, at->token, n}, exact))
            return n;
    return 0;
}

/* What json_texts() added stands in this part. */
static bool place_fields(struct reader *r, const struct inner *in,
                         uint32_t from, struct span name)
{
    for (uint32_t i = from; i < r->count; i++) {
        struct field *f = &r->field[i];

        f->place += in->first;
        f->pointer = arena_printf(r->a, SPAN_FMT SPAN_FMT, SPAN_ARG(name),
                                  SPAN_ARG(f->pointer));
        if (f->pointer.at == NULL)
            return arena_err(r->a, "fields", r->e);
    }
    return true;
}

static bool read_found(struct reader *r, const struct inner *in,
                       const struct pointer_found *found,
                       const struct text_spec *t)
{
    uint64_t *claimed = r->claimed;
    bool done = true;

    r->claimed = NULL; /* counts parts */
    for (uint32_t i = 0; done && i < found->count; i++)
        done = json_texts(r, &in->doc, found->node[i], 0, t);
    r->claimed = claimed;
    return done;
}

bool inner_read(struct reader *r, uint32_t part, const struct text_spec *t,
                bool *ret_read)
{
    const struct fields_spec *spec = r->body->spec;
    const struct slot *slot = &r->body->multipart.slot[part];
    const uint32_t n = naming(slot, &t->at, spec->keys_exact);
    const struct pointer none = {SPAN(""), NULL, 0};
    const struct pointer rest = {t->at.text, t->at.token + n, t->at.count - n};
    const struct pointer_search how = {POINTER_WIDE, spec->keys_exact, 0};
    struct pointer_found found = {NULL, 0};
    const struct inner *in = NULL;
    const uint32_t from = r->count;
    struct span name = {NULL, 0};

    *ret_read = n == 0;
    if (n == 0)
        return true;
    if (!inner_of(r, part, &in))
        return false;
    *ret_read = in->doc.count > 0;
    if (!*ret_read)
        return true;
    return pointer_find(r->a, &rest, &in->doc, &how, &found, r->e) &&
           slot_pointer(r->a, slot, &none, 0, &name, r->e) &&
           read_found(r, in, &found, t) && place_fields(r, in, from, name);
}

/* ---- writing --------------------------------------------------------------*/

static bool write_inner(const struct writer *w, const struct inner *in,
                        struct splice *s, struct span *ret)
{
    struct buf out = buf_make(in->doc.text.len * 6 + 1024);
    bool ok = splice_write(s, &out, w->e);

    if (ok)
        *ret = arena_copy(w->a, buf_span(&out));
    buf_free(&out);
    return ok && (ret->at != NULL || arena_err(w->a, "new body", w->e));
}

bool inner_edit(const struct writer *w, struct slot *slot)
{
    const struct fields_body *b = w->fields->body;

    for (uint32_t i = 0; i < b->inner_count; i++) {
        const struct inner *in = &b->inner[i];
        struct splice *s;

        if (in->doc.count == 0)
            continue;
        if (!splice_new(w->a, &in->doc, b->spec->keys_exact, &s, w->e) ||
            !json_edit_texts(w, s, in->first, in->doc.count))
            return false;
        if (splice_changed(s) && !write_inner(w, in, s, &slot[in->part].put))
            return false;
    }
    return true;
}
