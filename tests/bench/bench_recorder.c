/*
 * bench_recorder [SECONDS [IN_FLIGHT [RATE [FLAGGED]]]] - records a second
 * through the recorder, and what one costs.
 *
 * One thread keeps IN_FLIGHT decisions waiting (as many clients would), at most
 * RATE a second (0: as fast as it goes), and reports an outcome for each:
 * two leaves a post, as in the gateway. FLAGGED of ten posts bring an item for
 * the queue. Prints CPU microseconds a post of the
 * recorder's thread, and of building the record on the worker's side.
 *
 *     make build/tests/bench/bench_recorder && build/tests/bench/bench_recorder
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "audit/recorder.h"
#include "base/clock.h"
#include "config/config.h"
#include "review/queue.h"

enum { MOST_IN_FLIGHT = 4096 };

static struct slot {
    struct arena *arena;
    char id[ID_TEXT];
    struct author who;
    uint64_t since_us;
} slots[MOST_IN_FLIGHT];

static struct recorder *recorder;
static struct recorder_port *port;
static int woken;
static uint64_t posts, wait_us, failed, leaf_bytes;
static struct slot *idle[MOST_IN_FLIGHT];
static unsigned idle_count;

static char body[601];
static unsigned flagged_of_ten;

static void wake(void *arg)
{
    uint64_t one = 1;

    (void)arg;
    if (write(woken, &one, sizeof(one)) != sizeof(one))
        abort();
}

static void on_done(struct record_item *item)
{
    struct slot *s = item->user;

    posts++;
    failed += item->result != RECORD_WRITTEN;
    wait_us += clock_mono_us() - s->since_us;
    leaf_bytes += item->leaf.json.len;
    recorder_event(recorder, &(struct record_event){.kind = RECORD_OUTCOME,
                                                    .decision = span_of(s->id),
                                                    .result = "answered",
                                                    .status = 201,
                                                    .ms = 7});
    arena_reset(s->arena);
    idle[idle_count++] = s;
}

static const struct rule rule = {.id = SPAN_INIT("contact.phone")};
static const struct match_text text = {.text = {body, 600},
                                       .field = SPAN_INIT("body")};
static const struct decide_side side = {
    .side = SIDE_ORIGINAL, .text = &text, .text_count = 1};
static struct decided_hit hit = {.hit = {.rule = &rule,
                                         .at = {10, 22},
                                         .term = SPAN_INIT("xxxxxxxxxxxx"),
                                         .condition = (const void *)&rule,
                                         .certainty = 1,
                                         .disguises = 2},
                                 .side = &side,
                                 .action = VERDICT_ADVISE,
                                 .live = true};

/* A flagged post is kept for reviewers, its text twice. */
static void flag(struct slot *s, struct record_decision *d,
                 struct record_item **ret)
{
    static const struct field field = {.name = SPAN_INIT("body"),
                                       .pointer = SPAN_INIT("/body"),
                                       .text = {body, 300}};
    static const struct fields fields = {.field = &field, .count = 1};
    const struct queue_post q = {.kind = QUEUE_KIND_AFTER,
                                 .route = d->route,
                                 .method = d->method,
                                 .received = d->body,
                                 .fields = &fields,
                                 .moderation = d->moderation,
                                 .author = d->author,
                                 .held = UINT64_MAX};
    struct err e;

    d->verdict = VERDICT_FLAG;
    d->fields = &fields;
    if (!record_decision(recorder_context(recorder), d, s->arena, ret, &e) ||
        !queue_hold(&q, s->arena, &(*ret)->held, &e))
        abort();
}

static void write_record(struct slot *s, struct record_item **ret)
{
    static const struct record_timing timing[] = {{"fields", 4},
                                                  {"detect", 3},
                                                  {"match", 6},
                                                  {"decide", 1},
                                                  {"compose", 2}};
    const struct span hash = SPAN("ba7816bf8f01cfea414140de5dae2223"
                                  "b00361a396177a9cb410ff61f20015ad");
    bool flagged = posts % 10 < flagged_of_ten;
    struct moderation m = {
        .decision = {.hit = &hit, .hit_count = flagged || posts % 10 == 0},
        .language = LANG_ZH_HANS,
        .confidence = 0.99F};
    struct record_decision d = {.id = s->id,
                                .time_ms = clock_wall_ms(),
                                .route = SPAN("publish"),
                                .author = &s->who,
                                .method = SPAN("POST"),
                                .target = SPAN("/posts"),
                                .body = {body, 600},
                                .moderation = &m,
                                .rules_hash = hash,
                                .config_hash = hash,
                                .catalog_hash = hash,
                                .timing = timing,
                                .timing_count = COUNT_OF(timing)};
    struct err e;

    if (flagged)
        flag(s, &d, ret);
    else if (!record_decision(recorder_context(recorder), &d, s->arena, ret,
                              &e))
        abort();
}

static void send_one(struct slot *s)
{
    struct record_item *item;
    char name[16];
    struct err e;

    id_new(s->id);
    (void)snprintf(name, sizeof(name), "user %u", (unsigned)rand() % 5000);
    authors_find(recorder_authors(recorder), AUTHOR_HEADER, span_of(name),
                 &s->who);
    write_record(s, &item);
    item->author = NULL; /* its mapping is not what is timed */
    item->forwarded = true;
    item->done = on_done;
    item->user = s;
    s->since_us = clock_mono_us();
    if (!recorder_submit(port, item, &e)) {
        (void)fprintf(stderr, "%s\n", e.text);
        exit(2);
    }
}

static void wait_for_wake(int ms)
{
    struct pollfd p = {woken, POLLIN, 0};
    uint64_t n;

    if (poll(&p, 1, ms) == 1 && read(woken, &n, sizeof(n)) == sizeof(n))
        recorder_port_drain(port);
}

static uint64_t cpu_us(clockid_t clock)
{
    struct timespec t;

    (void)clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void run(unsigned seconds, unsigned in_flight, uint64_t rate)
{
    uint64_t start = clock_mono_us();
    uint64_t now = start;
    uint64_t sent = 0;

    for (unsigned i = 0; i < in_flight; i++) {
        slots[i].arena = arena_new(1 << 20);
        idle[idle_count++] = &slots[i];
    }
    while (now < start + seconds * 1000000ULL) {
        uint64_t due =
            rate == 0 ? UINT64_MAX : (now - start) * rate / 1000000 + 1;

        while (idle_count > 0 && sent < due) {
            send_one(idle[--idle_count]);
            sent++;
        }
        wait_for_wake(rate == 0 ? 100 : 1);
        now = clock_mono_us();
    }
    while (idle_count < in_flight)
        wait_for_wake(100);
}

static void report(unsigned seconds, uint64_t worker_us)
{
    struct recorder_stats s = recorder_stats(recorder);
    double n = (double)posts;

    (void)printf("%.0f posts/s, %.1f records a transaction, waited %.2f ms, "
                 "%.0f bytes a leaf, %llu failed\n",
                 n / seconds, (double)s.written / (double)s.batches,
                 (double)wait_us / n / 1000, (double)leaf_bytes / n,
                 (unsigned long long)failed);
    (void)printf("CPU a post: recorder %.2f us, worker %.2f us (record, id, "
                 "author, outcome), whole process %.2f us\n",
                 (double)s.cpu_us / n, (double)worker_us / n,
                 (double)cpu_us(CLOCK_PROCESS_CPUTIME_ID) / n);
}

int main(int argc, char **argv)
{
    unsigned seconds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 3;
    unsigned in_flight = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 256;
    uint64_t rate = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    char folder[] = "/tmp/paifang-bench-XXXXXX";
    char url[64];
    struct recorder_options o = {.store = url,
                                 .origin = SPAN("bench"),
                                 .pseudonym_key =
                                     SPAN("0123456789abcdef0123456789abcdef"),
                                 .keep_text = KEEP_TEXT_FLAGGED,
                                 .unknown_after_ms = 30000};
    char command[64];
    struct err e;

    flagged_of_ten = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 0;
    if (in_flight > MOST_IN_FLIGHT || mkdtemp(folder) == NULL)
        return 2;
    (void)snprintf(url, sizeof(url), "sqlite:%s/a.db", folder);
    memset(body, 'x', 600);
    woken = eventfd(0, EFD_CLOEXEC);
    if (!recorder_open(&o, &recorder, &e)) {
        (void)fprintf(stderr, "%s\n", e.text);
        return 2;
    }
    port = recorder_port(recorder, wake, NULL);
    run(seconds, in_flight, rate);
    report(seconds, cpu_us(CLOCK_THREAD_CPUTIME_ID));
    recorder_close(&recorder);
    (void)snprintf(command, sizeof(command), "rm -r %s", folder);
    return system(command);
}
