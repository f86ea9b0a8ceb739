#include <string.h>

#include "base/utf8.h"
#include "fold/looks.h"
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

static void widen(struct gap *g, uint32_t c)
{
    g->wide++;
    g->masks = fold_is_mask(c) ? g->masks + 1 : 0;
    if (c == '\n')
        g->lines++;
    else if ((char_traits(c) & CHAR_SPACE) == 0)
        g->lines = 0;
    if (g->wide > FOLD_WIDEST_GAP || g->masks >= MASK_RUN || g->lines > 1 ||
        c == FOLD_PARAGRAPH)
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

/* One view being written. What is kept is copied in blocks: bytes of the base
 * from `block` on are kept and not yet copied. */
struct writer {
    struct fold_page *page;
    struct span text;
    size_t block;
};

/* Copies the block up to `to`; the next begins at `from`. */
static void flush(struct writer *w, size_t to, size_t from)
{
    struct fold_page *page = w->page;

    memcpy(page->text + page->len, w->text.at + w->block, to - w->block);
    page->len += to - w->block;
    if (from > to)
        page_piece(page, from);
    w->block = from;
}

/* The gap before `at` bars: a byte that stands for its last one. */
static void write_barrier(struct writer *w, size_t gap_from, size_t at)
{
    flush(w, gap_from, at - 1);
    w->page->text[w->page->len++] = FOLD_BARRIER;
    w->block = at;
    page_piece(w->page, at);
}

struct fold_view fold_compact(struct fold_space *s,
                              const struct fold_view *folded)
{
    struct writer w = {&s->page[PAGE_COMPACT], folded->text, 0};
    struct gap gap = {0};
    size_t gap_from = 0; /* from there to `at` nothing is kept */
    uint32_t before = 0;
    uint32_t c = 0;
    size_t len;

    page_start(w.page, w.text.len * 2 + 1);
    for (size_t at = 0; at < w.text.len; at += len) {
        len = decode(w.text.at + at, w.text.len - at, &c);
        if ((char_traits(c) & CHAR_SOLID) == 0) {
            widen(&gap, c);
            continue;
        }
        if (gap.barred) {
            write_barrier(&w, gap_from, at);
            gap_from = at;
            before = 0;
        }
        if (gap.wide > 0)
            gap = (struct gap){0};
        if (c == before)
            continue;
        if (gap_from != at)
            flush(&w, gap_from, at);
        gap_from = at + len;
        before = c;
    }
    flush(&w, gap_from, gap_from);
    return page_view(w.page, w.text);
}

/* The view of lookalikes, a character at a time: most of them change. */
struct looker {
    struct fold_page *page;
    size_t next; /* where the base goes on if nothing was left out */
};

/* `len` bytes of the base become `bytes`, of which four can be read. */
static inline void put(struct looker *w, const char *bytes, size_t count,
                       size_t origin, size_t len)
{
    if (origin != w->next)
        page_piece(w->page, origin);
    memcpy(w->page->text + w->page->len, bytes, 4);
    w->page->len += count;
    w->next = origin + count;
    if (count != len) {
        page_piece(w->page, origin + len);
        w->next = origin + len;
    }
}

static bool is_lost(uint32_t c, char class)
{
    return class == 0 && (char_traits(c) & CHAR_SOLID) == 0;
}

struct fold_view fold_lookalikes(struct fold_space *s,
                                 const struct fold_view *folded)
{
    static const char barrier[4] = {FOLD_BARRIER};
    struct looker w = {&s->page[PAGE_LOOKS], 0};
    struct span text = folded->text;
    struct gap gap = {0};
    uint32_t before = 0;
    uint32_t c = 0;
    size_t len;

    page_start(w.page, text.len * 2 + FOLD_SLACK);
    for (size_t at = 0; at < text.len; at += len) {
        char class;

        len = decode(text.at + at, text.len - at, &c);
        class = looks_class(c);
        if (is_lost(c, class)) {
            widen(&gap, c);
            continue;
        }
        if (gap.barred) {
            put(&w, barrier, 1, at - 1, 1);
            before = 0;
        }
        gap = (struct gap){0};
        if (class != 0)
            c = (unsigned char)class;
        if (c != before) {
            char as[4] = {class};

            put(&w, class != 0 ? as : text.at + at, class != 0 ? 1 : len, at,
                len);
        }
        before = c;
    }
    return page_view(w.page, text);
}
