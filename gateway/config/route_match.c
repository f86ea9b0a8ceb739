/* `match:` of a route: one map or a list, a method or several in each. */
#include <string.h>

#include "config/route.h"
#include "config/tables.h"

enum { MOST_MATCHES = 64 };

static const char *const methods[] = {"GET",   "HEAD",   "POST",    "PUT",
                                      "PATCH", "DELETE", "OPTIONS", NULL};

struct matching {
    const struct setting *row;
    const struct setting_ctx *ctx;
    struct route_match found[MOST_MATCHES];
    uint32_t count;
};

static bool find_method(const struct yaml_node *n,
                        const struct setting_ctx *ctx, const char **ret)
{
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    for (size_t i = 0; methods[i] != NULL; i++)
        if (span_is(text, methods[i])) {
            *ret = methods[i];
            return true;
        }
    return yaml_err(n, ctx->e,
                    "match: method is GET, HEAD, POST, PUT, PATCH, DELETE or "
                    "OPTIONS");
}

static bool add_match(struct matching *m, const struct yaml_node *n,
                      const struct yaml_node *method, struct route_match *match)
{
    if (!find_method(method, m->ctx, &match->method))
        return false;
    if (m->count == MOST_MATCHES)
        return yaml_err(n, m->ctx->e, "match: more than %d", MOST_MATCHES);
    m->found[m->count++] = *match;
    return true;
}

static bool read_path(const struct yaml_node *map, struct route_match *ret,
                      const struct setting_ctx *ctx)
{
    const struct yaml_node *path = yaml_get(map, "path");
    struct span text;

    if (path == NULL)
        return yaml_err(map, ctx->e, "match: no path");
    return setting_expand(path, ctx, &text) &&
           path_pattern_read(path, text, ctx, &ret->path);
}

static bool read_match(struct matching *m, const struct yaml_node *map)
{
    static const char *const keys[] = {"method", "path", "query", NULL};
    const struct yaml_node *method = yaml_get(map, "method");
    const struct yaml_node *query = yaml_get(map, "query");
    struct route_match match = {.line = map->line};

    if (!yaml_known(map, keys, m->ctx->e) || !read_path(map, &match, m->ctx))
        return false;
    if (query != NULL &&
        !setting_pairs.read(m->row, query, &match.query, m->ctx))
        return false;
    if (method == NULL)
        return yaml_err(map, m->ctx->e, "match: no method");
    if (method->kind != YAML_LIST)
        return add_match(m, map, method, &match);
    if (method->count == 0)
        return yaml_err(method, m->ctx->e, "match: no method");
    for (uint32_t i = 0; i < method->count; i++)
        if (!add_match(m, map, &method->item[i], &match))
            return false;
    return true;
}

static bool read_matches(const struct setting *row, const struct yaml_node *n,
                         void *ret, const struct setting_ctx *ctx)
{
    struct matching m = {.row = row, .ctx = ctx};
    const struct yaml_node *item = n->kind == YAML_LIST ? n->item : n;
    uint32_t count = n->kind == YAML_LIST ? n->count : 1;
    struct route_match *kept;

    for (uint32_t i = 0; i < count; i++)
        if (!read_match(&m, &item[i]))
            return false;
    if (m.count == 0)
        return yaml_err(n, ctx->e, "match: may not be empty");
    kept = arena_array(ctx->arena, m.count, sizeof(*kept));
    if (kept == NULL)
        return arena_err(ctx->arena, "match", ctx->e);
    memcpy(kept, m.found, m.count * sizeof(*kept));
    *(struct route_matches *)ret = (struct route_matches){kept, m.count};
    return true;
}

static void write_matches(const struct setting *row, const void *value,
                          struct buf *out)
{
    const struct route_matches *m = value;

    buf_add_byte(out, '[');
    for (uint32_t i = 0; i < m->count; i++) {
        buf_printf(out, "%s{method: %s, path: ", i > 0 ? ", " : "",
                   m->at[i].method);
        setting_write_text(span_of(m->at[i].path.text), out);
        if (m->at[i].query.count > 0) {
            buf_add(out, SPAN(", query: "));
            setting_pairs.write(row, &m->at[i].query, out);
        }
        buf_add_byte(out, '}');
    }
    buf_add_byte(out, ']');
}

/* ---- reads ---- */

static const struct {
    const char *name;
    uint32_t bit;
} reads[] = {
    {"json", READS_JSON}, {"form", READS_FORM}, {"multipart", READS_MULTIPART}};

static bool read_reads(const struct setting *row, const struct yaml_node *n,
                       void *ret, const struct setting_ctx *ctx)
{
    struct texts names;
    uint32_t bits = 0;

    if (!setting_texts.read(row, n, &names, ctx))
        return false;
    for (uint32_t i = 0; i < names.count; i++) {
        size_t k = 0;

        while (k < COUNT_OF(reads) && strcmp(reads[k].name, names.at[i]) != 0)
            k++;
        if (k == COUNT_OF(reads))
            return yaml_err(n, ctx->e, "reads: json, form or multipart");
        bits |= reads[k].bit;
    }
    *(uint32_t *)ret = bits;
    return true;
}

static void write_reads(const struct setting *row, const void *value,
                        struct buf *out)
{
    uint32_t bits = *(const uint32_t *)value;
    const char *before = "";

    (void)row;
    buf_add_byte(out, '[');
    for (size_t i = 0; i < COUNT_OF(reads); i++)
        if ((bits & reads[i].bit) != 0) {
            buf_printf(out, "%s%s", before, reads[i].name);
            before = ", ";
        }
    buf_add_byte(out, ']');
}

/* clang-format off */
const struct setting_type
    setting_matches = {"match", read_matches, write_matches, NULL},
    setting_reads   = {"list", read_reads, write_reads, NULL};
/* clang-format on */
