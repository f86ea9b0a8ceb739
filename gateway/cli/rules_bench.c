/*
 * How fast a rule set matches: posts a second of CPU on one core, with hits
 * and their offsets collected; detection is done before the clock starts.
 */
#include <stdio.h>
#include <sys/resource.h>

#include "base/heap.h"
#include "cli/load_rules.h"
#include "cli/moderate_posts.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/rules.h"
#include "match/match.h"

static const size_t posts_cap = (size_t)4 << 30;
static const size_t post_cap = (size_t)256 << 20;

struct bench {
    struct arena *posts; /* texts and detections: live as long as the bench */
    struct match_text *text;
    uint32_t count, room;
    uint64_t bytes;
    struct cli_rules rules;
    struct match_scratch *scratch;
    uint64_t hits, rounds;
    double seconds;
    double fastest; /* posts a second in the fastest round */
};

static double cpu_seconds(void)
{
    struct rusage u;

    (void)getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
}

static bool add_post(struct bench *b, struct span text, struct err *e)
{
    struct detection *d = arena_alloc(b->posts, sizeof(*d));
    struct span kept = arena_copy(b->posts, text);

    if (d == NULL || kept.at == NULL)
        return arena_err(b->posts, "posts", e);
    if (!detect_text(b->posts, kept, d, e))
        return false;
    if (b->count == b->room) {
        b->room = b->room > 0 ? b->room * 2 : 1024;
        b->text = heap_grow(b->text, b->room, sizeof(*b->text));
    }
    b->text[b->count++] = (struct match_text){.text = kept, .detection = d};
    b->bytes += text.len;
    return true;
}

static bool see(void *context, struct arena *a, const struct posts_post *post,
                struct err *e)
{
    (void)a; /* what is kept is copied */
    return post->field_count == 0 || add_post(context, post->field[0].text, e);
}

static bool read_posts(struct bench *b, const char *path, struct err *e)
{
    struct arena *a = arena_new(post_cap);
    bool ok = each_post(path, a, see, b, e);

    arena_free(&a);
    return ok && (b->count > 0 || err_set(e, ERR_NOT_FOUND, NULL,
                                          "%s: no posts with text", path));
}

static bool match_round(struct bench *b, struct arena *a, struct err *e)
{
    for (uint32_t i = 0; i < b->count; i++) {
        struct match_input in = {.text = &b->text[i],
                                 .text_count = 1,
                                 .side = SIDE_ORIGINAL,
                                 .regex_work = b->rules.regex_work};
        struct hits hits;

        if (!match_run(b->rules.set, b->scratch, &in, a, &hits, e))
            return false;
        b->hits += hits.count;
        arena_reset(a);
    }
    return true;
}

/* A shorter round than this says nothing about its speed. */
static const double least_seconds = 0.02;

static void count_round(struct bench *b, double seconds)
{
    double rate = b->count / (seconds > least_seconds ? seconds : 1e9);

    b->rounds++;
    b->seconds += seconds;
    b->fastest = rate > b->fastest ? rate : b->fastest;
}

static bool measure(struct bench *b, uint64_t rounds, struct err *e)
{
    struct arena *a = arena_new(post_cap);
    bool ok = match_round(b, a, e); /* warm */
    double start = cpu_seconds();

    b->hits = 0;
    while (ok && (rounds > 0 ? b->rounds < rounds : b->seconds < 1.0)) {
        double now;

        ok = match_round(b, a, e);
        now = cpu_seconds();
        count_round(b, now - start);
        start = now;
    }
    arena_free(&a);
    return ok;
}

static void print_result(const struct bench *b, bool json)
{
    double posts = (double)b->count * (double)b->rounds;
    double rate = b->seconds > 0 ? posts / b->seconds : 0;
    double mb = b->seconds > 0
                    ? (double)b->bytes * (double)b->rounds / b->seconds / 1e6
                    : 0;
    double fastest = b->fastest > rate ? b->fastest : rate;

    if (json)
        (void)printf("{\"posts\":%u,\"rounds\":%llu,\"seconds\":%.3f,"
                     "\"posts_per_second\":%.0f,\"fastest_round\":%.0f,"
                     "\"mb_per_second\":%.1f,\"hits\":%llu,\"rules\":%u,"
                     "\"terms\":%u}\n",
                     b->count, (unsigned long long)b->rounds, b->seconds, rate,
                     fastest, mb, (unsigned long long)(b->hits / b->rounds),
                     b->rules.set->rule_count, b->rules.set->term_count);
    else
        (void)printf("%.0f posts/s (%.1f MB/s) of user CPU on one core; "
                     "fastest round %.0f\n"
                     "%u posts, %llu rounds, %.2f s; %llu hits a round; "
                     "%u rules, %u terms\n",
                     rate, mb, fastest, b->count, (unsigned long long)b->rounds,
                     b->seconds, (unsigned long long)(b->hits / b->rounds),
                     b->rules.set->rule_count, b->rules.set->term_count);
}

static enum cli_exit bench(const struct cli_list *folders, const char *path,
                           uint64_t rounds, bool json)
{
    struct bench b = {.posts = arena_new(posts_cap)};
    struct err e;
    bool ok = cli_rules_load(NULL, folders, &b.rules, &e) && detect_init(&e) &&
              match_scratch_new(b.rules.set, &b.scratch, &e) &&
              read_posts(&b, path, &e) && measure(&b, rounds, &e);

    if (ok)
        print_result(&b, json);
    match_scratch_free(&b.scratch);
    cli_rules_done(&b.rules);
    heap_free(b.text);
    arena_free(&b.posts);
    return ok ? CLI_FINE : cli_error(&e);
}

enum cli_exit rules_bench(int argc, char **argv)
{
    const char *posts = NULL;
    uint64_t rounds = 0;
    struct report_options report = {0};
    bool json;
    struct cli_list folders = {0};
    const struct cli_option rows[] = {
        {0, "posts", "FILE", CLI_TEXT, &posts,
         "posts, one a line (.jsonl: objects)"},
        {0, "rounds", "N", CLI_NUMBER, &rounds,
         "go over them N times; default: for a second"},
        REPORT_ROWS(report, "text, json"),
    };
    const struct cli_usage usage = {
        "paifang rules bench --posts FILE [--rounds N] [--format NAME] [DIR…]",
        "Measure how fast the rules match; language detection is not part of "
        "it.",
        rows, COUNT_OF(rows)};
    int first;
    enum cli_parsed p = cli_arguments(
        &usage, argc, argv, (struct cli_count){0, CLI_LIST_MOST}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (posts == NULL) {
        cli_usage_error(&usage, "--posts is missing");
        return CLI_FAILED;
    }
    if (!report_as_json(&usage, &report, &json))
        return CLI_FAILED;
    cli_take_list(argc, argv, first, &folders);
    return bench(&folders, posts, rounds, json);
}
