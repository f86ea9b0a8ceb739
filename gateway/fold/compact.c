#include "base/utf8.h"
#include "fold/space.h"
#include "fold/table.h"

/* Where the scan stands in a run of gap characters. */
struct gap {
    unsigned wide;  /* gap characters so far */
    unsigned masks; /* mask characters in a row */
    unsigned lines; /* line ends with nothing but space between */
    bool barred;    /* nothing may match across */
};

enum { MASK_RUN = 3 };

static bool is_mask(uint32_t c)
{
    return c == '*' || c == 0x2588 || c == 0x25A0 || c == 0x25CF;
}

static void widen(struct gap *g, uint32_t c)
{
    g->wide++;
    g->masks = is_mask(c) ? g->masks + 1 : 0;
    if (c == '\n')
        g->lines++;
    else if ((char_traits(c) & CHAR_SPACE) == 0)
        g->lines = 0;
    if (g->wide > FOLD_WIDEST_GAP || g->masks >= MASK_RUN || g->lines > 1 ||
        c == 0x2029)
        g->barred = true;
}

bool fold_gap_bars(struct span text)
{
    struct gap gap = {0};
    size_t at = 0;
    uint32_t c;

    while (!gap.barred && utf8_next(text, &at, &c))
        widen(&gap, c);
    return gap.barred;
}

/* As utf8_next, with what Han text is made of decoded in place. */
static inline size_t decode(const char *text, size_t left, uint32_t *ret)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t at = 0;

    if (p[0] < 0x80) {
        *ret = p[0];
        return 1;
    }
    if (p[0] >= 0xE0 && p[0] < 0xF0) {
        *ret = (p[0] & 0x0FU) << 12U | (p[1] & 0x3FU) << 6U | (p[2] & 0x3FU);
        return 3;
    }
    (void)utf8_next((struct span){text, left}, &at, ret);
    return at;
}

/* Everything from `at` on has been written; the gap before it barred or not. */
static void close_gap(struct fold_page *page, struct gap *gap, size_t at)
{
    if (gap->barred) {
        page_piece(page, at - 1);
        page->text[page->len++] = FOLD_BARRIER;
    }
    *gap = (struct gap){0};
}

struct fold_view fold_compact(struct fold_space *s,
                              const struct fold_view *folded)
{
    struct fold_page *page = &s->page[PAGE_COMPACT];
    struct span text = folded->text;
    struct gap gap = {0};
    uint32_t before = 0;
    uint32_t c;
    size_t expected = 0; /* the base offset that needs no piece */
    size_t len;

    page_start(page, text.len * 2 + 1);
    for (size_t at = 0; at < text.len; at += len) {
        len = decode(text.at + at, text.len - at, &c);
        if ((char_traits(c) & CHAR_SOLID) == 0) {
            widen(&gap, c);
            continue;
        }
        if (gap.wide > 0) {
            before = gap.barred ? 0 : before;
            close_gap(page, &gap, at);
        }
        if (c == before)
            continue;
        if (at != expected)
            page_piece(page, at);
        for (size_t i = 0; i < len; i++)
            page->text[page->len + i] = text.at[at + i];
        page->len += len;
        expected = at + len;
        before = c;
    }
    return page_view(page, text);
}
