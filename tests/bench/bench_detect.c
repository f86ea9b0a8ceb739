/*
 * bench_detect [-1] POSTS - posts a second through language detection.
 *
 * POSTS: one post a line. Prints posts per second of user CPU on one thread,
 * the best of several rounds, and what building the tables took. -1: one
 * round, for callgrind.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/heap.h"
#include "detect/detect.h"

static double cpu_seconds(void)
{
    struct rusage u;

    (void)getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
}

static char *read_file(const char *path, struct span *ret)
{
    FILE *f = fopen(path, "rb");
    long size;
    char *text;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0) {
        perror(path);
        _exit(2);
    }
    rewind(f);
    text = heap_array((size_t)size + 1, 1);
    size = (long)fread(text, 1, (size_t)size, f);
    (void)fclose(f);
    *ret = (struct span){text, (size_t)size};
    return text;
}

static uint32_t round_of(struct span rest, struct arena *a, uint32_t *ret_zh)
{
    uint32_t posts = 0;
    struct span line;

    *ret_zh = 0;
    while (span_cut(&rest, '\n', &line)) {
        struct detection d;
        struct err e;

        if (line.len == 0)
            continue;
        if (!detect_text(a, line, &d, &e)) {
            (void)fprintf(stderr, "post %u: %s\n", posts, e.text);
            _exit(2);
        }
        posts++;
        *ret_zh += lang_is_zh(d.lang);
        arena_reset(a);
    }
    return posts;
}

int main(int argc, char **argv)
{
    bool once = argc > 1 && strcmp(argv[1], "-1") == 0;
    int rounds = once ? 1 : 20;
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    double start = cpu_seconds();
    double best = 1e9;
    uint32_t posts = 0;
    uint32_t zh = 0;
    struct span text;
    char *memory;

    argc -= once;
    argv += once;
    if (argc != 2) {
        (void)fprintf(stderr, "usage: bench_detect [-1] POSTS\n");
        return 2;
    }
    if (!detect_init(&e))
        return 2;
    printf("tables built in %.3f s\n", cpu_seconds() - start);
    memory = read_file(argv[1], &text);
    for (int i = 0; i < rounds; i++) {
        start = cpu_seconds();
        posts = round_of(text, a, &zh);
        if (cpu_seconds() - start < best)
            best = cpu_seconds() - start;
    }
    printf("%u posts, %u Chinese: %.0f posts/s\n", posts, zh,
           (double)posts / best);
    arena_free(&a);
    heap_free(memory);
    return 0;
}
