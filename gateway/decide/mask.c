#include "decide/mask.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "fold/fold.h"

#define FULLWIDTH_ASTERISK "\xEF\xBC\x8A"
#define FULL_BLOCK         "\xE2\x96\x88"

/* Characters that are markup rather than text, wherever they stand. */
static const char *const markup_bytes[] = {
    [MARKUP_PLAIN] = "",
    [MARKUP_HTML] = "",
    [MARKUP_MARKDOWN] = "*_~`[]()#>!|",
    [MARKUP_WIKITEXT] = "'[]{}|=",
};

struct masker {
    struct span text;
    enum markup markup;
    UText utext;
    UBreakIterator *graphemes;
    struct buf out; /* the replacement of the range at hand */
};

/* ---- ranges ---- */

static int by_from(const void *a, const void *b)
{
    const struct range *x = a;
    const struct range *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static uint32_t merge(struct range *r, uint32_t count)
{
    uint32_t kept = 0;

    if (count > 1)
        qsort(r, count, sizeof(*r), by_from);
    for (uint32_t i = 0; i < count; i++) {
        if (r[i].from == r[i].to)
            continue;
        if (kept > 0 && r[i].from <= r[kept - 1].to) {
            if (r[i].to > r[kept - 1].to)
                r[kept - 1].to = r[i].to;
        } else {
            r[kept++] = r[i];
        }
    }
    return kept;
}

/* Outward to whole graphemes. */
static struct range snap(struct masker *m, struct range r)
{
    int32_t from = (int32_t)r.from;
    int32_t to = (int32_t)r.to;

    if (!ubrk_isBoundary(m->graphemes, from))
        from = ubrk_preceding(m->graphemes, from);
    if (!ubrk_isBoundary(m->graphemes, to))
        to = ubrk_following(m->graphemes, to);
    return (struct range){from == UBRK_DONE ? 0 : (uint32_t)from,
                          to == UBRK_DONE ? (uint32_t)m->text.len
                                          : (uint32_t)to};
}

/* ---- one range ---- */

static bool is_wide(uint32_t c)
{
    int32_t width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);

    return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

static const char *mask_of(const struct masker *m, uint32_t c)
{
    if (is_wide(c))
        return FULLWIDTH_ASTERISK;
    return m->markup == MARKUP_MARKDOWN || m->markup == MARKUP_WIKITEXT
               ? FULL_BLOCK
               : "*";
}

static bool starts_tag(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
           c == '!' || c == '?';
}

/* Where a tag that starts at `at` ends, or `at` when none does. */
static size_t tag_end(const struct masker *m, size_t at)
{
    struct span text = m->text;
    size_t end;

    if (m->markup == MARKUP_PLAIN || text.at[at] != '<' || at + 1 == text.len ||
        !starts_tag(text.at[at + 1]))
        return at;
    end = fold_tag_end(span_from(text, at));
    return at + end;
}

/* Where a character reference ends: it is one character of the text. */
static size_t reference_end(const struct masker *m, size_t at)
{
    enum { LONGEST = 34 }; /* &CounterClockwiseContourIntegral; */
    size_t end;

    if (m->markup == MARKUP_PLAIN || m->text.at[at] != '&')
        return at;
    end = span_find_byte(span_slice(m->text, 0, at + LONGEST), ';', at);
    for (size_t i = at + 1; i < end && i < m->text.len; i++)
        if (u_isalnum((UChar32)(unsigned char)m->text.at[i]) == 0 &&
            m->text.at[i] != '#')
            return at;
    return end < m->text.len && end < at + LONGEST ? end + 1 : at;
}

static bool is_markup(const struct masker *m, uint32_t c)
{
    return c != 0 && c < 0x80 &&
           strchr(markup_bytes[m->markup], (int)c) != NULL;
}

static size_t next_grapheme(struct masker *m, size_t at)
{
    int32_t next = ubrk_following(m->graphemes, (int32_t)at);

    return next == UBRK_DONE ? m->text.len : (size_t)next;
}

static void mask_range(struct masker *m, struct range r)
{
    size_t at = r.from;

    buf_reset(&m->out);
    while (at < r.to) {
        size_t end = tag_end(m, at);
        size_t first = at;
        uint32_t c = 0;

        if (end > at) {
            buf_add(&m->out, span_slice(m->text, at, end));
            at = end;
            continue;
        }
        end = reference_end(m, at);
        if (end == at)
            end = next_grapheme(m, at);
        (void)utf8_next(m->text, &first, &c);
        if (u_isUWhiteSpace((UChar32)c) || is_markup(m, c))
            buf_add(&m->out, span_slice(m->text, at, end));
        else
            buf_add_text(&m->out, mask_of(m, c));
        at = end;
    }
}

/* ---- all ---- */

static bool masker_init(struct masker *m, struct span text, enum markup markup,
                        struct err *e)
{
    UErrorCode status = U_ZERO_ERROR;

    *m = (struct masker){.text = text,
                         .markup = markup,
                         .utext = UTEXT_INITIALIZER,
                         .out = buf_make(3 * text.len + 16)};
    (void)utext_openUTF8(&m->utext, text.at, (int64_t)text.len, &status);
    m->graphemes = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    if (U_SUCCESS(status))
        ubrk_setUText(m->graphemes, &m->utext, &status);
    return U_SUCCESS(status) ||
           err_set(e, ERR_INTERNAL, NULL, "grapheme breaks: %s",
                   u_errorName(status));
}

static void masker_done(struct masker *m)
{
    if (m->graphemes != NULL)
        ubrk_close(m->graphemes);
    (void)utext_close(&m->utext);
    buf_free(&m->out);
}

/* A change never ends inside a tag or reference that it begins: mask_range()
 * runs to their end, and so must the range. */
static struct range whole_pieces(struct masker *m, struct range r)
{
    size_t at = r.from;

    while (at < r.to) {
        size_t end = tag_end(m, at);

        if (end == at)
            end = reference_end(m, at);
        at = end > at ? end : next_grapheme(m, at);
    }
    return (struct range){r.from, (uint32_t)at};
}

static bool add_changes(struct masker *m, struct arena *a,
                        const struct range *r, uint32_t count,
                        struct change *ret)
{
    for (uint32_t i = 0; i < count; i++) {
        mask_range(m, r[i]);
        ret[i] = (struct change){r[i], arena_copy(a, buf_span(&m->out))};
        if (ret[i].text.at == NULL)
            return false;
    }
    return true;
}

bool mask_changes(const struct mask_request *q, struct arena *a,
                  struct change **ret, uint32_t *ret_count, struct err *e)
{
    uint32_t count = q->count;
    struct range *r = arena_array(a, count, sizeof(*r));
    struct change *made = arena_array(a, count, sizeof(*made));
    struct masker m;
    bool ok;

    if (arena_full(a))
        return arena_err(a, "masks", e);
    ok = masker_init(&m, q->text, q->markup, e);
    if (ok && count > 0) {
        memcpy(r, q->range, count * sizeof(*r));
        for (uint32_t i = 0; i < count; i++)
            r[i] = whole_pieces(&m, snap(&m, r[i]));
        count = merge(r, count);
        ok = add_changes(&m, a, r, count, made) || arena_err(a, "masks", e);
    }
    masker_done(&m);
    if (ok) {
        *ret = made;
        *ret_count = count;
    }
    return ok;
}

bool mask_apply(struct arena *a, struct span text, const struct change *changes,
                uint32_t count, struct span *ret, struct err *e)
{
    size_t len = text.len;
    size_t from = 0;
    char *out;
    char *to;

    for (uint32_t i = 0; i < count; i++)
        len += changes[i].text.len;
    out = arena_alloc(a, len + 1);
    if (out == NULL)
        return arena_err(a, "masks", e);
    to = out;
    for (uint32_t i = 0; i < count; i++) {
        const struct change *c = &changes[i];

        memcpy(to, text.at + from, c->at.from - from);
        to += c->at.from - from;
        memcpy(to, c->text.at, c->text.len);
        to += c->text.len;
        from = c->at.to;
    }
    if (from < text.len)
        memcpy(to, text.at + from, text.len - from);
    to += text.len - from;
    *ret = (struct span){out, (size_t)(to - out)};
    return true;
}
