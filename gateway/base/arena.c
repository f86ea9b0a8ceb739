#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/heap.h"

/*
 * Blocks are chained, newest first. A block is at least block_min bytes, so a
 * short post costs one malloc; a piece larger than that gets its own block.
 * The first block is kept over arena_reset(), which is what makes an arena
 * cheap for a worker that checks one post after the other. What was used before
 * is cleared when it is handed out again, not at the reset: there it would be
 * fetched into the cache only to be cleared.
 */
struct block {
    struct block *older;
    size_t size;
    size_t used;
    size_t dirty; /* used before the last reset */
    alignas(max_align_t) unsigned char mem[];
};

struct arena {
    struct block *newest;
    size_t cap;
    size_t used; /* bytes handed out, rounded up */
    size_t fail_after;
    bool full;
};

static const size_t block_min = 65536;

struct arena *arena_new(size_t cap_bytes)
{
    struct arena *a = heap_new(sizeof(*a));

    a->cap = cap_bytes;
    return a;
}

static void drop_blocks(struct arena *a, struct block *keep)
{
    while (a->newest != keep) {
        struct block *gone = a->newest;

        a->newest = gone->older;
        heap_free(gone);
    }
}

void arena_free(struct arena **a)
{
    if (*a == NULL)
        return;
    drop_blocks(*a, NULL);
    heap_free(*a);
    *a = NULL;
}

void arena_reset(struct arena *a)
{
    struct block *first = a->newest;

    while (first != NULL && first->older != NULL)
        first = first->older;
    drop_blocks(a, first);
    if (first != NULL) {
        if (first->dirty < first->used)
            first->dirty = first->used;
        first->used = 0;
    }
    a->used = 0;
    a->full = false;
}

static void *fail(struct arena *a)
{
    a->full = true;
    return NULL;
}

static bool injected_failure(struct arena *a)
{
    return a->fail_after > 0 && --a->fail_after == 0;
}

static void add_block(struct arena *a, size_t n)
{
    size_t size = n > block_min ? n : block_min;
    struct block *b = heap_new(sizeof(*b) + size);

    b->size = size;
    b->older = a->newest;
    a->newest = b;
}

/* Not cleared: for who writes all of it. */
static void *take(struct arena *a, size_t n)
{
    const size_t step = alignof(max_align_t);
    void *p;

    if (a->full || injected_failure(a) || n > SIZE_MAX - step)
        return fail(a);
    n = n == 0 ? step : (n + step - 1) / step * step;
    if (n > a->cap - a->used)
        return fail(a);
    if (a->newest == NULL || n > a->newest->size - a->newest->used)
        add_block(a, n);
    p = a->newest->mem + a->newest->used;
    a->newest->used += n;
    a->used += n;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    unsigned char *p = take(a, n);
    const struct block *b = a->newest;

    if (p != NULL && p < b->mem + b->dirty)
        memset(p, 0, (size_t)(b->mem + b->used - p));
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t each)
{
    if (each != 0 && count > SIZE_MAX / each)
        return fail(a);
    return arena_alloc(a, count * each);
}

void *arena_grow(struct arena *a, const void *old, size_t have, size_t want,
                 size_t each)
{
    void *p = arena_array(a, want, each);

    assert(want >= have);
    if (p != NULL && have > 0)
        memcpy(p, old, have * each);
    return p;
}

struct span arena_copy(struct arena *a, struct span s)
{
    char *p = s.len < SIZE_MAX ? take(a, s.len + 1) : fail(a);

    if (p == NULL)
        return (struct span){NULL, 0};
    if (s.len > 0)
        memcpy(p, s.at, s.len);
    p[s.len] = '\0';
    return (struct span){p, s.len};
}

const char *arena_text(struct arena *a, struct span s)
{
    return arena_copy(a, s).at;
}

struct span arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    int n;
    char *p;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    p = n < 0 ? fail(a) : take(a, (size_t)n + 1);
    if (p == NULL)
        return (struct span){NULL, 0};
    va_start(ap, fmt);
    (void)vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (struct span){p, (size_t)n};
}

bool arena_full(const struct arena *a)
{
    return a->full;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

void arena_fill_err(const struct arena *a, const char *what, struct err *e)
{
    err_fill(e, ERR_MEMORY, NULL, "memory cap of %zu bytes reached: %s", a->cap,
             what);
}

void arena_fail_after(struct arena *a, size_t n)
{
    a->fail_after = n;
}
