/*
 * Condition trees. A map with one kind of condition is that condition; `any`
 * or `all` beside `none` is both at once; a list is `any`.
 */
#include <string.h>

#include "match/pack_leaf.h"
#include "match/pattern.h"

enum { MOST_DEPTH = 16 };

static bool read_condition(struct pack_loader *l, const struct yaml_node *n,
                           unsigned depth, struct condition *ret);

static bool read_children(struct pack_loader *l, const struct yaml_node *n,
                          unsigned depth, struct condition *ret)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    struct condition *child = arena_array(l->arena, count, sizeof(*child));

    if (!pack_list_fits(l, n, count, PACK_MOST_CONDITIONS, "conditions"))
        return false;
    if (child == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++)
        if (!read_condition(l, &item[i], depth + 1, &child[i]))
            return false;
    ret->child = child;
    ret->child_count = count;
    return true;
}

static bool read_words(struct pack_loader *l, const struct yaml_node *n,
                       struct condition *ret)
{
    ret->kind = CONDITION_WORDS;
    ret->id = l->condition_count++;
    return pack_words(l, n, &ret->term, &ret->term_count);
}

static bool read_words_from(struct pack_loader *l, const struct yaml_node *n,
                            struct condition *ret)
{
    ret->kind = CONDITION_WORDS;
    ret->id = l->condition_count++;
    return pack_words_from(l, n, &ret->term, &ret->term_count);
}

static bool read_pattern(struct pack_loader *l, const struct yaml_node *n,
                         const struct condition *like, struct condition *ret)
{
    struct pattern_error bad;
    pcre2_code *code;

    *ret = *like;
    ret->kind = CONDITION_REGEX;
    ret->place = pack_place(l, n);
    ret->id = l->condition_count++;
    if (!pack_string(l, n, &ret->pattern))
        return false;
    if (!regex_pattern_compile(ret->pattern, &code, &bad))
        return yaml_err(n, l->e, "regex, offset %zu: %s", bad.at, bad.text);
    pcre2_code_free(code);
    return true;
}

/* What stands beside a regex. */
static bool read_beside(struct pack_loader *l, const struct yaml_node *map,
                        struct condition *ret)
{
    const struct yaml_node *folded = yaml_get(map, "folded");
    const struct yaml_node *validate = yaml_get(map, "validate");

    return (folded == NULL || yaml_bool(folded, &ret->folded, l->e)) &&
           (validate == NULL || pack_validators(l, validate, ret));
}

/* A list of patterns is `any` of them. */
static bool read_regex(struct pack_loader *l, const struct yaml_node *map,
                       const struct yaml_node *n, struct condition *ret)
{
    struct condition like = {0};
    struct condition *child;

    if (!read_beside(l, map, &like))
        return false;
    if (n->kind != YAML_LIST)
        return read_pattern(l, n, &like, ret);
    if (!pack_list_fits(l, n, n->count, PACK_MOST_CONDITIONS, "patterns"))
        return false;
    child = arena_array(l->arena, n->count, sizeof(*child));
    if (child == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < n->count; i++)
        if (!read_pattern(l, &n->item[i], &like, &child[i]))
            return false;
    ret->kind = CONDITION_ANY;
    ret->child = child;
    ret->child_count = n->count;
    return true;
}

/* The leaves that need nothing but the value of their key. */
static const struct leaf {
    const char *key;
    bool (*read)(struct pack_loader *l, const struct yaml_node *n,
                 struct condition *ret);
} leaves[] = {
    {"words", read_words},       {"words_from", read_words_from},
    {"near", pack_near},         {"domains", pack_domains},
    {"count", pack_count},       {"length", pack_length},
    {"language", pack_language}, {"author", pack_author},
};

/* One kind of condition, by the key that names it. */
static bool read_kind(struct pack_loader *l, const struct yaml_node *map,
                      uint32_t at, unsigned depth, struct condition *ret)
{
    const struct yaml_node *n = &map->item[at];
    struct span key = map->key[at].text;

    ret->place = pack_place(l, &map->key[at]);
    if (span_is(key, "regex"))
        return read_regex(l, map, n, ret);
    for (size_t i = 0; i < COUNT_OF(leaves); i++)
        if (span_is(key, leaves[i].key))
            return leaves[i].read(l, n, ret);
    ret->kind = span_is(key, "any")   ? CONDITION_ANY
                : span_is(key, "all") ? CONDITION_ALL
                                      : CONDITION_NONE;
    return read_children(l, n, depth, ret);
}

/* The others stand beside a regex. */
static bool is_kind(struct span key)
{
    return !span_is(key, "folded") && !span_is(key, "validate");
}

static bool check_beside(struct pack_loader *l, const struct yaml_node *map)
{
    for (uint32_t i = 0; i < map->count; i++)
        if (!is_kind(map->key[i].text) && yaml_get(map, "regex") == NULL)
            return yaml_err(&map->item[i], l->e,
                            "'" SPAN_FMT "' belongs beside a regex",
                            SPAN_ARG(map->key[i].text));
    return true;
}

/* Whether the keys of the map may stand together. */
static bool check_kinds(struct pack_loader *l, const struct yaml_node *map,
                        uint32_t *ret_kinds)
{
    uint32_t kinds = 0;
    uint32_t second = 0;

    for (uint32_t i = 0; i < map->count; i++)
        if (is_kind(map->key[i].text)) {
            kinds++;
            second = i;
        }
    if (!check_beside(l, map))
        return false;
    if (kinds == 0)
        return yaml_err(map, l->e, "an empty condition");
    *ret_kinds = kinds;
    if (kinds == 1 ||
        (kinds == 2 && yaml_get(map, "none") != NULL &&
         (yaml_get(map, "any") != NULL || yaml_get(map, "all") != NULL)))
        return true;
    return yaml_err(&map->key[second], l->e,
                    "only one condition a map; make a list of them under "
                    "'any' or 'all'");
}

static bool read_map(struct pack_loader *l, const struct yaml_node *map,
                     unsigned depth, struct condition *ret)
{
    static const char *const known[] = {
        "words",  "words_from", "regex",  "folded",   "validate",
        "near",   "count",      "length", "language", "domains",
        "author", "any",        "all",    "none",     NULL};
    struct condition *child;
    uint32_t kinds;
    uint32_t count = 0;

    if (!yaml_known(map, known, l->e) || !check_kinds(l, map, &kinds))
        return false;
    child = kinds > 1 ? arena_array(l->arena, kinds, sizeof(*child)) : ret;
    if (child == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < map->count; i++)
        if (is_kind(map->key[i].text) &&
            !read_kind(l, map, i, depth, &child[count++]))
            return false;
    if (kinds > 1)
        *ret = (struct condition){.kind = CONDITION_ALL,
                                  .place = pack_place(l, map),
                                  .child = child,
                                  .child_count = kinds};
    return true;
}

static bool read_condition(struct pack_loader *l, const struct yaml_node *n,
                           unsigned depth, struct condition *ret)
{
    if (depth > MOST_DEPTH)
        return yaml_err(n, l->e, "conditions nested more than %d deep",
                        MOST_DEPTH);
    if (n->kind == YAML_MAP)
        return read_map(l, n, depth, ret);
    if (n->kind == YAML_LIST) {
        ret->kind = CONDITION_ANY;
        ret->place = pack_place(l, n);
        return read_children(l, n, depth, ret);
    }
    return yaml_err(n, l->e, "expected a condition such as {words: [...]}");
}

bool pack_spanless(const struct condition *c)
{
    switch (c->kind) {
    case CONDITION_NONE:
        return true;
    case CONDITION_ANY:
        for (uint32_t i = 0; i < c->child_count; i++)
            if (pack_spanless(&c->child[i]))
                return true;
        return false;
    case CONDITION_ALL:
        for (uint32_t i = 0; i < c->child_count; i++)
            if (!pack_spanless(&c->child[i]))
                return false;
        return true;
    case CONDITION_COUNT:
    case CONDITION_LENGTH:
    case CONDITION_LANGUAGE:
    case CONDITION_AUTHOR:
        return true;
    default:
        return false;
    }
}

bool pack_match(struct pack_loader *l, const struct yaml_node *n,
                const struct condition **ret)
{
    struct condition *c = arena_alloc(l->arena, sizeof(*c));

    if (c == NULL)
        return arena_err(l->arena, "rules", l->e);
    if (!read_condition(l, n, 0, c))
        return false;
    *ret = c;
    return true;
}
