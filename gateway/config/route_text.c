/*
 * `text:` of a route. A list: /title, query:q, {at: /body, markup: html}; the
 * names are then the last tokens. Or a map from a name to one or several.
 */
#include <string.h>

#include "config/route.h"
#include "config/tables.h"

enum { MOST_TEXTS = 64 };

struct reading_texts {
    const struct setting_ctx *ctx;
    struct route_text found[MOST_TEXTS];
    uint32_t count;
};

static const char *const markups[] = {"plain", "html", "markdown", "wikitext",
                                      NULL};

/* The last token that names something: /tags/0/name is name, /tags/ * tags. */
static struct span last_token(struct span pointer)
{
    while (pointer.len > 0) {
        size_t slash = pointer.len;
        struct span token;

        while (slash > 0 && pointer.at[slash - 1] != '/')
            slash--;
        token = span_from(pointer, slash);
        if (!span_is(token, "*") && token.len > 0)
            return token;
        pointer.len = slash > 0 ? slash - 1 : 0;
    }
    return SPAN("text");
}

static bool add_place(struct reading_texts *r, const struct yaml_node *n,
                      struct span name, enum text_markup markup)
{
    struct route_text t = {.name = name, .markup = markup};
    struct span text;

    if (r->count == MOST_TEXTS)
        return yaml_err(n, r->ctx->e, "text: more than %d places", MOST_TEXTS);
    if (!setting_expand(n, r->ctx, &text))
        return false;
    if (span_starts(text, SPAN("query:"))) {
        t.query = span_from(text, strlen("query:"));
        if (t.query.len == 0)
            return yaml_err(n, r->ctx->e, "text: query: without a name");
        if (name.len == 0)
            t.name = t.query;
    } else {
        if (!pointer_read("text", n, r->ctx, &t.pointer))
            return false;
        if (name.len == 0)
            t.name = last_token(t.pointer);
    }
    r->found[r->count++] = t;
    return true;
}

static bool add_places(struct reading_texts *r, const struct yaml_node *n,
                       struct span name, enum text_markup markup)
{
    if (n->kind != YAML_LIST)
        return add_place(r, n, name, markup);
    for (uint32_t i = 0; i < n->count; i++)
        if (!add_place(r, &n->item[i], name, markup))
            return false;
    return true;
}

static bool read_markup(const struct yaml_node *map, enum text_markup *ret,
                        const struct setting_ctx *ctx)
{
    const struct yaml_node *n = yaml_get(map, "markup");
    struct span text;

    *ret = TEXT_PLAIN;
    if (n == NULL)
        return true;
    if (!setting_expand(n, ctx, &text))
        return false;
    for (unsigned i = 0; markups[i] != NULL; i++)
        if (span_is(text, markups[i])) {
            *ret = (enum text_markup)i;
            return true;
        }
    return yaml_err(n, ctx->e,
                    "markup: expected plain, html, markdown or wikitext");
}

/* A place, {at: place or places, markup: …}, or (when named) a list of them. */
static bool add_entry(struct reading_texts *r, const struct yaml_node *n,
                      struct span name)
{
    static const char *const keys[] = {"at", "markup", "encoding", NULL};
    enum text_markup markup;

    if (n->kind != YAML_MAP)
        return add_places(r, n, name, TEXT_PLAIN);
    if (!yaml_known(n, keys, r->ctx->e) || !read_markup(n, &markup, r->ctx))
        return false;
    if (yaml_get(n, "encoding") != NULL)
        return yaml_err(yaml_get(n, "encoding"), r->ctx->e,
                        "text: encoding is not available in this version");
    if (yaml_get(n, "at") == NULL)
        return yaml_err(n, r->ctx->e, "text: no at");
    return add_places(r, yaml_get(n, "at"), name, markup);
}

static bool add_named(struct reading_texts *r, const struct yaml_node *key,
                      const struct yaml_node *value)
{
    struct span name = arena_copy(r->ctx->arena, key->text);

    if (name.len == 0 || name.at == NULL)
        return yaml_err(key, r->ctx->e, "text: an empty name");
    if (value->kind != YAML_LIST)
        return add_entry(r, value, name);
    for (uint32_t i = 0; i < value->count; i++)
        if (!add_entry(r, &value->item[i], name))
            return false;
    return true;
}

static bool read_texts(const struct setting *row, const struct yaml_node *n,
                       void *ret, const struct setting_ctx *ctx)
{
    struct reading_texts r = {.ctx = ctx};
    struct route_text *kept;
    bool one = n->kind == YAML_TEXT || yaml_get(n, "at") != NULL;

    (void)row;
    if (one && !add_entry(&r, n, SPAN("")))
        return false;
    for (uint32_t i = 0; !one && i < n->count; i++) {
        bool ok = n->kind == YAML_MAP ? add_named(&r, &n->key[i], &n->item[i])
                                      : add_entry(&r, &n->item[i], SPAN(""));

        if (!ok)
            return false;
    }
    kept = arena_array(ctx->arena, r.count, sizeof(*kept));
    if (kept == NULL)
        return arena_err(ctx->arena, "text", ctx->e);
    memcpy(kept, r.found, r.count * sizeof(*kept));
    *(struct route_texts *)ret = (struct route_texts){kept, r.count};
    return true;
}

static void write_place(const struct route_text *t, struct buf *out)
{
    if (t->query.at != NULL)
        buf_printf(out, "\"query:" SPAN_FMT "\"", SPAN_ARG(t->query));
    else
        setting_write_text(t->pointer, out);
}

static void write_texts(const struct setting *row, const void *value,
                        struct buf *out)
{
    const struct route_texts *t = value;

    (void)row;
    buf_add_byte(out, '{');
    for (uint32_t i = 0; i < t->count; i++) {
        bool first = i == 0 || !span_equal(t->at[i].name, t->at[i - 1].name);
        bool last =
            i + 1 == t->count || !span_equal(t->at[i].name, t->at[i + 1].name);

        if (first) {
            buf_add_text(out, i > 0 ? ", " : "");
            setting_write_text(t->at[i].name, out);
            buf_add(out, SPAN(": ["));
        } else {
            buf_add(out, SPAN(", "));
        }
        buf_add(out, SPAN("{at: "));
        write_place(&t->at[i], out);
        buf_printf(out, ", markup: %s}%s", markups[t->at[i].markup],
                   last ? "]" : "");
    }
    buf_add_byte(out, '}');
}

const struct setting_type setting_route_texts = {"places of text", read_texts,
                                                 write_texts, NULL};
