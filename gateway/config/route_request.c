/* Requests that we make ourselves (`release:`, `lookup:`), and `set:`. */
#include <jansson.h>
#include <string.h>

#include "config/route.h"
#include "config/tables.h"

enum { MOST_SETS = 32 };

static const char *const request_methods[] = {"GET",   "POST",   "PUT",
                                              "PATCH", "DELETE", NULL};

struct request {
    uint32_t method;
    const char *path, *body;
    struct pairs query, headers;
};

#define ROW(field, ...) SETTING(struct request, field, __VA_ARGS__)

static const struct setting request_rows[] = {
    ROW(method, .def = "GET", .names = request_methods),
    ROW(path, .def = "\"\""),
    ROW(query, .def = "{}"),
    ROW(headers, .def = "{}"),
    ROW(body, .def = "\"\""),
    SETTING_END,
};

/* {decision} {idempotency_key} {answer:/pointer}; other braces are the app's,
 * unless they look like a placeholder that we don't have. */
static bool check_template(const struct yaml_node *n, const char *text,
                           struct err *e)
{
    for (const char *at = strchr(text, '{'); at != NULL;
         at = strchr(at + 1, '{')) {
        size_t word = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
        struct span name = {at + 1, word};
        char end = at[1 + word];

        if (word == 0 || (end != '}' && end != ':'))
            continue;
        if (end == '}' &&
            (span_is(name, "decision") || span_is(name, "idempotency_key")))
            continue;
        if (end == ':' && span_is(name, "answer") && at[2 + word] == '/' &&
            strchr(at, '}') != NULL)
            continue;
        return yaml_err(n, e,
                        "unknown {" SPAN_FMT "}; there are {decision} "
                        "{idempotency_key} {answer:/pointer}",
                        SPAN_ARG(name));
    }
    return true;
}

static bool check_pairs(const struct yaml_node *n, const struct pairs *p,
                        struct err *e)
{
    for (uint32_t i = 0; i < p->count; i++)
        if (!check_template(n, p->at[i].value, e))
            return false;
    return true;
}

static bool check_request(const struct yaml_node *n, const struct request *r,
                          struct err *e)
{
    if (r->path[0] != '/' || r->path[1] == '/')
        return yaml_err(n, e, "path: must start with one /");
    if (strpbrk(r->path, " ?#\\\r\n") != NULL)
        return yaml_err(n, e, "path: no spaces, ? or #; use query:");
    for (uint32_t i = 0; i < r->headers.count; i++)
        if (strpbrk(r->headers.at[i].value, "\r\n") != NULL ||
            strpbrk(r->headers.at[i].name, " \t:\r\n") != NULL)
            return yaml_err(n, e, "headers: not a header");
    return check_template(n, r->path, e) && check_template(n, r->body, e) &&
           check_pairs(n, &r->query, e) && check_pairs(n, &r->headers, e);
}

static bool read_request(const struct setting *row, const struct yaml_node *n,
                         void *ret, const struct setting_ctx *ctx)
{
    struct route_request *to = ret;
    struct request r;
    struct span path;

    (void)row;
    *to = (struct route_request){0};
    if (n->kind == YAML_MAP && n->count == 0)
        return true;
    /* The short form of a look-up: {GET: /path} */
    if (n->kind == YAML_MAP && n->count == 1 && span_is(n->key->text, "GET")) {
        if (!settings_read(request_rows, NULL, &r, ctx) ||
            !setting_expand(n->item, ctx, &path))
            return false;
        r.path = path.at;
    } else if (!settings_read(request_rows, n, &r, ctx)) {
        return false;
    }
    if (!check_request(n, &r, ctx->e))
        return false;
    *to = (struct route_request){
        .method = request_methods[r.method],
        .path = r.path,
        .query = r.query,
        .headers = r.headers,
        .body = r.body[0] != '\0' ? r.body : NULL,
    };
    return true;
}

/* Header values may be credentials. */
static void write_request(const struct setting *row, const void *value,
                          struct buf *out)
{
    const struct route_request *r = value;

    if (r->method == NULL) {
        buf_add(out, SPAN("{}"));
        return;
    }
    buf_printf(out, "{method: %s, path: ", r->method);
    setting_write_text(span_of(r->path), out);
    buf_add(out, SPAN(", query: "));
    setting_pairs.write(row, &r->query, out);
    buf_add(out, SPAN(", headers: {"));
    for (uint32_t i = 0; i < r->headers.count; i++) {
        buf_add_text(out, i > 0 ? ", " : "");
        setting_write_text(span_of(r->headers.at[i].name), out);
        buf_add(out, SPAN(": \"***\""));
    }
    buf_add(out, SPAN("}, body: "));
    buf_add_json(out, span_of(r->body));
    buf_add_byte(out, '}');
}

/* ---- set ---- */

static bool is_json_number(struct span s)
{
    json_t *json = json_loadb(s.at, s.len, JSON_DECODE_ANY, NULL);
    bool number = json_is_number(json);

    json_decref(json);
    return number;
}

/* As YAML means it: true, null and 5 are themselves, the rest is text. */
static bool json_of(const struct yaml_node *n, const struct setting_ctx *ctx,
                    struct span *ret)
{
    struct buf b;
    struct span text;

    if (yaml_is_null(n)) {
        *ret = SPAN("null");
        return true;
    }
    if (!setting_expand(n, ctx, &text))
        return false;
    b = buf_make(1 << 20);
    if (!n->quoted && (span_is(text, "true") || span_is(text, "false") ||
                       is_json_number(text)))
        buf_add(&b, text);
    else
        buf_add_json(&b, text);
    *ret = arena_copy(ctx->arena, buf_span(&b));
    buf_free(&b);
    return ret->at != NULL || arena_err(ctx->arena, "set", ctx->e);
}

static bool read_sets(const struct setting *row, const struct yaml_node *n,
                      void *ret, const struct setting_ctx *ctx)
{
    struct route_set *at;

    if (n->kind != YAML_MAP || n->count > MOST_SETS)
        return yaml_err(n, ctx->e,
                        "%s: expected a map from JSON Pointers to "
                        "values, at most %d",
                        row->key, MOST_SETS);
    at = arena_array(ctx->arena, n->count, sizeof(*at));
    if (at == NULL)
        return arena_err(ctx->arena, row->key, ctx->e);
    for (uint32_t i = 0; i < n->count; i++) {
        if (!pointer_read(row->key, &n->key[i], ctx, &at[i].pointer) ||
            !json_of(&n->item[i], ctx, &at[i].json))
            return false;
        if (at[i].pointer.len == 0)
            return yaml_err(&n->key[i], ctx->e, "%s: an empty pointer",
                            row->key);
    }
    *(struct route_sets *)ret = (struct route_sets){at, n->count};
    return true;
}

static void write_sets(const struct setting *row, const void *value,
                       struct buf *out)
{
    const struct route_sets *s = value;

    (void)row;
    buf_add_byte(out, '{');
    for (uint32_t i = 0; i < s->count; i++) {
        buf_add_text(out, i > 0 ? ", " : "");
        setting_write_text(s->at[i].pointer, out);
        buf_printf(out, ": " SPAN_FMT, SPAN_ARG(s->at[i].json));
    }
    buf_add_byte(out, '}');
}

/* clang-format off */
const struct setting_type
    setting_request = {"request", read_request, write_request, NULL},
    setting_sets    = {"map", read_sets, write_sets, NULL};
/* clang-format on */
