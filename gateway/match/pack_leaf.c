/* Leaf conditions that are maps of their own: near, count, length, language,
 * domains; and the validators beside a regex. */
#include "match/pack_leaf.h"
#include "match/domains.h"
#include "match/validate.h"

enum { LEAST_MEMBERS = 2, MOST_WITHIN = 200 };

/* Far above any post, far below what could overflow. */
static const uint64_t most_bound = 1000000000;

/* ---- near ---- */

static bool read_member(struct pack_loader *l, const struct yaml_node *n,
                        const struct condition *near, struct condition *ret)
{
    *ret = (struct condition){.kind = CONDITION_WORDS,
                              .place = pack_place(l, n),
                              .near = near,
                              .id = l->condition_count++};
    return pack_words(l, n, &ret->term, &ret->term_count);
}

static bool read_members(struct pack_loader *l, const struct yaml_node *n,
                         struct condition *ret)
{
    struct condition *member;

    if (!yaml_expect(n, YAML_LIST, l->e))
        return false;
    if (n->count < LEAST_MEMBERS || n->count > NEAR_MOST_MEMBERS)
        return yaml_err(n, l->e,
                        "near takes %d to %d words; a list inside the list "
                        "holds alternatives",
                        LEAST_MEMBERS, NEAR_MOST_MEMBERS);
    member = arena_array(l->arena, n->count, sizeof(*member));
    if (member == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < n->count; i++)
        if (!read_member(l, &n->item[i], ret, &member[i]))
            return false;
    ret->child = member;
    ret->child_count = n->count;
    return true;
}

bool pack_near(struct pack_loader *l, const struct yaml_node *n,
               struct condition *ret)
{
    static const char *const keys[] = {"words", "within", "ordered", NULL};
    const struct yaml_node *words = yaml_get(n, "words");
    const struct yaml_node *within = yaml_get(n, "within");
    const struct yaml_node *ordered = yaml_get(n, "ordered");
    uint64_t most;

    ret->kind = CONDITION_NEAR;
    ret->id = l->condition_count++;
    if (!yaml_known(n, keys, l->e))
        return false;
    if (words == NULL || within == NULL)
        return yaml_err(n, l->e, "near needs 'words' and 'within'");
    if (!yaml_u64(within, &most, l->e))
        return false;
    if (most > MOST_WITHIN)
        return yaml_err(within, l->e, "within is from 0 to %d", MOST_WITHIN);
    ret->within = (uint32_t)most;
    return (ordered == NULL || yaml_bool(ordered, &ret->ordered, l->e)) &&
           read_members(l, words, ret);
}

/* ---- count, length ---- */

static bool read_bound(struct pack_loader *l, const struct yaml_node *n,
                       uint64_t *ret)
{
    if (!yaml_u64(n, ret, l->e))
        return false;
    return *ret <= most_bound || yaml_err(n, l->e, "out of range");
}

static bool read_bounds(struct pack_loader *l, const struct yaml_node *n,
                        struct condition *ret)
{
    const struct yaml_node *over = yaml_get(n, "over");
    const struct yaml_node *under = yaml_get(n, "under");

    ret->least = 0;
    ret->most = UINT64_MAX;
    if (over == NULL && under == NULL)
        return yaml_err(n, l->e, "expected 'over' or 'under'");
    if ((over != NULL && !read_bound(l, over, &ret->least)) ||
        (under != NULL && !read_bound(l, under, &ret->most)))
        return false;
    ret->least += over != NULL;
    if (under != NULL && ret->most <= ret->least)
        return over == NULL
                   ? yaml_err(under, l->e, "no number is that small")
                   : yaml_err(under, l->e,
                              "no number is over the one and under the other");
    ret->most -= under != NULL;
    return true;
}

static bool read_counted(struct pack_loader *l, const struct yaml_node *n,
                         enum counted *ret)
{
    struct span text;

    if (!yaml_text(n, &text, l->e))
        return false;
    for (unsigned i = 0; i < COUNTED_KINDS; i++)
        if (span_is(text, counted_names[i])) {
            *ret = (enum counted)i;
            return true;
        }
    return yaml_unknown(n, "thing to count", counted_names, l->e);
}

bool pack_count(struct pack_loader *l, const struct yaml_node *n,
                struct condition *ret)
{
    static const char *const keys[] = {"of", "over", "under", NULL};
    const struct yaml_node *of = yaml_get(n, "of");

    ret->kind = CONDITION_COUNT;
    ret->id = l->condition_count++;
    if (!yaml_known(n, keys, l->e))
        return false;
    if (of == NULL)
        return yaml_err(n, l->e, "count needs 'of'");
    return read_counted(l, of, &ret->of) && read_bounds(l, n, ret);
}

bool pack_length(struct pack_loader *l, const struct yaml_node *n,
                 struct condition *ret)
{
    static const char *const keys[] = {"over", "under", NULL};

    ret->kind = CONDITION_LENGTH;
    ret->id = l->condition_count++;
    return yaml_known(n, keys, l->e) && read_bounds(l, n, ret);
}

/* ---- language ---- */

bool pack_language(struct pack_loader *l, const struct yaml_node *n,
                   struct condition *ret)
{
    static const char *const keys[] = {"is", "confidence", NULL};
    const struct yaml_node *is = yaml_get(n, "is");
    const struct yaml_node *confidence = yaml_get(n, "confidence");

    ret->kind = CONDITION_LANGUAGE;
    ret->id = l->condition_count++;
    if (!yaml_known(n, keys, l->e))
        return false;
    if (is == NULL)
        return yaml_err(n, l->e, "language needs 'is'");
    return pack_detected(l, is, &ret->languages) &&
           (confidence == NULL || pack_share(l, confidence, &ret->confidence));
}

/* ---- domains ---- */

static bool read_domain(struct pack_loader *l, const struct yaml_node *n,
                        struct term *ret)
{
    struct domain forms;

    if (!pack_string(l, n, &ret->text))
        return false;
    ret->text = span_trim(ret->text);
    ret->place = pack_place(l, n);
    ret->id = l->term_count++;
    return domain_read(ret->text, l->arena, &forms, l->e) ||
           (l->e->kind == ERR_CONFIG &&
            yaml_err(n, l->e,
                     "expected a host name such as example.com (its "
                     "subdomains are included)"));
}

bool pack_domains(struct pack_loader *l, const struct yaml_node *n,
                  struct condition *ret)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    struct term *term = arena_array(l->arena, count, sizeof(*term));

    ret->kind = CONDITION_DOMAINS;
    ret->id = l->condition_count++;
    if (!pack_list_fits(l, n, count, PACK_MOST_TERMS, "domains"))
        return false;
    if (term == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++)
        if (!read_domain(l, &item[i], &term[i]))
            return false;
    ret->term = term;
    ret->term_count = count;
    return true;
}

/* ---- validators ---- */

static bool read_validator(struct pack_loader *l, const struct yaml_node *n,
                           const struct validator **ret)
{
    enum { MOST_NAMES = 16 };
    const char *names[MOST_NAMES + 1] = {0};
    struct span text;

    if (!yaml_text(n, &text, l->e))
        return false;
    *ret = validator_find(text);
    for (size_t i = 0; i < validator_count && i < MOST_NAMES; i++)
        names[i] = validators[i].name;
    return *ret != NULL || yaml_unknown(n, "validator", names, l->e);
}

bool pack_validators(struct pack_loader *l, const struct yaml_node *n,
                     struct condition *ret)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    const struct validator **all =
        arena_array(l->arena, count, sizeof(struct validator *));

    if (!pack_list_fits(l, n, count, (uint32_t)validator_count, "validators"))
        return false;
    if (all == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++)
        if (!read_validator(l, &item[i], &all[i]))
            return false;
    ret->validator = all;
    ret->validator_count = count;
    return true;
}
