#include "match/near.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "detect/entity.h"
#include "fold/chars.h"

/* ---- units ---- */

/* Walks over the text once and counts. */
struct ruler {
    struct span text;
    size_t at;
    uint32_t units, paragraphs, newlines;
    bool in_word;
};

static bool is_invisible(uint32_t c)
{
    return c >= 0x80 &&
           u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool is_letter(unsigned traits)
{
    return (traits & (CHAR_SOLID | CHAR_HAN)) == CHAR_SOLID;
}

static unsigned traits_at(struct span text, size_t at)
{
    uint32_t c;

    return utf8_next(text, &at, &c) ? char_traits(c) : 0;
}

/* don't, 不’: an apostrophe between letters is one of them. */
static bool is_apostrophe(const struct ruler *r, uint32_t c, size_t next)
{
    return r->in_word && (c == '\'' || c == 0x2019) &&
           is_letter(traits_at(r->text, next));
}

static void count_space(struct ruler *r, uint32_t c)
{
    r->in_word = false;
    if (c == 0x2029)
        r->paragraphs++;
    if (c != '\n')
        return;
    r->paragraphs += r->newlines > 0;
    r->newlines = 1;
}

static void count_char(struct ruler *r, uint32_t c, size_t next)
{
    unsigned traits = char_traits(c);

    if ((traits & CHAR_EXTENDS) != 0 || is_invisible(c) ||
        is_apostrophe(r, c, next))
        return;
    if ((traits & CHAR_SPACE) != 0 || c == '\n' || c == '\r') {
        count_space(r, c);
        return;
    }
    r->newlines = 0;
    if (is_letter(traits)) {
        r->units += r->in_word ? 0 : 1;
        r->in_word = true;
        return;
    }
    r->units += (traits & CHAR_HAN) != 0;
    r->in_word = false;
}

/* Behind the [doge] that starts here, if it ends before `to`. */
static size_t sticker_end(const struct ruler *r, size_t to)
{
    enum entity_kind kind;
    size_t end;

    if (r->text.at[r->at] != '[')
        return r->at;
    end = entity_at(r->text, r->at, &kind);
    return end <= to ? end : r->at;
}

static struct near_place measure_to(struct ruler *r, size_t to)
{
    while (r->at < to) {
        size_t end = sticker_end(r, to);
        uint32_t c = 0;

        if (end > r->at) {
            r->in_word = false;
            r->newlines = 0;
            r->at = end;
            continue;
        }
        end = r->at;
        if (!utf8_next(r->text, &end, &c))
            break;
        count_char(r, c, end);
        r->at = end;
    }
    return (struct near_place){r->units, r->paragraphs,
                               r->in_word && is_letter(traits_at(r->text, to))};
}

struct point {
    uint32_t at;
    struct near_place *place;
};

static int by_point(const void *a, const void *b)
{
    const struct point *x = a;
    const struct point *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

void near_measure(struct span text, struct near_member *member, uint32_t count)
{
    struct point *point = heap_array(count, 2 * sizeof(*point));
    struct ruler r = {.text = text};

    for (uint32_t i = 0; i < count; i++) {
        struct point *both = point + (size_t)i * 2;

        both[0] = (struct point){member[i].at.from, &member[i].from};
        both[1] = (struct point){member[i].at.to, &member[i].to};
    }
    if (count > 0)
        qsort(point, 2 * (size_t)count, sizeof(*point), by_point);
    for (size_t i = 0; i < 2 * (size_t)count; i++)
        *point[i].place = measure_to(&r, point[i].at);
    heap_free(point);
}

/* ---- chains ---- */

enum { MOST_SETS = 1 << NEAR_MOST_MEMBERS };

/* A chain that later members may go on from: its last member ends at or
 * before them. */
struct end {
    uint32_t set; /* bits of its groups; 0: there is none */
    struct near_chain chain;
};

struct search {
    const struct near_wish *wish;
    const struct near_member *member;
    struct end latest[MOST_SETS]; /* by set: the one that ends last */
    struct end *open; /* chains whose last member reaches over the place */
    uint32_t open_count, open_room;
    void (*found)(void *context, const struct near_chain *chain);
    void *context;
};

static const struct near_member *first_of(const struct search *s,
                                          const struct near_chain *c)
{
    return &s->member[c->member[0]];
}

static const struct near_member *last_of(const struct search *s,
                                         const struct near_chain *c)
{
    return &s->member[c->member[c->count - 1]];
}

/* Of two that end at one place the shorter is kept. */
static bool is_later(const struct search *s, const struct near_chain *a,
                     const struct near_chain *b)
{
    uint32_t x = last_of(s, a)->at.to;
    uint32_t y = last_of(s, b)->at.to;

    return x > y ||
           (x == y && first_of(s, a)->at.from > first_of(s, b)->at.from);
}

/* The chains that end at or before the place may be gone on from. */
static void close_before(struct search *s, uint32_t place)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < s->open_count; i++) {
        const struct end *e = &s->open[i];
        struct end *latest = &s->latest[e->set];

        if (last_of(s, &e->chain)->at.to > place)
            s->open[kept++] = *e;
        else if (latest->set == 0 || is_later(s, &e->chain, &latest->chain))
            *latest = *e;
    }
    s->open_count = kept;
}

static bool reaches(const struct search *s, const struct near_member *a,
                    const struct near_member *b)
{
    uint32_t between = b->from.units - a->to.units;

    if (a->to.inside && b->at.from > a->at.to)
        between++;
    return between <= s->wish->within && a->to.paragraph == b->from.paragraph;
}

static void add_end(struct search *s, uint32_t set,
                    const struct near_chain *before, uint32_t member)
{
    struct end e = {.set = set, .chain = *before};

    e.chain.member[e.chain.count++] = member;
    if (e.chain.count == s->wish->groups) {
        s->found(s->context, &e.chain);
        return;
    }
    if (s->open_count == s->open_room) {
        s->open_room = s->open_room * 2 + 64;
        s->open = heap_grow(s->open, s->open_room, sizeof(*s->open));
    }
    s->open[s->open_count++] = e;
}

/* Every chain that the member can end. */
static void end_with(struct search *s, uint32_t member)
{
    static const struct near_chain nothing;
    const struct near_member *m = &s->member[member];
    uint32_t own = 1U << m->group;
    uint32_t all = 1U << s->wish->groups;

    for (uint32_t set = 0; set < all; set++) {
        const struct near_chain *before = &s->latest[set].chain;

        if ((set & own) != 0 || (s->wish->ordered && set != own - 1))
            continue;
        if (set == 0)
            add_end(s, own, &nothing, member);
        else if (s->latest[set].set != 0 && reaches(s, last_of(s, before), m))
            add_end(s, set | own, before, member);
    }
}

void near_find(const struct near_wish *wish, const struct near_member *member,
               uint32_t count,
               void (*found)(void *context, const struct near_chain *chain),
               void *context)
{
    struct search s = {
        .wish = wish, .member = member, .found = found, .context = context};

    for (uint32_t i = 0; i < count; i++) {
        close_before(&s, member[i].at.from);
        end_with(&s, i);
    }
    heap_free(s.open);
}
