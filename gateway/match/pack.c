#include "match/pack.h"

#include <string.h>

static bool read_threshold(struct pack_loader *l, const struct yaml_node *n,
                           struct threshold *ret)
{
    static const char *const keys[] = {"over", "action", "reason", NULL};
    const struct yaml_node *over = yaml_get(n, "over");
    const struct yaml_node *action = yaml_get(n, "action");
    const struct yaml_node *reason = yaml_get(n, "reason");
    uint64_t value;

    if (!yaml_known(n, keys, l->e))
        return false;
    if (over == NULL || action == NULL)
        return yaml_err(n, l->e, "a threshold needs 'over' and 'action'");
    if (!yaml_u64(over, &value, l->e) || !pack_action(l, action, &ret->action))
        return false;
    if (value > UINT32_MAX)
        return yaml_err(over, l->e, "out of range");
    if (ret->action == VERDICT_MASK)
        return yaml_err(action, l->e, "a sum of scores has no place to mask");
    ret->over = (uint32_t)value;
    /* One is not the default of the other: they say different things. */
    ret->reason = reason == NULL ? threshold_reason : (struct bilingual){0};
    ret->place = pack_place(l, n);
    return reason == NULL || pack_reason(l, reason, &ret->reason);
}

static bool read_thresholds(struct pack_loader *l, const struct yaml_node *n,
                            struct pack *ret)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    struct threshold *all = arena_array(l->arena, count, sizeof(*all));

    if (!pack_list_fits(l, n, count, PACK_MOST_SMALL, "thresholds"))
        return false;
    if (all == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++)
        if (!read_threshold(l, &item[i], &all[i]))
            return false;
    ret->threshold = all;
    ret->threshold_count = count;
    return true;
}

static bool read_rules(struct pack_loader *l, const struct yaml_node *n,
                       struct pack *ret)
{
    struct rule *all;

    if (!yaml_expect(n, YAML_LIST, l->e))
        return false;
    if (!pack_list_fits(l, n, n->count, PACK_MOST_RULES, "rules"))
        return false;
    all = arena_array(l->arena, n->count, sizeof(*all));
    if (all == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < n->count; i++)
        if (!pack_rule(l, &n->item[i], &all[i]))
            return false;
    ret->rule = all;
    ret->rule_count = n->count;
    return true;
}

static bool read_name(struct pack_loader *l, const struct yaml_node *root,
                      struct pack *ret)
{
    const struct yaml_node *n = yaml_get(root, "pack");

    if (n == NULL)
        return yaml_err(root, l->e, "a pack needs a name: 'pack: NAME'");
    if (!pack_name(l, n, &ret->name))
        return false;
    return !span_is(ret->name, "global") ||
           yaml_err(n, l->e, "the name 'global' is taken");
}

static bool read_pack(struct pack_loader *l, const struct yaml_node *root,
                      struct pack *ret)
{
    static const char *const keys[] = {"pack",  "category",   "allow", "rules",
                                       "whole", "thresholds", "owner", "note",
                                       "lint",  "audiences",  NULL};
    const struct yaml_node *audiences = yaml_get(root, "audiences");
    const struct yaml_node *category = yaml_get(root, "category");
    const struct yaml_node *allow = yaml_get(root, "allow");
    const struct yaml_node *whole = yaml_get(root, "whole");
    const struct yaml_node *thresholds = yaml_get(root, "thresholds");
    const struct yaml_node *rules = yaml_get(root, "rules");
    const struct yaml_node *owner = yaml_get(root, "owner");
    const struct yaml_node *note = yaml_get(root, "note");
    const struct yaml_node *lint = yaml_get(root, "lint");

    l->pack = ret;
    l->whole = false;
    l->audiences = 0;
    ret->place = pack_place(l, root);
    if (!yaml_known(root, keys, l->e) || !read_name(l, root, ret))
        return false;
    if (rules == NULL)
        return yaml_err(root, l->e, "a pack needs 'rules'");
    return (category == NULL || pack_category(l, category, &ret->category)) &&
           (allow == NULL ||
            pack_words(l, allow, &ret->allow, &ret->allow_count)) &&
           (owner == NULL || pack_string(l, owner, &ret->owner)) &&
           (note == NULL || pack_string(l, note, &ret->note)) &&
           (lint == NULL || pack_lint(l, lint, &ret->lint)) &&
           (audiences == NULL || pack_audiences(l, audiences, &l->audiences)) &&
           (whole == NULL || yaml_bool(whole, &l->whole, l->e)) &&
           (thresholds == NULL || read_thresholds(l, thresholds, ret)) &&
           read_rules(l, rules, ret);
}

bool pack_keep_file(struct pack_loader *l, const char *path, struct span bytes)
{
    const char *kept;

    if (l->file_count == l->file_room) {
        uint32_t room = l->file_room > 0 ? l->file_room * 2 : 16;
        struct pack_file *grown =
            arena_grow(l->arena, l->file, l->file_count, room, sizeof(*grown));

        if (grown == NULL)
            return arena_err(l->arena, "rules", l->e);
        l->file = grown;
        l->file_room = room;
    }
    kept = arena_text(l->arena, span_of(path));
    if (kept == NULL)
        return arena_err(l->arena, "rules", l->e);
    l->file[l->file_count++] = (struct pack_file){
        kept, span_from(span_of(kept), l->root), sha256_of(bytes)};
    return true;
}

static bool open_file(struct pack_loader *l, const char *path,
                      struct yaml **ret)
{
    struct yaml *y;

    l->path = arena_text(l->arena, span_of(path));
    if (l->path == NULL)
        return arena_err(l->arena, "rules", l->e);
    if (!yaml_open(path, &y, l->e))
        return false;
    if (!pack_keep_file(l, path, yaml_source(y))) {
        yaml_close(&y);
        return false;
    }
    *ret = y;
    return true;
}

bool pack_read(struct pack_loader *l, const char *path, struct pack *ret)
{
    struct yaml *y;
    bool ok;

    if (!open_file(l, path, &y))
        return false;
    ret->file = l->path;
    ok = read_pack(l, yaml_root(y), ret);
    yaml_close(&y);
    return ok;
}

bool pack_read_allow(struct pack_loader *l, const char *path,
                     const struct term **ret, uint32_t *ret_count)
{
    static const char *const keys[] = {"allow", "note", NULL};
    const struct yaml_node *allow;
    struct yaml *y;
    bool ok;

    if (!open_file(l, path, &y))
        return false;
    allow = yaml_get(yaml_root(y), "allow");
    ok = yaml_known(yaml_root(y), keys, l->e) &&
         (allow != NULL ||
          yaml_err(yaml_root(y), l->e, "expected 'allow: [...]'")) &&
         pack_words(l, allow, ret, ret_count);
    yaml_close(&y);
    return ok;
}
