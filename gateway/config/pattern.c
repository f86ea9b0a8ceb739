/* Path patterns and JSON Pointers of routes. */
#include <string.h>

#include "base/utf8.h"
#include "config/route.h"
#include "config/tables.h"

enum { MOST_SEGMENTS = 64, MOST_POINTER = 512, MOST_TOKENS = 32 };

static bool read_segment(const struct yaml_node *at, struct span text,
                         bool last, struct path_segment *ret, struct err *e)
{
    if (span_is(text, "**")) {
        *ret = (struct path_segment){SEGMENT_REST, text};
        return last || yaml_err(at, e, "path: /** stands only at the end");
    }
    if (text.len > 2 && text.at[0] == '{' && text.at[text.len - 1] == '}') {
        *ret = (struct path_segment){SEGMENT_ANY,
                                     span_slice(text, 1, text.len - 1)};
        text = ret->text;
    } else {
        *ret = (struct path_segment){SEGMENT_TEXT, text};
    }
    if (text.len == 0)
        return yaml_err(at, e, "path: an empty segment (//)");
    if (span_is(text, ".") || span_is(text, ".."))
        return yaml_err(at, e, "path: dot segments never match");
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f ||
            strchr("{}*%?#;\\", text.at[i]) != NULL)
            return yaml_err(at, e,
                            "path: write it decoded, {name} for one segment, "
                            "/** for the rest; found '%c'",
                            text.at[i]);
    return true;
}

bool path_pattern_read(const struct yaml_node *at, struct span text,
                       const struct setting_ctx *ctx, struct path_pattern *ret)
{
    struct path_segment found[MOST_SEGMENTS];
    struct path_segment *kept;
    struct span rest;
    struct span segment;
    uint32_t count = 0;

    if (text.len == 0 || text.at[0] != '/')
        return yaml_err(at, ctx->e, "path: must start with /");
    rest = span_from(text, 1);
    if (span_ends(rest, SPAN("/"))) /* matches with and without it */
        rest.len--;
    while (rest.len > 0 && span_cut(&rest, '/', &segment)) {
        if (count == MOST_SEGMENTS)
            return yaml_err(at, ctx->e, "path: more than %d segments",
                            MOST_SEGMENTS);
        if (!read_segment(at, segment, rest.at == NULL, &found[count++],
                          ctx->e))
            return false;
        if (rest.at != NULL && rest.len == 0)
            return yaml_err(at, ctx->e, "path: an empty segment (//)");
    }
    kept = arena_array(ctx->arena, count, sizeof(*kept));
    if (kept == NULL)
        return arena_err(ctx->arena, "path", ctx->e);
    memcpy(kept, found, count * sizeof(*kept));
    *ret = (struct path_pattern){arena_text(ctx->arena, text), kept, count};
    return ret->text != NULL || arena_err(ctx->arena, "path", ctx->e);
}

/* RFC 6901, with * as a token for "every element". */
static bool pointer_valid(struct span p)
{
    unsigned tokens = 0;

    if (p.len == 0)
        return true;
    if (p.at[0] != '/' || p.len > MOST_POINTER)
        return false;
    for (size_t i = 0; i < p.len; i++) {
        tokens += p.at[i] == '/';
        if (p.at[i] == '~' &&
            (i + 1 == p.len || (p.at[i + 1] != '0' && p.at[i + 1] != '1')))
            return false;
    }
    return tokens <= MOST_TOKENS;
}

bool pointer_read(const char *key, const struct yaml_node *n,
                  const struct setting_ctx *ctx, struct span *ret)
{
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    if (!pointer_valid(text))
        return yaml_err(n, ctx->e,
                        "%s: expected a JSON Pointer such as /title or /tags/*",
                        key);
    *ret = text;
    return true;
}

static bool read_pointer(const struct setting *row, const struct yaml_node *n,
                         void *ret, const struct setting_ctx *ctx)
{
    struct span text;

    if (!pointer_read(row->key, n, ctx, &text))
        return false;
    if (row->most > 0 && span_find_byte(text, '*', 0) < text.len)
        return yaml_err(n, ctx->e, "%s: one place, without *", row->key);
    *(const char **)ret = text.at;
    return true;
}

static void write_pointer(const struct setting *row, const void *value,
                          struct buf *out)
{
    setting_text.write(row, value, out);
}

const struct setting_type setting_pointer = {"JSON Pointer", read_pointer,
                                             write_pointer, NULL};
