#include "base/span.h"

#include <string.h>

/* Bit 5 of every byte that is an upper-case ASCII letter. */
static uint64_t upper_bits(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101ULL;
    uint64_t low = w & (ones * 0x7F);
    uint64_t from_a = low + ones * (0x80 - 'A');
    uint64_t past_z = low + ones * (0x7F - 'Z');

    return ((from_a & ~past_z & ~w) & (ones * 0x80)) >> 2U;
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool span_same_letters(const char *a, const char *b, size_t len)
{
    uint64_t x, y;
    size_t i = 0;

    for (; len - i >= sizeof(x); i += sizeof(x)) {
        memcpy(&x, a + i, sizeof(x));
        memcpy(&y, b + i, sizeof(y));
        if (x != y && (x | upper_bits(x)) != (y | upper_bits(y)))
            return false;
    }
    for (; i < len; i++)
        if (a[i] != b[i] && lower(a[i]) != lower(b[i]))
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
