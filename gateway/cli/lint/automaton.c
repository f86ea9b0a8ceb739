/*
 * A part of a pattern is a fragment: the positions it may begin and end with,
 * and whether it may be empty. Parts behind each other join every end of the
 * one with every beginning of the other; a loop joins its own ends with its
 * own beginnings.
 */
#include "cli/lint/automaton.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/lint/reader.h"

enum { DEEPEST = 40, LOOP = 6, MOST_MEMBERS = AUTOMATON_POSITIONS };

struct list {
    uint32_t *at;
    uint32_t count;
};

struct fragment {
    bool nullable;
    struct list first, last;
};

static struct fragment read_choices(struct reader *r);

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

/* ---- classes in brackets ---- */

/* r->at is behind the [. */
static struct fragment read_class(struct reader *r)
{
    USet *set = uset_openEmpty();
    bool negative = reader_take(r, "^");
    bool first = true;

    while (first || !reader_sees(r, "]")) {
        if (r->at >= r->p.len || !reader_member(r, set)) {
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
    return reader_take(r, "?=") || reader_take(r, "?!") ||
           reader_take(r, "?<=") || reader_take(r, "?<!");
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
    if (reader_take(r, "?:") || reader_take(r, "?>") || reader_take(r, "?|"))
        return true;
    if (reader_take(r, "?P<") || reader_take(r, "?<"))
        return skip_past(r, '>');
    if (reader_take(r, "?'"))
        return skip_past(r, '\'');
    if (!reader_take(r, "?"))
        return !reader_sees(r, "*");
    while (r->at < r->p.len && strchr("ims-", r->p.at[r->at]) != NULL)
        r->at++;
    *ret_flags = reader_take(r, ")");
    return *ret_flags || reader_take(r, ":");
}

/* r->at is behind the parenthesis. */
static struct fragment read_group(struct reader *r)
{
    struct fragment inner;
    bool flags = false;
    bool look;

    if (reader_take(r, "?#"))
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
    if (r->lost || !reader_take(r, ")"))
        return give_up(r);
    return look ? empty() : inner;
}

/* ---- atoms and how often they stand ---- */

static struct fragment any(struct reader *r)
{
    USet *set = uset_open(0, 0x10FFFF);

    uset_remove(set, '\n');
    return one_of(r, set);
}

/* Whatever a group was: more texts than it can be, but they are proved. */
static struct fragment read_back_reference(struct reader *r)
{
    struct fragment f = any(r);

    while (r->at < r->p.len && r->p.at[r->at] >= '0' && r->p.at[r->at] <= '9')
        r->at++;
    join(r, f.last, f.first);
    f.nullable = true;
    return f;
}

static struct fragment read_backslash(struct reader *r)
{
    USet *set;
    bool class;
    uint32_t c;

    if (r->at < r->p.len && strchr("bBAzZG", r->p.at[r->at]) != NULL) {
        r->at++;
        return empty();
    }
    if (r->at < r->p.len && r->p.at[r->at] >= '1' && r->p.at[r->at] <= '9')
        return read_back_reference(r);
    set = uset_openEmpty();
    if (!reader_escape(r, set, &class, &c)) {
        uset_close(set);
        return give_up(r);
    }
    if (class)
        return one_of(r, set);
    uset_close(set);
    return one_of(r, reader_set(c));
}

static struct fragment read_atom(struct reader *r)
{
    uint32_t c = 0;

    if (reader_take(r, "{{b}}") || reader_take(r, "^") || reader_take(r, "$"))
        return empty();
    if (reader_take(r, "("))
        return read_group(r);
    if (reader_take(r, "["))
        return read_class(r);
    if (reader_take(r, "\\"))
        return read_backslash(r);
    if (reader_take(r, "."))
        return any(r);
    if (!utf8_next(r->p, &r->at, &c))
        return give_up(r);
    return one_of(r, reader_set(c));
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

    if (!reader_take(r, "{"))
        return false;
    if (read_number(r, &t.least)) {
        t.most = t.least;
        if (reader_take(r, ",") &&
            (reader_sees(r, "}") || !read_number(r, &t.most)))
            t.most = UINT32_MAX;
        if (reader_take(r, "}")) {
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

    if (reader_take(r, "*"))
        *ret = (struct times){0, UINT32_MAX};
    else if (reader_take(r, "+"))
        *ret = (struct times){1, UINT32_MAX};
    else if (reader_take(r, "?"))
        *ret = (struct times){0, 1};
    else
        found = !reader_sees(r, "{{b}}") && read_braces(r, ret);
    if (found)
        (void)(reader_take(r, "+") || reader_take(r, "?"));
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

    while (!r->lost && r->at < r->p.len && !reader_sees(r, "|") &&
           !reader_sees(r, ")"))
        f = then(r, f, read_piece(r));
    return f;
}

static struct fragment read_choices(struct reader *r)
{
    struct fragment f = read_sequence(r);

    while (!r->lost && reader_take(r, "|"))
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
