#include "journey/advice.h"

#include <jansson.h>

#include "audit/store.h"
#include "base/id.h"
#include "detect/lang.h"
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

/* ---- how many passages were masked ---- */

/* Hits in the order of the decision; those that overlap are one passage. */
struct passages {
    struct span field;
    uint32_t from, end, count;
};

static void add_passage(struct passages *p, struct span field, struct range at)
{
    bool same = p->count > 0 && span_equal(p->field, field) &&
                at.from >= p->from && at.from < p->end;

    if (!same)
        *p = (struct passages){field, at.from, at.to, p->count + 1};
    else if (at.to > p->end)
        p->end = at.to;
}

uint32_t advice_masked(const struct decision *d)
{
    struct passages p = {.count = 0};

    for (uint32_t i = 0; i < d->hit_count; i++) {
        const struct decided_hit *h = &d->hit[i];

        if (h->live && h->action == VERDICT_MASK &&
            h->side->side == SIDE_ORIGINAL && h->hit.condition != NULL)
            add_passage(&p, h->side->text[h->hit.text].field, h->hit.at);
    }
    return p.count;
}

/* ---- from the record back to the rules ---- */

struct found {
    const struct snapshot *snapshot;
    struct arena *arena;
    struct fired_rule *fired;
    struct decision decision;
    struct passages masked;
    enum lang language; /* of the post */
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

static struct span member(const json_t *hit, const char *name)
{
    const char *text = json_string_value(json_object_get(hit, name));

    return text == NULL ? SPAN("") : span_of(text);
}

static void add_masked(struct found *f, const json_t *hit)
{
    const json_t *from = json_object_get(hit, "from");
    struct range at = {
        (uint32_t)json_integer_value(from),
        (uint32_t)json_integer_value(json_object_get(hit, "to"))};

    if (json_is_integer(from) && span_is(member(hit, "action"), "mask") &&
        span_is(member(hit, "side"), "original"))
        add_passage(&f->masked, member(hit, "field"), at);
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
    add_masked(f, hit);
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
    if (!lang_find(member(leaf, "language"), &f->language))
        f->language = LANG_OTHER;
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
    bool found = find_advice(lane, id, &f, &e);

    about.decision = id;
    about.masked = f.masked.count;
    if (found) /* a browser that names no language: the post's */
        about.locale = answer_locale(r, f.language);
    if (found && reply_advice(&about, &f.decision, a, &reply, &e))
        answer_request(lane, r, about.replies, &reply);
    else
        answer_refuse_request(lane, r, &e);
    lane_give_arena(lane, a);
}
