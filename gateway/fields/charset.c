#include "fields/charset.h"

#include <assert.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

/* ---- Content-Type ---- */

static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

/* Cuts a token off the front; empty if there is none. */
static struct span take_token(struct span *rest)
{
    size_t n = 0;
    struct span token;

    while (n < rest->len && is_token_char(rest->at[n]))
        n++;
    token = span_slice(*rest, 0, n);
    *rest = span_from(*rest, n);
    return token;
}

static bool take_byte(struct span *rest, char c)
{
    if (rest->len == 0 || rest->at[0] != c)
        return false;
    *rest = span_from(*rest, 1);
    return true;
}

static bool lower_copy(struct arena *a, struct span s, struct span *ret,
                       struct err *e)
{
    char *to = arena_alloc(a, s.len);

    if (to == NULL)
        return arena_err(a, "Content-Type", e);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        to[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    *ret = (struct span){to, s.len};
    return true;
}

static bool bad_type(struct err *e)
{
    return err_set(e, ERR_TYPE, NULL, "Content-Type is malformed");
}

/* At the opening quote. */
static bool take_quoted(struct arena *a, struct span *rest, struct span *ret,
                        struct err *e)
{
    char *to = arena_alloc(a, rest->len);
    size_t len = 0;
    size_t i;

    if (to == NULL)
        return arena_err(a, "Content-Type", e);
    for (i = 1; i < rest->len && rest->at[i] != '"'; i++) {
        if (rest->at[i] == '\\' && ++i == rest->len)
            return bad_type(e);
        to[len++] = rest->at[i];
    }
    if (i == rest->len)
        return bad_type(e);
    *rest = span_from(*rest, i + 1);
    *ret = (struct span){to, len};
    return true;
}

static bool take_value(struct arena *a, struct span *rest, struct span *ret,
                       struct err *e)
{
    if (rest->len > 0 && rest->at[0] == '"')
        return take_quoted(a, rest, ret, e);
    *ret = take_token(rest);
    return ret->len > 0 || bad_type(e);
}

/* Two values for one parameter can be read two ways. */
static bool set_once(struct span *slot, struct span value, struct err *e)
{
    if (slot->at != NULL)
        return err_set(e, ERR_TYPE, NULL,
                       "Content-Type names a parameter twice");
    *slot = value;
    return true;
}

static bool take_parameter(struct arena *a, struct span all, struct span *rest,
                           struct media_type *m, struct err *e)
{
    struct span name = take_token(rest);
    const char *from;
    struct span value;

    if (name.len == 0) /* "a/b;" and "a/b;;x=y" are legal */
        return true;
    if (!take_byte(rest, '='))
        return bad_type(e);
    from = rest->at;
    if (!take_value(a, rest, &value, e))
        return false;
    if (span_equal_nocase(name, SPAN("boundary")))
        return set_once(&m->boundary, value, e);
    if (!span_equal_nocase(name, SPAN("charset")))
        return true;
    m->charset_at = (struct range){(uint32_t)(from - all.at),
                                   (uint32_t)(rest->at - all.at)};
    return lower_copy(a, value, &value, e) && set_once(&m->charset, value, e);
}

bool media_type_parse(struct arena *a, struct span value,
                      struct media_type *ret, struct err *e)
{
    struct media_type m = {0};
    struct span rest = span_trim(value);
    struct span type = take_token(&rest);
    bool slash = take_byte(&rest, '/');
    struct span subtype = take_token(&rest);

    if (type.len == 0 || !slash || subtype.len == 0)
        return bad_type(e);
    type.len += 1 + subtype.len;
    if (!lower_copy(a, type, &m.type, e))
        return false;
    while (rest = span_trim(rest), rest.len > 0) {
        if (!take_byte(&rest, ';'))
            return bad_type(e);
        rest = span_trim(rest);
        if (!take_parameter(a, value, &rest, &m, e))
            return false;
    }
    *ret = m;
    return true;
}

bool media_type_is_json(const struct media_type *m)
{
    return span_is(m->type, "application/json") ||
           span_ends(m->type, SPAN("+json"));
}

bool content_type_single(const struct span *values, size_t count, bool has_body,
                         struct span *ret, struct err *e)
{
    if (count > 1)
        return err_set(e, ERR_TYPE, NULL, "two Content-Type headers");
    if (count == 0 && has_body)
        return err_set(e, ERR_TYPE, NULL, "a body without Content-Type");
    *ret = count == 0 ? (struct span){NULL, 0} : values[0];
    return true;
}

/* ---- charsets ---- */

/* GB 2312 and GBK are read as GB 18030, which contains them; Big5 with the
 * Hong Kong characters. */
static const struct {
    struct span name;
    enum charset charset;
} names[] = {
    {SPAN_INIT("utf-8"), CHARSET_UTF8},
    {SPAN_INIT("utf8"), CHARSET_UTF8},
    {SPAN_INIT("us-ascii"), CHARSET_ASCII},
    {SPAN_INIT("ascii"), CHARSET_ASCII},
    {SPAN_INIT("gb18030"), CHARSET_GB18030},
    {SPAN_INIT("gbk"), CHARSET_GB18030},
    {SPAN_INIT("gb2312"), CHARSET_GB18030},
    {SPAN_INIT("big5"), CHARSET_BIG5},
    {SPAN_INIT("big5-hkscs"), CHARSET_BIG5},
};

static const char *const converters[] = {
    [CHARSET_GB18030] = "gb18030", [CHARSET_BIG5] = "Big5-HKSCS"};

static bool find_charset(struct span name, enum charset *ret)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (span_equal_nocase(names[i].name, name)) {
            *ret = names[i].charset;
            return true;
        }
    return false;
}

static bool always_read(enum charset c)
{
    return c == CHARSET_UTF8 || c == CHARSET_ASCII;
}

bool charset_bit(struct span name, unsigned *ret)
{
    enum charset c;

    if (!find_charset(name, &c))
        return false;
    *ret = always_read(c) ? 0 : 1U << (unsigned)c;
    return true;
}

bool charset_pick(struct span name, unsigned allowed, enum charset *ret,
                  struct err *e)
{
    enum charset c = CHARSET_UTF8;

    if (name.at != NULL && !find_charset(name, &c))
        return err_set(e, ERR_CHARSET, NULL, "unknown charset");
    if (!always_read(c) && (allowed & 1U << (unsigned)c) == 0)
        return err_set(e, ERR_CHARSET, NULL, "charset %s is not in `charsets`",
                       converters[c]);
    *ret = c;
    return true;
}

/* ---- conversion ---- */

static bool bad_byte(size_t at, const char *charset, struct err *e)
{
    return err_set(e, ERR_INPUT, NULL, "not %s at byte %zu", charset, at);
}

static bool check_same(enum charset charset, struct span in, struct err *e)
{
    size_t bad;

    if (!utf8_valid(in, &bad))
        return bad_byte(bad, charset == CHARSET_ASCII ? "ASCII" : "UTF-8", e);
    for (size_t i = 0; charset == CHARSET_ASCII && i < in.len; i++)
        if ((unsigned char)in.at[i] >= 0x80)
            return bad_byte(i, "ASCII", e);
    return true;
}

/* Converts all of in; each byte gives at most one UTF-16 unit in GB 18030, and
 * two for the few Big5-HKSCS characters that are a letter and a mark. */
static bool to_utf16(UConverter *converter, struct span in, UChar *to,
                     size_t room, size_t *ret_len, size_t *ret_bad)
{
    const char *from = in.at;
    UChar *end = to;
    UErrorCode status = U_ZERO_ERROR;

    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL,
                        &status);
    ucnv_toUnicode(converter, &end, to + room, &from, in.at + in.len, NULL,
                   true, &status);
    if (U_FAILURE(status)) {
        char bytes[16];
        int8_t count = (int8_t)sizeof(bytes);
        UErrorCode ignored = U_ZERO_ERROR;

        ucnv_getInvalidChars(converter, bytes, &count, &ignored);
        *ret_bad = (size_t)(from - in.at) - (size_t)(count > 0 ? count : 0);
        return false;
    }
    *ret_len = (size_t)(end - to);
    return true;
}

static bool to_utf8(struct arena *a, const UChar *from, size_t len,
                    struct span *ret, struct err *e)
{
    char *to = arena_array(a, len + 1, 3);
    UErrorCode status = U_ZERO_ERROR;
    int32_t got;

    if (to == NULL)
        return arena_err(a, "charset conversion", e);
    u_strToUTF8(to, (int32_t)(len + 1) * 3, &got, from, (int32_t)len, &status);
    if (U_FAILURE(status))
        return err_set(e, ERR_INPUT, NULL, "characters outside Unicode");
    *ret = (struct span){to, (size_t)got};
    return true;
}

static bool convert(struct arena *a, UConverter *converter, const char *name,
                    struct span in, struct span *ret, struct err *e)
{
    size_t room = in.len * 2 + 2;
    UChar *wide = arena_array(a, room, sizeof(*wide));
    size_t len;
    size_t bad;

    if (wide == NULL)
        return arena_err(a, "charset conversion", e);
    if (!to_utf16(converter, in, wide, room, &len, &bad))
        return bad_byte(bad, name, e);
    return to_utf8(a, wide, len, ret, e);
}

bool charset_to_utf8(struct arena *a, enum charset charset, struct span in,
                     struct span *ret, struct err *e)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter;
    bool ok;

    if (always_read(charset)) {
        *ret = in;
        return check_same(charset, in, e);
    }
    if (in.len >= INT32_MAX / 8)
        return err_set(e, ERR_LIMIT, NULL, "%zu bytes to convert", in.len);
    converter = ucnv_open(converters[charset], &status);
    if (U_FAILURE(status))
        return err_set(e, ERR_INTERNAL, NULL, "ICU has no converter for %s",
                       converters[charset]);
    ok = convert(a, converter, converters[charset], in, ret, e);
    ucnv_close(converter);
    return ok;
}

bool charset_rewrite(struct arena *a, struct span value,
                     const struct media_type *m, struct span *ret,
                     struct err *e)
{
    struct span head = span_slice(value, 0, m->charset_at.from);
    struct span tail = span_from(value, m->charset_at.to);

    assert(m->charset.at != NULL);
    *ret = arena_printf(a, SPAN_FMT "UTF-8" SPAN_FMT, SPAN_ARG(head),
                        SPAN_ARG(tail));
    return ret->at != NULL || arena_err(a, "Content-Type", e);
}
