/*
 * One pass over UTF-8
 *
 * The scan looks for the next code point that changes; what lies before it is
 * copied as a block. Only where a replacement is shorter or longer than what
 * it replaces does the map get a piece:
 *
 *     text    来 ，  Ａ b        3 + 3 + 3 + 1 bytes
 *     folded  来 ,   a  b        3 + 1 + 1 + 1 bytes
 *     pieces  {4, 6} {5, 9}      byte 4 is from byte 6, byte 5 from byte 9
 *
 * so a post in lower case or in plain Han has none at all.
 */
#include "fold/fold.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "base/utf8.h"
#include "fold/space.h"
#include "fold/table.h"

typedef unsigned char byte;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool ready;
static struct err trouble;

static void build(void)
{
    ready = chars_build(&trouble) && fold_table_build(&trouble);
}

bool fold_init(struct err *e)
{
    (void)pthread_once(&once, build);
    if (!ready)
        *e = trouble;
    return ready;
}

#define EACH(b) ((b)*0x0101010101010101ULL)

/* Eight ASCII bytes, none of them a capital or a control character. */
static bool plain_ascii(const byte *p)
{
    uint64_t x;
    uint64_t capital;
    uint64_t control;

    memcpy(&x, p, sizeof(x));
    if ((x & EACH(0x80)) != 0)
        return false;
    capital = (x + EACH(0x80 - 'A')) & ~(x + EACH(0x7F - 'Z'));
    control = ~(x + EACH(0x60)) | (x + EACH(0x01));
    return ((capital | control) & EACH(0x80)) == 0;
}

static bool row_bit(uint32_t row, byte last)
{
    return (fold_table.changes[row] >> (last & 63U) & 1U) != 0;
}

/* What marks the first two of three bytes, in a sum of both. */
enum { MARKS_OF_THREE = (0xE0 << 6) + 0x80 };

/* The first code point in [p, end) that changes, or end. */
static const byte *skip_unchanged(const byte *p, const byte *end)
{
    while (p < end) {
        uint32_t c = *p;

        if (c >= 0xE0 && c < 0xF0) {
            if (row_bit((c << 6U) + p[1] - MARKS_OF_THREE, p[2]))
                return p;
            p += 3;
        } else if (c < 0x80) {
            if (end - p >= 8 && plain_ascii(p)) {
                p += 8;
                continue;
            }
            if (row_bit(c >> 6U, (byte)c))
                return p;
            p++;
        } else if (c < 0xE0) {
            if (row_bit(c & 31U, p[1]))
                return p;
            p += 2;
        } else {
            if (row_bit((c & 7U) << 12U | (p[1] & 63U) << 6U | (p[2] & 63U),
                        p[3]))
                return p;
            p += 4;
        }
    }
    return end;
}

/* Capitals keep the length, so they need no piece and come in runs. */
static const byte *lower_ascii(struct fold_page *page, const byte *p,
                               const byte *end)
{
    while (p < end && *p >= 'A' && *p <= 'Z')
        page->text[page->len++] = (char)(*p++ | 0x20U);
    return p;
}

/* Emoji that say a Han character, and the cap of a key. */
static bool hides_emoji(uint32_t c)
{
    return c == 0x20E3 || c == 0x3297 || c == 0x3299 || c >> 8U == 0x1F2;
}

/* A replacement is copied with what stands behind it in the table. */
static const size_t room_behind = FOLD_LONGEST + FOLD_SLACK;

static void write_change(struct fold_page *page, struct span text, size_t *at)
{
    size_t from = *at;
    uint32_t c = 0;
    const struct fold_change *change;

    (void)utf8_next(text, at, &c);
    page->emoji = page->emoji || hides_emoji(c);
    change = &fold_table.full[fold_entry(c)];
    memcpy(page->text + page->len, change->text, FOLD_LONGEST);
    page->len += change->len;
    if (change->len > *at - from)
        page_reserve(page, text.len - *at + room_behind);
    if (change->len != *at - from)
        page_piece(page, *at);
}

struct fold_view fold_text(struct fold_space *s, struct span text)
{
    struct fold_page *page = &s->page[PAGE_DEFAULT];
    const byte *start = (const byte *)text.at;
    const byte *end = start + text.len;
    const byte *p = start;

    assert(ready && text.len <= UINT32_MAX / 8);
    page_start(page, text.len + room_behind);
    while (p < end) {
        const byte *next = skip_unchanged(p, end);
        size_t at;

        memcpy(page->text + page->len, p, (size_t)(next - p));
        page->len += (size_t)(next - p);
        p = lower_ascii(page, next, end);
        if (p != next || p == end)
            continue;
        at = (size_t)(p - start);
        write_change(page, text, &at);
        p = start + at;
    }
    memset(page->text + page->len, 0, FOLD_SLACK);
    return page_view(page, text);
}

/* The last piece that begins at or before `at`, or -1. */
static int64_t piece_of(const struct fold_view *v, uint32_t at)
{
    uint32_t low = 0;
    uint32_t high = v->piece_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (v->piece[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return (int64_t)low - 1;
}

/* A byte of the base that the view's byte came from: where a replacement is
 * longer than its original, its last bytes stay on the original. */
static uint32_t origin_of(const struct fold_view *v, uint32_t at)
{
    int64_t i = piece_of(v, at);
    uint32_t origin = i < 0 ? at : v->piece[i].origin + (at - v->piece[i].at);

    if (i + 1 < v->piece_count && origin >= v->piece[i + 1].origin)
        origin = v->piece[i + 1].origin - 1;
    return origin;
}

static bool is_tail(const struct fold_view *v, uint32_t at)
{
    return at < v->base.len && ((byte)v->base.at[at] & 0xC0U) == 0x80;
}

/* The piece that the byte belongs to comes as a whole. */
static const struct fold_piece *whole_of(const struct fold_view *v, uint32_t at)
{
    int64_t i = piece_of(v, at);

    return i >= 0 && v->piece[i].whole > 0 ? &v->piece[i] : NULL;
}

static uint32_t end_of(const struct fold_view *v, uint32_t last)
{
    const struct fold_piece *whole = whole_of(v, last);
    uint32_t end = origin_of(v, last) + 1;

    if (whole != NULL)
        return whole->origin + whole->whole;
    while (is_tail(v, end))
        end++;
    return end;
}

static uint32_t start_of(const struct fold_view *v, uint32_t first)
{
    const struct fold_piece *whole = whole_of(v, first);
    uint32_t start = origin_of(v, first);

    if (whole != NULL)
        return whole->origin;
    while (is_tail(v, start))
        start--;
    return start;
}

struct range fold_origin(const struct fold_view *v, struct range at)
{

    uint32_t end = (uint32_t)v->base.len;

    assert(at.from <= at.to && at.to <= v->text.len);
    if (at.from == at.to) {
        uint32_t here = at.from < v->text.len ? start_of(v, at.from) : end;

        return (struct range){here, here};
    }
    return (struct range){start_of(v, at.from), end_of(v, at.to - 1)};
}

bool fold_copy(struct arena *a, struct span text, struct span *ret,
               struct err *e)
{
    struct fold_space *s = fold_space_new();
    struct fold_view v = fold_text(s, text);

    *ret = arena_copy(a, v.text);
    fold_space_free(&s);
    return ret->at != NULL || arena_err(a, "folded text", e);
}
