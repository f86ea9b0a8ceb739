/* Options about our own replies, and who an author is. */
#include <jansson.h>
#include <string.h>

#include "config/tables.h"

/* ---- cors ---- */

static bool origin_valid(struct span origin)
{
    size_t from = span_find(origin, SPAN("://"), 0);

    if (span_is(origin, "*"))
        return true;
    if (from == 0 || from == origin.len || from + 3 == origin.len)
        return false;
    for (size_t i = 0; i < origin.len; i++)
        if (origin.at[i] <= ' ' || origin.at[i] > '~' ||
            (i >= from + 3 && strchr("/?#@,*", origin.at[i]) != NULL))
            return false;
    return true;
}

static bool read_cors(const struct setting *row, const struct yaml_node *n,
                      void *ret, const struct setting_ctx *ctx)
{
    struct cors found = {CORS_LIST, {NULL, 0}};

    if (n->kind == YAML_TEXT &&
        (span_is(n->text, "mirror") || span_is(n->text, "off"))) {
        found.kind = span_is(n->text, "off") ? CORS_OFF : CORS_MIRROR;
        *(struct cors *)ret = found;
        return true;
    }
    if (n->kind != YAML_LIST)
        return yaml_err(n, ctx->e, "%s: expected mirror, off or a list",
                        row->key);
    if (!setting_texts.read(row, n, &found.origin, ctx))
        return false;
    for (uint32_t i = 0; i < found.origin.count; i++)
        if (!origin_valid(span_of(found.origin.at[i])))
            return yaml_err(&n->item[i], ctx->e,
                            "%s: expected an origin such as "
                            "https://example.com, or \"*\"",
                            row->key);
    *(struct cors *)ret = found;
    return true;
}

static void write_cors(const struct setting *row, const void *value,
                       struct buf *out)
{
    const struct cors *c = value;

    if (c->kind == CORS_LIST)
        setting_texts.write(row, &c->origin, out);
    else
        buf_add_text(out, c->kind == CORS_OFF ? "off" : "mirror");
}

/* ---- reply templates ---- */

static const char *const placeholders[] = {"message", "decision", "appeal",
                                           NULL};

static bool is_word(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.at[i] < 'a' || s.at[i] > 'z') && s.at[i] != '_')
            return false;
    return s.len > 0;
}

/* {word} must be one that we fill in; any other brace is the app's. */
static bool check_placeholders(const struct setting *row,
                               const struct yaml_node *n, struct span text,
                               struct err *e)
{
    size_t at = 0;

    while ((at = span_find_byte(text, '{', at)) < text.len) {
        size_t close = span_find_byte(text, '}', at);
        struct span word = span_slice(text, at + 1, close);
        size_t i = 0;

        at++;
        if (close == text.len || !is_word(word))
            continue;
        while (placeholders[i] != NULL && !span_is(word, placeholders[i]))
            i++;
        if (placeholders[i] == NULL)
            return yaml_err(n, e,
                            "%s: unknown {" SPAN_FMT
                            "}; there are {message} {decision} {appeal}",
                            row->key, SPAN_ARG(word));
    }
    return true;
}

static const char *guess_type(struct span text)
{
    struct span s = span_trim(text);

    if (s.len > 0 && strchr("{[\"", s.at[0]) != NULL)
        return "application/json";
    if (s.len > 0 && s.at[0] == '<')
        return "text/html; charset=utf-8";
    return "text/plain; charset=utf-8";
}

/* Placeholders stand inside strings, so the template itself is JSON. */
static bool check_json(const struct setting *row, const struct yaml_node *n,
                       struct span text, struct err *e)
{
    json_error_t why;
    json_t *json = json_loadb(text.at, text.len, JSON_DECODE_ANY, &why);

    if (json == NULL)
        return yaml_err(n, e, "%s: not JSON at byte %d: %s", row->key,
                        why.position, why.text);
    json_decref(json);
    return true;
}

static bool type_valid(struct span type)
{
    for (size_t i = 0; i < type.len; i++)
        if (type.at[i] < ' ' || type.at[i] > '~')
            return false;
    return span_find_byte(type, '/', 0) < type.len && type.len < 128;
}

/* Our messages are UTF-8, which browsers don't guess of a page that does not
 * say so. */
static bool name_charset(struct span type, const char **ret,
                         const struct setting_ctx *ctx)
{
    struct span named = type;

    if (span_starts_nocase(type, SPAN("text/")) &&
        span_find_byte(type, ';', 0) == type.len)
        named = arena_printf(ctx->arena, SPAN_FMT "; charset=utf-8",
                             SPAN_ARG(type));
    *ret = named.at;
    return named.at != NULL || arena_err(ctx->arena, "configuration", ctx->e);
}

static bool read_type(const struct setting *row, const struct yaml_node *n,
                      struct reply_body *ret, const struct setting_ctx *ctx)
{
    struct span type;

    if (n == NULL) {
        ret->type = guess_type(ret->text);
        return true;
    }
    if (!setting_expand(n, ctx, &type))
        return false;
    if (!type_valid(type))
        return yaml_err(n, ctx->e, "%s: not a content type", row->key);
    return name_charset(type, &ret->type, ctx);
}

static bool read_body(const struct setting *row, const struct yaml_node *n,
                      void *ret, const struct setting_ctx *ctx)
{
    static const char *const keys[] = {"type", "text", NULL};
    const struct yaml_node *text = n;
    const struct yaml_node *type = NULL;
    struct reply_body found = {NULL, {NULL, 0}};

    if (n->kind == YAML_MAP) {
        text = yaml_get(n, "text");
        type = yaml_get(n, "type");
        if (!yaml_known(n, keys, ctx->e))
            return false;
        if (text == NULL)
            return yaml_err(n, ctx->e, "%s: no text", row->key);
    }
    if (!setting_expand(text, ctx, &found.text) ||
        !check_placeholders(row, text, found.text, ctx->e))
        return false;
    if (found.text.len > 0 && !read_type(row, type, &found, ctx))
        return false;
    if (found.type != NULL && strstr(found.type, "json") != NULL &&
        !check_json(row, text, found.text, ctx->e))
        return false;
    *(struct reply_body *)ret = found;
    return true;
}

static void write_body(const struct setting *row, const void *value,
                       struct buf *out)
{
    const struct reply_body *b = value;

    (void)row;
    if (b->type == NULL) {
        buf_add(out, SPAN("\"\""));
        return;
    }
    buf_add(out, SPAN("{type: "));
    buf_add_json(out, span_of(b->type));
    buf_add(out, SPAN(", text: "));
    buf_add_json(out, b->text);
    buf_add_byte(out, '}');
}

bool replies_check(const struct yaml_node *map, const struct replies *r,
                   struct err *e)
{
    const uint32_t status[] = {r->status.hold, r->status.reject,
                               r->status.bounce};

    for (size_t i = 0; i < COUNT_OF(status); i++)
        if (status[i] == 204 || status[i] == 205 || status[i] == 304)
            return yaml_err(map, e, "replies: a %u has no body to explain it",
                            status[i]);
    return true;
}

/* ---- author ---- */

static bool is_header_name(struct span s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') || (c != '\0' && strchr("-_", c) != NULL)))
            return false;
    }
    return s.len > 0 && s.len <= 128;
}

static bool read_author(const struct setting *row, const struct yaml_node *n,
                        void *ret, const struct setting_ctx *ctx)
{
    struct author_source found = {AUTHOR_CREDENTIAL, ""};
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    if (span_starts(text, SPAN("jwt:")))
        return yaml_err(n, ctx->e, "%s: jwt is not available in this version",
                        row->key);
    if (span_starts(text, SPAN("header:"))) {
        found = (struct author_source){AUTHOR_HEADER, text.at + 7};
        if (!is_header_name(span_of(found.name)))
            return yaml_err(n, ctx->e, "%s: not a header's name", row->key);
    } else if (span_starts(text, SPAN("json:/"))) {
        found = (struct author_source){AUTHOR_JSON, text.at + 5};
    } else if (!span_is(text, "credential")) {
        return yaml_err(n, ctx->e,
                        "%s: expected credential, header:NAME or json:/POINTER",
                        row->key);
    }
    *(struct author_source *)ret = found;
    return true;
}

static void write_author(const struct setting *row, const void *value,
                         struct buf *out)
{
    static const char *const names[] = {"credential", "header:", "json:"};
    const struct author_source *a = value;

    (void)row;
    buf_printf(out, "%s%s", names[a->kind], a->name);
}

/* ---- header:NAME ---- */

static bool read_header(const struct setting *row, const struct yaml_node *n,
                        void *ret, const struct setting_ctx *ctx)
{
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    if (text.len > 0 && (!span_starts(text, SPAN("header:")) ||
                         !is_header_name(span_from(text, 7))))
        return yaml_err(n, ctx->e, "%s: expected header:NAME", row->key);
    *(const char **)ret = text.len > 0 ? text.at + 7 : text.at;
    return true;
}

static void write_header(const struct setting *row, const void *value,
                         struct buf *out)
{
    const char *name = *(const char *const *)value;

    (void)row;
    buf_printf(out, name[0] != '\0' ? "header:%s" : "\"%s\"", name);
}

/* clang-format off */
const struct setting_type
    setting_header     = {"header:NAME", read_header, write_header, NULL},
    setting_cors       = {"mirror, off or origins", read_cors, write_cors, NULL},
    setting_reply_body = {"template", read_body, write_body, NULL},
    setting_author     = {"author", read_author, write_author, NULL};
/* clang-format on */
