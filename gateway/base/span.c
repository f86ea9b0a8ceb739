#include "base/span.h"

#include <string.h>

struct span span_of(const char *text)
{
    return (struct span){text, text == NULL ? 0 : strlen(text)};
}

bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool span_equal_nocase(struct span a, struct span b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

bool span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

bool span_starts(struct span s, struct span prefix)
{
    return s.len >= prefix.len &&
           span_equal((struct span){s.at, prefix.len}, prefix);
}

bool span_starts_nocase(struct span s, struct span prefix)
{
    return s.len >= prefix.len &&
           span_equal_nocase((struct span){s.at, prefix.len}, prefix);
}

bool span_ends(struct span s, struct span suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 ||
            memcmp(s.at + (s.len - suffix.len), suffix.at, suffix.len) == 0);
}

int span_compare(struct span a, struct span b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n == 0 ? 0 : memcmp(a.at, b.at, n);

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

struct span span_from(struct span s, size_t from)
{
    return span_slice(s, from, s.len);
}

struct span span_slice(struct span s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct span){s.at == NULL ? NULL : s.at + from, to - from};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct span span_trim(struct span s)
{
    while (s.len > 0 && is_blank(s.at[0]))
        s = span_from(s, 1);
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

size_t span_find_byte(struct span s, char c, size_t from)
{
    const char *hit =
        from < s.len ? memchr(s.at + from, c, s.len - from) : NULL;

    return hit == NULL ? s.len : (size_t)(hit - s.at);
}

size_t span_find(struct span s, struct span needle, size_t from)
{
    const char *hit;

    if (needle.len == 0)
        return from < s.len ? from : s.len;
    if (from >= s.len)
        return s.len;
    hit = memmem(s.at + from, s.len - from, needle.at, needle.len);
    return hit == NULL ? s.len : (size_t)(hit - s.at);
}

bool span_cut(struct span *rest, char sep, struct span *ret)
{
    size_t at;

    if (rest->at == NULL)
        return false;
    at = span_find_byte(*rest, sep, 0);
    *ret = span_slice(*rest, 0, at);
    *rest = at < rest->len ? span_from(*rest, at + 1) : (struct span){NULL, 0};
    return true;
}

bool span_to_u64(struct span s, uint64_t *ret)
{
    uint64_t n = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char)s.at[i] - (unsigned)'0';

        if (digit > 9 || n > (UINT64_MAX - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *ret = n;
    return true;
}
