#include "journey/advice.h"

#include <jansson.h>

#include "audit/store.h"
#include "base/id.h"
#include "base/log.h"
#include "journey/answer.h"
#include "journey/shared.h"

struct span advice_url(struct post *p)
{
    const struct config *c = p->snapshot->config;

    if (c->public.url[0] == '\0' || post_observed(p) ||
        (p->verdict != VERDICT_MASK && p->verdict != VERDICT_ADVISE))
        return (struct span){NULL, 0};
    return arena_printf(p->arena, "%s%s/advice/%s", c->public.url,
                        c->public.path, p->id);
}

/* ---- from the record back to the rules ------------------------------------
 */

struct found {
    const struct snapshot *snapshot;
    struct arena *arena;
    struct fired_rule *fired;
    struct decision decision;
    bool ok;
};

static const struct rule *find_rule(const struct ruleset *rs, const char *id)
{
    for (uint32_t i = 0; i < rs->rule_count; i++)
        if (span_is(rs->rule[i]->id, id))
            return rs->rule[i];
    return NULL;
}

static bool listed(const struct found *f, const struct rule *rule)
{
    for (uint32_t i = 0; i < f->decision.fired_count; i++)
        if (f->fired[i].rule == rule)
            return true;
    return false;
}

/* Rules that are gone since then can't be explained any more. */
static void add_hit(struct found *f, const json_t *hit)
{
    const char *id = json_string_value(json_object_get(hit, "rule"));
    const struct rule *rule =
        id == NULL ? NULL : find_rule(f->snapshot->rules, id);

    if (json_is_true(json_object_get(hit, "shadow")) ||
        json_object_get(hit, "cancelled_by") != NULL)
        return;
    f->decision.hit_count++;
    if (rule == NULL || listed(f, rule))
        return;
    f->fired[f->decision.fired_count++] = (struct fired_rule){
        .rule = rule,
        .id = rule->id,
        .reason = &rule->reason,
        .category = rule->category,
        .action = rule->action,
    };
}

static bool read_leaf(struct found *f, const json_t *leaf)
{
    const char *verdict = json_string_value(json_object_get(leaf, "verdict"));
    const json_t *hits = json_object_get(leaf, "hits");
    const json_t *hit;
    size_t i;

    if (verdict == NULL ||
        !verdict_find(span_of(verdict), &f->decision.verdict) ||
        (f->decision.verdict != VERDICT_MASK &&
         f->decision.verdict != VERDICT_ADVISE))
        return false;
    f->fired =
        arena_array(f->arena, json_array_size(hits) + 1, sizeof(*f->fired));
    if (f->fired == NULL)
        return false;
    json_array_foreach(hits, i, hit) add_hit(f, hit);
    f->decision.fired = f->fired;
    return true;
}

static bool on_record(void *user, const struct store_record *row)
{
    struct found *f = user;
    json_t *leaf = json_loadb(row->json.at, row->json.len, 0, NULL);

    f->ok = leaf != NULL && read_leaf(f, leaf);
    json_decref(leaf);
    return false;
}

static bool find_advice(struct lane *lane, struct span id, struct found *f,
                        struct err *e)
{
    const struct store_query q = {
        .id = id, .kinds = 1U << RECORD_DECISION, .limit = 1};

    if (!id_valid(id))
        return err_set(e, ERR_NOT_FOUND, NULL, "no such page");
    if (lane->reader == NULL && !store_open(lane->shared->boot->audit.store,
                                            STORE_EXISTING, &lane->reader, e))
        return false;
    if (!lane->reader->driver->records(lane->reader, &q, on_record, f, e))
        return false;
    return f->ok || err_set(e, ERR_NOT_FOUND, NULL, "no such page");
}

void advice_serve(struct lane *lane, struct intake_request *r, struct span id)
{
    struct arena *a = lane_take_arena(lane);
    const struct kit *kit = r->held;
    struct found f = {.snapshot = kit->snapshot, .arena = a};
    struct reply_about about = answer_about_request(r);
    struct reply reply = {0};
    struct err e = {.kind = ERR_NONE};

    about.decision = id;
    if (find_advice(lane, id, &f, &e) &&
        reply_advice(&about, &f.decision, a, &reply, &e))
        answer_request(lane, r, about.replies, &reply);
    else
        answer_refuse_request(lane, r, &e);
    lane_give_arena(lane, a);
}
