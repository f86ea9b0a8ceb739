/*
 * space - the memory of views, used again text after text (inside fold/).
 *
 * Example: struct fold_page *p = &s->page[VIEW_DEFAULT];
 *          page_reserve(p, n); p->text[p->len++] = 'f';
 *
 * Memory:  grows as needed and stays; bounded by FOLD_LONGEST times the
 *          longest text. Threads: one owner.
 */
#ifndef FOLD_SPACE_H
#define FOLD_SPACE_H

#include <stddef.h>
#include <stdint.h>

#include "fold/fold.h"

enum { PAGE_DEFAULT, PAGE_MARKUP, PAGE_COMPACT, PAGE_LOOKS, PAGE_COUNT };

struct fold_page {
    char *text;
    size_t len, room;
    struct fold_piece *piece;
    uint32_t piece_count, piece_room;
    bool emoji; /* as struct fold_view */
};

struct fold_space {
    struct fold_page page[PAGE_COUNT];
};

/* Empties the page and makes room for n bytes. */
void page_start(struct fold_page *p, size_t n);

/* Makes room for n more bytes. */
void page_reserve(struct fold_page *p, size_t n);

/* Makes room for one more piece. */
void page_more_pieces(struct fold_page *p);

/* From here on bytes come from `origin` on. */
static inline void page_piece(struct fold_page *p, size_t origin)
{
    if (p->piece_count == p->piece_room)
        page_more_pieces(p);
    p->piece[p->piece_count++] =
        (struct fold_piece){(uint32_t)p->len, (uint32_t)origin, 0};
}

/* What is written up to the next piece comes together from base bytes
 * [origin, origin + len). */
void page_whole(struct fold_page *p, size_t origin, size_t len);

/* The view that was written, of `base`. */
struct fold_view page_view(const struct fold_page *p, struct span base);

#endif
