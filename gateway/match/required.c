/*
 * Reading patterns cautiously
 *
 * A small reader of PCRE2's syntax follows sequences, alternatives, groups and
 * quantifiers. Whatever else it meets ends the reading, and nothing is claimed
 * of the pattern. Only characters of which the reader knows all caseless
 * partners count as themselves: ASCII (whose partners, the Kelvin sign and the
 * long s included, fold alike), Han, and what has no case.
 */
#include "match/required.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "fold/table.h"
#include "match/claim.h"

enum { DEEPEST = 40, MOST_IN_CLASS = 8 };

struct reader {
    struct arena *arena;
    struct span p;
    size_t at;
    unsigned depth;
    bool lost; /* something unknown: no claim at all */
};

static struct claim read_choices(struct reader *r);

static bool sees(const struct reader *r, const char *text)
{
    return span_starts(span_from(r->p, r->at), span_of(text));
}

static bool take(struct reader *r, const char *text)
{
    if (!sees(r, text))
        return false;
    r->at += strlen(text);
    return true;
}

static struct claim give_up(struct reader *r)
{
    r->lost = true;
    r->at = r->p.len;
    return claim_nothing();
}

static bool partners_known(uint32_t c)
{
    unsigned traits = char_traits(c);

    if (c < 0x80 || (traits & CHAR_HAN) != 0)
        return true;
    return (traits & CHAR_SOLID) == 0 &&
           !u_hasBinaryProperty((UChar32)c, UCHAR_CASED) &&
           !u_hasBinaryProperty((UChar32)c, UCHAR_CHANGES_WHEN_CASEMAPPED);
}

static struct claim claim_digit(void)
{
    struct claim c = claim_nothing();

    c.digits = 1;
    return c;
}

static struct claim claim_char(struct reader *r, uint32_t c)
{
    char text[4];
    struct span s = {text, utf8_put(c, text)};
    struct claim out;

    if (!partners_known(c))
        return claim_nothing();
    if (fold_changes(c)) {
        const struct fold_change *change = &fold_table.full[fold_entry(c)];

        s = (struct span){change->text, change->len};
    }
    out = claim_string(r->arena, s);
    out.digits = c >= '0' && c <= '9' ? 1 : 0;
    return out;
}

/* \x{1F600} or \x41; r->at is behind the x. */
static bool read_hex(struct reader *r, uint32_t *ret)
{
    bool braces = take(r, "{");
    size_t most = braces ? 6 : 2;
    size_t from = r->at;
    uint32_t c = 0;

    while (r->at < r->p.len && r->at - from < most &&
           span_hex_value(r->p.at[r->at]) >= 0)
        c = c << 4U | (uint32_t)span_hex_value(r->p.at[r->at++]);
    if (r->at == from || (braces && !take(r, "}")) || c > 0x10FFFF ||
        (c >= 0xD800 && c < 0xE000))
        return false;
    *ret = c;
    return true;
}

/* \p{Han}, \PL; r->at is behind the p. */
static struct claim read_property(struct reader *r, bool negative)
{
    struct span rest = span_from(r->p, r->at);
    size_t end = span_find_byte(rest, '}', 0);

    if (!sees(r, "{")) {
        r->at++;
        return claim_nothing();
    }
    if (end == rest.len)
        return give_up(r);
    r->at += end + 1;
    return !negative && span_is(span_slice(rest, 1, end), "Nd")
               ? claim_digit()
               : claim_nothing();
}

enum escape { ESCAPE_CHAR, ESCAPE_CLAIM, ESCAPE_UNKNOWN };

static bool control_escape(char c, uint32_t *ret)
{
    switch (c) {
    case 't':
        *ret = '\t';
        return true;
    case 'n':
        *ret = '\n';
        return true;
    case 'r':
        *ret = '\r';
        return true;
    case 'f':
        *ret = '\f';
        return true;
    default:
        return false;
    }
}

/* Reads what follows a backslash, in a class or not: one character, or a
 * claim on what stands there. */
static enum escape read_escape(struct reader *r, uint32_t *ret,
                               struct claim *ret_claim)
{
    uint32_t c = 0;

    if (!utf8_next(r->p, &r->at, &c))
        return ESCAPE_UNKNOWN;
    *ret = c;
    *ret_claim = claim_nothing();
    if (c >= 0x80 || !u_isalnum((UChar32)c))
        return ESCAPE_CHAR;
    if (control_escape((char)c, ret))
        return ESCAPE_CHAR;
    if (c == 'x')
        return read_hex(r, ret) ? ESCAPE_CHAR : ESCAPE_UNKNOWN;
    if (c == 'p' || c == 'P')
        *ret_claim = read_property(r, c == 'P');
    else if (c == 'd')
        *ret_claim = claim_digit();
    else if (strchr("DwWsShHvV", (char)c) == NULL)
        return ESCAPE_UNKNOWN;
    return ESCAPE_CLAIM;
}

static struct claim read_backslash(struct reader *r)
{
    struct claim claim;
    uint32_t c;
    char next = '\0';

    if (r->at < r->p.len)
        next = r->p.at[r->at];
    if (next != '\0' && strchr("bBAzZ", next) != NULL) {
        r->at++;
        return claim_empty();
    }
    if (next >= '0' && next <= '9') { /* \1, or an octal number */
        while (r->at < r->p.len && u_isdigit(r->p.at[r->at]))
            r->at++;
        return claim_nothing();
    }
    if (next == 'R' || next == 'X') {
        r->at++;
        return claim_nothing();
    }
    switch (read_escape(r, &c, &claim)) {
    case ESCAPE_CHAR:
        return claim_char(r, c);
    case ESCAPE_CLAIM:
        return claim;
    default:
        return give_up(r);
    }
}

/* What a class may be: any of a few characters, only digits, or anything. */
struct class
{
    uint32_t c[MOST_IN_CLASS];
    uint32_t count;
    bool few, digits;
};

static void add_range(struct class *k, uint32_t from, uint32_t to)
{
    if (from < '0' || to > '9')
        k->digits = false;
    for (uint32_t c = from; k->few && c <= to; c++) {
        if (k->count == MOST_IN_CLASS)
            k->few = false;
        else
            k->c[k->count++] = c;
    }
}

/* One character of a class, or false after a class escape such as \w. */
static bool read_member(struct reader *r, struct class *k, uint32_t *ret)
{
    struct claim claim;

    if (!take(r, "\\")) {
        if (!utf8_next(r->p, &r->at, ret))
            (void)give_up(r);
        return !r->lost;
    }
    switch (read_escape(r, ret, &claim)) {
    case ESCAPE_CHAR:
        return true;
    case ESCAPE_CLAIM:
        k->few = false;
        k->digits = k->digits && claim.digits > 0;
        return false;
    default:
        (void)give_up(r);
        return false;
    }
}

static void read_range(struct reader *r, struct class *k)
{
    uint32_t from;
    uint32_t to;

    if (!read_member(r, k, &from))
        return;
    if (!sees(r, "-") || sees(r, "-]")) {
        add_range(k, from, from);
        return;
    }
    (void)take(r, "-");
    if (read_member(r, k, &to))
        add_range(k, from, to);
    else
        (void)give_up(r);
}

static struct claim class_claim(struct reader *r, const struct class *k)
{
    struct claim out = claim_nothing();

    for (uint32_t i = 0; k->few && i < k->count; i++) {
        struct claim one = claim_char(r, k->c[i]);

        out = i == 0 ? one : claim_or(&out, &one);
    }
    if (k->digits)
        out.digits = 1;
    return out;
}

/* r->at is behind the [. */
static struct claim read_class(struct reader *r)
{
    struct class k = {.few = true, .digits = true};
    bool negative = take(r, "^");
    bool first = true;

    while (!r->lost && (first || !sees(r, "]"))) {
        if (sees(r, "[:") || sees(r, "[.") || sees(r, "[=") || sees(r, "{{b}}"))
            return give_up(r);
        read_range(r, &k);
        first = false;
    }
    if (r->lost || !take(r, "]"))
        return give_up(r);
    return negative ? claim_nothing() : class_claim(r, &k);
}

static bool skip_name(struct reader *r, char end)
{
    size_t close = span_find_byte(r->p, end, r->at);

    r->at = close + 1;
    return close < r->p.len;
}

/* (?i) changes nothing here: claims hold for every case. (?x) would. */
static struct claim read_flags(struct reader *r, bool *ret_group)
{
    while (r->at < r->p.len && strchr("ims-", r->p.at[r->at]) != NULL)
        r->at++;
    *ret_group = take(r, ":");
    return *ret_group || take(r, ")") ? claim_empty() : give_up(r);
}

static bool opens_look(struct reader *r)
{
    return take(r, "?=") || take(r, "?!") || take(r, "?<=") || take(r, "?<!");
}

static bool opens_group(struct reader *r)
{
    if (take(r, "?:") || take(r, "?>") || take(r, "?|"))
        return true;
    if (take(r, "?P<") || take(r, "?<"))
        return skip_name(r, '>');
    if (take(r, "?'"))
        return skip_name(r, '\'');
    return !sees(r, "?") && !sees(r, "*");
}

/* r->at is behind the parenthesis. */
static struct claim read_group(struct reader *r)
{
    struct claim inner;
    bool look = opens_look(r);
    bool group = true;

    if (take(r, "?#"))
        return skip_name(r, ')') ? claim_empty() : give_up(r);
    if (!look && !opens_group(r)) {
        if (!take(r, "?"))
            return give_up(r);
        inner = read_flags(r, &group);
        if (!group || r->lost)
            return inner;
    }
    if (++r->depth > DEEPEST)
        return give_up(r);
    inner = read_choices(r);
    r->depth--;
    if (r->lost || !take(r, ")"))
        return give_up(r);
    return look ? claim_empty() : inner;
}

static struct claim read_atom(struct reader *r)
{
    uint32_t c = 0;

    if (take(r, "{{b}}") || take(r, "^") || take(r, "$"))
        return claim_empty();
    if (take(r, "("))
        return read_group(r);
    if (take(r, "["))
        return read_class(r);
    if (take(r, "\\"))
        return read_backslash(r);
    if (take(r, "."))
        return claim_nothing();
    if (sees(r, "{") || !utf8_next(r->p, &r->at, &c))
        return give_up(r);
    return claim_char(r, c);
}

static bool read_number(struct reader *r, uint32_t *ret)
{
    size_t from = r->at;
    uint64_t n;

    while (r->at < r->p.len && r->p.at[r->at] >= '0' && r->p.at[r->at] <= '9')
        r->at++;
    if (!span_to_u64(span_slice(r->p, from, r->at), &n) || n > UINT16_MAX)
        return false;
    *ret = (uint32_t)n;
    return true;
}

/* {n}, {n,}, {n,m}: anything else in braces is left to PCRE2 alone. */
static bool read_braces(struct reader *r, uint32_t *least, int64_t *most)
{
    uint32_t n;

    if (!read_number(r, least))
        return false;
    *most = *least;
    if (take(r, ",")) {
        *most = -1;
        if (!sees(r, "}")) {
            if (!read_number(r, &n))
                return false;
            *most = n;
        }
    }
    return take(r, "}");
}

static struct claim read_piece(struct reader *r)
{
    struct claim c = read_atom(r);

    while (!r->lost) {
        uint32_t least = 1;
        int64_t most = 1;

        if (take(r, "*") || take(r, "?"))
            least = 0, most = r->p.at[r->at - 1] == '?' ? 1 : -1;
        else if (take(r, "+"))
            most = -1;
        else if (sees(r, "{{b}}") || !take(r, "{"))
            break;
        else if (!read_braces(r, &least, &most))
            return give_up(r);
        (void)(take(r, "+") || take(r, "?"));
        c = claim_times(r->arena, &c, least, most);
    }
    return c;
}

static struct claim read_sequence(struct reader *r)
{
    struct claim c = claim_empty();

    while (!r->lost && r->at < r->p.len && !sees(r, "|") && !sees(r, ")")) {
        struct claim next = read_piece(r);

        c = claim_then(r->arena, &c, &next);
    }
    return c;
}

static struct claim read_choices(struct reader *r)
{
    struct claim c = read_sequence(r);

    while (!r->lost && take(r, "|")) {
        struct claim next = read_sequence(r);

        c = claim_or(&c, &next);
    }
    return c;
}

bool required_find(struct arena *a, struct span pattern, struct required *ret,
                   struct err *e)
{
    struct reader r = {.arena = a, .p = pattern};
    struct claim c = read_choices(&r);
    const struct string_set *best = claim_best(&c);

    *ret = (struct required){0};
    if (arena_full(a))
        return arena_err(a, "literals of regexes", e);
    if (r.lost || r.at != pattern.len)
        return true;
    ret->digits = c.digits;
    if (!claim_worth(best))
        return true;
    ret->count = best->count;
    memcpy(ret->literal, best->at, best->count * sizeof(best->at[0]));
    return true;
}
