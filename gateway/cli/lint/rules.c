/* What is doubtful about one rule by itself. */
#include "base/utf8.h"
#include "cli/lint/lint.h"
#include "fold/chars.h"
#include "fold/disguise.h"
#include "match/gaps.h"

enum { ENOUGH_EXAMPLES = 3 };

static void check_examples(const struct lint *l, const struct rule *r)
{
    uint32_t match = 0;
    uint32_t least = l->strict ? ENOUGH_EXAMPLES : 1;

    for (uint32_t i = 0; i < r->example_count; i++)
        match += r->example[i].should_match;
    if (match == 0)
        lint_say(l, LINT_NO_EXAMPLE, r, r->place, "no example that must match");
    else if (match < least)
        lint_say(l, LINT_FEW_EXAMPLES, r, r->place,
                 "only %u examples that must match", match);
    if (r->example_count == match)
        lint_say(l, LINT_NO_EXAMPLE, r, r->place,
                 "no example that must not match");
    else if (r->example_count - match < least)
        lint_say(l, LINT_FEW_EXAMPLES, r, r->place,
                 "only %u examples that must not match",
                 r->example_count - match);
}

static bool holds_han(struct span text)
{
    size_t at = 0;
    uint32_t c;

    while (utf8_next(text, &at, &c))
        if ((char_traits(c) & CHAR_HAN) != 0)
            return true;
    return false;
}

static void check_reason(const struct lint *l, const struct rule *r)
{
    if (r->action == VERDICT_FLAG || r->action == VERDICT_ALLOW)
        return; /* the author is not told */
    if (r->reason.en.len == 0)
        lint_say(l, LINT_NO_REASON, r, r->place,
                 "no reason to tell the author");
    else if (holds_han(r->reason.en))
        lint_say(l, LINT_REASON_LANGUAGE, r, r->place,
                 "no reason in English: write {en: …, zh-Hans: …}");
    else if (!holds_han(r->reason.zh_hans))
        lint_say(l, LINT_REASON_LANGUAGE, r, r->place,
                 "no reason in Chinese: write {en: …, zh-Hans: …}");
}

static void check_expiry(const struct lint *l, const struct rule *r)
{
    if (r->expires_ms != 0 && r->expires_ms <= l->now_ms)
        lint_say(l, LINT_EXPIRED_RULE, r, r->place,
                 "expired: it is never evaluated");
}

/* ---- terms ---- */

static bool begins_han(struct span text)
{
    size_t at = 0;
    uint32_t c = 0;

    return utf8_next(text, &at, &c) && (char_traits(c) & CHAR_HAN) != 0;
}

static bool ends_han(struct span text)
{
    size_t at = text.len;
    uint32_t c = 0;

    return utf8_prev(text, &at, &c) && (char_traits(c) & CHAR_HAN) != 0;
}

/* What a rule needs beside other things, or keeps clear of, may be short. */
static void see_short(const struct lint *l, const struct rule *r,
                      const struct term *t)
{
    if (utf8_count(t->text) != 1)
        return;
    lint_say(l, LINT_ONE_CHARACTER, r, t->place,
             "a term of one character hits in many other words");
    if ((r->disguises & disguises_guessing) != 0)
        lint_say(l, LINT_SHORT_GUESS, r, t->place,
                 "guessing disguises pass over a term of one character");
}

static void check_terms(const struct lint *l, const struct rule *r)
{
    uint32_t count;
    const struct lint_term *all = lint_of_rule(l, r, &count);

    for (uint32_t i = 0; i < count; i++) {
        const struct term *t = all[i].term;

        if (all[i].group == 0)
            see_short(l, r, t);
        if ((t->open_left && begins_han(t->text)) ||
            (t->open_right && ends_han(t->text)))
            lint_say(l, LINT_IDLE_STAR, r, t->place,
                     "'*' beside a Han character does nothing: it matches "
                     "anywhere");
    }
}

/* ---- disguises that no term can take ---- */

struct shape {
    uint32_t han;     /* most Han characters of a term */
    uint32_t longest; /* characters */
    bool words, latin, gaps;
};

static void add_shape(struct shape *s, struct span folded)
{
    uint32_t han = 0;
    uint32_t count = 0;
    size_t at = 0;
    uint32_t c;

    while (utf8_next(folded, &at, &c)) {
        unsigned traits = char_traits(c);

        count++;
        han += (traits & CHAR_HAN) != 0;
        s->latin = s->latin || (traits & (CHAR_LATIN | CHAR_DIGIT)) != 0;
    }
    s->words = true;
    s->han = han > s->han ? han : s->han;
    s->longest = count > s->longest ? count : s->longest;
    s->gaps = s->gaps || gaps_apply(folded, DISGUISE_BIT(DISGUISE_GAPS));
}

static struct shape shape_of(const struct lint *l, const struct rule *r)
{
    struct shape s = {0};
    uint32_t count;
    const struct lint_term *t = lint_of_rule(l, r, &count);

    for (uint32_t i = 0; i < count; i++)
        add_shape(&s, t[i].folded);
    return s;
}

static bool takes(const struct shape *s, const struct rule *r, enum disguise d)
{
    switch (d) {
    case DISGUISE_GAPS:
        return s->gaps;
    case DISGUISE_LOOKALIKES:
        return s->latin;
    case DISGUISE_INITIALS:
        return s->han >= r->initials_min;
    case DISGUISE_EMOJI:
        return s->longest >= 2;
    case DISGUISE_HAN_LOOKALIKES:
    case DISGUISE_PINYIN:
    case DISGUISE_HOMOPHONES:
    case DISGUISE_SPLIT:
    case DISGUISE_SHUFFLED:
        return s->han >= 2;
    default:
        return s->words;
    }
}

static void check_disguises(const struct lint *l, const struct rule *r)
{
    uint32_t asked = r->disguises & ~disguises_default;
    struct shape s;

    /* `all` asks for what there is, not for one of them. */
    if (asked == 0 || (disguises_available & ~r->disguises) == 0)
        return;
    s = shape_of(l, r);
    for (unsigned d = 0; d < DISGUISE_COUNT; d++) {
        const char *name = disguise_name((enum disguise)d);

        if ((asked & DISGUISE_BIT(d)) == 0 || takes(&s, r, (enum disguise)d))
            continue;
        if (s.words)
            lint_say(l, LINT_IDLE_DISGUISE, r, r->place,
                     "no term of the rule can take the disguise '%s'", name);
        else
            lint_say(l, LINT_IDLE_DISGUISE, r, r->place,
                     "'%s' does nothing: only words have disguises", name);
    }
}

/* ---- \b ---- */

/* \b at the place, not an escaped backslash before a b. */
static bool has_plain_boundary(struct span pattern)
{
    for (size_t i = 0; i + 1 < pattern.len; i++) {
        if (pattern.at[i] != '\\')
            continue;
        if (pattern.at[i + 1] == 'b')
            return true;
        i++;
    }
    return false;
}

static void see_boundary(const struct lint *l, const struct rule *r,
                         const struct condition *c)
{
    if (c->kind == CONDITION_REGEX && has_plain_boundary(c->pattern))
        lint_say(l, LINT_PLAIN_BOUNDARY, r, c->place,
                 "\\b is no boundary beside Han characters; write {{b}}");
}

void lint_rule(const struct lint *l, const struct rule *r)
{
    check_examples(l, r);
    check_reason(l, r);
    check_expiry(l, r);
    check_terms(l, r);
    check_disguises(l, r);
    if (r->languages == 0 || (r->languages & LANG_BITS_ZH) != 0)
        lint_leaves(l, r, see_boundary);
}
