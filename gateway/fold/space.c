#include "fold/space.h"

#include "base/heap.h"

struct fold_space *fold_space_new(void)
{
    return heap_new(sizeof(struct fold_space));
}

void fold_space_free(struct fold_space **s)
{
    if (*s == NULL)
        return;
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        heap_free((*s)->page[i].text);
        heap_free((*s)->page[i].piece);
    }
    heap_free(*s);
    *s = NULL;
}

void page_reserve(struct fold_page *p, size_t n)
{
    if (p->room - p->len >= n)
        return;
    p->room = (p->len + n) * 2;
    p->text = heap_grow(p->text, p->room, 1);
}

void page_start(struct fold_page *p, size_t n)
{
    p->len = 0;
    p->piece_count = 0;
    p->emoji = false;
    page_reserve(p, n);
}

void page_more_pieces(struct fold_page *p)
{
    p->piece_room = p->piece_room * 2 + 64;
    p->piece = heap_grow(p->piece, p->piece_room, sizeof(*p->piece));
}

void page_whole(struct fold_page *p, size_t origin, size_t len)
{
    page_piece(p, origin);
    p->piece[p->piece_count - 1].whole = (uint32_t)len;
}

struct fold_view page_view(const struct fold_page *p, struct span base)
{
    return (struct fold_view){.text = {p->text, p->len},
                              .base = base,
                              .piece = p->piece,
                              .piece_count = p->piece_count,
                              .emoji = p->emoji};
}
