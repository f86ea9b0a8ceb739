#include "fields/part_head.h"

#include <string.h>

#include "base/utf8.h"

/* No sender writes more; each is read once for each other (duplicates). */
enum { HEADERS_MOST = 16, HEAD_BYTES_MOST = 8192 };

struct head {
    struct arena *a;
    struct span text;
    struct span seen[HEADERS_MOST]; /* header names */
    uint32_t count;
    struct part_head *ret;
    struct err *e;
};

static bool bad(const struct head *h, const char *at, const char *what)
{
    return err_set(h->e, ERR_INPUT, NULL, "multipart: %s at byte %zu", what,
                   (size_t)(at - h->text.at));
}

static bool is_token(struct span s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];

        if (c <= ' ' || c >= 0x7F || strchr("()<>@,;:\\\"/[]?={}", c) != NULL)
            return false;
    }
    return s.len > 0;
}

static bool has_controls(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (((unsigned char)s.at[i] < 0x20 && s.at[i] != '\t') ||
            s.at[i] == 0x7F)
            return true;
    return false;
}

/* ---- Content-Disposition ---- */

/* %XX undone; what is no escape stays. */
static bool unpercent(struct head *h, struct span s, struct span *ret)
{
    char *to = arena_alloc(h->a, s.len);
    size_t len = 0;

    if (to == NULL)
        return arena_err(h->a, "multipart", h->e);
    for (size_t i = 0; i < s.len; i++) {
        int high =
            s.at[i] == '%' && i + 2 < s.len ? span_hex_value(s.at[i + 1]) : -1;
        int low = high >= 0 ? span_hex_value(s.at[i + 2]) : -1;

        to[len++] = s.at[i];
        if (low >= 0)
            to[len - 1] = (char)(high * 16 + low);
        i += low >= 0 ? 2 : 0;
    }
    *ret = (struct span){to, len};
    return true;
}

/* At the opening quote; cuts the string off and undoes \" and \\. */
static bool take_quoted(struct head *h, struct span *rest, struct span *ret)
{
    char *to = arena_alloc(h->a, rest->len);
    size_t len = 0;
    size_t i;

    if (to == NULL)
        return arena_err(h->a, "multipart", h->e);
    for (i = 1; i < rest->len && rest->at[i] != '"'; i++) {
        if (rest->at[i] == '\\' && i + 1 < rest->len &&
            (rest->at[i + 1] == '"' || rest->at[i + 1] == '\\'))
            i++;
        to[len++] = rest->at[i];
    }
    if (i >= rest->len)
        return bad(h, rest->at, "unfinished quoted text");
    *ret = (struct span){to, len};
    *rest = span_trim(span_from(*rest, i + 1));
    return true;
}

static bool take_value(struct head *h, struct span *rest, struct span *ret)
{
    size_t end;

    *rest = span_trim(*rest);
    if (rest->len > 0 && rest->at[0] == '"')
        return take_quoted(h, rest, ret);
    end = span_find_byte(*rest, ';', 0);
    *ret = span_trim(span_slice(*rest, 0, end));
    if (!is_token(*ret))
        return bad(h, rest->at, "bad parameter value");
    *rest = span_from(*rest, end);
    return true;
}

static bool set_name(struct head *h, const char *at, struct span value)
{
    size_t ignored;

    if (h->ret->name.at != NULL)
        return bad(h, at, "two names");
    if (!utf8_valid(value, &ignored))
        return bad(h, at, "name is not UTF-8");
    h->ret->name = value;
    if (memchr(value.at, '%', value.len) == NULL)
        return true;
    return unpercent(h, value, &h->ret->other);
}

/* At a parameter: name=value. */
static bool take_parameter(struct head *h, struct span *rest, bool *file_seen)
{
    const char *at = rest->at;
    size_t equals = span_find_byte(*rest, '=', 0);
    struct span name = span_trim(span_slice(*rest, 0, equals));
    struct span value = {NULL, 0};

    if (equals == rest->len || !is_token(name))
        return bad(h, at, "bad parameter");
    *rest = span_from(*rest, equals + 1);
    if (!take_value(h, rest, &value))
        return false;
    if (span_equal_nocase(name, SPAN("name")))
        return set_name(h, at, value);
    if (span_equal_nocase(name, SPAN("name*")))
        return bad(h, at, "name* is not for forms");
    if (span_equal_nocase(name, SPAN("filename"))) {
        if (*file_seen)
            return bad(h, at, "two file names");
        *file_seen = true;
        h->ret->file = value.len > 0;
    }
    return true;
}

static bool read_disposition(struct head *h, struct span value)
{
    size_t end = span_find_byte(value, ';', 0);
    struct span rest = span_from(value, end);
    bool file_seen = false;

    if (!span_equal_nocase(span_trim(span_slice(value, 0, end)),
                           SPAN("form-data")))
        return bad(h, value.at, "Content-Disposition is not form-data");
    while (rest.len > 0) {
        if (rest.at[0] != ';')
            return bad(h, rest.at, "expected ';'");
        rest = span_trim(span_from(rest, 1));
        if (rest.len > 0 && !take_parameter(h, &rest, &file_seen))
            return false;
    }
    return h->ret->name.at != NULL || bad(h, value.at, "part without a name");
}

/* ---- lines ---- */

static bool check_encoding(struct head *h, struct span value)
{
    return span_equal_nocase(value, SPAN("7bit")) ||
           span_equal_nocase(value, SPAN("8bit")) ||
           span_equal_nocase(value, SPAN("binary")) ||
           err_set(h->e, ERR_TYPE, NULL,
                   "multipart: transfer encoding at byte %zu",
                   (size_t)(value.at - h->text.at));
}

static bool check_new(struct head *h, struct span name)
{
    if (h->count == HEADERS_MOST)
        return bad(h, name.at, "too many headers in a part");
    for (uint32_t i = 0; i < h->count; i++)
        if (span_equal_nocase(h->seen[i], name))
            return bad(h, name.at, "header twice in a part");
    h->seen[h->count++] = name;
    return true;
}

static bool read_line(struct head *h, struct span line)
{
    size_t colon = span_find_byte(line, ':', 0);
    struct span name = span_slice(line, 0, colon);
    struct span value = span_trim(span_from(line, colon + 1));

    if (colon == line.len || !is_token(name) || has_controls(value))
        return bad(h, line.at, "bad header in a part");
    if (!check_new(h, name))
        return false;
    if (span_equal_nocase(name, SPAN("Content-Disposition")))
        return read_disposition(h, value);
    if (span_equal_nocase(name, SPAN("Content-Transfer-Encoding")))
        return check_encoding(h, value);
    if (span_equal_nocase(name, SPAN("Content-Type")))
        h->ret->type = value;
    return true;
}

bool part_head_parse(struct arena *a, struct span text, size_t from,
                     struct part_head *ret, size_t *ret_body, struct err *e)
{
    struct part_head got = {0};
    struct head h = {.a = a, .text = text, .ret = &got, .e = e};
    size_t at = from;

    for (;;) {
        size_t end = span_find(text, SPAN("\r\n"), at);

        if (end == text.len || end - from > HEAD_BYTES_MOST)
            return bad(&h, text.at + from, "unfinished headers of a part");
        if (end == at)
            break;
        if (!read_line(&h, span_slice(text, at, end)))
            return false;
        at = end + 2;
    }
    if (got.name.at == NULL)
        return bad(&h, text.at + from, "part without a name");
    *ret = got;
    *ret_body = at + 2;
    return true;
}
