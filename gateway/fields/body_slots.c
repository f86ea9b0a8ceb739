#include "fields/body_texts.h"

/*
 * Forms, multipart bodies and query strings are lists of slots, so what is
 * looked for, dropped, set and attached is the same for all three.
 */
struct slots {
    enum field_origin origin;
    struct slot *slot;
    uint32_t count;
};

static bool is_query(const struct slots *s)
{
    return s->origin == FIELD_QUERY;
}

/* ---- reading ---- */

static bool decode(struct reader *r, const struct slots *s, uint32_t i)
{
    struct fields_body *b = r->body;

    return s->origin != FIELD_PART || s->slot[i].put.at != NULL ||
           multipart_decode(r->a, &b->multipart, i, b->spec->charsets, r->e);
}

static bool add_slot(struct reader *r, const struct slots *s, uint32_t i,
                     const struct text_spec *t, uint32_t nth)
{
    struct field f = {
        .name = t->name,
        .markup = t->markup,
        .origin = s->origin,
        .place = i,
    };

    if (!decode(r, s, i) ||
        !slot_pointer(r->a, &s->slot[i], &t->at, nth, &f.pointer, r->e))
        return false;
    f.text = s->slot[i].value;
    if (is_query(s)) {
        f.pointer =
            arena_printf(r->a, "query:" SPAN_FMT, SPAN_ARG(s->slot[i].name));
        if (f.pointer.at == NULL)
            return arena_err(r->a, "fields", r->e);
    }
    return reader_add(r, t, f);
}

/* A part that is JSON is read as such; *ret_plain for all others. */
static bool read_part(struct reader *r, const struct slots *s, uint32_t i,
                      const struct text_spec *t, bool *ret_plain)
{
    bool read = false;

    *ret_plain = true;
    if (s->slot[i].file || s->origin != FIELD_PART ||
        !r->body->multipart.part[i].json)
        return true;
    if (!inner_read(r, i, t, &read))
        return false;
    *ret_plain = !read;
    return true;
}

static bool read_texts(struct reader *r, const struct slots *s)
{
    const struct fields_spec *spec = r->body->spec;

    for (uint32_t k = 0; k < spec->text_count; k++) {
        const struct text_spec *t = &spec->text[k];
        uint32_t nth = 0;

        for (uint32_t i = 0; t->query == is_query(s) && i < s->count; i++) {
            bool plain;

            if (!read_part(r, s, i, t, &plain))
                return false;
            if (plain && !s->slot[i].file &&
                slot_fits(&s->slot[i], &t->at, spec->keys_exact) &&
                !add_slot(r, s, i, t, nth++))
                return false;
        }
    }
    return true;
}

/* Our attachment stands in one field named after the pointer's last token; a
 * client may have written the whole pointer instead. */
static bool is_attachment(const struct fields_spec *spec, const struct slot *s)
{
    return spec->has_attach &&
           (slot_fits(s, &spec->attach_field, spec->keys_exact) ||
            slot_fits(s, &spec->attach, spec->keys_exact));
}

static bool is_dropped(const struct fields_spec *spec, const struct slots *s,
                       uint32_t i)
{
    for (uint32_t k = 0; k < spec->drop_count; k++)
        if (spec->drop[k].query == is_query(s) &&
            slot_fits(&s->slot[i], &spec->drop[k].at, spec->keys_exact))
            return true;
    return false;
}

static bool read_slots(struct reader *r, const struct slots *s)
{
    const struct fields_spec *spec = r->body->spec;

    for (uint32_t i = 0; i < s->count; i++) {
        bool forged = is_attachment(spec, &s->slot[i]);

        r->forged |= forged;
        s->slot[i].remove = forged || is_dropped(spec, s, i);
    }
    return reader_begin(r, s->count) && read_texts(r, s);
}

bool body_form_read(struct reader *r)
{
    struct fields_body *b = r->body;
    const struct form_limits limits = {b->spec->parts, b->charset, false};

    if (!form_parse(r->a, b->in.body, &limits, &b->form, r->e))
        return false;
    return read_slots(r,
                      &(struct slots){FIELD_FORM, b->form.slot, b->form.count});
}

bool body_multipart_read(struct reader *r)
{
    struct fields_body *b = r->body;

    if (!multipart_parse(r->a, b->in.body, b->type.boundary, b->spec->parts,
                         &b->multipart, r->e))
        return false;
    return read_slots(
        r, &(struct slots){FIELD_PART, b->multipart.slot, b->multipart.count});
}

bool body_query_read(struct reader *r)
{
    struct fields_body *b = r->body;
    /* Only for an attachment's name, a query need not be well-formed. */
    const struct form_limits limits = {b->spec->parts, CHARSET_UTF8,
                                       !b->spec->has_query};

    if (!form_parse(r->a, b->in.query, &limits, &b->query, r->e))
        return err_in(r->e, "query");
    return read_slots(
        r, &(struct slots){FIELD_QUERY, b->query.slot, b->query.count});
}

/* ---- changed texts ---- */

static bool edit_texts(const struct writer *w, const struct slots *s)
{
    const struct new_text *new = NULL;
    uint32_t count = 0;

    if (!new_texts(w, s->origin, &new, &count))
        return false;
    for (uint32_t i = 0; i < count; i++)
        s->slot[new[i].place].put = new[i].text;
    return true;
}

/* ---- setting and attaching ---- */

/* A JSON string stands for its text, null for nothing, others for themselves.
 */
static bool plain_value(const struct writer *w, struct span json,
                        struct span *ret)
{
    const struct json_limits limits = {POINTER_TOKENS, UINT16_MAX};
    struct json doc;

    if (!json_scan(w->a, json, &limits, &doc, w->e))
        return err_in(w->e, "value to set");
    if (doc.node[0].type == VALUE_STRING)
        return json_text(w->a, &doc, 0, ret, w->e);
    *ret = doc.node[0].type == VALUE_NULL ? SPAN("") : json_raw(&doc, 0);
    return true;
}

/* The one slot of exactly this name gets the value; else all that fit go and
 * one is added. */
static bool set_slot(const struct writer *w, const struct slots *s,
                     const struct set_value *set, struct slot *added,
                     uint32_t *added_count)
{
    struct slot new = {.value = {NULL, 0}};
    bool exact = w->fields->body->spec->keys_exact;
    bool placed = false;

    if (!slot_name(w->a, &set->at, &new.name, w->e) ||
        !plain_value(w, set->json, &new.value))
        return false;
    for (uint32_t i = 0; i < s->count; i++) {
        struct slot *have = &s->slot[i];

        if (have->remove || !slot_fits(have, &set->at, exact))
            continue;
        if (!placed && !have->file && span_equal(have->name, new.name)) {
            have->put = new.value;
            placed = true;
        } else {
            have->remove = true;
        }
    }
    if (!placed)
        added[(*added_count)++] = new;
    return true;
}

static bool edit_slots(const struct writer *w, const struct slots *s,
                       struct slot_edits *ret)
{
    const struct fields_spec *spec = w->fields->body->spec;
    uint32_t room = w->edits->set_count + 1;
    struct slot *added = arena_array(w->a, room, sizeof(*added));
    uint32_t count = 0;

    if (added == NULL)
        return arena_err(w->a, "fields", w->e);
    for (uint32_t i = 0; i < w->edits->set_count; i++)
        if (!set_slot(w, s, &w->set[i], added, &count))
            return false;
    if (spec->has_attach && w->edits->attach.len > 0)
        added[count++] = (struct slot){.name = pointer_last(&spec->attach),
                                       .value = w->edits->attach};
    *ret = (struct slot_edits){s->slot, added, count};
    return true;
}

/* ---- writing ---- */

/* The slots are edited on a copy: a body may be written more than once. */
static bool copy_slots(const struct writer *w, struct slots *s)
{
    struct slot *copy =
        arena_grow(w->a, s->slot, s->count, s->count, sizeof(*copy));

    if (copy == NULL)
        return arena_err(w->a, "fields", w->e);
    s->slot = copy;
    return true;
}

static bool any_edit(const struct slots *s)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->slot[i].remove || s->slot[i].put.at != NULL)
            return true;
    return false;
}

static bool prepare(const struct writer *w, struct slots *s,
                    struct slot_edits *ret, bool *ret_changed)
{
    if (!copy_slots(w, s) || !edit_texts(w, s) || !edit_slots(w, s, ret))
        return false;
    *ret_changed = any_edit(s) || ret->added_count > 0;
    return true;
}

bool body_form_write(const struct writer *w, struct buf *out, bool *ret_changed)
{
    const struct form *f = &w->fields->body->form;
    struct slots s = {FIELD_FORM, f->slot, f->count};
    struct slot_edits edits;

    if (!prepare(w, &s, &edits, ret_changed))
        return false;
    if (*ret_changed)
        form_write(f, &edits, out);
    return true;
}

bool body_multipart_write(const struct writer *w, struct buf *out,
                          bool *ret_changed)
{
    const struct multipart *m = &w->fields->body->multipart;
    struct slots s = {FIELD_PART, m->slot, m->count};
    struct slot_edits edits;

    if (!copy_slots(w, &s) || !inner_edit(w, s.slot))
        return false;
    return prepare(w, &s, &edits, ret_changed) &&
           (!*ret_changed || multipart_write(w->a, m, &edits, out, w->e));
}

bool body_query_write(const struct writer *w, struct buf *out,
                      bool *ret_changed)
{
    const struct form *f = &w->fields->body->query;
    struct slots s = {FIELD_QUERY, f->slot, f->count};

    if (!copy_slots(w, &s) || !edit_texts(w, &s))
        return false;
    *ret_changed = any_edit(&s);
    if (*ret_changed)
        form_write(f, &(struct slot_edits){s.slot, NULL, 0}, out);
    return true;
}
