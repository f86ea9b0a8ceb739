/*
 * small - a dictionary and a glossary of a few words, in a temporary folder,
 * for tests of the phrasebook and the engine.
 */
#ifndef SMALL_H
#define SMALL_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/buf.h"

static char small_folder[64], small_dictionary[96], small_glossary[96];

static inline void small_put_u32(struct buf *b, size_t n)
{
    for (int i = 0; i < 4; i++)
        buf_add_byte(b, (char)(n >> (8 * i)));
}

/* Rows in byte order of their keys. */
static const char *const small_zh[][2] = {
    {"好", "good"}, {"猫", "cat"},    {"猫粮", "cat food"}, {"我", "I"},
    {"吃", "eat"},  {"喜欢", "like"}, {"看", "look"},       {"天气", "weather"},
};
static const char *const small_en[][2] = {
    {"cat", "猫"},    {"cat food", "猫粮"}, {"dog", "狗"},
    {"eat", "吃"},    {"friend", "朋友"},   {"good", "好"},
    {"like", "喜欢"}, {"love", "爱"},       {"stop", "停"},
};

static int small_compare(const void *a, const void *b)
{
    const char *const *x = a;
    const char *const *y = b;

    return strcmp(x[0], y[0]);
}

static inline void small_add(struct buf *index, struct buf *pool,
                             const char *const rows[][2], size_t count)
{
    const char *sorted[16][2];

    memcpy(sorted, rows, count * sizeof(rows[0]));
    qsort(sorted, count, sizeof(sorted[0]), small_compare);
    for (size_t i = 0; i < count; i++)
        for (int column = 0; column < 2; column++) {
            small_put_u32(index, pool->len);
            buf_add(pool, (struct span){sorted[i][column],
                                        strlen(sorted[i][column]) + 1});
        }
}

static inline void small_write(const char *path, struct span s)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(s.at, 1, s.len, f), s.len);
    (void)fclose(f);
}

static inline void small_write_dictionary(const char *path)
{
    struct buf file = buf_make(1 << 16);
    struct buf index = buf_make(1 << 16);
    struct buf pool = buf_make(1 << 16);

    small_add(&index, &pool, small_zh, COUNT_OF(small_zh));
    small_add(&index, &pool, small_en, COUNT_OF(small_en));
    buf_add(&file, (struct span){"PFBOOK1", 8});
    small_put_u32(&file, COUNT_OF(small_zh));
    small_put_u32(&file, COUNT_OF(small_en));
    small_put_u32(&file, pool.len);
    small_put_u32(&file, 0);
    buf_add(&file, buf_span(&index));
    buf_add(&file, buf_span(&pool));
    small_write(path, buf_span(&file));
    buf_free(&file);
    buf_free(&index);
    buf_free(&pool);
}

static const char small_terms[] =
    "from: zh\n"
    "terms:\n"
    "  - {term: [yyds, 永远的神], to: GOAT, fixed: true, note: {en: The "
    "best.}}\n"
    "  - {term: 吃瓜, to: watch the drama, note: {en: Eating melon.}}\n"
    "  - {term: 红包, note: {en: Money., zh-Hans: 压岁钱软件}}\n"
    "words: {的: \"'s\", 了: \"\"}\n";
static const char small_english[] =
    "from: en\n"
    "terms:\n"
    "  - {term: GOAT, to: 最强, exact: true, fixed: true, note: {zh-Hans: "
    "最强软件}}\n"
    "  - {term: no cap, to: 不骗你, fixed: true, note: {zh-Hans: 没骗你}}\n"
    "words: {the: \"\", i: 我}\n";

static int small_set_up(void **state)
{
    char path[160];

    (void)state;
    (void)snprintf(small_folder, sizeof(small_folder), "/tmp/paifang-XXXXXX");
    if (mkdtemp(small_folder) == NULL)
        return -1;
    (void)snprintf(small_dictionary, sizeof(small_dictionary), "%s/small.dict",
                   small_folder);
    (void)snprintf(small_glossary, sizeof(small_glossary), "%s/glossary",
                   small_folder);
    small_write_dictionary(small_dictionary);
    (void)mkdir(small_glossary, 0700);
    (void)snprintf(path, sizeof(path), "%s/zh.yaml", small_glossary);
    small_write(path, span_of(small_terms));
    (void)snprintf(path, sizeof(path), "%s/en.yaml", small_glossary);
    small_write(path, span_of(small_english));
    return 0;
}

static int small_tear_down(void **state)
{
    char path[160];

    (void)state;
    (void)snprintf(path, sizeof(path), "%s/zh.yaml", small_glossary);
    (void)unlink(path);
    (void)snprintf(path, sizeof(path), "%s/en.yaml", small_glossary);
    (void)unlink(path);
    (void)rmdir(small_glossary);
    (void)unlink(small_dictionary);
    return rmdir(small_folder);
}

#endif
