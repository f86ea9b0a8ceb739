/*
 * components.txt has a line for every group of forms that count as one
 * component ("=水氵氺"), then one for every character: itself and the ways to
 * write it, separated by spaces ("法 氵去"). Its characters stand in order.
 */
#include "guess/components.h"

#include <string.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "guess/listing.h"

__asm__(".section .rodata\n"
        "components_from:\n"
        ".incbin \"gateway/guess/components.txt\"\n"
        "components_to:\n"
        ".previous\n");
extern const char components_from[];
extern const char components_to[];

enum {
    DEEPEST = 3, /* levels below the character's own */
    MOST_OF_PART = 12 /* ways of a part within the ways of a whole */,
    MOST_FORMS = 1024,
    MOST_CHARACTERS = 32768
};

/* The ways of a character when it is a part. */
struct part_ways {
    uint32_t count;
    struct component_way at[MOST_OF_PART];
};

struct components {
    struct listing *usual;
    struct listing *character;         /* character → number of its line */
    struct span line[MOST_CHARACTERS]; /* what stands behind it */
    struct part_ways *part[DEEPEST][MOST_CHARACTERS]; /* NULL: not asked yet */
    struct part_ways whole;                           /* of what has no line */
    struct component_ways room[DEEPEST][2];
};

static struct span whole_file(void)
{
    return (struct span){components_from,
                         (size_t)(components_to - components_from)};
}

static size_t add_forms(struct span line, struct listing_entry *form,
                        size_t used)
{
    size_t at = 1;
    uint32_t usual;
    uint32_t c;

    if (!utf8_next(line, &at, &usual))
        return used;
    while (used < MOST_FORMS && utf8_next(line, &at, &c))
        form[used++] = (struct listing_entry){c, usual};
    return used;
}

struct listing *components_forms(void)
{
    struct listing_entry *form = heap_array(MOST_FORMS, sizeof(*form));
    struct listing *ret;
    struct span rest = whole_file();
    struct span line;
    size_t used = 0;

    while (span_cut(&rest, '\n', &line) && span_starts(line, SPAN("=")))
        used = add_forms(line, form, used);
    ret = listing_new(form, used);
    heap_free(form);
    return ret;
}

struct components *components_new(void)
{
    struct components *t = heap_new(sizeof(*t));
    struct listing_entry *entry = heap_array(MOST_CHARACTERS, sizeof(*entry));
    struct span rest = whole_file();
    struct span line;
    uint32_t used = 0;

    while (used < MOST_CHARACTERS && span_cut(&rest, '\n', &line)) {
        size_t at = 0;
        uint32_t c;

        if (span_starts(line, SPAN("=")) || !utf8_next(line, &at, &c))
            continue;
        entry[used] = (struct listing_entry){c, used};
        t->line[used++] = span_from(line, at + 1);
    }
    t->character = listing_new(entry, used);
    t->usual = components_forms();
    heap_free(entry);
    return t;
}

void components_free(struct components **t)
{
    struct components *old = *t;

    *t = NULL;
    if (old == NULL)
        return;
    for (uint32_t depth = 0; depth < DEEPEST; depth++)
        for (uint32_t i = 0; i < MOST_CHARACTERS; i++)
            heap_free(old->part[depth][i]);
    listing_free(&old->usual);
    listing_free(&old->character);
    heap_free(old);
}

/* ---- ways ---- */

static uint64_t print_of(const struct component_way *way)
{
    uint64_t h = way->count;

    for (uint32_t i = 0; i < way->count; i++) {
        h = (h ^ way->c[i]) * 0x9E3779B97F4A7C15U;
        h ^= h >> 29U;
    }
    return h;
}

static void add_way(struct component_ways *w, const struct component_way *way)
{
    uint64_t print = print_of(way);

    for (uint32_t i = 0; i < w->count; i++)
        if (w->print[i] == print)
            return;
    if (w->count == COMPONENTS_WAYS)
        return;
    w->print[w->count] = print;
    w->at[w->count++] = *way;
}

static void add_joined(struct component_ways *w, const struct component_way *a,
                       const struct component_way *b)
{
    struct component_way way = *a;

    if (a->count + b->count > COMPONENTS_LONGEST)
        return;
    memcpy(way.c + a->count, b->c, b->count * sizeof(b->c[0]));
    way.count += b->count;
    add_way(w, &way);
}

static const struct part_ways *ways_of_part(struct components *t, uint32_t c,
                                            uint32_t depth);

/* One line of parts, each as it is or taken apart further. */
static void add_parts(struct components *t, const struct component_way *parts,
                      uint32_t depth, struct component_ways *ret)
{
    struct component_ways *so_far = &t->room[depth][0];
    struct component_ways *longer = &t->room[depth][1];

    so_far->count = 1;
    so_far->at[0].count = 0;
    for (uint32_t i = 0; i < parts->count; i++) {
        const struct part_ways *w = ways_of_part(t, parts->c[i], depth);
        struct component_ways *swap = so_far;

        longer->count = 0;
        for (uint32_t n = 0; n < w->count; n++)
            for (uint32_t k = 0; k < so_far->count; k++)
                add_joined(longer, &so_far->at[k], &w->at[n]);
        so_far = longer;
        longer = swap;
    }
    for (uint32_t i = 0; i < so_far->count; i++)
        add_way(ret, &so_far->at[i]);
}

/* Adds the ways of a line; depth is what its parts may be taken apart by. */
static void add_line(struct components *t, struct span line, uint32_t depth,
                     struct component_ways *ret)
{
    struct span text;

    while (span_cut(&line, ' ', &text)) {
        struct component_way parts = {0};
        size_t at = 0;

        while (parts.count < COMPONENTS_LONGEST &&
               utf8_next(text, &at, &parts.c[parts.count]))
            parts.count++;
        if (parts.count < 2)
            continue;
        add_parts(t, &parts, depth, ret);
        if (parts.count == 2) {
            struct component_way other = {{parts.c[1], parts.c[0]}, 2};

            add_parts(t, &other, depth, ret);
        }
    }
}

static void find_ways(struct components *t, uint32_t c, uint32_t depth,
                      struct component_ways *ret)
{
    struct listed line = listing_get(t->character, c);

    ret->count = 0;
    if (line.count > 0)
        add_line(t, t->line[line.at[0]], depth, ret);
}

/* What is not taken apart at all. */
static const struct part_ways *no_parts(struct components *t, uint32_t c)
{
    struct listed usual = listing_get(t->usual, c);

    t->whole.count = 1;
    t->whole.at[0] =
        (struct component_way){{usual.count > 0 ? usual.at[0] : c}, 1};
    return &t->whole;
}

static struct part_ways *make_part(struct components *t, uint32_t c,
                                   uint32_t depth)
{
    struct part_ways *w = heap_new(sizeof(*w));
    struct component_ways *ways;

    *w = *no_parts(t, c);
    if (depth == 0)
        return w;
    ways = heap_new(sizeof(*ways));
    find_ways(t, c, depth - 1, ways);
    for (uint32_t i = 0; i < ways->count && w->count < MOST_OF_PART; i++)
        w->at[w->count++] = ways->at[i];
    heap_free(ways);
    return w;
}

/* The part as it is and, as far as `depth` goes, taken apart. */
static const struct part_ways *ways_of_part(struct components *t, uint32_t c,
                                            uint32_t depth)
{
    struct listed line = listing_get(t->character, c);
    struct part_ways **slot;

    if (line.count == 0)
        return no_parts(t, c);
    slot = &t->part[depth][line.at[0]];
    if (*slot == NULL)
        *slot = make_part(t, c, depth);
    return *slot;
}

void components_ways(struct components *t, uint32_t c,
                     struct component_ways *ret)
{
    find_ways(t, c, DEEPEST - 1, ret);
}
