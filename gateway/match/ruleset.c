#include "match/ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "match/compile.h"
#include "match/pack.h"

/* Above what any sane set needs: 50,000 words with all views take 20 MB. */
static const size_t arena_cap = (size_t)1 << 30;

static bool add_allow(struct pack_loader *l, const char *path,
                      struct ruleset *rs)
{
    const struct term *more;
    struct term *all;
    uint32_t count;

    if (!pack_read_allow(l, path, &more, &count))
        return false;
    all = arena_grow(l->arena, rs->allow, rs->allow_count,
                     rs->allow_count + count, sizeof(*all));
    if (all == NULL)
        return arena_err(l->arena, "rules", l->e);
    memcpy(all + rs->allow_count, more, count * sizeof(*all));
    rs->allow = all;
    rs->allow_count += count;
    return true;
}

/* Reads every file in order into packs and everyone's allow list. */
static bool read_packs(struct pack_loader *l, const struct pack_paths *paths,
                       struct ruleset *rs)
{
    struct pack *pack = arena_array(l->arena, paths->count, sizeof(*pack));

    if (pack == NULL)
        return arena_err(l->arena, "rules", l->e);
    rs->pack = pack;
    for (uint32_t i = 0; i < paths->count; i++) {
        const struct pack_path *p = &paths->at[i];

        l->root = p->root;
        if (!p->allow) {
            if (!pack_read(l, p->path, &pack[rs->pack_count]))
                return false;
            rs->rule_count += pack[rs->pack_count++].rule_count;
            continue;
        }
        if (!add_allow(l, p->path, rs))
            return false;
    }
    return rs->pack_count > 0 || paths->count == 0 ||
           err_set(l->e, ERR_CONFIG, NULL,
                   "%s: only allow lists, no rule packs", paths->at[0].path);
}

/* ---- indexes over everything that was read ---- */

static void index_terms(const struct ruleset *rs, const struct term *terms,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        rs->term[terms[i].id] = &terms[i];
}

static void index_condition(struct ruleset *rs, const struct condition *c)
{
    for (uint32_t i = 0; i < c->child_count; i++)
        index_condition(rs, &c->child[i]);
    if (condition_is_leaf(c))
        rs->condition[c->id] = c;
    rs->measures = rs->measures || c->kind == CONDITION_COUNT ||
                   c->kind == CONDITION_LENGTH;
    rs->has_near = rs->has_near || c->kind == CONDITION_NEAR;
    index_terms(rs, c->term, c->term_count);
}

static void index_rule(struct ruleset *rs, const struct rule *r)
{
    rs->rule[r->index] = r;
    index_terms(rs, r->allow, r->allow_count);
    index_condition(rs, r->match);
    if (r->sides == SIDE_TRANSLATION)
        rs->translation_rule[rs->translation_rule_count++] = r;
    if (pack_spanless(r->match))
        rs->spanless_rule[rs->spanless_rule_count++] = r;
    rs->bounces = rs->bounces || r->action == VERDICT_BOUNCE;
}

static bool thresholds_bounce(const struct threshold *t, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (t[i].action == VERDICT_BOUNCE)
            return true;
    return false;
}

static bool index_all(struct pack_loader *l, struct ruleset *rs)
{
    uint32_t rules = rs->rule_count;

    rs->author = (struct author_questions){l->question, l->question_count};
    rs->term_count = l->term_count;
    rs->condition_count = l->condition_count;
    rs->rule = arena_array(l->arena, rules, sizeof(struct rule *));
    rs->translation_rule = arena_array(l->arena, rules, sizeof(struct rule *));
    rs->spanless_rule = arena_array(l->arena, rules, sizeof(struct rule *));
    rs->term = arena_array(l->arena, rs->term_count, sizeof(struct term *));
    rs->condition =
        arena_array(l->arena, rs->condition_count, sizeof(struct condition *));
    if (arena_full(l->arena))
        return arena_err(l->arena, "rules", l->e);
    index_terms(rs, rs->allow, rs->allow_count);
    for (uint32_t p = 0; p < rs->pack_count; p++) {
        const struct pack *pack = &rs->pack[p];

        index_terms(rs, pack->allow, pack->allow_count);
        rs->bounces = rs->bounces ||
                      thresholds_bounce(pack->threshold, pack->threshold_count);
        for (uint32_t i = 0; i < pack->rule_count; i++)
            index_rule(rs, &pack->rule[i]);
    }
    return true;
}

/* ---- names that stand twice ---- */

static int by_id(const void *a, const void *b)
{
    const struct rule *x = *(const struct rule *const *)a;
    const struct rule *y = *(const struct rule *const *)b;
    int order = span_compare(x->id, y->id);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static bool place_err(struct place at, struct err *e, const char *what,
                      struct span name, struct place first)
{
    return err_set(e, ERR_CONFIG, NULL,
                   "%s:%u:%u: duplicate %s '" SPAN_FMT "' (first at %s:%u:%u)",
                   at.file, at.line, at.column, what, SPAN_ARG(name),
                   first.file, first.line, first.column);
}

static bool ids_differ(const struct ruleset *rs, struct err *e)
{
    const struct rule **sorted =
        heap_array(rs->rule_count, sizeof(struct rule *));
    bool ok = true;

    memcpy(sorted, rs->rule, rs->rule_count * sizeof(struct rule *));
    qsort(sorted, rs->rule_count, sizeof(struct rule *), by_id);
    for (uint32_t i = 1; ok && i < rs->rule_count; i++)
        if (span_equal(sorted[i - 1]->id, sorted[i]->id))
            ok = place_err(sorted[i]->place, e, "rule id", sorted[i]->id,
                           sorted[i - 1]->place);
    heap_free(sorted);
    return ok;
}

static bool packs_differ(const struct ruleset *rs, struct err *e)
{
    for (uint32_t i = 1; i < rs->pack_count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (span_equal(rs->pack[i].name, rs->pack[k].name))
                return place_err(rs->pack[i].place, e, "pack", rs->pack[i].name,
                                 rs->pack[k].place);
    return true;
}

/* The hash of names and bytes of all files, in the order of their reading. */
static bool hash_files(const struct pack_loader *l, struct ruleset *rs)
{
    struct span *part = arena_array(l->arena, l->file_count, 2 * sizeof(*part));
    struct sha256 all;

    rs->file = arena_array(l->arena, l->file_count, sizeof(*rs->file));
    if (part == NULL || rs->file == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (size_t i = 0; i < l->file_count; i++) {
        const struct sha256 *digest = &l->file[i].digest;

        rs->file[i] = l->file[i].path;
        part[2 * i] = l->file[i].name;
        part[2 * i + 1] =
            (struct span){(const char *)digest->raw, sizeof(digest->raw)};
    }
    all = sha256_of_parts(part, 2 * (size_t)l->file_count);
    (void)sha256_hex(&all, rs->hash);
    rs->file_count = l->file_count;
    return true;
}

static bool read_all(struct ruleset *rs, const struct pack_paths *paths,
                     struct err *e)
{
    struct pack_loader l = {.arena = rs->arena, .e = e};

    return read_packs(&l, paths, rs) && index_all(&l, rs) &&
           ids_differ(rs, e) && packs_differ(rs, e) && hash_files(&l, rs);
}

bool ruleset_read(const char *const *paths, size_t count, struct ruleset **ret,
                  struct err *e)
{
    struct pack_paths found;
    struct ruleset *rs;
    bool ok;

    if (!pack_find(paths, count, &found, e))
        return false;
    rs = heap_new(sizeof(*rs));
    rs->arena = arena_new(arena_cap);
    ok = read_all(rs, &found, e);
    pack_paths_free(&found);
    if (ok)
        *ret = rs;
    else
        ruleset_free(&rs);
    return ok;
}

bool ruleset_load(const char *const *paths, size_t count, struct ruleset **ret,
                  struct err *e)
{
    struct ruleset *rs = NULL;

    if (!ruleset_read(paths, count, &rs, e))
        return false;
    if (!matcher_compile(rs, e)) {
        ruleset_free(&rs);
        return false;
    }
    *ret = rs;
    return true;
}

bool ruleset_set_thresholds(struct ruleset *rs,
                            const uint64_t from[VERDICT_COUNT], struct err *e)
{
    struct threshold *t = arena_array(rs->arena, VERDICT_COUNT, sizeof(*t));
    uint32_t count = 0;

    if (t == NULL)
        return arena_err(rs->arena, "rules", e);
    for (unsigned v = VERDICT_ALLOW + 1; v < VERDICT_COUNT; v++)
        if (from[v] > 0 && from[v] <= UINT32_MAX && v != VERDICT_MASK)
            t[count++] = (struct threshold){.over = (uint32_t)from[v] - 1,
                                            .action = (enum verdict)v,
                                            .reason = threshold_reason};
    rs->threshold = t;
    rs->threshold_count = count;
    rs->bounces = rs->bounces || thresholds_bounce(t, count);
    return true;
}

bool ruleset_widen(struct ruleset *rs, uint32_t disguises, struct err *e)
{
    struct rule *wide = arena_array(rs->arena, rs->rule_count, sizeof(*wide));

    if (wide == NULL)
        return arena_err(rs->arena, "rules", e);
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        wide[i] = *rs->rule[i];
        wide[i].disguises |= disguises;
        wide[i].certainty = 0;
        rs->rule[i] = &wide[i];
    }
    matcher_free(&rs->matcher);
    return matcher_compile(rs, e);
}

void ruleset_free(struct ruleset **rs)
{
    if (*rs == NULL)
        return;
    matcher_free(&(*rs)->matcher);
    arena_free(&(*rs)->arena);
    heap_free(*rs);
    *rs = NULL;
}
