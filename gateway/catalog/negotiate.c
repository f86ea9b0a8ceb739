#include "catalog/negotiate.h"

enum { MOST_RANGES = 32, LONGEST_RANGE = 64 };

static const char *const tags[LOCALE_COUNT] = {"en", "zh-Hans", "zh-Hant"};

const char *locale_tag(enum locale l)
{
    return tags[l];
}

static bool subtag_in(struct span tag, const char *const *list)
{
    struct span rest = tag;
    struct span subtag;

    while (span_cut(&rest, '-', &subtag))
        for (const char *const *word = list; *word != NULL; word++)
            if (span_equal_nocase(subtag, span_of(*word)))
                return true;
    return false;
}

/* A script that is named wins over what the region suggests. */
static enum locale chinese_of(struct span tag, bool traditional_by_default)
{
    static const char *const hant[] = {"Hant", NULL};
    static const char *const hans[] = {"Hans", NULL};
    static const char *const hant_places[] = {"TW", "HK", "MO", NULL};
    static const char *const hans_places[] = {"CN", "SG", "MY", NULL};

    if (subtag_in(tag, hant))
        return LOCALE_ZH_HANT;
    if (subtag_in(tag, hans))
        return LOCALE_ZH_HANS;
    if (subtag_in(tag, hant_places))
        return LOCALE_ZH_HANT;
    if (subtag_in(tag, hans_places))
        return LOCALE_ZH_HANS;
    return traditional_by_default ? LOCALE_ZH_HANT : LOCALE_ZH_HANS;
}

bool locale_of(struct span tag, enum locale *ret)
{
    struct span rest = tag;
    struct span language;

    if (tag.len > LONGEST_RANGE || !span_cut(&rest, '-', &language))
        return false;
    if (span_equal_nocase(language, SPAN("en")))
        *ret = LOCALE_EN;
    else if (span_equal_nocase(language, SPAN("zh")) ||
             span_equal_nocase(language, SPAN("cmn")))
        *ret = chinese_of(tag, false);
    else if (span_equal_nocase(language, SPAN("yue")))
        *ret = chinese_of(tag, true);
    else
        return false;
    return true;
}

/* "0.8" is 800; false when it is no qvalue of RFC 9110 12.4.2. */
static bool read_quality(struct span s, unsigned *ret)
{
    unsigned scale = 100;
    unsigned q;

    if (s.len == 0 || s.len > 5 || (s.at[0] != '0' && s.at[0] != '1'))
        return false;
    q = (unsigned)(s.at[0] - '0') * 1000;
    if (s.len > 1 && s.at[1] != '.')
        return false;
    for (size_t i = 2; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        q += (unsigned)(s.at[i] - '0') * scale;
        scale /= 10;
    }
    *ret = q;
    return q <= 1000;
}

/* One element: a range and its q, 1000 when there is none. */
static bool read_range(struct span element, struct span *ret_tag,
                       unsigned *ret_q)
{
    struct span rest = element;
    struct span param;

    *ret_q = 1000;
    if (!span_cut(&rest, ';', ret_tag))
        return false;
    *ret_tag = span_trim(*ret_tag);
    while (span_cut(&rest, ';', &param)) {
        param = span_trim(param);
        if (span_starts_nocase(param, SPAN("q=")) &&
            !read_quality(span_from(param, 2), ret_q))
            return false;
    }
    return ret_tag->len > 0;
}

struct wishes {
    unsigned best[LOCALE_COUNT]; /* q of the best range that names it */
    bool refused[LOCALE_COUNT];
    int first; /* the locale of the best range; -1: none */
};

static void read_wishes(struct span header, struct wishes *w)
{
    struct span rest = header;
    struct span element;
    unsigned best = 0;

    *w = (struct wishes){.first = -1};
    for (int i = 0; i < MOST_RANGES && span_cut(&rest, ',', &element); i++) {
        enum locale l;
        struct span tag;
        unsigned q;

        if (!read_range(element, &tag, &q))
            continue;
        if (!locale_of(tag, &l))
            continue;
        if (q > w->best[l])
            w->best[l] = q;
        w->refused[l] = w->best[l] == 0;
        if (q > best) {
            best = q;
            w->first = (int)l;
        }
    }
}

bool locale_asked(struct span accept_language, enum locale *ret_locale)
{
    struct wishes w;

    read_wishes(accept_language, &w);
    if (w.first < 0)
        return false;
    *ret_locale = (enum locale)w.first;
    return true;
}

enum locale locale_choose(struct span accept_language, struct span post_tag)
{
    enum locale found;
    struct wishes w;

    read_wishes(accept_language, &w);
    if (w.first >= 0)
        return (enum locale)w.first;
    if (locale_of(post_tag, &found) && !w.refused[found])
        return found;
    return LOCALE_EN;
}
