#include <string.h>

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

struct fold_view fold_compact(struct fold_space *s,
                              const struct fold_view *folded)
{
    struct fold_page *page = &s->page[PAGE_COMPACT];
    struct span text = folded->text;
    struct gap gap = {0};
    uint32_t before = 0;
    uint32_t c;
    size_t at = 0;
    size_t expected = 0; /* the base offset that needs no piece */

    page_start(page, text.len * 2 + 1);
    for (size_t from = 0; utf8_next(text, &at, &c); from = at) {
        if ((char_traits(c) & CHAR_SOLID) == 0) {
            widen(&gap, c);
            continue;
        }
        if (gap.barred) {
            page_piece(page, from - 1);
            page->text[page->len++] = FOLD_BARRIER;
            expected = from;
            before = 0;
        }
        gap = (struct gap){0};
        if (c == before)
            continue;
        if (from != expected)
            page_piece(page, from);
        memcpy(page->text + page->len, text.at + from, at - from);
        page->len += at - from;
        expected = at;
        before = c;
    }
    return page_view(page, text);
}
