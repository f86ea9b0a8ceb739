#include "config/setting.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_KEY = 128, MOST_CHILDREN = 96, MOST_ENV = 64 << 10 };

struct reading {
    const struct setting *rows;
    char *base;
    const struct setting_ctx *ctx;
    bool *seen; /* by row */
};

/* ---- ${NAME} ---- */

static bool name_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= '0' && c <= '9') || c == '_';
}

static bool add_variable(const struct yaml_node *n, struct span name,
                         const struct setting_ctx *ctx, struct buf *out)
{
    char text[LONGEST_KEY];
    const char *value;

    for (size_t i = 0; i < name.len; i++)
        if (!name_char(name.at[i]))
            name.len = 0;
    if (name.len == 0 || name.len >= sizeof(text))
        return yaml_err(n, ctx->e, "${…} takes a name of letters, digits, _");
    memcpy(text, name.at, name.len);
    text[name.len] = '\0';
    /* Nothing in this program writes the environment. */
    value = getenv(text); /* NOLINT(concurrency-mt-unsafe) */
    if (value == NULL)
        return yaml_err(n, ctx->e, "the environment has no variable %s", text);
    buf_add_text(out, value);
    if (ctx->outside != NULL) {
        buf_add_text(ctx->outside, value);
        buf_add_byte(ctx->outside, '\0');
    }
    return true;
}

static bool expand_into(const struct yaml_node *n,
                        const struct setting_ctx *ctx, struct buf *out)
{
    size_t at = 0;

    for (;;) {
        size_t open = span_find(n->text, SPAN("${"), at);
        size_t close;

        if (open > at && open < n->text.len && n->text.at[open - 1] == '$') {
            buf_add(out, span_slice(n->text, at, open - 1));
            buf_add(out, SPAN("${"));
            at = open + 2;
            continue;
        }
        buf_add(out, span_slice(n->text, at, open));
        if (open == n->text.len)
            return true;
        close = span_find_byte(n->text, '}', open);
        if (close == n->text.len)
            return yaml_err(n, ctx->e, "a ${ without its }");
        if (!add_variable(n, span_slice(n->text, open + 2, close), ctx, out))
            return false;
        at = close + 1;
    }
}

/* Copied: the tree of a default does not live as long as its value. */
static bool keep_text(struct span text, const struct setting_ctx *ctx,
                      struct span *ret)
{
    struct span kept = arena_copy(ctx->arena, text);

    if (kept.at == NULL)
        return arena_err(ctx->arena, "settings", ctx->e);
    *ret = kept;
    return true;
}

bool setting_expand(const struct yaml_node *n, const struct setting_ctx *ctx,
                    struct span *ret)
{
    struct span text;
    struct buf out;
    bool ok;

    if (!yaml_text(n, &text, ctx->e))
        return false;
    if (yaml_is_null(n))
        return yaml_err(n, ctx->e, "no value; write \"\" for an empty text");
    if (span_find(text, SPAN("${"), 0) == text.len)
        return keep_text(text, ctx, ret);
    out = buf_make(MOST_ENV);
    if (!expand_into(n, ctx, &out)) {
        buf_free(&out);
        return false;
    }
    ok = out.failed ? yaml_err(n, ctx->e, "larger than 64 KiB with its ${…}")
                    : keep_text(buf_span(&out), ctx, ret);
    buf_free(&out);
    return ok;
}

/* ---- reading ---- */

static bool is_row(const struct setting *row)
{
    return row->type != NULL && row->type->read != NULL;
}

static bool has_children(const struct setting *rows, const char *key)
{
    size_t len = strlen(key);

    for (; rows->key != NULL; rows++)
        if (strncmp(rows->key, key, len) == 0 && rows->key[len] == '.')
            return true;
    return false;
}

static bool read_default(const struct reading *r, const struct setting *row)
{
    struct setting_ctx ctx = *r->ctx;
    struct yaml *y;
    bool ok;

    if (row->def == NULL)
        return true;
    ctx.outside = NULL;
    if (!yaml_parse(span_of(row->def), row->key, &y, ctx.e))
        return false;
    ok = row->type->read(row, yaml_root(y), r->base + row->offset, &ctx);
    if (!ok)
        (void)err_in(ctx.e, "default of %s", row->key);
    yaml_close(&y);
    return ok;
}

/* A row of a later version: only its default may be written down. */
static bool read_same(const struct reading *r, const struct setting *row,
                      const struct yaml_node *value)
{
    struct buf before = buf_make(4096);
    struct buf after = buf_make(4096);
    void *field = r->base + row->offset;
    bool same = false;

    if (read_default(r, row)) {
        row->type->write(row, field, &before);
        if (row->type->read(row, value, field, r->ctx)) {
            row->type->write(row, field, &after);
            same = span_equal(buf_span(&before), buf_span(&after));
        }
    }
    buf_free(&before);
    buf_free(&after);
    return same || yaml_err(value, r->ctx->e,
                            "%s is not available in this version", row->key);
}

static bool read_row(const struct reading *r, const struct setting *row,
                     const struct yaml_node *value)
{
    r->seen[row - r->rows] = true;
    if (row->not_yet)
        return read_same(r, row, value);
    return row->type->read(row, value, r->base + row->offset, r->ctx);
}

/* What follows prefix in key, or NULL if key isn't below it. */
static const char *below(const char *key, const char *prefix)
{
    size_t len = strlen(prefix);

    if (len == 0)
        return key;
    return strncmp(key, prefix, len) == 0 && key[len] == '.' ? key + len + 1
                                                             : NULL;
}

/* Tells the names in the map at prefix. */
static bool unknown_key(const struct reading *r, const char *prefix,
                        const struct yaml_node *key)
{
    char names[MOST_CHILDREN][LONGEST_KEY];
    const char *list[MOST_CHILDREN + 1];
    size_t count = 0;

    for (const struct setting *row = r->rows;
         row->key != NULL && count < MOST_CHILDREN; row++) {
        const char *name = below(row->key, prefix);

        if (name == NULL || row->not_yet)
            continue;
        (void)snprintf(names[count], LONGEST_KEY, "%s", name);
        names[count][strcspn(names[count], ".")] = '\0';
        list[count] = names[count];
        count++;
    }
    list[count] = NULL;
    return yaml_unknown(key, "key", list, r->ctx->e);
}

static bool read_map(const struct reading *r, const char *prefix,
                     const struct yaml_node *map);

static bool read_member(const struct reading *r, const char *prefix,
                        const struct yaml_node *key,
                        const struct yaml_node *value)
{
    char full[LONGEST_KEY];
    bool known = false;
    int n = snprintf(full, sizeof(full), "%s%s" SPAN_FMT, prefix,
                     prefix[0] != '\0' ? "." : "", SPAN_ARG(key->text));

    if (n < 0 || (size_t)n >= sizeof(full) ||
        span_find_byte(key->text, '.', 0) != key->text.len)
        return unknown_key(r, prefix, key);
    for (const struct setting *row = r->rows; row->key != NULL; row++)
        if (is_row(row) && strcmp(row->key, full) == 0)
            return read_row(r, row, value);
    if (has_children(r->rows, full))
        return read_map(r, full, value);
    if (r->ctx->other != NULL &&
        !r->ctx->other(prefix, key, value, &known, r->ctx->other_arg))
        return false;
    return known || unknown_key(r, prefix, key);
}

static bool read_map(const struct reading *r, const char *prefix,
                     const struct yaml_node *map)
{
    if (yaml_is_null(map)) /* "limits:" with nothing below it */
        return true;
    if (!yaml_expect(map, YAML_MAP, r->ctx->e))
        return false;
    for (uint32_t i = 0; i < map->count; i++)
        if (!read_member(r, prefix, &map->key[i], &map->item[i]))
            return false;
    return true;
}

bool settings_read(const struct setting *rows, const struct yaml_node *map,
                   void *base, const struct setting_ctx *ctx)
{
    struct reading r = {.rows = rows, .base = base, .ctx = ctx};
    size_t count = 0;

    while (rows[count].key != NULL)
        count++;
    r.seen = arena_array(ctx->arena, count + 1, sizeof(*r.seen));
    if (r.seen == NULL)
        return arena_err(ctx->arena, "settings", ctx->e);
    if (map != NULL && !read_map(&r, "", map))
        return false;
    for (size_t i = 0; i < count; i++)
        if (is_row(&rows[i]) && !r.seen[i] && !read_default(&r, &rows[i]))
            return false;
    return true;
}
