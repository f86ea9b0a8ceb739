/*
 * Secrets: written plainly, as ${NAME}, or as file:/path. They go into the
 * fingerprint that a reload compares, and never into anything printed.
 */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "config/setting.h"

enum { MAX_SECRET = 64 << 10 };

static bool read_file(const struct yaml_node *n, const char *path,
                      const struct setting_ctx *ctx, struct span *ret)
{
    struct buf b = buf_make(MAX_SECRET);
    struct err why;

    if (!file_read(path, FILE_OR_PIPE, &b, &why)) {
        buf_free(&b);
        return yaml_err(n, ctx->e, "%s", why.text);
    }
    if (b.len > 0 && b.at[b.len - 1] == '\n')
        b.len--;
    *ret = arena_copy(ctx->arena, buf_span(&b));
    buf_free(&b);
    return ret->at != NULL || arena_err(ctx->arena, "a secret", ctx->e);
}

static bool read_secret(const struct setting *row, const struct yaml_node *n,
                        void *ret, const struct setting_ctx *ctx)
{
    struct setting_ctx quiet = *ctx;
    struct secret s = {{NULL, 0}, NULL};
    struct span text;

    quiet.outside = NULL; /* a secret belongs in the other hash only */
    if (!setting_expand(n, &quiet, &text))
        return false;
    if (span_starts(text, SPAN("file:"))) {
        s.path = text.at + strlen("file:");
        if (row->may_be_missing && access(s.path, R_OK) != 0)
            s.value = (struct span){NULL, 0};
        else if (!read_file(n, s.path, ctx, &s.value))
            return false;
    } else {
        s.value = text;
    }
    /* A key file of our own may be made after this, which is no change. */
    if (ctx->secrets != NULL && (!row->fixed || s.path == NULL)) {
        buf_add(ctx->secrets, s.value);
        buf_add_byte(ctx->secrets, '\0');
    }
    *(struct secret *)ret = s;
    return true;
}

static void write_secret(const struct setting *row, const void *value,
                         struct buf *out)
{
    const struct secret *s = value;

    (void)row;
    if (s->path != NULL)
        buf_printf(out, "\"file:%s\"", s->path);
    else if (s->value.len == 0)
        buf_add(out, SPAN("\"\""));
    else
        buf_add(out, SPAN("\"***\""));
}

const struct setting_type setting_secret = {"secret", read_secret, write_secret,
                                            NULL};
