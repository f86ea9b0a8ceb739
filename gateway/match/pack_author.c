/*
 * `author:` conditions. Each key of the map is a leaf; several are all asked
 * for. What two rules ask alike is one question of the rule set.
 */

#include "base/buf.h"
#include "config/setting.h"
#include "match/pack.h"

static const struct setting within_row = {
    .key = "within",
    .least = 1000,
    .most = AUTHOR_LONGEST_MS,
};

/* ---- questions ---- */

static bool same_question(const struct author_question *a,
                          const struct author_question *b)
{
    return a->fact == b->fact && a->verdict == b->verdict &&
           a->within_ms == b->within_ms && span_equal(a->list, b->list);
}

/* "posts/10m", "decisions.reject/7d", "exempt/staff" */
static struct span name_question(struct arena *a,
                                 const struct author_question *q)
{
    static const char *const facts[] = {
        [FACT_DECISIONS] = "decisions.",
        [FACT_POSTS] = "posts",
        [FACT_SAME_TEXT] = "same_text",
        [FACT_EXEMPT] = "exempt",
    };
    const struct duration within = {q->within_ms};
    struct buf b = buf_make(SIZE_MAX / 2);
    struct span name;

    buf_add_text(&b, facts[q->fact]);
    if (q->fact == FACT_DECISIONS)
        buf_add_text(&b, verdict_name(q->verdict));
    buf_add_byte(&b, '/');
    if (q->fact == FACT_EXEMPT)
        buf_add(&b, q->list);
    else
        setting_duration.write(&within_row, &within, &b);
    name = arena_copy(a, buf_span(&b));
    buf_free(&b);
    return name;
}

static bool add_question(struct pack_loader *l, const struct yaml_node *at,
                         struct author_question *q,
                         const struct author_question **ret)
{
    for (uint32_t i = 0; i < l->question_count; i++)
        if (same_question(&l->question[i], q)) {
            *ret = &l->question[i];
            return true;
        }
    if (l->question_count == AUTHOR_MOST_QUESTIONS)
        return yaml_err(at, l->e, "more than %d different author conditions",
                        AUTHOR_MOST_QUESTIONS);
    if (l->question == NULL)
        l->question =
            arena_array(l->arena, AUTHOR_MOST_QUESTIONS, sizeof(*l->question));
    q->name = name_question(l->arena, q);
    if (l->question == NULL || q->name.at == NULL)
        return arena_err(l->arena, "rules", l->e);
    *ret = &l->question[l->question_count];
    l->question[l->question_count++] = *q;
    return true;
}

static bool add_leaf(struct pack_loader *l, const struct yaml_node *at,
                     struct author_question *q, uint64_t least,
                     struct condition *ret)
{
    *ret = (struct condition){.kind = CONDITION_AUTHOR,
                              .place = pack_place(l, at),
                              .least = least,
                              .id = l->condition_count++};
    return add_question(l, at, q, &ret->question);
}

/* ---- kinds ---- */

static bool read_within(struct pack_loader *l, const struct yaml_node *map,
                        uint64_t *ret_ms)
{
    const struct setting_ctx ctx = {.arena = l->arena, .e = l->e};
    const struct yaml_node *n = yaml_get(map, "within");
    struct duration d;

    if (n == NULL)
        return yaml_err(map, l->e, "needs 'within', such as 10m");
    if (!setting_duration.read(&within_row, n, &d, &ctx))
        return false;
    *ret_ms = d.ms;
    return true;
}

static bool read_count(struct pack_loader *l, const struct yaml_node *n,
                       uint64_t *ret)
{
    if (!yaml_u64(n, ret, l->e))
        return false;
    return (*ret >= 1 && *ret <= AUTHOR_MOST_COUNT) ||
           yaml_err(n, l->e, "a count is from 1 to %d", AUTHOR_MOST_COUNT);
}

/* {reject: 3, within: 7d}: at least so many */
static bool read_decisions(struct pack_loader *l, const struct yaml_node *n,
                           struct condition *ret)
{
    static const char *const keys[] = {"advise", "flag",   "mask",   "bounce",
                                       "hold",   "reject", "within", NULL};
    struct author_question q = {.fact = FACT_DECISIONS};
    uint64_t least = 0;

    if (!yaml_known(n, keys, l->e) || !read_within(l, n, &q.within_ms))
        return false;
    for (uint32_t i = 0; i < n->count; i++) {
        if (!verdict_find(n->key[i].text, &q.verdict))
            continue;
        if (least > 0)
            return yaml_err(&n->key[i], l->e,
                            "one verdict a condition; make a list of them "
                            "under 'any' or 'all'");
        if (!read_count(l, &n->item[i], &least))
            return false;
    }
    if (least == 0)
        return yaml_err(n, l->e, "needs a verdict and how many: reject: 3");
    return add_leaf(l, n, &q, least, ret);
}

/* {over: 5, within: 10m}: more than that */
static bool read_over(struct pack_loader *l, const struct yaml_node *n,
                      enum author_fact fact, struct condition *ret)
{
    static const char *const keys[] = {"over", "within", NULL};
    const struct yaml_node *over = yaml_get(n, "over");
    struct author_question q = {.fact = fact};
    uint64_t most;

    if (!yaml_known(n, keys, l->e) || !read_within(l, n, &q.within_ms))
        return false;
    if (over == NULL)
        return yaml_err(n, l->e, "needs 'over': more than how many");
    return read_count(l, over, &most) && add_leaf(l, n, &q, most + 1, ret);
}

static bool read_posts(struct pack_loader *l, const struct yaml_node *n,
                       struct condition *ret)
{
    return read_over(l, n, FACT_POSTS, ret);
}

static bool read_same_text(struct pack_loader *l, const struct yaml_node *n,
                           struct condition *ret)
{
    return read_over(l, n, FACT_SAME_TEXT, ret);
}

/* [staff, press]: on none of these lists */
static bool read_exempt(struct pack_loader *l, const struct yaml_node *n,
                        struct condition *ret)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    struct condition *child = arena_array(l->arena, count, sizeof(*child));

    if (child == NULL)
        return arena_err(l->arena, "rules", l->e);
    if (count == 0)
        return yaml_err(n, l->e, "an empty list of lists");
    for (uint32_t i = 0; i < count; i++) {
        struct author_question q = {.fact = FACT_EXEMPT};

        if (!pack_name(l, &item[i], &q.list) ||
            !add_leaf(l, &item[i], &q, 0, &child[i]))
            return false;
    }
    *ret = (struct condition){.kind = CONDITION_ALL,
                              .place = pack_place(l, n),
                              .child = child,
                              .child_count = count};
    return true;
}

static const struct author_key {
    const char *name;
    bool (*read)(struct pack_loader *l, const struct yaml_node *n,
                 struct condition *ret);
} author_keys[] = {
    {"decisions", read_decisions},
    {"posts", read_posts},
    {"same_text", read_same_text},
    {"exempt", read_exempt},
};

bool pack_author(struct pack_loader *l, const struct yaml_node *n,
                 struct condition *ret)
{
    const char *names[COUNT_OF(author_keys) + 1] = {NULL};
    struct condition *child;
    uint32_t count = 0;

    for (size_t i = 0; i < COUNT_OF(author_keys); i++)
        names[i] = author_keys[i].name;
    if (!yaml_known(n, names, l->e))
        return false;
    if (n->count == 0)
        return yaml_err(n, l->e, "an empty condition");
    child = arena_array(l->arena, n->count, sizeof(*child));
    if (child == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (size_t i = 0; i < COUNT_OF(author_keys); i++) {
        const struct yaml_node *item = yaml_get(n, author_keys[i].name);

        if (item != NULL && !author_keys[i].read(l, item, &child[count++]))
            return false;
    }
    *ret = (struct condition){.kind = CONDITION_ALL,
                              .place = pack_place(l, n),
                              .child = child,
                              .child_count = count};
    return true;
}

/* ---- examples ---- */

static bool read_example_count(struct pack_loader *l, const struct yaml_node *n,
                               uint32_t *ret)
{
    uint64_t count = 0;

    if (n != NULL && !read_count(l, n, &count))
        return false;
    *ret = (uint32_t)count;
    return true;
}

static bool read_example_decisions(struct pack_loader *l,
                                   const struct yaml_node *n,
                                   uint32_t *decisions)
{
    static const char *const keys[] = {"advise", "flag",   "mask", "bounce",
                                       "hold",   "reject", NULL};

    if (!yaml_known(n, keys, l->e))
        return false;
    for (uint32_t i = 0; i < n->count; i++) {
        enum verdict v;

        if (verdict_find(n->key[i].text, &v) &&
            !read_example_count(l, &n->item[i], &decisions[v]))
            return false;
    }
    return true;
}

static bool read_example_lists(struct pack_loader *l, const struct yaml_node *n,
                               struct author_example *x)
{
    const struct yaml_node *item = pack_items(n, &x->list_count);
    struct span *list = arena_array(l->arena, x->list_count, sizeof(*list));

    if (list == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < x->list_count; i++)
        if (!pack_name(l, &item[i], &list[i]))
            return false;
    x->list = list;
    return true;
}

bool pack_author_example(struct pack_loader *l, const struct yaml_node *n,
                         const struct author_example **ret)
{
    static const char *const keys[] = {"decisions", "posts", "same_text",
                                       "exempt", NULL};
    const struct yaml_node *decisions = yaml_get(n, "decisions");
    const struct yaml_node *exempt = yaml_get(n, "exempt");
    struct author_example *x = arena_alloc(l->arena, sizeof(*x));

    if (x == NULL)
        return arena_err(l->arena, "rules", l->e);
    *ret = x;
    return yaml_known(n, keys, l->e) &&
           read_example_count(l, yaml_get(n, "posts"), &x->posts) &&
           read_example_count(l, yaml_get(n, "same_text"), &x->same_text) &&
           (decisions == NULL ||
            read_example_decisions(l, decisions, x->decisions)) &&
           (exempt == NULL || read_example_lists(l, exempt, x));
}
