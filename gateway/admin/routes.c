/* What the admin listener answers. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "admin/admin.h"
#include "admin/parts.h"
#include "audit/recorder.h"
#include "journey/shared.h"

static void say(struct admin_answer *ret, int status, const char *text)
{
    ret->status = status;
    ret->type = "application/json";
    buf_printf(&ret->body, "{\"status\":\"%s\"}\n", text);
}

static void healthz(struct shared *s, struct span query,
                    struct admin_answer *ret)
{
    (void)s;
    (void)query;
    say(ret, 200, "ok");
}

/* Reads go on without a store, so that losing it does not drain every gateway;
 * publishing does not. */
static void readyz(struct shared *s, struct span query,
                   struct admin_answer *ret)
{
    if (span_is(query, "for=publish") && !recorder_up(s->recorder))
        say(ret, 503, "store down");
    else
        reload_ready(s, ret);
}

void metrics_head(struct buf *b, const char *name, const char *help,
                  const char *type)
{
    buf_printf(b, "# HELP paifang_%s %s\n# TYPE paifang_%s %s\n", name, help,
               name, type);
}

void metrics_one(struct buf *b, const char *name, const char *help,
                 const char *type, uint64_t value)
{
    metrics_head(b, name, help, type);
    buf_printf(b, "paifang_%s %llu\n", name, (unsigned long long)value);
}

static void put_decisions(struct buf *b, struct counters *c)
{
    metrics_head(b, "decisions_total", "Decisions recorded, by verdict.",
                 "counter");
    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        buf_printf(b, "paifang_decisions_total{verdict=\"%s\"} %llu\n",
                   verdict_name((enum verdict)v),
                   (unsigned long long)atomic_load(&c->verdict[v]));
    metrics_head(b, "failures_total", "Failures met, by class.", "counter");
    for (size_t i = 0; i < COUNTERS_FAILURES; i++) {
        const char *name = atomic_load(&c->failure[i].name);

        if (name != NULL)
            buf_printf(b, "paifang_failures_total{class=\"%s\"} %llu\n", name,
                       (unsigned long long)atomic_load(&c->failure[i].count));
    }
}

static void put_recorder(struct buf *b, const struct recorder *r)
{
    const struct recorder_stats s = recorder_stats(r);

    metrics_one(b, "records_written_total", "Records made durable.", "counter",
                s.written);
    metrics_one(b, "records_failed_total", "Records that could not be written.",
                "counter", s.failed);
    metrics_one(b, "record_batches_total", "Transactions of the recorder.",
                "counter", s.batches);
    metrics_one(b, "recorder_cpu_microseconds_total",
                "CPU time of the recorder's thread.", "counter", s.cpu_us);
    metrics_one(b, "store_up", "1 when records can be written.", "gauge",
                recorder_up(r));
}

bool admin_regex_jit(void)
{
    uint32_t on = 0;

    (void)pcre2_config(PCRE2_CONFIG_JIT, &on);
    return on != 0;
}

static void metrics(struct shared *s, struct span query,
                    struct admin_answer *ret)
{
    struct buf *b = &ret->body;

    (void)query;
    ret->status = 200;
    ret->type = "text/plain; version=0.0.4; charset=utf-8";
    put_decisions(b, &s->counters);
    metrics_one(b, "reads_enriched_total", "Answers with translations added.",
                "counter", atomic_load(&s->counters.reads_enriched));
    metrics_one(b, "reads_untouched_total",
                "Answers of read routes passed on as they came.", "counter",
                atomic_load(&s->counters.reads_untouched));
    metrics_one(b, "unmatched_writes_total",
                "Distinct unsafe requests that no route names.", "counter",
                atomic_load(&s->counters.unmatched_writes));
    put_recorder(b, s->recorder);
    reload_metrics(s, b);
    metrics_one(b, "regex_jit", "1 when PCRE2 compiles to machine code.",
                "gauge", admin_regex_jit());
}

const struct admin_route admin_routes[] = {
    {"GET", "/healthz", ROLE_ANYONE, healthz, NULL, "the process runs"},
    {"GET", "/readyz", ROLE_ANYONE, readyz, NULL,
     "it can serve reads; with ?for=publish: the store is up"},
    {"GET", "/metrics", ROLE_ANYONE, metrics, NULL, "counters for Prometheus"},
    {"POST", "/v1/rules/reload", ROLE_LOCAL, NULL, reload_begin,
     "read rules, configuration and locales again; answers when they are in "
     "force"},
};
const size_t admin_route_count = COUNT_OF(admin_routes);
