/*
 * Two readers walk through the automaton over the same text. If both start at
 * a position, part, and can both be back there at once, each round of that text
 * doubles the ways of reading it.
 */
#include "cli/lint/pump.h"

#include <string.h>

#include "base/utf8.h"

enum {
    MOST_STEPS = 4000000, /* of the search, a pattern */
    MOST_IN_LOOP = 200,   /* positions of a loop that are looked at in pairs */
    LONGEST_PATH = 64
};

static const uint32_t nowhere = UINT32_MAX;

struct search {
    const struct automaton *m;
    struct pumps *ret;
    uint32_t *came_from; /* by node, in a breadth-first search */
    uint32_t *queue;     /* nodes */
    uint32_t *loop;      /* by position: the loop it is in, or nowhere */
    uint64_t steps;      /* so far */
};

static struct span text_of(struct arena *a, const uint32_t *c, uint32_t count)
{
    char text[4 * LONGEST_PATH];
    size_t len = 0;

    for (uint32_t i = count; i > 0; i--)
        len += utf8_put(c[i - 1], text + len);
    return arena_copy(a, (struct span){text, len});
}

static void add(struct search *s, struct span before, struct span word,
                bool forks)
{
    struct pumps *p = s->ret;

    if (word.len == 0 || word.at == NULL || before.at == NULL)
        return;
    for (uint32_t i = 0; i < p->count; i++)
        if (span_equal(p->at[i].word, word) &&
            span_equal(p->at[i].before, before)) {
            p->at[i].forks = p->at[i].forks || forks;
            return;
        }
    if (p->count < PUMP_MOST)
        p->at[p->count++] = (struct pump){before, word, forks};
}

/* ---- one reader: shortest ways ---- */

/* Breadth-first from `from` (nowhere: from the beginnings) until `done`. */
static uint32_t walk(struct search *s, uint32_t from, uint32_t to, bool to_end)
{
    const struct automaton *m = s->m;
    uint32_t head = 0;
    uint32_t tail = 0;

    for (uint32_t i = 0; i < m->count; i++)
        s->came_from[i] = nowhere;
    if (from == nowhere) {
        for (uint32_t i = 0; i < m->first_count; i++) {
            uint32_t p = m->first[i];

            if (s->came_from[p] == nowhere)
                s->queue[tail++] = p;
            s->came_from[p] = p;
        }
    } else {
        s->queue[tail++] = from;
    }
    while (head < tail) {
        uint32_t p = s->queue[head++];
        bool began = s->came_from[p] != nowhere;

        if (began && (to_end ? m->last[p] : p == to))
            return p;
        for (uint32_t i = 0; i < m->at[p].edge_count; i++) {
            uint32_t next = m->at[p].edge[i].to;

            s->steps++;
            if (s->came_from[next] != nowhere)
                continue;
            s->came_from[next] = p;
            if (next == to && !to_end)
                return next;
            s->queue[tail++] = next;
        }
    }
    return nowhere;
}

/* The text of the way that walk() found, up to `p`; stops at `from`. */
static struct span way(const struct search *s, uint32_t p, uint32_t from)
{
    uint32_t c[LONGEST_PATH];
    uint32_t count = 0;

    while (count < LONGEST_PATH) {
        c[count++] = automaton_common(s->m, p, p);
        if (s->came_from[p] == p || s->came_from[p] == from)
            return text_of(s->m->arena, c, count);
        p = s->came_from[p];
    }
    return (struct span){0};
}

/* What may stand before position q of a match, q's own character left out. */
static struct span before(struct search *s, uint32_t q)
{
    uint32_t end = walk(s, nowhere, q, false);
    struct span all = end != nowhere ? way(s, end, nowhere) : SPAN("");
    size_t at = all.len;
    uint32_t c;

    if (all.at == NULL || !utf8_prev(all, &at, &c))
        return SPAN("");
    return span_slice(all, 0, at);
}

static bool loops(struct search *s, uint32_t q)
{
    return walk(s, q, q, false) == q;
}

/* ---- two readers ---- */

/* A pair of positions and whether the readers have parted. */
struct pair {
    uint32_t a, b;
    bool parted;
};

/* Pairs within one loop, by the numbers of its positions there. */
struct pairs {
    struct search *s;
    uint32_t member[MOST_IN_LOOP];
    uint32_t count;
    uint32_t *number; /* by position: its number, or nowhere */
    uint32_t *from;   /* by node: the node before it */
    uint32_t *c;      /* by node: the character that led there */
    uint32_t *queue;
    uint32_t head, tail;
};

static uint32_t node_of(const struct pairs *p, struct pair pair)
{
    return ((pair.parted ? p->count : 0) + p->number[pair.a]) * p->count +
           p->number[pair.b];
}

static struct pair pair_of(const struct pairs *p, uint32_t node)
{
    uint32_t row = node / p->count;

    return (struct pair){.a = p->member[row % p->count],
                         .b = p->member[node % p->count],
                         .parted = row >= p->count};
}

static void visit(struct pairs *p, uint32_t from, struct pair next)
{
    uint32_t node = node_of(p, next);
    uint32_t c;

    if (p->from[node] != nowhere)
        return;
    c = automaton_common(p->s->m, next.a, next.b);
    if (c == 0)
        return;
    p->from[node] = from;
    p->c[node] = c;
    p->queue[p->tail++] = node;
}

static void step(struct pairs *p, uint32_t node)
{
    struct pair here = pair_of(p, node);
    const struct position *a = &p->s->m->at[here.a];
    const struct position *b = &p->s->m->at[here.b];

    for (uint32_t i = 0; i < a->edge_count; i++) {
        for (uint32_t k = 0; k < b->edge_count; k++) {
            struct pair next = {a->edge[i].to, b->edge[k].to, here.parted};

            p->s->steps++;
            if (p->number[next.a] == nowhere || p->number[next.b] == nowhere)
                continue;
            if (here.a == here.b)
                next.parted = here.parted || i != k;
            visit(p, node, next);
        }
    }
}

/* The text of the way from (q, q) to (q, q) parted, backwards. */
static struct span round_trip(const struct pairs *p, uint32_t start,
                              uint32_t node)
{
    uint32_t c[LONGEST_PATH];
    uint32_t count = 0;

    while (node != start) {
        if (count == LONGEST_PATH)
            return (struct span){0};
        c[count++] = p->c[node];
        node = p->from[node];
    }
    return text_of(p->s->m->arena, c, count);
}

static bool find_fork(struct pairs *p, uint32_t q)
{
    uint32_t start = node_of(p, (struct pair){q, q, false});
    uint32_t goal = node_of(p, (struct pair){q, q, true});

    memset(p->from, 0xFF, 2 * (size_t)p->count * p->count * sizeof(*p->from));
    p->head = p->tail = 0;
    p->queue[p->tail++] = start;
    while (p->head < p->tail && p->s->steps < MOST_STEPS) {
        step(p, p->queue[p->head++]);
        if (p->from[goal] != nowhere) {
            struct span word = round_trip(p, start, goal);

            add(p->s, before(p->s, q), word, true);
            return true;
        }
    }
    return false;
}

static void find_forks(struct search *s, uint32_t loop)
{
    struct pairs p = {.s = s};
    size_t nodes;

    p.number = arena_array(s->m->arena, s->m->count, sizeof(*p.number));
    if (p.number == NULL)
        return;
    for (uint32_t i = 0; i < s->m->count; i++) {
        p.number[i] = nowhere;
        if (s->loop[i] != loop)
            continue;
        if (p.count == MOST_IN_LOOP)
            return;
        p.number[i] = p.count;
        p.member[p.count++] = i;
    }
    nodes = 2 * (size_t)p.count * p.count;
    p.from = arena_array(s->m->arena, nodes, sizeof(*p.from));
    p.c = arena_array(s->m->arena, nodes, sizeof(*p.c));
    p.queue = arena_array(s->m->arena, nodes + 1, sizeof(*p.queue));
    if (p.from == NULL || p.c == NULL || p.queue == NULL)
        return;
    for (uint32_t i = 0; i < p.count && s->steps < MOST_STEPS; i++)
        if (find_fork(&p, p.member[i]))
            return;
}

/* ---- all of them ---- */

static bool reaches(struct search *s, uint32_t from, uint32_t to)
{
    return walk(s, from, to, false) == to;
}

/* Numbers the loops: positions that lead to each other. */
static void find_loops(struct search *s)
{
    for (uint32_t i = 0; i < s->m->count; i++)
        s->loop[i] = nowhere;
    for (uint32_t i = 0; i < s->m->count && s->steps < MOST_STEPS; i++) {
        if (s->loop[i] != nowhere || !loops(s, i))
            continue;
        s->loop[i] = i;
        for (uint32_t k = i + 1; k < s->m->count; k++)
            if (s->loop[k] == nowhere && reaches(s, i, k) && reaches(s, k, i))
                s->loop[k] = i;
    }
}

/* A round of the loop; and characters that another loop takes, too. */
static void add_loop(struct search *s, uint32_t q)
{
    struct span start = before(s, q);

    if (walk(s, q, q, false) == q)
        add(s, start, way(s, q, q), false);
    for (uint32_t i = 0; i < s->m->count; i++) {
        uint32_t c =
            s->loop[i] == i && i != q ? automaton_common(s->m, q, i) : 0;

        if (c != 0)
            add(s, start, text_of(s->m->arena, &c, 1), false);
    }
}

void pump_find(const struct automaton *m, struct pumps *ret)
{
    struct search s = {.m = m, .ret = ret};
    uint32_t end;

    s.came_from = arena_array(m->arena, m->count, sizeof(*s.came_from));
    s.queue = arena_array(m->arena, m->count + 1, sizeof(*s.queue));
    s.loop = arena_array(m->arena, m->count, sizeof(*s.loop));
    if (s.came_from == NULL || s.queue == NULL || s.loop == NULL)
        return;
    find_loops(&s);
    for (uint32_t i = 0; i < m->count; i++)
        if (s.loop[i] == i) {
            find_forks(&s, i);
            add_loop(&s, i);
        }
    end = walk(&s, nowhere, nowhere, true);
    ret->match = end != nowhere ? way(&s, end, nowhere) : SPAN("");
}
