/*
 * span - a borrowed run of bytes; never NUL-terminated, never owned.
 *
 * Example: if (span_equal(header.name, SPAN("host"))) ...
 *          log_event(LOG_INFO, "route", SPAN_FMT, SPAN_ARG(route->name));
 *
 * Units:   bytes. Offsets and ranges are half-open [from, to).
 * Memory:  borrowed: the owner of the bytes must outlive the span.
 * Threads: pure.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
    const char *at; /* not NUL-terminated; may be NULL when len is 0 */
    size_t len;     /* bytes */
};

/* Half-open byte offsets into a text that the context names. */
struct range {
    uint32_t from;
    uint32_t to;
};

/* clang-format off */
#define SPAN(literal)   ((struct span){"" literal, sizeof(literal) - 1})
#define SPAN_INIT(literal)            {"" literal, sizeof(literal) - 1}
#define SPAN_FMT        "%.*s"
#define SPAN_ARG(s)     (int)(s).len, (s).at != NULL ? (s).at : ""
/* clang-format on */

/* NULL gives the empty span. */
static inline struct span span_of(const char *text)
{
    return (struct span){text, text == NULL ? 0 : strlen(text)};
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* ASCII case only. Most pairs differ in length or the first letter already. */
bool span_same_letters(const char *a, const char *b, size_t len);
static inline bool span_equal_nocase(struct span a, struct span b)
{
    return a.len == b.len &&
           (a.len == 0 || (((a.at[0] ^ b.at[0]) & 0xDF) == 0 &&
                           span_same_letters(a.at, b.at, a.len)));
}

bool span_is(struct span a, const char *text);
bool span_starts(struct span s, struct span prefix);
bool span_starts_nocase(struct span s, struct span prefix);
bool span_ends(struct span s, struct span suffix);
int span_compare(struct span a, struct span b); /* memcmp order */

/* Both clamp. */
static inline struct span span_slice(struct span s, size_t from, size_t to)
{
    if (s.at == NULL)
        return (struct span){NULL, 0};
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct span){s.at + from, to - from};
}

static inline struct span span_from(struct span s, size_t from)
{
    return span_slice(s, from, s.len);
}

struct span span_trim(struct span s); /* SP and HTAB at both ends */

/* First offset of the byte or needle at or after from, or s.len. */
size_t span_find_byte(struct span s, char c, size_t from);
size_t span_find(struct span s, struct span needle, size_t from);

/* Cuts the part before the first sep off *rest; false when *rest.at is NULL.
 * The last part leaves *rest.at NULL: "a,b" gives a, b, then false. */
bool span_cut(struct span *rest, char sep, struct span *ret);

/* Decimal digits only, no sign, no overflow; false otherwise. */
bool span_to_u64(struct span s, uint64_t *ret);

/* The value of a hexadecimal digit of either case, or -1. */
static inline int span_hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
