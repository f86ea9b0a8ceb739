/* The small values of the rule language: names, reasons, disguises, dates. */
#include <string.h>

#include "base/clock.h"
#include "fold/disguise.h"
#include "match/pack.h"

enum { LONGEST_NAME = 100 };

struct place pack_place(const struct pack_loader *l, const struct yaml_node *n)
{
    return (struct place){l->path, n->line, n->column};
}

const struct yaml_node *pack_items(const struct yaml_node *n,
                                   uint32_t *ret_count)
{
    *ret_count = n->kind == YAML_LIST ? n->count : 1;
    return n->kind == YAML_LIST ? n->item : n;
}

bool pack_list_fits(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t count, uint32_t most, const char *what)
{
    if (count == 0)
        return yaml_err(n, l->e, "an empty list of %s", what);
    return count <= most ||
           yaml_err(n, l->e, "more than %u %s", (unsigned)most, what);
}

bool pack_string(struct pack_loader *l, const struct yaml_node *n,
                 struct span *ret)
{
    struct span text;

    if (!yaml_text(n, &text, l->e))
        return false;
    if (span_trim(text).len == 0)
        return yaml_err(n, l->e, "expected text, found nothing");
    *ret = arena_copy(l->arena, text);
    return ret->at != NULL || arena_err(l->arena, "rules", l->e);
}

static bool name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool pack_name(struct pack_loader *l, const struct yaml_node *n,
               struct span *ret)
{
    if (!pack_string(l, n, ret))
        return false;
    if (ret->len > LONGEST_NAME)
        return yaml_err(n, l->e, "a name has at most %d characters",
                        LONGEST_NAME);
    for (size_t i = 0; i < ret->len; i++)
        if (!name_byte(ret->at[i]))
            return yaml_err(n, l->e,
                            "a name is made of letters, digits, '.', '_' "
                            "and '-'");
    return true;
}

bool pack_category(struct pack_loader *l, const struct yaml_node *n,
                   struct span *ret)
{
    struct span text;

    if (!yaml_text(n, &text, l->e))
        return false;
    for (const char *const *k = category_names; *k != NULL; k++)
        if (span_is(text, *k)) {
            *ret = span_of(*k);
            return true;
        }
    return yaml_unknown(n, "category", category_names, l->e);
}

bool pack_action(struct pack_loader *l, const struct yaml_node *n,
                 enum verdict *ret)
{
    static const char *const actions[] = {"advise", "flag",   "mask", "bounce",
                                          "hold",   "reject", NULL};
    struct span text;

    if (!yaml_text(n, &text, l->e))
        return false;
    if (verdict_find(text, ret) && *ret != VERDICT_ALLOW)
        return true;
    return yaml_unknown(n, "action", actions, l->e);
}

bool pack_severity(struct pack_loader *l, const struct yaml_node *n,
                   enum severity *ret)
{
    static const char *const severities[] = {"low", "medium", "high",
                                             "critical", NULL};
    struct span text;

    if (!yaml_text(n, &text, l->e))
        return false;
    return severity_find(text, ret) ||
           yaml_unknown(n, "severity", severities, l->e);
}

bool pack_reason(struct pack_loader *l, const struct yaml_node *n,
                 struct bilingual *ret)
{
    static const char *const keys[] = {"en", "zh-Hans", "zh-Hant", NULL};
    const struct yaml_node *en = yaml_get(n, "en");
    const struct yaml_node *hans = yaml_get(n, "zh-Hans");
    const struct yaml_node *hant = yaml_get(n, "zh-Hant");

    if (n->kind == YAML_TEXT) { /* one text for everyone */
        if (!pack_string(l, n, &ret->en))
            return false;
        ret->zh_hans = ret->en;
        ret->zh_hant = ret->en;
        return true;
    }
    if (!yaml_known(n, keys, l->e))
        return false;
    if (en == NULL || hans == NULL)
        return yaml_err(n, l->e, "a reason needs both 'en' and 'zh-Hans'");
    return pack_string(l, en, &ret->en) &&
           pack_string(l, hans, &ret->zh_hans) &&
           (hant == NULL || pack_string(l, hant, &ret->zh_hant));
}

bool pack_share(struct pack_loader *l, const struct yaml_node *n, float *ret)
{
    double d;

    if (!yaml_double(n, &d, l->e))
        return false;
    if (d < 0 || d > 1)
        return yaml_err(n, l->e, "expected a number from 0 to 1");
    *ret = (float)d;
    return true;
}

static bool unknown_disguise(struct pack_loader *l, const struct yaml_node *n,
                             struct span name)
{
    const char *words[DISGUISE_COUNT + 4] = {0};
    struct yaml_node bare = *n;
    size_t count = 0;

    for (unsigned d = 0; d < DISGUISE_COUNT; d++)
        words[count++] = disguise_name((enum disguise)d);
    words[count++] = "exact";
    words[count++] = "none";
    words[count] = "all";
    bare.text = name;
    return yaml_unknown(&bare, "disguise", words, l->e);
}

/* none and exact start from nothing, all from everything; any other name adds,
 * or with a minus takes away. `named` refuses the same one twice. */
static bool add_disguise(struct pack_loader *l, const struct yaml_node *n,
                         bool first, uint32_t *bits, uint32_t *named)
{
    struct span name;
    bool minus;
    bool start;
    enum disguise d;

    if (!yaml_text(n, &name, l->e))
        return false;
    start = span_is(name, "none") || span_is(name, "exact");
    if (start || span_is(name, "all")) {
        *bits = start ? 0 : disguises_available;
        return first ||
               yaml_err(n, l->e, "'" SPAN_FMT "' only makes sense first",
                        SPAN_ARG(name));
    }
    minus = span_starts(name, SPAN("-"));
    if (minus)
        name = span_from(name, 1);
    if (!minus && span_is(name, "forms")) {
        *bits |= PACK_FORMS;
        return true;
    }
    if (minus && (span_is(name, "none") || span_is(name, "exact") ||
                  span_is(name, "all")))
        return yaml_err(n, l->e, "'-" SPAN_FMT "' can't be taken away",
                        SPAN_ARG(name));
    if (!disguise_find(name, &d))
        return unknown_disguise(l, n, name);
    if ((*named & DISGUISE_BIT(d)) != 0)
        return yaml_err(n, l->e, "'%s' is named twice", disguise_name(d));
    if (!minus && (disguises_available & DISGUISE_BIT(d)) == 0)
        return yaml_err(n, l->e,
                        "the disguise '%s' is not available in this version",
                        disguise_name(d));
    *named |= DISGUISE_BIT(d);
    *bits = minus ? *bits & ~DISGUISE_BIT(d) : *bits | DISGUISE_BIT(d);
    return true;
}

bool pack_disguises(struct pack_loader *l, const struct yaml_node *n,
                    uint32_t *ret)
{
    uint32_t bits = *ret;
    uint32_t named = 0;
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);

    if (count == 0)
        return yaml_err(n, l->e,
                        "an empty list; write 'exact' for no disguises");
    for (uint32_t i = 0; i < count; i++)
        if (!add_disguise(l, &item[i], i == 0, &bits, &named))
            return false;
    *ret = bits;
    return true;
}

bool pack_side(struct pack_loader *l, const struct yaml_node *n, bool both,
               uint8_t *ret)
{
    struct span text;

    if (!yaml_text(n, &text, l->e))
        return false;
    if (span_is(text, "original"))
        *ret = SIDE_ORIGINAL;
    else if (span_is(text, "translation"))
        *ret = SIDE_TRANSLATION;
    else if (both && span_is(text, "both"))
        *ret = SIDE_BOTH;
    else
        return yaml_err(n, l->e, "expected original%s translation%s",
                        both ? "," : " or", both ? " or both" : "");
    return true;
}

/* Days since 1970-01-01 (Howard Hinnant's days_from_civil). */
static uint64_t days_from_1970(uint64_t y, uint64_t m, uint64_t d)
{
    uint64_t year = m <= 2 ? y - 1 : y;
    uint64_t era = year / 400;
    uint64_t of_era = year - era * 400;
    uint64_t of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

bool pack_date(struct pack_loader *l, const struct yaml_node *n,
               uint64_t *ret_ms)
{
    struct span t;
    uint64_t y;
    uint64_t m;
    uint64_t d;

    if (!yaml_text(n, &t, l->e))
        return false;
    if (t.len != strlen("2026-12-31") || t.at[4] != '-' || t.at[7] != '-' ||
        !span_to_u64(span_slice(t, 0, 4), &y) ||
        !span_to_u64(span_slice(t, 5, 7), &m) ||
        !span_to_u64(span_slice(t, 8, 10), &d) || y < 1970 ||
        !clock_is_date(y, m, d))
        return yaml_err(n, l->e, "expected a date such as 2026-12-31");
    *ret_ms = days_from_1970(y, m, d) * 86400000;
    return true;
}

bool pack_lint(struct pack_loader *l, const struct yaml_node *n,
               struct lint_allow *ret)
{
    static const char *const keys[] = {"allow", NULL};
    const struct yaml_node *allow = yaml_get(n, "allow");
    const struct yaml_node *item;
    uint32_t count;
    struct span *id;

    if (!yaml_known(n, keys, l->e))
        return false;
    if (allow == NULL)
        return yaml_err(n, l->e, "expected 'lint: {allow: [...]}'");
    item = pack_items(allow, &count);
    id = arena_array(l->arena, count, sizeof(*id));
    if (id == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++)
        if (!pack_name(l, &item[i], &id[i]))
            return false;
    *ret = (struct lint_allow){id, count, pack_place(l, allow)};
    return true;
}
