/* Lists of languages: of a rule, of a condition, of the audiences. */
#include "match/pack.h"

static const struct language {
    const char *name;
    uint32_t bits;
} languages[] = {
    {"zh", LANG_BITS_ZH},
    {"zh-Hans", LANG_BIT(LANG_ZH_HANS) | LANG_BIT(LANG_ZH)},
    {"zh-Hant", LANG_BIT(LANG_ZH_HANT) | LANG_BIT(LANG_ZH)},
    {"zh-Latn", LANG_BIT(LANG_ZH_LATN)},
    {"en", LANG_BIT(LANG_EN)},
};

static const struct language detected[] = {
    {"zh", LANG_BITS_ZH},
    {"zh-Hans", LANG_BIT(LANG_ZH_HANS) | LANG_BIT(LANG_ZH)},
    {"zh-Hant", LANG_BIT(LANG_ZH_HANT) | LANG_BIT(LANG_ZH)},
    {"zh-Latn", LANG_BIT(LANG_ZH_LATN)},
    {"en", LANG_BIT(LANG_EN)},
    {"mixed", LANG_BIT(LANG_MIXED)},
    {"other", LANG_BIT(LANG_OTHER)},
    {"none", LANG_BIT(LANG_NONE)},
};

/* Whom texts are translated for. */
static const struct language audiences[] = {
    {"en", LANG_BIT(LANG_EN)},
    {"zh", LANG_BIT(LANG_ZH_HANS) | LANG_BIT(LANG_ZH_HANT)},
    {"zh-Hans", LANG_BIT(LANG_ZH_HANS)},
    {"zh-Hant", LANG_BIT(LANG_ZH_HANT)},
};

/* A closed list of names. */
struct language_set {
    const struct language *at;
    size_t count;
    const char *what;
    const char *not_here; /* told of a language that is not in the list */
};

static bool add_language(struct pack_loader *l, const struct yaml_node *n,
                         const struct language_set *set, uint32_t *bits)
{
    const char *names[LANG_COUNT + 1] = {0};
    struct span text;
    enum lang found;

    if (!yaml_text(n, &text, l->e))
        return false;
    for (size_t i = 0; i < set->count; i++) {
        names[i] = set->at[i].name;
        if (span_is(text, names[i])) {
            *bits |= set->at[i].bits;
            return true;
        }
    }
    if (lang_find(text, &found))
        return yaml_err(n, l->e, "'" SPAN_FMT "' %s", SPAN_ARG(text),
                        set->not_here);
    return yaml_unknown(n, set->what, names, l->e);
}

static bool read_languages(struct pack_loader *l, const struct yaml_node *n,
                           const struct language_set *set, uint32_t *ret)
{
    uint32_t bits = 0;
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);

    if (count == 0)
        return yaml_err(n, l->e, "an empty list; leave it out for any");
    for (uint32_t i = 0; i < count; i++)
        if (!add_language(l, &item[i], set, &bits))
            return false;
    *ret = bits;
    return true;
}

bool pack_languages(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t *ret)
{
    static const struct language_set set = {
        languages, COUNT_OF(languages), "language",
        "is nothing a rule can be limited to by 'languages'"};

    return read_languages(l, n, &set, ret);
}

bool pack_detected(struct pack_loader *l, const struct yaml_node *n,
                   uint32_t *ret)
{
    static const struct language_set set = {detected, COUNT_OF(detected),
                                            "language", "is never detected"};

    return read_languages(l, n, &set, ret);
}

bool pack_audiences(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t *ret)
{
    static const struct language_set set = {
        audiences, COUNT_OF(audiences), "audience",
        "is nothing that posts are translated into"};

    return read_languages(l, n, &set, ret);
}
