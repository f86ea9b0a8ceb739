/* One rule: a row a key. */
#include <string.h>

#include "fold/disguise.h"
#include "match/pack.h"

static const float certainty_floor = 0.7F;

struct rule_key {
    const char *name;
    bool (*read)(struct pack_loader *l, const struct yaml_node *n,
                 struct rule *r);
};

static bool read_id(struct pack_loader *l, const struct yaml_node *n,
                    struct rule *r)
{
    if (!pack_name(l, n, &r->id))
        return false;
    if (span_ends(r->id, SPAN(".threshold")))
        return yaml_err(n, l->e, "names that end in '.threshold' are taken");
    return true;
}

static bool read_category(struct pack_loader *l, const struct yaml_node *n,
                          struct rule *r)
{
    return pack_category(l, n, &r->category);
}

static bool read_action(struct pack_loader *l, const struct yaml_node *n,
                        struct rule *r)
{
    return pack_action(l, n, &r->action);
}

static bool read_severity(struct pack_loader *l, const struct yaml_node *n,
                          struct rule *r)
{
    return pack_severity(l, n, &r->severity);
}

static bool read_reason(struct pack_loader *l, const struct yaml_node *n,
                        struct rule *r)
{
    return pack_reason(l, n, &r->reason);
}

static bool read_languages(struct pack_loader *l, const struct yaml_node *n,
                           struct rule *r)
{
    return pack_languages(l, n, &r->languages);
}

static bool read_disguises(struct pack_loader *l, const struct yaml_node *n,
                           struct rule *r)
{
    if (!pack_disguises(l, n, &r->disguises))
        return false;
    if ((r->disguises & PACK_FORMS) != 0)
        r->forms = true;
    r->disguises &= ~PACK_FORMS;
    return true;
}

static bool read_side(struct pack_loader *l, const struct yaml_node *n,
                      struct rule *r)
{
    if (!pack_side(l, n, true, &r->sides))
        return false;
    /* The pack's audiences are not those of a rule for the original. */
    if (r->audiences != 0 && r->sides == SIDE_ORIGINAL)
        r->audiences = 0;
    else if (r->audiences != 0)
        r->sides = SIDE_TRANSLATION;
    return true;
}

/* Only renditions have an audience of their own: side is `translation`. */
static bool read_audiences(struct pack_loader *l, const struct yaml_node *n,
                           struct rule *r)
{
    if (r->sides == SIDE_ORIGINAL)
        return yaml_err(n, l->e,
                        "audiences are those of a translation; this rule "
                        "looks at the original");
    r->sides = SIDE_TRANSLATION;
    return pack_audiences(l, n, &r->audiences);
}

static bool read_priority(struct pack_loader *l, const struct yaml_node *n,
                          struct rule *r)
{
    uint64_t value;

    if (!yaml_u64(n, &value, l->e))
        return false;
    if (value > 100)
        return yaml_err(n, l->e, "a priority is from 0 to 100");
    r->priority = (uint32_t)value;
    return true;
}

static bool read_score(struct pack_loader *l, const struct yaml_node *n,
                       struct rule *r)
{
    uint64_t score;

    if (!yaml_u64(n, &score, l->e))
        return false;
    if (score == 0 || score > 1000000)
        return yaml_err(n, l->e, "a score is from 1 to 1000000");
    r->score = (uint32_t)score;
    return true;
}

static bool read_certainty(struct pack_loader *l, const struct yaml_node *n,
                           struct rule *r)
{
    return pack_share(l, n, &r->certainty);
}

static bool read_initials_min(struct pack_loader *l, const struct yaml_node *n,
                              struct rule *r)
{
    uint64_t least;

    if (!yaml_u64(n, &least, l->e))
        return false;
    if (least < 2 || least > 10)
        return yaml_err(n, l->e, "initials_min is from 2 to 10");
    r->initials_min = (uint32_t)least;
    return true;
}

static bool read_shadow(struct pack_loader *l, const struct yaml_node *n,
                        struct rule *r)
{
    return yaml_bool(n, &r->shadow, l->e);
}

static bool read_whole(struct pack_loader *l, const struct yaml_node *n,
                       struct rule *r)
{
    return yaml_bool(n, &r->whole, l->e);
}

static bool read_forms(struct pack_loader *l, const struct yaml_node *n,
                       struct rule *r)
{
    return yaml_bool(n, &r->forms, l->e);
}

static bool read_same_field(struct pack_loader *l, const struct yaml_node *n,
                            struct rule *r)
{
    return yaml_bool(n, &r->same_field, l->e);
}

static bool read_fields(struct pack_loader *l, const struct yaml_node *n,
                        struct rule *r)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    struct span *name = arena_array(l->arena, count, sizeof(*name));

    if (count == 0)
        return yaml_err(n, l->e, "an empty list; leave it out for every field");
    if (!pack_list_fits(l, n, count, PACK_MOST_SMALL, "fields"))
        return false;
    if (name == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++)
        if (!pack_string(l, &item[i], &name[i]))
            return false;
    r->field = name;
    r->field_count = count;
    return true;
}

static bool read_match(struct pack_loader *l, const struct yaml_node *n,
                       struct rule *r)
{
    return pack_match(l, n, &r->match);
}

static bool read_allow(struct pack_loader *l, const struct yaml_node *n,
                       struct rule *r)
{
    return pack_words(l, n, &r->allow, &r->allow_count);
}

static bool read_help(struct pack_loader *l, const struct yaml_node *n,
                      struct rule *r)
{
    r->help_place = pack_place(l, n);
    return pack_name(l, n, &r->help);
}

static bool read_owner(struct pack_loader *l, const struct yaml_node *n,
                       struct rule *r)
{
    return pack_string(l, n, &r->owner);
}

static bool read_note(struct pack_loader *l, const struct yaml_node *n,
                      struct rule *r)
{
    return pack_string(l, n, &r->note);
}

static bool read_lint(struct pack_loader *l, const struct yaml_node *n,
                      struct rule *r)
{
    return pack_lint(l, n, &r->lint);
}

static bool read_expires(struct pack_loader *l, const struct yaml_node *n,
                         struct rule *r)
{
    return pack_date(l, n, &r->expires_ms);
}

static bool read_example_map(struct pack_loader *l, const struct yaml_node *n,
                             struct rule_example *ret)
{
    static const char *const keys[] = {"text", "field", "side", "author", NULL};
    const struct yaml_node *text = yaml_get(n, "text");
    const struct yaml_node *field = yaml_get(n, "field");
    const struct yaml_node *side = yaml_get(n, "side");
    const struct yaml_node *author = yaml_get(n, "author");

    if (!yaml_known(n, keys, l->e))
        return false;
    if (text == NULL)
        return yaml_err(n, l->e, "an example needs a 'text'");
    return pack_string(l, text, &ret->text) &&
           (field == NULL || pack_string(l, field, &ret->field)) &&
           (side == NULL || pack_side(l, side, false, &ret->side)) &&
           (author == NULL || pack_author_example(l, author, &ret->author));
}

static bool read_example_list(struct pack_loader *l, const struct yaml_node *n,
                              bool should_match, struct rule *r)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    struct rule_example *all =
        arena_grow(l->arena, r->example, r->example_count,
                   r->example_count + count, sizeof(*all));

    if (!pack_list_fits(l, n, count, PACK_MOST_EXAMPLES, "examples"))
        return false;
    if (all == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++) {
        struct rule_example *x = &all[r->example_count + i];

        x->should_match = should_match;
        x->side =
            r->sides == SIDE_TRANSLATION ? SIDE_TRANSLATION : SIDE_ORIGINAL;
        x->place = pack_place(l, &item[i]);
        if (item[i].kind == YAML_MAP ? !read_example_map(l, &item[i], x)
                                     : !pack_string(l, &item[i], &x->text))
            return false;
    }
    r->example = all;
    r->example_count += count;
    return true;
}

static bool read_examples(struct pack_loader *l, const struct yaml_node *n,
                          struct rule *r)
{
    static const char *const keys[] = {"match", "no_match", NULL};
    const struct yaml_node *match = yaml_get(n, "match");
    const struct yaml_node *no_match = yaml_get(n, "no_match");

    return yaml_known(n, keys, l->e) &&
           (match == NULL || read_example_list(l, match, true, r)) &&
           (no_match == NULL || read_example_list(l, no_match, false, r));
}

/* In the order in which they are read: examples need to know the side, the
 * audiences too. */
static const struct rule_key keys[] = {
    {"id", read_id},
    {"category", read_category},
    {"languages", read_languages},
    {"side", read_side},
    {"on", read_side},
    {"audiences", read_audiences},
    {"fields", read_fields},
    {"match", read_match},
    {"allow", read_allow},
    {"disguise", read_disguises},
    {"action", read_action},
    {"severity", read_severity},
    {"priority", read_priority},
    {"score", read_score},
    {"certainty", read_certainty},
    {"initials_min", read_initials_min},
    {"shadow", read_shadow},
    {"whole", read_whole},
    {"forms", read_forms},
    {"same_field", read_same_field},
    {"reason", read_reason},
    {"examples", read_examples},
    {"help", read_help},
    {"owner", read_owner},
    {"note", read_note},
    {"lint", read_lint},
    {"expires", read_expires},
};

static bool known_keys(struct pack_loader *l, const struct yaml_node *n)
{
    const char *names[COUNT_OF(keys) + 1] = {0};

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        names[i] = keys[i].name;
    return yaml_known(n, names, l->e);
}

/* What is still missing, or does not go together. */
static bool check_rule(struct pack_loader *l, const struct yaml_node *n,
                       const struct rule *r)
{
    if (r->id.len == 0)
        return yaml_err(n, l->e, "a rule needs an 'id'");
    if (r->match == NULL)
        return yaml_err(n, l->e, "a rule needs a 'match'");
    if (r->category.len == 0)
        return yaml_err(n, l->e,
                        "a rule needs a 'category' (its own or its "
                        "pack's)");
    if (r->action == VERDICT_ALLOW && r->score == 0)
        return yaml_err(n, l->e, "a rule needs an 'action' or a 'score'");
    if (r->action == VERDICT_MASK && pack_spanless(r->match))
        return yaml_err(yaml_get(n, "match"), l->e,
                        "nothing to mask: the rule can match without a place");
    return true;
}

bool pack_rule(struct pack_loader *l, const struct yaml_node *n,
               struct rule *ret)
{
    *ret =
        (struct rule){.pack = l->pack,
                      .index = l->rule_count++,
                      .place = pack_place(l, n),
                      .category = l->pack->category,
                      .disguises = disguises_default,
                      .sides = l->audiences != 0 ? SIDE_TRANSLATION : SIDE_BOTH,
                      .audiences = l->audiences,
                      .severity = SEVERITY_MEDIUM,
                      .certainty = certainty_floor,
                      .initials_min = 3,
                      .whole = l->whole};
    if (!known_keys(l, n))
        return false;
    if (yaml_get(n, "side") != NULL && yaml_get(n, "on") != NULL)
        return yaml_err(yaml_get(n, "on"), l->e, "'on' is 'side' again");
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const struct yaml_node *value = yaml_get(n, keys[i].name);

        if (value != NULL && !keys[i].read(l, value, ret))
            return false;
    }
    ret->hash = rule_hash(ret);
    return check_rule(l, n, ret);
}
