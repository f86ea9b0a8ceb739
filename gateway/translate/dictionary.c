#include "translate/dictionary.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "config/place.h"

enum { HEAD = 24, ROW = 8, MOST_ROWS = 4000000 };

static uint32_t u32_at(struct span s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.at + at;

    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static size_t rows(struct span f)
{
    return (size_t)u32_at(f, 8) + u32_at(f, 12);
}

/* Row i over both tables; column 0 the key, 4 the value. */
static struct span text_of(const struct dictionary *d, size_t i, size_t column)
{
    size_t pool = HEAD + ROW * rows(d->file);

    return span_of(d->file.at + pool +
                   u32_at(d->file, HEAD + ROW * i + column));
}

static struct span zh_key(const void *self, uint32_t i)
{
    return text_of(self, i, 0);
}

static struct span en_key(const void *self, uint32_t i)
{
    const struct dictionary *d = self;

    return text_of(d, (size_t)d->zh.count + i, 0);
}

struct span dictionary_en(const struct dictionary *d, uint32_t i)
{
    return text_of(d, i, 4);
}

struct span dictionary_zh(const struct dictionary *d, uint32_t i)
{
    return text_of(d, (size_t)d->zh.count + i, 4);
}

static bool sorted(const struct phrases *p)
{
    for (uint32_t i = 1; i < p->count; i++)
        if (span_compare(p->key(p->self, i - 1), p->key(p->self, i)) >= 0)
            return false;
    return true;
}

/* Everything that reading relies on. */
static bool sound(const struct dictionary *d)
{
    struct span f = d->file;
    size_t pool;
    size_t bad;

    if (f.len < HEAD || memcmp(f.at, "PFBOOK1", 8) != 0 || rows(f) > MOST_ROWS)
        return false;
    pool = HEAD + ROW * rows(f);
    if (f.len != pool + u32_at(f, 16) || f.len == pool || f.at[f.len - 1] != 0)
        return false;
    for (size_t i = 0; i < 2 * rows(f); i++)
        if (u32_at(f, HEAD + i * 4) >= f.len - pool)
            return false;
    return utf8_valid(span_from(f, pool), &bad);
}

static bool map_file(const char *path, void **ret, size_t *ret_len,
                     struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *at = MAP_FAILED;

    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0)
        at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (fd >= 0)
        (void)close(fd);
    if (at == MAP_FAILED)
        return err_set(e, ERR_PROVIDER, NULL, "phrasebook: can't read %s",
                       path);
    *ret = at;
    *ret_len = (size_t)st.st_size;
    return true;
}

bool dictionary_open(const char *path, struct dictionary **ret, struct err *e)
{
    char found[PATH_MAX];
    struct dictionary *d;
    void *mapped;
    size_t len;

    if (path == NULL) {
        if (!place_find("phrasebook.dict", found, sizeof(found)))
            return err_set(e, ERR_PROVIDER, NULL,
                           "phrasebook: there is no phrasebook.dict: `make "
                           "phrasebook` builds it from CC-CEDICT");
        path = found;
    }
    if (!map_file(path, &mapped, &len, e))
        return false;
    d = heap_new(sizeof(*d));
    d->mapped = mapped;
    d->file = (struct span){mapped, len};
    if (sound(d)) {
        d->zh = (struct phrases){u32_at(d->file, 8), zh_key, d};
        d->en = (struct phrases){u32_at(d->file, 12), en_key, d};
    }
    if (d->zh.key == NULL || !sorted(&d->zh) || !sorted(&d->en)) {
        dictionary_free(&d);
        return err_set(e, ERR_PROVIDER, NULL,
                       "phrasebook: %s is damaged: build it again", path);
    }
    *ret = d;
    return true;
}

void dictionary_free(struct dictionary **d)
{
    if (*d == NULL)
        return;
    (void)munmap((*d)->mapped, (*d)->file.len);
    heap_free(*d);
    *d = NULL;
}
