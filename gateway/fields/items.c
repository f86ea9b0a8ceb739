#include "fields/items.h"

#include "fields/body_texts.h"

struct items_spec {
    bool one; /* the answer is one post */
    struct pointer items;
    struct text_spec *text;
    uint32_t text_count;
    struct pointer attach;
    struct json_limits json;
    bool keys_exact;
    uint32_t most;
};

/* ---- compiling ---- */

static bool compile_texts(struct arena *a, const struct items_config *c,
                          struct items_spec *s, struct err *e)
{
    s->text_count = c->text_count;
    s->text = arena_array(a, c->text_count, sizeof(*s->text));
    if (s->text == NULL)
        return arena_err(a, "routes", e);
    for (uint32_t i = 0; i < c->text_count; i++) {
        struct text_spec *t = &s->text[i];

        t->name = arena_copy(a, c->text[i].name);
        t->markup = c->text[i].markup;
        if (t->name.at == NULL)
            return arena_err(a, "routes", e);
        if (!pointer_parse(a, c->text[i].at, &t->at, e))
            return err_in(e, "text");
    }
    return true;
}

static bool check_attach(const struct pointer *p, struct err *e)
{
    if (p->count == 0)
        return err_set(e, ERR_CONFIG, NULL, "attach: must name a member");
    for (uint32_t i = 0; i < p->count; i++)
        if (p->token[i].any)
            return err_set(e, ERR_CONFIG, NULL, "attach: must not have '*'");
    return true;
}

bool items_compile(struct arena *a, const struct items_config *config,
                   const struct items_spec **ret, struct err *e)
{
    struct items_spec *s = arena_alloc(a, sizeof(*s));

    if (s == NULL)
        return arena_err(a, "routes", e);
    s->one = config->items.at == NULL;
    s->json = config->json;
    s->keys_exact = config->keys_exact;
    s->most = config->most;
    if (!s->one && !pointer_parse(a, config->items, &s->items, e))
        return err_in(e, "items");
    if (!compile_texts(a, config, s, e) ||
        !pointer_parse(a, config->attach, &s->attach, e) ||
        !check_attach(&s->attach, e))
        return false;
    *ret = s;
    return true;
}

/* ---- reading ---- */

static bool read_item(struct reader *r, const struct items_spec *s,
                      const struct json *doc, uint32_t node)
{
    const struct pointer_search how = {POINTER_STRICT, s->keys_exact, node};

    for (uint32_t i = 0; i < s->text_count; i++) {
        struct pointer_found found = {NULL, 0};

        if (!pointer_find(r->a, &s->text[i].at, doc, &how, &found, r->e))
            return false;
        for (uint32_t n = 0; n < found.count; n++)
            if (doc->node[found.node[n]].type == VALUE_STRING &&
                !json_texts(r, doc, found.node[n], node, &s->text[i]))
                return false;
    }
    return true;
}

static bool find_items(struct arena *a, const struct items_spec *s,
                       const struct json *doc, struct pointer_found *ret,
                       struct err *e)
{
    const struct pointer_search how = {POINTER_STRICT, s->keys_exact, 0};
    const struct pointer whole = {SPAN(""), NULL, 0};

    return pointer_find(a, s->one ? &whole : &s->items, doc, &how, ret, e);
}

static bool read_items(struct arena *a, const struct items_spec *s,
                       const struct json *doc, struct items *ret, struct err *e)
{
    struct pointer_found found = {NULL, 0};
    uint32_t count = 0;
    struct item *item;

    if (!find_items(a, s, doc, &found, e))
        return false;
    item = arena_array(a, found.count, sizeof(*item));
    if (item == NULL)
        return arena_err(a, "items", e);
    for (uint32_t i = 0; i < found.count && count < s->most; i++) {
        const uint32_t node = found.node[i];
        struct reader r = {.a = a, .e = e};

        if (doc->node[node].type != VALUE_OBJECT)
            continue;
        if (!read_item(&r, s, doc, node))
            return false;
        item[count++] = (struct item){node, r.field, r.count};
    }
    *ret = (struct items){item, count, s, doc};
    return true;
}

bool items_read(struct arena *a, const struct items_spec *spec,
                struct span answer, struct items *ret, struct err *e)
{
    struct json *doc = arena_alloc(a, sizeof(*doc));

    if (doc == NULL)
        return arena_err(a, "items", e);
    return json_scan(a, answer, &spec->json, doc, e) &&
           json_check_keys(a, doc, spec->keys_exact, e) &&
           read_items(a, spec, doc, ret, e);
}

/* ---- writing ---- */

/* Something that is no object in the way of the attachment: that item keeps
 * its bytes. Memory is another matter. */
static bool attach_one(struct splice *s, const struct items *it, uint32_t i,
                       struct span json, struct err *e)
{
    struct err why = {0};

    if (splice_set(s, it->item[i].node, &it->spec->attach, json, &why) ||
        why.kind == ERR_INPUT)
        return true;
    *e = why;
    return false;
}

static bool write_all(struct arena *a, struct splice *s, size_t ceiling,
                      struct span *ret, struct err *e)
{
    struct buf out = buf_make(ceiling);
    struct span kept = {NULL, 0};
    bool ok = splice_write(s, &out, e);

    if (ok)
        kept = arena_copy(a, buf_span(&out));
    buf_free(&out);
    if (!ok)
        return false;
    if (kept.at == NULL)
        return arena_err(a, "new answer", e);
    *ret = kept;
    return true;
}

bool items_write(struct arena *a, const struct items *it,
                 const struct span *attach, size_t ceiling, struct span *ret,
                 struct err *e)
{
    struct splice *s;

    if (!splice_new(a, it->doc, it->spec->keys_exact, &s, e))
        return false;
    for (uint32_t i = 0; i < it->count; i++)
        if (attach[i].len > 0 && !attach_one(s, it, i, attach[i], e))
            return false;
    if (splice_changed(s))
        return write_all(a, s, ceiling, ret, e);
    *ret = it->doc->text;
    return true;
}
