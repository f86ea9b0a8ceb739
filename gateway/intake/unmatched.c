#include "intake/unmatched.h"

#include <string.h>

#include <uv.h>

#include "base/digest.h"
#include "base/heap.h"
#include "base/utf8.h"

enum { MOST_PATH = 300, MOST_PATTERN = 2 * MOST_PATH };

struct unmatched {
    uv_mutex_t lock;
    uint64_t seen[UNMATCHED_MOST];
    uint32_t count;
};

struct unmatched *unmatched_new(void)
{
    struct unmatched *u = heap_new(sizeof(*u));

    (void)uv_mutex_init(&u->lock);
    return u;
}

void unmatched_free(struct unmatched **u)
{
    if (*u == NULL)
        return;
    uv_mutex_destroy(&(*u)->lock);
    heap_free(*u);
    *u = NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Numbers, and hexadecimal of eight digits or more with a digit in it. */
static bool looks_like_id(struct span s)
{
    bool digits = s.len > 0, hex = s.len >= 8, any_digit = false;
    size_t i;

    for (i = 0; i < s.len; i++) {
        digits = digits && is_digit(s.at[i]);
        hex = hex && (span_hex_value(s.at[i]) >= 0 || s.at[i] == '-');
        any_digit = any_digit || is_digit(s.at[i]);
    }
    return digits || (hex && any_digit);
}

/* Undoes the escapes of a segment. A pattern is written decoded, and not every
 * byte may stand in one: false if this segment's can't. */
static bool decode(struct span segment, char *ret, size_t *ret_len)
{
    size_t n = 0, bad;

    for (size_t i = 0; i < segment.len; i++) {
        char c = segment.at[i];

        if (c == '%' && i + 2 < segment.len) {
            int high = span_hex_value(segment.at[i + 1]);
            int low = span_hex_value(segment.at[i + 2]);

            if (high >= 0 && low >= 0) {
                c = (char)(high * 16 + low);
                i += 2;
            }
        }
        if ((unsigned char)c < ' ' || c == 0x7f ||
            memchr("{}*%?#;\\/", c, 9) != NULL)
            return false;
        ret[n++] = c;
    }
    *ret_len = n;
    return utf8_valid((struct span){ret, n}, &bad) && !span_is(segment, ".") &&
           !span_is(segment, "..");
}

static void write_segment(struct buf *b, struct span segment)
{
    char plain[MOST_PATH];
    size_t len;

    if (looks_like_id(segment))
        buf_add_text(b, "{id}");
    else if (decode(segment, plain, &len))
        buf_add(b, (struct span){plain, len});
    else
        buf_add_text(b, "{any}");
}

static void write_pattern(struct buf *b, struct span path)
{
    struct span rest = span_from(path, 1), segment;

    while (span_cut(&rest, '/', &segment)) {
        if (segment.len == 0)
            continue; /* the route matches // as / */
        buf_add_byte(b, '/');
        write_segment(b, segment);
    }
    if (b->len == 0)
        buf_add_byte(b, '/');
}

static void write_name(struct buf *b, struct span method, struct span pattern)
{
    size_t i;
    char last = '\0';

    for (i = 0; i < method.len; i++)
        buf_add_byte(b, (char)(method.at[i] | 0x20));
    for (i = 0; i < pattern.len && i < 60; i++) {
        char c = pattern.at[i];
        bool word = is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

        if (word && (last == '\0' || last == '-'))
            buf_add_byte(b, '-');
        last = '-';
        if (word) {
            buf_add_byte(b, c);
            last = c;
        }
    }
}

static bool first_time(struct unmatched *u, uint64_t hash)
{
    uint32_t i;
    bool first;

    uv_mutex_lock(&u->lock);
    for (i = 0; i < u->count && u->seen[i] != hash; i++)
        ;
    first = i == u->count && u->count < UNMATCHED_MOST;
    if (first)
        u->seen[u->count++] = hash;
    uv_mutex_unlock(&u->lock);
    return first;
}

bool unmatched_note(struct unmatched *u, struct span method, struct span path,
                    struct buf *line)
{
    struct buf pattern = buf_make(MOST_PATTERN), name = buf_make(MOST_PATH);
    bool first;

    write_pattern(&pattern, span_slice(path, 0, MOST_PATH));
    buf_add_byte(&pattern, ' ');
    buf_add(&pattern, method);
    first = first_time(u, hash_fast(buf_span(&pattern)));
    if (first) {
        pattern.len -= method.len + 1;
        write_name(&name, method, buf_span(&pattern));
        buf_add_text(line, "- {name: ");
        buf_add_json(line, buf_span(&name));
        buf_add_text(line, ", kind: publish, match: {method: ");
        buf_add(line, method);
        buf_add_text(line, ", path: ");
        buf_add_json(line, buf_span(&pattern));
        buf_add_text(line, "}, text: []}");
    }
    buf_free(&pattern);
    buf_free(&name);
    return first;
}
