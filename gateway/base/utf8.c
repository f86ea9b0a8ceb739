#include "base/utf8.h"

#include <string.h>

static bool is_tail(unsigned char c)
{
    return (c & 0xC0U) == 0x80;
}

/* Length of the valid sequence at p, or 0 (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *p, size_t left)
{
    unsigned char lead = p[0];

    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || left < 2 || !is_tail(p[1]))
        return 0;
    if (lead < 0xE0)
        return 2;
    if (left < 3 || !is_tail(p[2]))
        return 0;
    if (lead < 0xF0)
        return (lead == 0xE0 && p[1] < 0xA0) || (lead == 0xED && p[1] > 0x9F)
                   ? 0
                   : 3;
    if (lead > 0xF4 || left < 4 || !is_tail(p[3]))
        return 0;
    return (lead == 0xF0 && p[1] < 0x90) || (lead == 0xF4 && p[1] > 0x8F) ? 0
                                                                          : 4;
}

static size_t skip_ascii(struct span s, size_t at)
{
    uint64_t word;

    while (s.len - at >= sizeof(word)) {
        memcpy(&word, s.at + at, sizeof(word));
        if ((word & 0x8080808080808080ULL) != 0)
            break;
        at += sizeof(word);
    }
    while (at < s.len && (unsigned char)s.at[at] < 0x80)
        at++;
    return at;
}

static bool is_plain_three(const unsigned char *p)
{
    return (p[0] & 0xF0U) == 0xE0 && p[0] != 0xE0 && p[0] != 0xED &&
           is_tail(p[1]) && is_tail(p[2]);
}

/* Han text is a run of three-byte sequences whose lead has no special case:
 * two at a time, then one. */
static size_t skip_three(struct span s, size_t at)
{
    static const unsigned char mask[8] = {0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0};
    static const unsigned char want[8] = {0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80};
    const unsigned char *p = (const unsigned char *)s.at;
    uint64_t m, w, word;

    memcpy(&m, mask, sizeof(m));
    memcpy(&w, want, sizeof(w));
    for (; s.len - at >= sizeof(word); at += 6) {
        memcpy(&word, p + at, sizeof(word));
        if ((word & m) != w || p[at] == 0xE0 || p[at] == 0xED ||
            p[at + 3] == 0xE0 || p[at + 3] == 0xED)
            break;
    }
    while (s.len - at >= 3 && is_plain_three(p + at))
        at += 3;
    return at;
}

bool utf8_valid(struct span s, size_t *ret_bad)
{
    size_t at = 0;

    while (at < s.len) {
        size_t n;

        at = skip_three(s, skip_ascii(s, at));
        if (at == s.len)
            break;
        n = sequence((const unsigned char *)s.at + at, s.len - at);
        if (n == 0) {
            *ret_bad = at;
            return false;
        }
        at += n;
    }
    return true;
}

bool utf8_prev(struct span s, size_t *at, uint32_t *ret)
{
    size_t start = *at;
    size_t again;

    if (start == 0)
        return false;
    do
        start--;
    while (start > 0 && is_tail((unsigned char)s.at[start]));
    again = start;
    *at = start;
    return utf8_next(s, &again, ret);
}

size_t utf8_put(uint32_t c, char ret[4])
{
    if (c < 0x80) {
        ret[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        ret[0] = (char)(0xC0U | c >> 6U);
        ret[1] = (char)(0x80U | (c & 0x3FU));
        return 2;
    }
    if (c < 0x10000) {
        ret[0] = (char)(0xE0U | c >> 12U);
        ret[1] = (char)(0x80U | (c >> 6U & 0x3FU));
        ret[2] = (char)(0x80U | (c & 0x3FU));
        return 3;
    }
    ret[0] = (char)(0xF0U | c >> 18U);
    ret[1] = (char)(0x80U | (c >> 12U & 0x3FU));
    ret[2] = (char)(0x80U | (c >> 6U & 0x3FU));
    ret[3] = (char)(0x80U | (c & 0x3FU));
    return 4;
}

size_t utf8_count(struct span s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += !is_tail((unsigned char)s.at[i]);
    return n;
}
