/*
 * A part of a pattern is a fragment: the positions it may begin and end with,
 * and whether it may be empty. Parts behind each other join every end of the
 * one with every beginning of the other; a loop joins its own ends with its
 * own beginnings.
 */
#include "cli/lint/automaton.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

enum { DEEPEST = 40, LOOP = 6, MOST_MEMBERS = AUTOMATON_POSITIONS };

struct list {
    uint32_t *at;
    uint32_t count;
};

struct fragment {
    bool nullable;
    struct list first, last;
};

struct reader {
    struct automaton *m;
    struct span p;
    size_t at;
    unsigned depth;
    uint32_t joins; /* numbers for edge.via */
    bool lost;
};

static struct fragment read_choices(struct reader *r);

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

static struct fragment give_up(struct reader *r)
{
    r->lost = true;
    r->at = r->p.len;
    return (struct fragment){.nullable = true};
}

/* ---- building ---- */

static struct fragment empty(void)
{
    return (struct fragment){.nullable = true};
}

static struct list united(struct reader *r, struct list a, struct list b)
{
    struct list all = {.count = a.count + b.count};

    all.at = arena_array(r->m->arena, all.count, sizeof(*all.at));
    if (all.at == NULL || all.count > MOST_MEMBERS) {
        (void)give_up(r);
        return (struct list){0};
    }
    if (a.count > 0)
        memcpy(all.at, a.at, a.count * sizeof(*all.at));
    if (b.count > 0)
        memcpy(all.at + a.count, b.at, b.count * sizeof(*all.at));
    return all;
}

static struct fragment one_of(struct reader *r, USet *set)
{
    struct automaton *m = r->m;
    uint32_t *self = arena_alloc(m->arena, sizeof(*self));

    if (self == NULL || m->count == AUTOMATON_POSITIONS) {
        uset_close(set);
        return give_up(r);
    }
    *self = m->count;
    m->at[m->count++].set = set;
    return (struct fragment){.first = {self, 1}, .last = {self, 1}};
}

static void add_edge(struct reader *r, uint32_t from, struct edge e)
{
    struct position *p = &r->m->at[from];
    uint32_t room = p->edge_room > 0 ? p->edge_room * 2 : 4;

    if (p->edge_count == p->edge_room) {
        struct edge *grown = arena_grow(r->m->arena, p->edge, p->edge_count,
                                        room, sizeof(*grown));

        if (grown == NULL || r->m->edges >= AUTOMATON_EDGES) {
            (void)give_up(r);
            return;
        }
        p->edge = grown;
        p->edge_room = room;
    }
    p->edge[p->edge_count++] = e;
    r->m->edges++;
}

static void join(struct reader *r, struct list from, struct list to)
{
    uint32_t via = r->joins++;

    for (uint32_t i = 0; i < from.count && !r->lost; i++)
        for (uint32_t k = 0; k < to.count && !r->lost; k++)
            add_edge(r, from.at[i], (struct edge){to.at[k], via});
}

static struct fragment then(struct reader *r, struct fragment a,
                            struct fragment b)
{
    struct fragment both = {
        .nullable = a.nullable && b.nullable, .first = a.first, .last = b.last};

    join(r, a.last, b.first);
    if (a.nullable)
        both.first = united(r, a.first, b.first);
    if (b.nullable)
        both.last = united(r, a.last, b.last);
    return both;
}

static struct fragment either(struct reader *r, struct fragment a,
                              struct fragment b)
{
    return (struct fragment){.nullable = a.nullable || b.nullable,
                             .first = united(r, a.first, b.first),
                             .last = united(r, a.last, b.last)};
}

/* ---- characters ---- */

/* A set in ICU's own syntax, ASCII. */
static bool add_pattern(USet *set, const char *icu)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[80];
    USet *other;

    if (strlen(icu) >= 80)
        return false;
    u_uastrcpy(text, icu);
    other = uset_openPattern(text, -1, &status);
    if (U_FAILURE(status)) {
        uset_close(other);
        return false;
    }
    uset_addAll(set, other);
    uset_close(other);
    return true;
}

/* \p{Han}, \P{L}, \pL; r->at is behind the p. */
static bool add_property(struct reader *r, USet *set, bool negative)
{
    struct span rest = span_from(r->p, r->at);
    size_t end = sees(r, "{") ? span_find_byte(rest, '}', 0) : 0;
    struct span name = end > 0 ? span_slice(rest, 1, end) : rest;
    char icu[80];

    if (end == 0)
        name.len = name.len > 0 ? 1 : 0;
    if (end == rest.len || name.len == 0 || name.len > 60)
        return false;
    r->at += end > 0 ? end + 1 : 1;
    if (name.at[0] == '^') {
        negative = !negative;
        name = span_from(name, 1);
    }
    (void)snprintf(icu, sizeof(icu), "[\\%c{" SPAN_FMT "}]",
                   negative ? 'P' : 'p', SPAN_ARG(name));
    return add_pattern(set, icu);
}

/* Classes by their letter, as UCP has them. */
static const char *class_of(char c)
{
    switch (c) {
    case 'd':
        return "[\\p{Nd}]";
    case 'D':
        return "[^\\p{Nd}]";
    case 'w':
        return "[\\p{L}\\p{N}_]";
    case 'W':
        return "[^\\p{L}\\p{N}_]";
    case 's':
        return "[\\p{Z}\\u0009-\\u000D\\u0085]";
    case 'S':
        return "[^\\p{Z}\\u0009-\\u000D\\u0085]";
    case 'h':
        return "[\\p{Zs}\\u0009]";
    case 'v':
    case 'R':
        return "[\\u000A-\\u000D\\u0085\\u2028\\u2029]";
    case 'N':
        return "[^\\u000A]";
    default:
        return NULL;
    }
}

static bool read_hex(struct reader *r, uint32_t *ret)
{
    bool braces = take(r, "{");
    uint32_t c = 0;
    unsigned digits = 0;

    while (r->at < r->p.len && digits < (braces ? 6U : 2U) &&
           u_isxdigit((unsigned char)r->p.at[r->at])) {
        c = c * 16 + (uint32_t)u_digit((unsigned char)r->p.at[r->at++], 16);
        digits++;
    }
    *ret = c;
    return digits > 0 && (!braces || take(r, "}"));
}

/* What follows a backslash: a class into the set, or one character. */
static bool read_escape(struct reader *r, USet *set, bool *ret_class,
                        uint32_t *ret)
{
    static const char plain[] = "tnrfae";
    static const char meant[] = "\t\n\r\f\a\x1B";
    const char *known;
    uint32_t c;

    *ret_class = false;
    if (!utf8_next(r->p, &r->at, &c))
        return false;
    *ret = c;
    if (c >= 0x80 || !u_isalnum((UChar32)c))
        return true;
    *ret_class = true;
    if (c == 'p' || c == 'P')
        return add_property(r, set, c == 'P');
    if (class_of((char)c) != NULL)
        return add_pattern(set, class_of((char)c));
    *ret_class = false;
    if (c == 'x')
        return read_hex(r, ret);
    known = strchr(plain, (char)c);
    if (known != NULL)
        *ret = (unsigned char)meant[known - plain];
    return known != NULL;
}

static USet *set_of(uint32_t from, uint32_t to)
{
    USet *set = uset_open((UChar32)from, (UChar32)to);

    uset_closeOver(set, USET_CASE_INSENSITIVE);
    return set;
}

/* ---- classes in brackets ---- */

static bool read_posix(struct reader *r, USet *set)
{
    size_t end = span_find(r->p, SPAN(":]"), r->at);
    char icu[40];

    if (end == r->p.len || end - r->at > 20)
        return false;
    (void)snprintf(icu, sizeof(icu), "[[" SPAN_FMT ":]]",
                   SPAN_ARG(span_slice(r->p, r->at + 1, end)));
    r->at = end + 2;
    return add_pattern(set, icu);
}

/* One member or range. */
static bool read_member(struct reader *r, USet *set)
{
    bool class = false;
    uint32_t from;
    uint32_t to;

    if (sees(r, "[:"))
        return read_posix(r, set);
    if (take(r, "\\") ? !read_escape(r, set, &class, &from)
                      : !utf8_next(r->p, &r->at, &from))
        return false;
    if (class)
        return true;
    to = from;
    if (sees(r, "-") && !sees(r, "-]")) {
        (void)take(r, "-");
        if (take(r, "\\") ? !read_escape(r, set, &class, &to) || class
                          : !utf8_next(r->p, &r->at, &to))
            return false;
    }
    uset_addRange(set, (UChar32)from, (UChar32)to);
    return from <= to;
}

/* r->at is behind the [. */
static struct fragment read_class(struct reader *r)
{
    USet *set = uset_openEmpty();
    bool negative = take(r, "^");
    bool first = true;

    while (first || !sees(r, "]")) {
        if (r->at >= r->p.len || !read_member(r, set)) {
            uset_close(set);
            return give_up(r);
        }
        first = false;
    }
    r->at++;
    uset_closeOver(set, USET_CASE_INSENSITIVE);
    uset_removeAllStrings(set);
    if (negative)
        uset_complement(set);
    return one_of(r, set);
}

/* ---- groups ---- */

static bool opens_look(struct reader *r)
{
    return take(r, "?=") || take(r, "?!") || take(r, "?<=") || take(r, "?<!");
}

static bool skip_past(struct reader *r, char end)
{
    size_t close = span_find_byte(r->p, end, r->at);

    r->at = close + 1;
    return close < r->p.len;
}

/* What a group begins with; *ret_flags: it was only (?i). */
static bool opens_group(struct reader *r, bool *ret_flags)
{
    *ret_flags = false;
    if (take(r, "?:") || take(r, "?>") || take(r, "?|"))
        return true;
    if (take(r, "?P<") || take(r, "?<"))
        return skip_past(r, '>');
    if (take(r, "?'"))
        return skip_past(r, '\'');
    if (!take(r, "?"))
        return !sees(r, "*");
    while (r->at < r->p.len && strchr("ims-", r->p.at[r->at]) != NULL)
        r->at++;
    *ret_flags = take(r, ")");
    return *ret_flags || take(r, ":");
}

/* r->at is behind the parenthesis. */
static struct fragment read_group(struct reader *r)
{
    struct fragment inner;
    bool flags = false;
    bool look;

    if (take(r, "?#"))
        return skip_past(r, ')') ? empty() : give_up(r);
    look = opens_look(r);
    if (!look && !opens_group(r, &flags))
        return give_up(r);
    if (flags)
        return empty();
    if (++r->depth > DEEPEST)
        return give_up(r);
    inner = read_choices(r);
    r->depth--;
    if (r->lost || !take(r, ")"))
        return give_up(r);
    return look ? empty() : inner;
}

/* ---- atoms and how often they stand ---- */

static struct fragment read_backslash(struct reader *r)
{
    USet *set;
    bool class;
    uint32_t c;

    if (r->at < r->p.len && strchr("bBAzZG", r->p.at[r->at]) != NULL) {
        r->at++;
        return empty();
    }
    set = uset_openEmpty();
    if (!read_escape(r, set, &class, &c)) {
        uset_close(set);
        return give_up(r);
    }
    if (class)
        return one_of(r, set);
    uset_close(set);
    return one_of(r, set_of(c, c));
}

static struct fragment read_atom(struct reader *r)
{
    uint32_t c = 0;

    if (take(r, "{{b}}") || take(r, "^") || take(r, "$"))
        return empty();
    if (take(r, "("))
        return read_group(r);
    if (take(r, "["))
        return read_class(r);
    if (take(r, "\\"))
        return read_backslash(r);
    if (take(r, ".")) {
        USet *any = uset_open(0, 0x10FFFF);

        uset_remove(any, '\n');
        return one_of(r, any);
    }
    if (!utf8_next(r->p, &r->at, &c))
        return give_up(r);
    return one_of(r, set_of(c, c));
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

struct times {
    uint32_t least, most; /* most: UINT32_MAX = without end */
};

/* {n}, {n,}, {n,m}; anything else in braces stands for itself. */
static bool read_braces(struct reader *r, struct times *ret)
{
    size_t back = r->at;
    struct times t;

    if (!take(r, "{"))
        return false;
    if (read_number(r, &t.least)) {
        t.most = t.least;
        if (take(r, ",") && (sees(r, "}") || !read_number(r, &t.most)))
            t.most = UINT32_MAX;
        if (take(r, "}")) {
            *ret = t;
            return true;
        }
    }
    r->at = back;
    return false;
}

static bool read_times(struct reader *r, struct times *ret)
{
    bool found = true;

    if (take(r, "*"))
        *ret = (struct times){0, UINT32_MAX};
    else if (take(r, "+"))
        *ret = (struct times){1, UINT32_MAX};
    else if (take(r, "?"))
        *ret = (struct times){0, 1};
    else
        found = !sees(r, "{{b}}") && read_braces(r, ret);
    if (found)
        (void)(take(r, "+") || take(r, "?"));
    return found;
}

/* The atom that began at `from`, read once more. */
static struct fragment read_again(struct reader *r, size_t from)
{
    size_t behind = r->at;
    struct fragment f;

    r->at = from;
    f = read_atom(r);
    r->at = r->lost ? r->at : behind;
    return f;
}

static struct fragment repeat(struct reader *r, struct fragment one,
                              size_t from, struct times t)
{
    struct fragment all = one;

    if (t.most >= LOOP) {
        join(r, all.last, all.first);
        all.nullable = all.nullable || t.least == 0;
        return all;
    }
    if (t.most == 0)
        return empty();
    all.nullable = all.nullable || t.least == 0;
    for (uint32_t i = 1; i < t.most && !r->lost; i++) {
        struct fragment next = read_again(r, from);

        next.nullable = next.nullable || i >= t.least;
        all = then(r, all, next);
    }
    return all;
}

static struct fragment read_piece(struct reader *r)
{
    size_t from = r->at;
    struct fragment f = read_atom(r);
    struct times t;

    if (!r->lost && read_times(r, &t))
        f = repeat(r, f, from, t);
    return f;
}

static struct fragment read_sequence(struct reader *r)
{
    struct fragment f = empty();

    while (!r->lost && r->at < r->p.len && !sees(r, "|") && !sees(r, ")"))
        f = then(r, f, read_piece(r));
    return f;
}

static struct fragment read_choices(struct reader *r)
{
    struct fragment f = read_sequence(r);

    while (!r->lost && take(r, "|"))
        f = either(r, f, read_sequence(r));
    return f;
}

bool automaton_read(struct span pattern, struct arena *a, struct automaton *ret)
{
    struct automaton m = {.arena = a};
    struct reader r = {.m = &m, .p = pattern};
    struct fragment all;

    m.at = arena_array(a, AUTOMATON_POSITIONS, sizeof(*m.at));
    m.last = arena_array(a, AUTOMATON_POSITIONS, sizeof(*m.last));
    if (m.at == NULL || m.last == NULL)
        return false;
    all = read_choices(&r);
    if (r.lost || r.at != pattern.len || arena_full(a)) {
        automaton_done(&m);
        return false;
    }
    m.first = all.first.at;
    m.first_count = all.first.count;
    for (uint32_t i = 0; i < all.last.count; i++)
        m.last[all.last.at[i]] = true;
    *ret = m;
    return true;
}

void automaton_done(struct automaton *m)
{
    for (uint32_t i = 0; i < m->count; i++)
        uset_close(m->at[i].set);
    m->count = 0;
}

uint32_t automaton_common(const struct automaton *m, uint32_t a, uint32_t b)
{
    static const uint32_t ordinary[] = {'a', '1', ' ', '-', '.', 0x4E2D};
    const USet *x = m->at[a].set;
    const USet *y = m->at[b].set;
    uint32_t found = 0;
    USet *both;

    for (size_t i = 0; i < COUNT_OF(ordinary); i++)
        if (uset_contains(x, (UChar32)ordinary[i]) &&
            uset_contains(y, (UChar32)ordinary[i]))
            return ordinary[i];
    both = uset_clone(x);
    uset_retainAll(both, y);
    if (uset_size(both) > 0)
        found = (uint32_t)uset_charAt(both, 0);
    if (found >= 0xD800 && found < 0xE000)
        found = 0;
    uset_close(both);
    return found;
}
