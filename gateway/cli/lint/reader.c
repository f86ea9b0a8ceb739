/* Characters, escapes and classes of a pattern as sets. */
#include "cli/lint/reader.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

bool reader_sees(const struct reader *r, const char *text)
{
    return span_starts(span_from(r->p, r->at), span_of(text));
}

bool reader_take(struct reader *r, const char *text)
{
    if (!reader_sees(r, text))
        return false;
    r->at += strlen(text);
    return true;
}

/* A set in ICU's own syntax, ASCII. */
static bool add_pattern(USet *set, const char *icu)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[80];
    USet *other;

    if (strlen(icu) >= 80)
        return false;
    u_uastrcpy(text, icu);
    other = uset_openPattern(text, -1, &status);
    if (U_FAILURE(status)) {
        uset_close(other);
        return false;
    }
    uset_addAll(set, other);
    uset_close(other);
    return true;
}

/* \p{Han}, \P{L}, \pL; r->at is behind the p. */
static bool add_property(struct reader *r, USet *set, bool negative)
{
    struct span rest = span_from(r->p, r->at);
    size_t end = reader_sees(r, "{") ? span_find_byte(rest, '}', 0) : 0;
    struct span name = end > 0 ? span_slice(rest, 1, end) : rest;
    char icu[80];

    if (end == 0)
        name.len = name.len > 0 ? 1 : 0;
    if (end == rest.len || name.len == 0 || name.len > 60)
        return false;
    r->at += end > 0 ? end + 1 : 1;
    if (name.at[0] == '^') {
        negative = !negative;
        name = span_from(name, 1);
    }
    (void)snprintf(icu, sizeof(icu), "[\\%c{" SPAN_FMT "}]",
                   negative ? 'P' : 'p', SPAN_ARG(name));
    return add_pattern(set, icu);
}

/* Classes by their letter, as UCP has them. */
static const char *class_of(char c)
{
    switch (c) {
    case 'd':
        return "[\\p{Nd}]";
    case 'D':
        return "[^\\p{Nd}]";
    case 'w':
        return "[\\p{L}\\p{N}_]";
    case 'W':
        return "[^\\p{L}\\p{N}_]";
    case 's':
        return "[\\p{Z}\\u0009-\\u000D\\u0085]";
    case 'S':
        return "[^\\p{Z}\\u0009-\\u000D\\u0085]";
    case 'h':
        return "[\\p{Zs}\\u0009]";
    case 'v':
    case 'R':
        return "[\\u000A-\\u000D\\u0085\\u2028\\u2029]";
    case 'N':
        return "[^\\u000A]";
    default:
        return NULL;
    }
}

static bool read_hex(struct reader *r, uint32_t *ret)
{
    bool braces = reader_take(r, "{");
    uint32_t c = 0;
    unsigned digits = 0;

    while (r->at < r->p.len && digits < (braces ? 6U : 2U) &&
           u_isxdigit((unsigned char)r->p.at[r->at])) {
        c = c * 16 + (uint32_t)u_digit((unsigned char)r->p.at[r->at++], 16);
        digits++;
    }
    *ret = c;
    return digits > 0 && (!braces || reader_take(r, "}"));
}

bool reader_escape(struct reader *r, USet *set, bool *ret_class, uint32_t *ret)
{
    static const char plain[] = "tnrfae";
    static const char meant[] = "\t\n\r\f\a\x1B";
    const char *known;
    uint32_t c;

    *ret_class = false;
    if (!utf8_next(r->p, &r->at, &c))
        return false;
    *ret = c;
    if (c >= 0x80 || !u_isalnum((UChar32)c))
        return true;
    *ret_class = true;
    if (c == 'p' || c == 'P')
        return add_property(r, set, c == 'P');
    if (class_of((char)c) != NULL)
        return add_pattern(set, class_of((char)c));
    *ret_class = false;
    if (c == 'x')
        return read_hex(r, ret);
    known = strchr(plain, (char)c);
    if (known != NULL)
        *ret = (unsigned char)meant[known - plain];
    return known != NULL;
}

USet *reader_set(uint32_t c)
{
    USet *set = uset_open((UChar32)c, (UChar32)c);

    uset_closeOver(set, USET_CASE_INSENSITIVE);
    return set;
}

/* ---- classes in brackets ---- */

static bool read_posix(struct reader *r, USet *set)
{
    size_t end = span_find(r->p, SPAN(":]"), r->at);
    char icu[40];

    if (end == r->p.len || end - r->at > 20)
        return false;
    (void)snprintf(icu, sizeof(icu), "[[" SPAN_FMT ":]]",
                   SPAN_ARG(span_slice(r->p, r->at + 1, end)));
    r->at = end + 2;
    return add_pattern(set, icu);
}

bool reader_member(struct reader *r, USet *set)
{
    bool class = false;
    uint32_t from;
    uint32_t to;

    if (reader_sees(r, "[:"))
        return read_posix(r, set);
    if (reader_take(r, "\\") ? !reader_escape(r, set, &class, &from)
                             : !utf8_next(r->p, &r->at, &from))
        return false;
    if (class)
        return true;
    to = from;
    if (reader_sees(r, "-") && !reader_sees(r, "-]")) {
        (void)reader_take(r, "-");
        if (reader_take(r, "\\") ? !reader_escape(r, set, &class, &to) || class
                                 : !utf8_next(r->p, &r->at, &to))
            return false;
    }
    uset_addRange(set, (UChar32)from, (UChar32)to);
    return from <= to;
}
