/* POST /v1/rules/reload, and what metrics and /readyz tell of reloads. */
#include "journey/reload.h"
#include "admin/parts.h"
#include "journey/shared.h"

static const int report_status[RELOAD_RESULTS] = {
    [RELOAD_SWAPPED] = 200,
    [RELOAD_UNCHANGED] = 200,
    [RELOAD_FAILED] = 422,
    [RELOAD_STOPPED] = 503,
};

static void on_done(void *arg, const struct reload_report *r)
{
    struct admin_call *call = arg;
    struct admin_answer *a = admin_answer(call);

    a->status = report_status[r->result];
    buf_printf(&a->body,
               "{\"result\":\"%s\",\"before\":\"%s\",\"after\":\"%s\","
               "\"rules\":%u,\"kept\":%u,\"took_ms\":%llu",
               reload_result_name(r->result), r->before, r->after, r->rules,
               r->kept, (unsigned long long)r->took_ms);
    if (r->result == RELOAD_FAILED) {
        buf_add_text(&a->body, ",\"error\":");
        buf_add_json(&a->body, span_of(r->err.text));
    }
    buf_add_text(&a->body, "}\n");
    admin_finish(call);
}

void reload_begin(struct shared *s, struct admin_call *call)
{
    reload_ask(s->reload, on_done, call);
}

static void put_counts(struct buf *b, const struct reload_status *st)
{
    metrics_head(b, "rules_reload_total", "Reloads, by what came of them.",
                 "counter");
    for (unsigned r = RELOAD_SWAPPED; r < RELOAD_STOPPED; r++)
        buf_printf(b, "paifang_rules_reload_total{result=\"%s\"} %llu\n",
                   reload_result_name((enum reload_result)r),
                   (unsigned long long)st->count[r]);
    metrics_one(b, "rules_reload_failed",
                "1 when the files have an error since the last good reload.",
                "gauge", st->last.result == RELOAD_FAILED);
    metrics_head(b, "rules_reload_timestamp_seconds",
                 "When the last reload ended; 0: there was none.", "gauge");
    buf_printf(b, "paifang_rules_reload_timestamp_seconds %.3f\n",
               (double)st->last.at_ms / 1000);
    metrics_head(b, "rules_reload_duration_seconds",
                 "How long the last reload took.", "gauge");
    buf_printf(b, "paifang_rules_reload_duration_seconds %.3f\n",
               (double)st->last.took_ms / 1000);
    metrics_one(b, "config_kept",
                "Options changed in the file that wait for the next start.",
                "gauge", st->kept);
}

void reload_metrics(struct shared *s, struct buf *b)
{
    struct snapshot *now = shared_snapshot(s);
    struct reload_status st;

    reload_status(s->reload, &st);
    put_counts(b, &st);
    metrics_head(b, "rules_info", "The rule set in force.", "gauge");
    buf_printf(b, "paifang_rules_info{hash=\"%s\",rules=\"%u\"} 1\n",
               now->rules->hash, now->rules->rule_count);
    metrics_head(b, "info", "The rule set and configuration in force.",
                 "gauge");
    buf_printf(b, "paifang_info{version=\"%s\",rules=\"%s\",config=\"%s\"} 1\n",
               PAIFANG_VERSION, now->rules->hash, now->config->hash);
    snapshot_drop(&now);
}

/* Ready all the same: what was in force before still is. */
void reload_ready(struct shared *s, struct admin_answer *ret)
{
    struct snapshot *now = shared_snapshot(s);
    struct reload_status st;

    reload_status(s->reload, &st);
    ret->status = 200;
    ret->type = "application/json";
    buf_printf(&ret->body, "{\"status\":\"ready\",\"rules\":\"%s\",\"jit\":%s",
               now->rules->hash, admin_regex_jit() ? "true" : "false");
    if (st.last.result == RELOAD_FAILED) {
        buf_add_text(&ret->body, ",\"reload\":\"failed\",\"error\":");
        buf_add_json(&ret->body, span_of(st.last.err.text));
    }
    buf_add_text(&ret->body, "}\n");
    snapshot_drop(&now);
}
