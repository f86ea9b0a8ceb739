#include "fields/fields.h"

#include <string.h>

#include "fields/body.h"

/* ---- compiling ---- */

static bool starts_query(struct span at)
{
    return span_starts(at, SPAN("query:"));
}

/* "/a/b", "name" (the same as /name) or "query:NAME" (brackets as they are). */
static bool compile_place(struct arena *a, struct span at, struct pointer *ret,
                          bool *ret_query, struct err *e)
{
    bool query = starts_query(at);

    if (query)
        at = span_from(at, sizeof("query:") - 1);
    if (query && at.len == 0)
        return err_set(e, ERR_CONFIG, NULL, "'query:' needs a name");
    if (query || (at.len > 0 && at.at[0] != '/')) {
        at = arena_printf(a, "/" SPAN_FMT, SPAN_ARG(at));
        if (at.at == NULL)
            return arena_err(a, "routes", e);
    }
    *ret_query = query;
    return pointer_parse(a, at, ret, e);
}

static bool fits_any_root(const struct pointer *p)
{
    return p->count == 0 || p->token[0].any || p->token[0].number;
}

static uint32_t find_group(const struct fields_spec *s, uint32_t i)
{
    uint32_t first = 0;

    while (!span_equal(s->text[first].name, s->text[i].name))
        first++;
    return first;
}

static bool compile_texts(struct arena *a, const struct fields_config *c,
                          struct fields_spec *s, struct err *e)
{
    s->text = arena_array(a, c->text_count, sizeof(*s->text));
    s->text_count = c->text_count;
    if (s->text == NULL)
        return arena_err(a, "routes", e);
    for (uint32_t i = 0; i < c->text_count; i++) {
        struct text_spec *t = &s->text[i];

        if (!compile_place(a, c->text[i].at, &t->at, &t->query, e))
            return err_in(e, "text");
        t->name = arena_copy(a, c->text[i].name);
        t->markup = c->text[i].markup;
        s->has_query |= t->query;
        s->any_root |= !t->query && fits_any_root(&t->at);
        if (t->name.at == NULL)
            return arena_err(a, "routes", e);
        t->group = find_group(s, i);
        s->grouped |= t->group != i;
    }
    return true;
}

static bool compile_drops(struct arena *a, const struct fields_config *c,
                          struct fields_spec *s, struct err *e)
{
    s->drop = arena_array(a, c->drop_count, sizeof(*s->drop));
    s->drop_count = c->drop_count;
    if (s->drop == NULL)
        return arena_err(a, "routes", e);
    for (uint32_t i = 0; i < c->drop_count; i++) {
        struct drop_spec *d = &s->drop[i];

        if (!compile_place(a, c->drop[i], &d->at, &d->query, e))
            return err_in(e, "drop");
        if (d->at.count == 0)
            return err_set(e, ERR_CONFIG, NULL, "drop: the whole body");
        s->has_query |= d->query;
    }
    return true;
}

/* A pointer at which one value can be put. */
static bool compile_target(struct arena *a, struct span at, struct pointer *ret,
                           struct err *e)
{
    bool query;

    if (starts_query(at))
        return err_set(e, ERR_CONFIG, NULL, "must be in the body");
    if (!compile_place(a, at, ret, &query, e))
        return false;
    if (ret->count == 0)
        return err_set(e, ERR_CONFIG, NULL, "must not be the whole body");
    for (uint32_t i = 0; i < ret->count; i++)
        if (ret->token[i].any)
            return err_set(e, ERR_CONFIG, NULL, "must not have '*'");
    return true;
}

static bool compile_attach(struct arena *a, const struct fields_config *c,
                           struct fields_spec *s, struct err *e)
{
    if (c->attach.len == 0)
        return true;
    if (!compile_target(a, c->attach, &s->attach, e))
        return err_in(e, "attach");
    s->has_attach = true;
    s->attach_field = (struct pointer){
        s->attach.text, &s->attach.token[s->attach.count - 1], 1};
    return true;
}

bool fields_compile(struct arena *a, const struct fields_config *config,
                    const struct fields_spec **ret, struct err *e)
{
    struct fields_spec *s = arena_alloc(a, sizeof(*s));

    if (s == NULL)
        return arena_err(a, "routes", e);
    s->json = config->json;
    s->keys_exact = config->keys_exact;
    s->parts = config->parts;
    s->reads = config->reads;
    s->charsets = config->charsets;
    if (!compile_texts(a, config, s, e) || !compile_drops(a, config, s, e) ||
        !compile_attach(a, config, s, e))
        return false;
    *ret = s;
    return true;
}

/* ---- body types ---- */

static bool is_form(const struct media_type *t)
{
    return span_is(t->type, "application/x-www-form-urlencoded");
}

static bool is_multipart(const struct media_type *t)
{
    return span_is(t->type, "multipart/form-data");
}

static const struct body_kind body_kinds[] = {
    {READS_JSON, media_type_is_json, body_json_read, body_json_write},
    {READS_FORM, is_form, body_form_read, body_form_write},
    {READS_MULTIPART, is_multipart, body_multipart_read, body_multipart_write},
};

static const struct body_kind *find_kind(const struct media_type *t,
                                         unsigned reads)
{
    for (size_t i = 0; i < COUNT_OF(body_kinds); i++)
        if ((body_kinds[i].reads & reads) != 0 && body_kinds[i].is(t))
            return &body_kinds[i];
    return NULL;
}

/* ---- reading ---- */

bool reader_begin(struct reader *r, uint32_t places)
{
    if (!r->body->spec->grouped)
        return true;
    r->claimed = arena_array(r->a, places, sizeof(*r->claimed));
    return r->claimed != NULL || arena_err(r->a, "fields", r->e);
}

/* More than 64 texts: those behind are looked at twice rather than not. */
static bool claim(struct reader *r, const struct text_spec *spec,
                  uint32_t place)
{
    const uint64_t bit = spec->group < 64 ? 1ULL << spec->group : 0;
    bool taken;

    if (r->claimed == NULL)
        return true;
    taken = (r->claimed[place] & bit) != 0;
    r->claimed[place] |= bit;
    return !taken;
}

bool reader_add(struct reader *r, const struct text_spec *spec,
                struct field field)
{
    if (!claim(r, spec, field.place))
        return true;
    if (r->count == r->room) {
        uint32_t room = r->room == 0 ? 8 : r->room * 2;
        struct field *grown =
            arena_grow(r->a, r->field, r->count, room, sizeof(*grown));

        if (grown == NULL)
            return arena_err(r->a, "fields", r->e);
        r->field = grown;
        r->room = room;
    }
    r->field[r->count++] = field;
    return true;
}

static bool pick_kind(struct reader *r)
{
    struct fields_body *b = r->body;

    if (b->in.body.len == 0)
        return true;
    if (b->in.content_type.at == NULL)
        return err_set(r->e, ERR_TYPE, NULL, "a body without Content-Type");
    if (!media_type_parse(r->a, b->in.content_type, &b->type, r->e))
        return false;
    b->kind = find_kind(&b->type, b->spec->reads);
    if (b->kind == NULL)
        return err_set(r->e, ERR_TYPE, NULL,
                       "the route does not read this Content-Type");
    /* Parts have charsets of their own. */
    return is_multipart(&b->type) ||
           charset_pick(b->type.charset, b->spec->charsets, &b->charset, r->e);
}

static bool read_query(struct reader *r)
{
    const struct fields_spec *s = r->body->spec;

    if (r->body->in.query.len == 0 || (!s->has_query && !s->has_attach))
        return true;
    return body_query_read(r);
}

static bool was_transcoded(const struct fields_body *b)
{
    if (b->charset != CHARSET_UTF8 && b->charset != CHARSET_ASCII)
        return true;
    for (uint32_t i = 0; i < b->multipart.count; i++)
        if (b->multipart.slot[i].put.at != NULL)
            return true;
    return false;
}

bool fields_read(struct arena *a, const struct fields_spec *spec,
                 const struct fields_input *in, struct fields *ret,
                 struct err *e)
{
    struct fields_body *b = arena_alloc(a, sizeof(*b));
    struct reader r = {.a = a, .body = b, .e = e};

    if (b == NULL)
        return arena_err(a, "fields", e);
    b->spec = spec;
    b->in = *in;
    if (!pick_kind(&r) || (b->kind != NULL && !b->kind->read(&r)) ||
        !read_query(&r))
        return false;
    *ret = (struct fields){
        .field = r.field,
        .count = r.count,
        .forged_attachment = r.forged,
        .transcoded = was_transcoded(b),
        .body = b,
    };
    return true;
}

/* ---- writing ---- */

static const size_t growth = 1 << 20;

static bool take(const struct writer *w, struct buf *out, struct span *ret)
{
    bool over = out->failed;
    struct span kept = over ? SPAN("") : arena_copy(w->a, buf_span(out));

    if (over)
        return err_set(w->e, ERR_LIMIT, NULL, "the new body has over %zu bytes",
                       out->ceiling);
    if (kept.at == NULL)
        return arena_err(w->a, "new body", w->e);
    *ret = kept;
    return true;
}

typedef bool write_fn(const struct writer *w, struct buf *out,
                      bool *ret_changed);

/* Runs one writer; *text becomes what it wrote if it changed anything. */
static bool write_one(const struct writer *w, write_fn *write, size_t ceiling,
                      struct span *text, bool *ret_changed)
{
    struct buf out = buf_make(ceiling);
    bool changed = false;
    bool ok = write(w, &out, &changed) && (!changed || take(w, &out, text));

    buf_free(&out);
    if (ok)
        *ret_changed = changed;
    return ok;
}

static bool compile_set(struct writer *w)
{
    const struct fields_edits *edits = w->edits;
    struct set_value *set = arena_array(w->a, edits->set_count, sizeof(*set));

    if (set == NULL)
        return arena_err(w->a, "fields", w->e);
    for (uint32_t i = 0; i < edits->set_count; i++) {
        if (!compile_target(w->a, edits->set[i].at, &set[i].at, w->e))
            return err_in(w->e, "set");
        set[i].json = edits->set[i].json;
    }
    w->set = set;
    return true;
}

static bool write_type(const struct writer *w, struct span *ret)
{
    const struct fields_body *b = w->fields->body;

    *ret = b->in.content_type;
    return !w->fields->transcoded || b->type.charset.at == NULL ||
           is_multipart(&b->type) ||
           charset_rewrite(w->a, b->in.content_type, &b->type, ret, w->e);
}

bool fields_write(struct arena *a, const struct fields *f,
                  const struct fields_edits *edits, struct fields_output *ret,
                  struct err *e)
{
    const struct fields_body *b = f->body;
    struct writer w = {.a = a, .fields = f, .edits = edits, .e = e};
    struct fields_output out = {.body = b->in.body, .query = b->in.query};
    size_t ceiling =
        edits->ceiling > 0 ? edits->ceiling : b->in.body.len + growth;

    if (!compile_set(&w) || !write_type(&w, &out.content_type))
        return false;
    if (b->kind != NULL &&
        !write_one(&w, b->kind->write, ceiling, &out.body, &out.body_changed))
        return false;
    if (b->query.count > 0 &&
        !write_one(&w, body_query_write, b->in.query.len * 3 + growth,
                   &out.query, &out.query_changed))
        return false;
    *ret = out;
    return true;
}
