/*
 * bench_match [-1] WORDS POSTS [DISGUISE…] - posts a second through fold and
 * match; "whole" as the first disguise asks for whole words.
 *
 * WORDS: one term a line; POSTS: one post a line. Prints posts per second of
 * user CPU on one thread (hits and offsets collected, detection left out), the
 * best of several rounds, and what compiling took. -1: one round, for
 * callgrind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/heap.h"
#include "match/compile.h"
#include "match/match.h"

struct lines {
    char *text;
    struct span *at;
    size_t count;
};

static double cpu_seconds(void)
{
    struct rusage u;

    (void)getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
}

static struct lines read_lines(const char *path)
{
    struct lines l = {0};
    struct span rest;
    struct span line;
    FILE *f = fopen(path, "rb");
    long size;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0) {
        perror(path);
        _exit(2);
    }
    rewind(f);
    l.text = heap_array((size_t)size + 1, 1);
    rest = (struct span){l.text, fread(l.text, 1, (size_t)size, f)};
    (void)fclose(f);
    l.at = heap_array(rest.len + 1, sizeof(*l.at));
    while (span_cut(&rest, '\n', &line)) {
        if (line.len > 0)
            l.at[l.count++] = line;
    }
    return l;
}

/* One rule with all words, as a pack file. */
static void write_pack(const char *path, const struct lines *words,
                       char *const *disguise)
{
    FILE *f = fopen(path, "w");

    if (f == NULL) {
        perror(path);
        _exit(2);
    }
    (void)fprintf(f, "pack: bench\ncategory: other_terms\nrules:\n"
                     "  - id: bench.words\n    action: flag\n"
                     "    reason: { en: x, zh-Hans: x }\n");
    if (*disguise != NULL && strcmp(*disguise, "whole") == 0) {
        (void)fprintf(f, "    whole: true\n");
        disguise++;
    }
    if (*disguise != NULL)
        (void)fprintf(f, "    disguise: [");
    for (size_t i = 0; disguise[i] != NULL; i++)
        (void)fprintf(f, "%s%s%s", i > 0 ? ", " : "", disguise[i],
                      disguise[i + 1] == NULL ? "]\n" : "");
    (void)fprintf(f, "    match:\n      words:\n");
    for (size_t i = 0; i < words->count; i++) {
        (void)fprintf(f, "        - '");
        for (size_t k = 0; k < words->at[i].len; k++)
            (void)fprintf(f, words->at[i].at[k] == '\'' ? "''" : "%c",
                          words->at[i].at[k]);
        (void)fprintf(f, "'\n");
    }
    (void)fclose(f);
}

static struct ruleset *compile(const struct lines *words, char *const *disguise)
{
    char path[] = "/tmp/paifang-bench-XXXXXX.yaml";
    const char *paths[] = {path};
    struct ruleset *rs = NULL;
    struct err e = {0};
    double start;
    int fd = mkstemps(path, 5);

    if (fd >= 0)
        (void)close(fd);
    write_pack(path, words, disguise);
    start = cpu_seconds();
    if (!ruleset_load(paths, 1, &rs, &e)) {
        (void)fprintf(stderr, "%s\n", e.text);
        _exit(2);
    }
    (void)unlink(path);
    printf("%zu words: loaded and compiled in %.2f s\n", words->count,
           cpu_seconds() - start);
    return rs;
}

static uint64_t round_of(const struct ruleset *rs, struct match_scratch *s,
                         const struct lines *posts, struct arena *a)
{
    uint64_t hits = 0;

    for (size_t i = 0; i < posts->count; i++) {
        struct match_text text = {.text = posts->at[i]};
        struct match_input in = {.text = &text,
                                 .text_count = 1,
                                 .side = SIDE_ORIGINAL,
                                 .regex_work = 1000000};
        struct hits found;
        struct err e;

        if (!match_run(rs, s, &in, a, &found, &e)) {
            (void)fprintf(stderr, "post %zu: %s\n", i, e.text);
            _exit(2);
        }
        hits += found.count;
        arena_reset(a);
    }
    return hits;
}

int main(int argc, char **argv)
{
    bool once = argc > 1 && strcmp(argv[1], "-1") == 0;
    int rounds = once ? 1 : 20;
    struct arena *a = arena_new(64 << 20);
    struct match_scratch *s = NULL;
    struct err e = {0};
    double best = 1e9;
    uint64_t hits = 0;

    argc -= once;
    argv += once;
    if (argc < 3) {
        (void)fprintf(stderr,
                      "usage: bench_match [-1] WORDS POSTS [DISGUISE…]\n");
        return 2;
    }
    struct lines words = read_lines(argv[1]);
    struct lines posts = read_lines(argv[2]);
    struct ruleset *rs = compile(&words, argv + 3);

    if (!match_scratch_new(rs, &s, &e))
        return 2;
    for (int i = 0; i < rounds; i++) {
        double start = cpu_seconds();

        hits = round_of(rs, s, &posts, a);
        if (cpu_seconds() - start < best)
            best = cpu_seconds() - start;
    }
    printf("%zu posts, %llu hits: %.0f posts/s\n", posts.count,
           (unsigned long long)hits, (double)posts.count / best);
    match_scratch_free(&s);
    ruleset_free(&rs);
    arena_free(&a);
    heap_free(words.text);
    heap_free(words.at);
    heap_free(posts.text);
    heap_free(posts.at);
    return 0;
}
