#include "match/domains.h"

#include <string.h>
#include <unicode/uidna.h>

#include "base/attr.h"

enum { LONGEST_HOST = 253, MOST_SPELLING = 1024 };

static bool is_host_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static bool not_a_host(struct err *e)
{
    return err_set(e, ERR_CONFIG, NULL, "not a host name");
}

/* As UTS #46 maps it, without its rules about length and hyphens, which
 * registries don't keep either. */
typedef int32_t (*convert)(const UIDNA *idna, const char *name, int32_t length,
                           char *dest, int32_t capacity, UIDNAInfo *info,
                           UErrorCode *status);

static bool spell(const UIDNA *idna, convert to, struct span text,
                  struct arena *a, struct span *ret, struct err *e)
{
    char made[MOST_SPELLING];
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = to(idna, text.at, (int32_t)text.len, made, sizeof(made),
                     &info, &status);

    if (U_FAILURE(status) || info.errors != 0 || len <= 0)
        return not_a_host(e);
    *ret = arena_copy(a, (struct span){made, (size_t)len});
    return ret->at != NULL || arena_err(a, "domains", e);
}

static bool spell_both(struct span text, struct arena *a, struct domain *ret,
                       struct err *e)
{
    UErrorCode status = U_ZERO_ERROR;
    UIDNA *idna = uidna_openUTS46(
        UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        &status);
    struct domain d = {.count = 1};
    bool done;

    if (U_FAILURE(status))
        return err_set(e, ERR_INTERNAL, NULL, "ICU IDNA: %s",
                       u_errorName(status));
    done = spell(idna, uidna_nameToUnicodeUTF8, text, a, &d.spelling[0], e) &&
           spell(idna, uidna_nameToASCII_UTF8, text, a, &d.spelling[1], e);
    uidna_close(idna);
    if (!done)
        return false;
    d.count += span_equal(d.spelling[0], d.spelling[1]) ? 0 : 1;
    *ret = d;
    return true;
}

bool domain_read(struct span text, struct arena *a, struct domain *ret,
                 struct err *e)
{
    struct domain d;
    size_t dot;

    if (text.len == 0 || text.len > LONGEST_HOST)
        return not_a_host(e);
    if (!spell_both(text, a, &d, e))
        return false;
    dot = span_find_byte(d.spelling[1], '.', 0);
    if (dot == 0 || dot + 1 >= d.spelling[1].len ||
        span_ends(d.spelling[1], SPAN(".")))
        return not_a_host(e);
    *ret = d;
    return true;
}

/* A host goes on to the right: comx, com-x, com.net; not "com." at the end of
 * a sentence. */
static bool goes_on(struct span view, uint32_t at)
{
    size_t next = at;

    if (at > 0 && !is_host_byte(view.at[at - 1]))
        return false; /* it ends in a Han label: nothing shows the end */
    if (next < view.len && view.at[next] == '.')
        next++;
    return next < view.len && is_host_byte(view.at[next]);
}

bool domain_at(struct span view, struct range at, struct range *ret)
{
    uint32_t from = at.from;

    if (goes_on(view, at.to))
        return false;
    if (is_host_byte(view.at[from]) && from > 0 &&
        is_host_byte(view.at[from - 1]))
        return false;
    while (from > 0 &&
           (is_host_byte(view.at[from - 1]) || view.at[from - 1] == '.'))
        from--;
    while (from < at.from && !is_host_byte(view.at[from]))
        from++;
    *ret = (struct range){from, at.to};
    return true;
}

/* ---- dots that are none ---- */

enum { MOST_BLANKS = 3 };

const struct span domain_dots[DOMAIN_DOTS] = {
    SPAN_INIT(""),
    SPAN_INIT("dot"),
    SPAN_INIT("点"),
};

static bool take_one(struct span view, size_t *at, const struct span *list,
                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].len > 0 && span_starts(span_from(view, *at), list[i])) {
            *at += list[i].len;
            return true;
        }
    return false;
}

static size_t take_blanks(struct span view, size_t *at)
{
    size_t from = *at;

    while (*at < view.len && view.at[*at] == ' ' && *at - from < MOST_BLANKS)
        (*at)++;
    return *at - from;
}

/* "I saw evil. Com…" is the end of a sentence; no word is written like these
 * ends of hosts. */
static bool is_no_word(struct span label)
{
    static const struct span ends[] = {
        SPAN_INIT("com"), SPAN_INIT("net"), SPAN_INIT("org"), SPAN_INIT("xyz"),
        SPAN_INIT("cn"),  SPAN_INIT("cc"),  SPAN_INIT("tv"),  SPAN_INIT("tk"),
        SPAN_INIT("ru"),  SPAN_INIT("vip"), SPAN_INIT("biz"), SPAN_INIT("info"),
    };
    size_t end = span_find_byte(label, '.', 0);

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (span_equal(span_slice(label, 0, end), ends[i]))
            return true;
    return false;
}

enum dot { DOT_NONE, DOT_PLAIN, DOT_DEFANGED };

/* next: the spelling behind this dot. */
static enum dot take_dot(struct span view, size_t *at, struct span next)
{
    static const struct span signs[] = {
        SPAN_INIT("."), SPAN_INIT("。"), SPAN_INIT("・"),  SPAN_INIT("·"),
        SPAN_INIT("•"), SPAN_INIT("点"), SPAN_INIT("dot"),
    };
    static const struct span open[] = {
        SPAN_INIT("["),  SPAN_INIT("("),  SPAN_INIT("{"),  SPAN_INIT("<"),
        SPAN_INIT("【"), SPAN_INIT("「"), SPAN_INIT("《"), SPAN_INIT("〔"),
    };
    static const struct span shut[] = {
        SPAN_INIT("]"),  SPAN_INIT(")"),  SPAN_INIT("}"),  SPAN_INIT(">"),
        SPAN_INIT("】"), SPAN_INIT("」"), SPAN_INIT("》"), SPAN_INIT("〕"),
    };
    size_t from = *at;
    size_t i = from;
    size_t before = take_blanks(view, &i);
    bool bracket = take_one(view, &i, open, COUNT_OF(open));
    size_t sign;
    size_t after;
    bool word;

    before += take_blanks(view, &i);
    sign = i;
    if (!take_one(view, &i, signs, COUNT_OF(signs)))
        return DOT_NONE;
    word = i - sign == strlen("dot") && view.at[sign] == 'd';
    after = take_blanks(view, &i);
    if (bracket && !take_one(view, &i, shut, COUNT_OF(shut)))
        return DOT_NONE;
    after += take_blanks(view, &i);
    if (word && !bracket && (before == 0) != (after == 0))
        return DOT_NONE;
    if (!word && !bracket && before == 0 && after > 0 && !is_no_word(next))
        return DOT_NONE;
    *at = i;
    return i - from == 1 ? DOT_PLAIN : DOT_DEFANGED;
}

bool domain_defanged(struct span view, size_t from, struct span spelling,
                     struct range *ret)
{
    bool defanged = false;
    size_t at = from;

    for (size_t k = 0; k < spelling.len; k++) {
        if (spelling.at[k] == '.') {
            enum dot dot = take_dot(view, &at, span_from(spelling, k + 1));

            if (dot == DOT_NONE)
                return false;
            defanged = defanged || dot == DOT_DEFANGED;
        } else if (at >= view.len || view.at[at++] != spelling.at[k]) {
            return false;
        }
    }
    if (!defanged || goes_on(view, (uint32_t)at) ||
        (from > 0 && is_host_byte(view.at[from]) &&
         is_host_byte(view.at[from - 1])))
        return false;
    *ret = (struct range){(uint32_t)from, (uint32_t)at};
    return true;
}
