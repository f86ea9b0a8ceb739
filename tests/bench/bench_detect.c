/* Posts a second of detect_text() over a file with a post a line.
 * usage: build/tests/bench/bench_detect FILE [ROUNDS]
 * Prints user CPU time; for instructions a post run it with 1 round under
 * `valgrind --tool=callgrind --toggle-collect=detect_all`. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "detect/detect.h"

enum { MOST_POSTS = 1 << 20 };

static struct span posts[MOST_POSTS];
static uint64_t by_language[LANG_COUNT];

static size_t read_posts(const char *path, size_t *ret_characters)
{
    static char bytes[64 << 20];
    FILE *f = fopen(path, "rb");
    struct span rest;
    size_t n = 0;

    if (f == NULL)
        return 0;
    rest = (struct span){bytes, fread(bytes, 1, sizeof(bytes), f)};
    (void)fclose(f);
    if (!utf8_valid(rest, &n))
        return 0;
    *ret_characters = utf8_count(rest);
    n = 0;
    while (n < MOST_POSTS && span_cut(&rest, '\n', &posts[n]))
        n += posts[n].len > 0;
    return n;
}

__attribute__((noinline)) static bool detect_all(struct arena *a, size_t count)
{
    struct detection d;
    struct err e;

    for (size_t i = 0; i < count; i++) {
        arena_reset(a);
        if (!detect_text(a, posts[i], &d, &e))
            return false;
        by_language[d.lang]++;
    }
    return true;
}

static double user_seconds(void)
{
    struct rusage u;

    (void)getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    unsigned long rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 20;
    struct arena *a = arena_new(16 << 20);
    size_t characters = 0;
    size_t count = argc > 1 ? read_posts(argv[1], &characters) : 0;
    struct err e;
    double start;
    double took;

    if (count == 0 || !detect_init(&e)) {
        (void)fprintf(stderr, "usage: bench_detect FILE [ROUNDS]\n");
        return 2;
    }
    start = user_seconds();
    for (unsigned long r = 0; r < rounds; r++)
        if (!detect_all(a, count))
            return 1;
    took = user_seconds() - start;
    if (!(took > 0) || rounds == 0)
        return 1; /* too short to measure */
    (void)printf("%zu posts of %.0f characters: %.0f posts/s of user CPU\n",
                 count, (double)characters / (double)count,
                 (double)(count * rounds) / took);
    for (unsigned l = 0; l < LANG_COUNT; l++)
        (void)printf("  %-8s %llu\n", lang_tag((enum lang)l),
                     (unsigned long long)(by_language[l] / rounds));
    arena_free(&a);
    return 0;
}
