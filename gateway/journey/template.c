#include "journey/template.h"

#include "base/buf.h"
#include "fields/lookup.h"
#include "http/header.h"

enum { MOST_BYTES = 1 << 20 };

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

static void put_percent(struct buf *to, struct span value)
{
    for (size_t i = 0; i < value.len; i++)
        if (is_unreserved(value.at[i]))
            buf_add_byte(to, value.at[i]);
        else
            buf_printf(to, "%%%02X", (unsigned char)value.at[i]);
}

/* The inside of a JSON string: the template brings the quotes. */
static void put_json(struct buf *to, struct span value)
{
    struct buf quoted = buf_make(MOST_BYTES);

    buf_add_json(&quoted, value);
    if (quoted.len >= 2)
        buf_add(to, span_slice(buf_span(&quoted), 1, quoted.len - 1));
    buf_free(&quoted);
}

static bool put(struct buf *to, enum template_place place, struct span value,
                struct err *e)
{
    switch (place) {
    case TEMPLATE_TARGET:
        put_percent(to, value);
        return true;
    case TEMPLATE_JSON:
        put_json(to, value);
        return true;
    case TEMPLATE_HEADER:
        if (!header_value_valid(value))
            return err_set(e, ERR_UPSTREAM, NULL,
                           "the app's answer does not fit a header");
        buf_add(to, value);
        return true;
    }
    return false;
}

static bool find_value(struct arena *a, const struct template_values *v,
                       struct span name, struct span *ret, struct err *e)
{
    if (span_is(name, "decision") || span_is(name, "idempotency_key")) {
        *ret = v->decision;
        return true;
    }
    if (!span_starts(name, SPAN("answer:")))
        return err_set(e, ERR_CONFIG, NULL,
                       "unknown placeholder {" SPAN_FMT "}", SPAN_ARG(name));
    if (v->answer.at == NULL ||
        !json_scalar_at(a, v->answer, span_from(name, 7), ret))
        return err_set(e, ERR_UPSTREAM, NULL,
                       "the app's answer has nothing at " SPAN_FMT,
                       SPAN_ARG(span_from(name, 7)));
    return true;
}

/* In JSON, braces are everywhere: only known names are placeholders. */
static bool is_placeholder(struct span name)
{
    return span_is(name, "decision") || span_is(name, "idempotency_key") ||
           span_starts(name, SPAN("answer:"));
}

bool template_expand(struct arena *a, struct span text,
                     enum template_place place, const struct template_values *v,
                     struct span *ret, struct err *e)
{
    struct buf out = buf_make(MOST_BYTES);
    size_t at = 0;
    bool ok = true;

    while (ok && at < text.len) {
        size_t open = span_find_byte(text, '{', at);
        size_t close = span_find_byte(text, '}', open);
        struct span name = span_slice(text, open + 1, close);
        struct span value;

        buf_add(&out, span_slice(text, at, open));
        at = open;
        if (close < text.len && is_placeholder(name)) {
            ok =
                find_value(a, v, name, &value, e) && put(&out, place, value, e);
            at = close + 1;
        } else if (open < text.len) {
            buf_add_byte(&out, '{');
            at = open + 1;
        }
    }
    if (ok) {
        *ret = arena_copy(a, buf_span(&out));
        ok = (ret->at != NULL && !out.failed) || arena_err(a, "template", e);
    }
    buf_free(&out);
    return ok;
}

bool template_target(struct arena *a, const struct route_request *r,
                     const struct template_values *v, struct span *ret,
                     struct err *e)
{
    struct span part;

    if (!template_expand(a, span_of(r->path), TEMPLATE_TARGET, v, ret, e))
        return false;
    for (uint32_t i = 0; i < r->query.count; i++) {
        const struct pair *p = &r->query.at[i];

        if (!template_expand(a, span_of(p->value), TEMPLATE_TARGET, v, &part,
                             e))
            return false;
        *ret = arena_printf(a, SPAN_FMT "%c%s=" SPAN_FMT, SPAN_ARG(*ret),
                            i == 0 ? '?' : '&', p->name, SPAN_ARG(part));
        if (ret->at == NULL)
            return arena_err(a, "template", e);
    }
    return true;
}
