#include "base/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *or_abort(void *p)
{
    if (p == NULL)
        abort();
    return p;
}

void *heap_new(size_t bytes)
{
    return or_abort(calloc(1, bytes > 0 ? bytes : 1));
}

void *heap_array(size_t count, size_t each)
{
    return or_abort(calloc(count > 0 ? count : 1, each));
}

void *heap_grow(void *p, size_t count, size_t each)
{
    if (each != 0 && count > SIZE_MAX / each)
        abort();
    return or_abort(realloc(p, count * each > 0 ? count * each : 1));
}

char *heap_text(const char *text)
{
    return text == NULL ? NULL : heap_copy(text, strlen(text));
}

char *heap_copy(const void *at, size_t len)
{
    char *copy = or_abort(malloc(len + 1));

    if (len > 0)
        memcpy(copy, at, len);
    copy[len] = '\0';
    return copy;
}

void heap_free(void *p)
{
    free(p);
}
