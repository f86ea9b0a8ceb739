/*
 * Tables are put one behind the other into blocks of large pages, each into the
 * first one that has room behind what it holds. A block is given back when all
 * of its tables are freed.
 */
#include "base/table.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/heap.h"

/* At least one. */
static size_t lines_of(size_t bytes)
{
    return (bytes > 0 ? bytes + TABLE_LINE - 1 : TABLE_LINE) / TABLE_LINE *
           TABLE_LINE;
}

/* GCC says it by a macro, clang by a feature. */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED 0
#endif

#if SANITIZED

/* Each by itself, so that it is noticed who reads beyond it. */
void *table_new(size_t bytes)
{
    size_t room = lines_of(bytes);
    void *p = aligned_alloc(TABLE_LINE, room);

    if (p == NULL)
        abort();
    return memset(p, 0, room);
}

void table_free(void *p)
{
    free(p);
}

#else

enum { PAGE = 2 << 20 };

struct block {
    char *at;
    size_t bytes;  /* whole pages */
    size_t used;   /* from its beginning */
    size_t tables; /* not freed */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct block *blocks; /* few, in no order */
static size_t block_count;

/* Address space that begins with a large page; what is mapped around it is
 * given back. */
static char *map_pages(size_t bytes)
{
    char *at = mmap(NULL, bytes + PAGE, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t before;

    if (at == MAP_FAILED)
        abort();
    before = -(uintptr_t)at % PAGE;
    if (before > 0)
        (void)munmap(at, before);
    (void)munmap(at + before + bytes, PAGE - before);
    (void)madvise(at + before, bytes, MADV_HUGEPAGE);
    return at + before;
}

static struct block *block_with_room(size_t bytes)
{
    size_t pages = (bytes + PAGE - 1) / PAGE * PAGE;

    for (size_t i = 0; i < block_count; i++)
        if (blocks[i].bytes - blocks[i].used >= bytes)
            return &blocks[i];
    blocks = heap_grow(blocks, block_count + 1, sizeof(*blocks));
    blocks[block_count] =
        (struct block){.at = map_pages(pages), .bytes = pages};
    return &blocks[block_count++];
}

void *table_new(size_t bytes)
{
    size_t room = lines_of(bytes);
    struct block *b;
    char *ret;

    (void)pthread_mutex_lock(&lock);
    b = block_with_room(room);
    ret = b->at + b->used;
    b->used += room;
    b->tables++;
    (void)pthread_mutex_unlock(&lock);
    return ret;
}

static struct block *block_of(const char *p)
{
    size_t i = 0;

    while (p < blocks[i].at || p >= blocks[i].at + blocks[i].bytes) {
        i++;
        assert(i < block_count);
    }
    return &blocks[i];
}

void table_free(void *p)
{
    struct block *b;

    if (p == NULL)
        return;
    (void)pthread_mutex_lock(&lock);
    b = block_of(p);
    if (--b->tables == 0) {
        (void)munmap(b->at, b->bytes);
        *b = blocks[--block_count];
    }
    (void)pthread_mutex_unlock(&lock);
}

#endif

void *table_array(size_t count, size_t each)
{
    if (each != 0 && count > SIZE_MAX / 2 / each)
        abort();
    return table_new(count * each);
}
