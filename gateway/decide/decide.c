/*
 * From hits to a verdict. All sums and lists are made in a fixed order (hits
 * as they were matched, rules by position in the rule set), so that the same
 * post gives the same decision byte by byte: the record of it is hashed.
 */
#include "decide/decide.h"

#include <stdlib.h>
#include <string.h>

#include "decide/fire.h"

/* A verdict above hold needs a hit that is at least this certain. */
static const float certain = 0.9F;

struct run {
    const struct decide_input *in;
    struct arena *arena;
    struct fire_hit *hit; /* of every side, by rule */
    uint32_t hit_count;
    struct decided_hit *decided;
    uint32_t decided_count;
    struct fired_rule *fired;
    uint32_t fired_count;
    uint64_t *pack_score; /* by position of the pack */
    struct measures measures;
    struct decision *ret;
};

static bool out_of_memory(const struct run *r, struct err *e)
{
    return arena_err(r->arena, "decision", e);
}

static bool expired(const struct run *r, const struct rule *rule)
{
    return rule->expires_ms != 0 && r->in->now_ms >= rule->expires_ms;
}

static bool is_translation(const struct run *r, uint32_t side)
{
    return r->in->side[side].side == SIDE_TRANSLATION;
}

/* ---- hits, grouped by rule ---- */

static int by_rule(const void *a, const void *b)
{
    const struct fire_hit *x = a;
    const struct fire_hit *y = b;

    if (x->hit->rule->index != y->hit->rule->index)
        return x->hit->rule->index < y->hit->rule->index ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_order(const void *a, const void *b)
{
    const struct fire_hit *x = a;
    const struct fire_hit *y = b;

    return (x->order > y->order) - (x->order < y->order);
}

static bool gather_hits(struct run *r, struct err *e)
{
    const struct decide_input *in = r->in;
    uint32_t total = 0;

    for (uint32_t s = 0; s < in->side_count; s++)
        total += in->side[s].hits.count;
    r->hit = arena_array(r->arena, total, sizeof(*r->hit));
    if (r->hit == NULL)
        return out_of_memory(r, e);
    for (uint32_t s = 0; s < in->side_count; s++) {
        r->ret->hits_truncated |= in->side[s].hits.truncated;
        for (uint32_t i = 0; i < in->side[s].hits.count; i++) {
            const struct hit *h = &in->side[s].hits.at[i];

            if (!expired(r, h->rule))
                r->hit[r->hit_count++] = (struct fire_hit){
                    .hit = h, .side = s, .order = r->hit_count};
        }
    }
    if (r->hit_count > 1)
        qsort(r->hit, r->hit_count, sizeof(*r->hit), by_rule);
    return true;
}

/* ---- one rule ---- */

/* The strongest that the rule may do, given what it fired on. */
static enum verdict action_of(const struct fire_group *g, uint32_t *ret_sides)
{
    enum verdict action = g->rule->action;

    *ret_sides = fire_rule(g, 0);
    if (*ret_sides != 0 && action > VERDICT_HOLD && g->hit_count > 0 &&
        fire_rule(g, certain) == 0)
        return VERDICT_HOLD;
    return action;
}

static enum verdict capped(const struct run *r, enum verdict action)
{
    return action < r->in->translation_cap ? action : r->in->translation_cap;
}

static void add_fired(struct run *r, const struct rule *rule,
                      enum verdict action)
{
    r->fired[r->fired_count++] = (struct fired_rule){.rule = rule,
                                                     .id = rule->id,
                                                     .reason = &rule->reason,
                                                     .category = rule->category,
                                                     .action = action,
                                                     .shadow = rule->shadow};
}

static void raise(enum verdict *v, enum verdict to)
{
    if (to > *v)
        *v = to;
}

/* A mask on a translation masks that alone: the post is what it is. A rule for
 * some audiences acts on what they read; the post gets no more than a flag, so
 * that a moderator learns of it. */
static enum verdict verdict_on_post(const struct rule *rule,
                                    enum verdict action, bool on_original)
{
    if (!on_original && action == VERDICT_MASK)
        return VERDICT_ALLOW;
    if (rule->audiences != 0 && action > VERDICT_FLAG)
        return VERDICT_FLAG;
    return action;
}

/* What a rule that fired does to the verdict and the scores. */
static void count_rule(struct run *r, const struct rule *rule,
                       enum verdict action, bool on_original)
{
    enum verdict on_post = verdict_on_post(rule, action, on_original);

    add_fired(r, rule, action);
    raise(&r->ret->would, on_post);
    if (rule->shadow)
        return;
    raise(&r->ret->verdict, on_post);
    r->ret->score += rule->score;
    r->pack_score[rule->pack - r->in->rules->pack] += rule->score;
}

/* A rule that fired without a hit stands at the first text it looks at. */
static void add_spanless(struct run *r, const struct rule *rule, uint32_t sides,
                         enum verdict action)
{
    for (uint32_t s = 0; s < r->in->side_count; s++)
        if ((sides & 1U << s) != 0) {
            r->decided[r->decided_count++] =
                (struct decided_hit){.hit = {.rule = rule, .certainty = 1},
                                     .side = &r->in->side[s],
                                     .action = action,
                                     .live = !rule->shadow};
            return;
        }
}

static uint32_t original_sides(const struct run *r)
{
    uint32_t bits = 0;

    for (uint32_t s = 0; s < r->in->side_count; s++)
        if (!is_translation(r, s))
            bits |= 1U << s;
    return bits;
}

static void decide_rule(struct run *r, struct fire_group *g)
{
    uint32_t sides;
    enum verdict action = action_of(g, &sides);
    bool on_original = (sides & original_sides(r)) != 0;
    bool spanless = true;

    if (sides == 0)
        return;
    if (!on_original)
        action = capped(r, action);
    count_rule(r, g->rule, action, on_original);
    for (uint32_t i = 0; i < g->hit_count; i++) {
        g->hit[i].counts =
            g->hit[i].counts && (sides & 1U << g->hit[i].side) != 0;
        spanless = spanless && !g->hit[i].counts;
    }
    if (spanless)
        add_spanless(r, g->rule, sides, action);
}

/* ---- all rules ---- */

static struct fire_group group_of(const struct run *r, const struct rule *rule)
{
    return (struct fire_group){.rule = rule,
                               .side = r->in->side,
                               .side_count = r->in->side_count,
                               .measures = &r->measures,
                               .questions = &r->in->rules->author,
                               .author = r->in->author};
}

/* Cancelled hits are moved behind the others of their rule: they are kept for
 * the record but nothing counts them. */
static uint32_t cancelled_last(struct fire_hit *hit, uint32_t count)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < count; i++)
        if (hit[i].hit->cancelled_by == NULL) {
            struct fire_hit live = hit[i];

            memmove(&hit[kept + 1], &hit[kept], (i - kept) * sizeof(*hit));
            hit[kept++] = live;
        }
    return kept;
}

static void decide_rules_with_hits(struct run *r)
{
    uint32_t i = 0;

    while (i < r->hit_count) {
        struct fire_group g = group_of(r, r->hit[i].hit->rule);
        uint32_t end = i;

        while (end < r->hit_count && r->hit[end].hit->rule == g.rule)
            end++;
        g.hit = &r->hit[i];
        g.hit_count = cancelled_last(g.hit, end - i);
        if (g.hit_count > 0)
            decide_rule(r, &g);
        i = end;
    }
}

static bool has_hits(const struct run *r, const struct rule *rule)
{
    for (uint32_t i = 0; i < r->hit_count; i++)
        if (r->hit[i].hit->rule == rule && r->hit[i].hit->cancelled_by == NULL)
            return true;
    return false;
}

static void decide_rules_without_hits(struct run *r)
{
    const struct ruleset *rs = r->in->rules;

    for (uint32_t i = 0; i < rs->spanless_rule_count; i++) {
        const struct rule *rule = rs->spanless_rule[i];
        struct fire_group g = group_of(r, rule);

        if (!expired(r, rule) && !has_hits(r, rule))
            decide_rule(r, &g);
    }
}

/* ---- thresholds ---- */

static const struct threshold *strongest(const struct threshold *t,
                                         uint32_t count, uint64_t score)
{
    const struct threshold *best = NULL;

    for (uint32_t i = 0; i < count; i++)
        if (score > t[i].over && (best == NULL || t[i].action > best->action))
            best = &t[i];
    return best;
}

static bool add_threshold(struct run *r, const struct threshold *t,
                          struct span name, struct span category, struct err *e)
{
    struct span id =
        arena_printf(r->arena, SPAN_FMT ".threshold", SPAN_ARG(name));

    if (id.at == NULL)
        return out_of_memory(r, e);
    r->fired[r->fired_count++] = (struct fired_rule){.id = id,
                                                     .reason = &t->reason,
                                                     .category = category,
                                                     .action = t->action};
    raise(&r->ret->verdict, t->action);
    raise(&r->ret->would, t->action);
    return true;
}

static bool decide_thresholds(struct run *r, struct err *e)
{
    const struct ruleset *rs = r->in->rules;
    const struct threshold *t =
        strongest(rs->threshold, rs->threshold_count, r->ret->score);

    if (t != NULL &&
        !add_threshold(r, t, SPAN("global"), SPAN("other_terms"), e))
        return false;
    for (uint32_t p = 0; r->ret->score > 0 && p < rs->pack_count; p++) {
        const struct pack *pack = &rs->pack[p];

        t = strongest(pack->threshold, pack->threshold_count, r->pack_score[p]);
        if (t != NULL && !add_threshold(r, t, pack->name, pack->category, e))
            return false;
    }
    return true;
}

/* ---- what comes out ---- */

static enum verdict action_of_fired(const struct run *r,
                                    const struct rule *rule)
{
    for (uint32_t i = 0; i < r->fired_count; i++)
        if (r->fired[i].rule == rule)
            return r->fired[i].action;
    return VERDICT_ALLOW;
}

/* In the order in which they were matched, behind the spanless ones. */
static void list_hits(struct run *r)
{
    uint32_t spanless = r->decided_count;
    struct decided_hit *to = r->decided + spanless;

    if (r->hit_count > 1)
        qsort(r->hit, r->hit_count, sizeof(*r->hit), by_order);
    for (uint32_t i = 0; i < r->hit_count; i++) {
        const struct fire_hit *f = &r->hit[i];
        bool cancelled = f->hit->cancelled_by != NULL;
        enum verdict action = action_of_fired(r, f->hit->rule);

        if (!f->counts && !cancelled)
            continue;
        *to++ = (struct decided_hit){
            .hit = *f->hit,
            .side = &r->in->side[f->side],
            .action = cancelled                    ? VERDICT_ALLOW
                      : is_translation(r, f->side) ? capped(r, action)
                                                   : action,
            .live = !cancelled && !f->hit->rule->shadow};
    }
    r->decided_count = (uint32_t)(to - r->decided);
    r->ret->hit = r->decided;
    r->ret->hit_count = r->decided_count;
}

static uint32_t priority_of(const struct fired_rule *f)
{
    return f->rule != NULL ? f->rule->priority : 0;
}

static int by_strength(const void *a, const void *b)
{
    const struct fired_rule *x = a;
    const struct fired_rule *y = b;

    if (x->shadow != y->shadow)
        return x->shadow ? 1 : -1;
    if (x->action != y->action)
        return x->action > y->action ? -1 : 1;
    if (priority_of(x) != priority_of(y))
        return priority_of(x) > priority_of(y) ? -1 : 1;
    return span_compare(x->id, y->id);
}

static uint32_t text_count(const struct decide_input *in)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < in->side_count; s++)
        count += in->side[s].text_count;
    return count;
}

static bool make_room(struct run *r, struct err *e)
{
    const struct ruleset *rs = r->in->rules;
    uint32_t rules = r->hit_count + rs->spanless_rule_count;

    r->decided = arena_array(r->arena, rules + rs->spanless_rule_count,
                             sizeof(*r->decided));
    r->fired =
        arena_array(r->arena, rules + rs->pack_count + 1, sizeof(*r->fired));
    r->pack_score =
        arena_array(r->arena, rs->pack_count, sizeof(*r->pack_score));
    r->measures = (struct measures){
        .side = r->in->side,
        .side_count = r->in->side_count,
        .known = rs->measures ? arena_array(r->arena, text_count(r->in),
                                            sizeof(*r->measures.known))
                              : NULL};
    return !arena_full(r->arena) || out_of_memory(r, e);
}

/* Whether there is a translation that the rule for translations looks at. */
static bool has_rendition(const struct run *r, const struct rule *rule)
{
    for (uint32_t s = 0; s < r->in->side_count; s++)
        if (is_translation(r, s) &&
            (rule->audiences == 0 ||
             (rule->audiences & r->in->side[s].audience) != 0))
            return true;
    return false;
}

static bool list_not_evaluated(struct run *r, struct err *e)
{
    const struct ruleset *rs = r->in->rules;
    const struct rule **list;
    uint32_t count = 0;

    if (rs->translation_rule_count == 0)
        return true;
    list = arena_array(r->arena, rs->translation_rule_count,
                       sizeof(struct rule *));
    if (list == NULL)
        return out_of_memory(r, e);
    for (uint32_t i = 0; i < rs->translation_rule_count; i++)
        if (!has_rendition(r, rs->translation_rule[i]))
            list[count++] = rs->translation_rule[i];
    r->ret->not_evaluated = list;
    r->ret->not_evaluated_count = count;
    return true;
}

bool decide_run(const struct decide_input *in, struct arena *a,
                struct decision *ret, struct err *e)
{
    struct decision made = {0};
    struct run r = {.in = in, .arena = a, .ret = &made};

    if (in->side_count > FIRE_MOST_SIDES)
        return err_set(e, ERR_INTERNAL, NULL, "more than %d sides of a post",
                       FIRE_MOST_SIDES);
    if (!list_not_evaluated(&r, e) || !gather_hits(&r, e))
        return false;
    if (r.hit_count > 0 || in->rules->spanless_rule_count > 0) {
        if (!make_room(&r, e))
            return false;
        decide_rules_with_hits(&r);
        decide_rules_without_hits(&r);
        if (!decide_thresholds(&r, e))
            return false;
        list_hits(&r);
        if (r.fired_count > 1)
            qsort(r.fired, r.fired_count, sizeof(*r.fired), by_strength);
        made.fired = r.fired;
        made.fired_count = r.fired_count;
    }
    *ret = made;
    return true;
}
