#include <stdlib.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "guess/components.h"
#include "guess/emoji.h"
#include "guess/listing.h"
#include "guess/lookalike.h"
#include "guess/readings.h"
#include "guess/shape_index.h"
#include "guess/syllables.h"
#include "guess/viewing.h"
#include "guess/views.h"

enum {
    FIRST = 0x4E00,
    LAST = 0x9FFF,
    FORMS = 0x10000,
    MOST_SHOWN = 3, /* of one place */
    MOST_SIGHTS = 4096,
    /* What people don't use is made by nobody; lexicon_use(). */
    SELDOM = 11 * LEXICON_NAT
};

/* Units [from, to) may be c. */
struct seen {
    uint32_t from, to, c;
    uint32_t dear; /* the lower, the likelier */
};

struct sights {
    struct seen at[MOST_SIGHTS];
    uint32_t count;
};

static void add_character(uint32_t c, struct buf *out)
{
    char bytes[4];
    size_t n = utf8_put(c, bytes);

    buf_add(out, (struct span){bytes, n});
}

static void add_written(const struct viewing *v, uint32_t from, uint32_t to,
                        struct buf *out)
{
    buf_add_text(out, out->len > 0 ? " " : "");
    for (uint32_t i = from; i < to; i++) {
        const struct unit *u = &v->run.units->at[i];

        buf_add(out,
                span_slice(v->run.folded->text, u->from, u->from + u->len));
    }
    buf_add_text(out, "→");
}

static int compare_seen(const void *a, const void *b)
{
    const struct seen *one = a;
    const struct seen *two = b;

    if (one->from != two->from)
        return one->from < two->from ? -1 : 1;
    if (one->to != two->to)
        return one->to > two->to ? -1 : 1;
    if (one->dear != two->dear)
        return one->dear < two->dear ? -1 : 1;
    return (one->c > two->c) - (one->c < two->c);
}

static void add_seen(struct sights *s, const struct seen *one)
{
    if (s->count < MOST_SIGHTS)
        s->at[s->count++] = *one;
}

/* Each place once, with the likeliest that may stand there. */
static void write_sights(const struct viewing *v, struct sights *s,
                         struct buf *out)
{
    uint32_t shown = 0;

    qsort(s->at, s->count, sizeof(s->at[0]), compare_seen);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct seen *one = &s->at[i];
        bool same = i > 0 && one->from == one[-1].from && one->to == one[-1].to;

        if (same && one->c == one[-1].c)
            continue;
        if (!same) {
            add_written(v, one->from, one->to, out);
            shown = 0;
        }
        if (shown++ < MOST_SHOWN)
            add_character(one->c, out);
    }
}

/* ---- split ---- */

struct splitting {
    const struct viewing *v;
    uint32_t usual[VIEWS_UNITS];
    uint8_t present[FORMS];
    struct component_ways ways;
    struct sights sights;
};

static void read_forms(struct splitting *s)
{
    struct listing *forms = components_forms();

    for (uint32_t i = 0; i < s->v->count; i++) {
        uint32_t c = s->v->run.units->at[i].c;
        struct listed usual = listing_get(forms, c);

        s->usual[i] = usual.count > 0 ? usual.at[0] : c;
        s->present[s->usual[i] % FORMS] = 1;
    }
    listing_free(&forms);
}

static bool stands_at(const struct splitting *s, uint32_t at,
                      const struct component_way *way)
{
    if (s->v->count - at < way->count)
        return false;
    for (uint32_t i = 0; i < way->count; i++)
        if (s->usual[at + i] != way->c[i] ||
            (i > 0 && s->v->run.units->at[at + i].barred))
            return false;
    return true;
}

static void find_way(struct splitting *s, uint32_t c,
                     const struct component_way *way)
{
    for (uint32_t i = 0; i < way->count; i++)
        if (s->present[way->c[i] % FORMS] == 0)
            return;
    for (uint32_t at = 0; at < s->v->count; at++)
        if (stands_at(s, at, way))
            add_seen(&s->sights,
                     &(struct seen){at, at + way->count, c, lexicon_use(c)});
}

void view_split(const struct viewing *v, struct buf *out)
{
    struct splitting *s;
    struct components *t;

    if ((v->run.units->kinds & 1U << UNIT_HAN) == 0)
        return;
    s = heap_new(sizeof(*s));
    s->v = v;
    t = components_new();
    read_forms(s);
    for (uint32_t c = FIRST; c <= LAST; c++) {
        if (lexicon_use(c) > SELDOM)
            continue;
        components_ways(t, c, &s->ways);
        for (uint32_t i = 0; i < s->ways.count; i++)
            find_way(s, c, &s->ways.at[i]);
    }
    write_sights(v, &s->sights, out);
    components_free(&t);
    heap_free(s);
}

/* ---- look-alikes ---- */

/* A character that makes a word with a neighbour stands for itself, and so do
 * the commonest ones. */
static bool stands_alone(const struct viewing *v, uint32_t i)
{
    return v->run.units->at[i].kind == UNIT_HAN &&
           lexicon_cost(&v->run.units->at[i].c, 1) >= SHAPE_COMMONEST &&
           plain_pair(v->run.units, i) >= SHAPE_SELDOM_WORD &&
           (i == 0 || plain_pair(v->run.units, i - 1) >= SHAPE_SELDOM_WORD);
}

static void add_alike(const struct viewing *v, uint32_t c, struct sights *s)
{
    struct lookalikes l = lookalikes_of(c);
    struct lookalike x;

    while (lookalikes_next(&l, &x))
        for (uint32_t i = 0; i < v->count; i++)
            if (v->run.units->at[i].c == x.c && stands_alone(v, i))
                add_seen(s, &(struct seen){i, i + 1, c, x.cost});
}

void view_alike(const struct viewing *v, struct buf *out)
{
    struct sights *s;

    if ((v->run.units->kinds & 1U << UNIT_HAN) == 0)
        return;
    s = heap_new(sizeof(*s));
    for (uint32_t c = FIRST; c <= LAST; c++)
        if (lexicon_use(c) <= SELDOM)
            add_alike(v, c, s);
    write_sights(v, s, out);
    heap_free(s);
}

/* ---- emoji ---- */

static bool find_emoji(uint32_t emoji, struct emoji_row *ret)
{
    uint32_t at = 0;

    while (emoji_next(&at, ret))
        if (ret->emoji == emoji)
            return true;
    return false;
}

/* Names of one character say it best. */
static void add_names(const struct emoji_row *row, struct buf *out)
{
    uint32_t shown = 0;

    for (uint32_t n = 0; n < EMOJI_NAMES && shown == 0; n++) {
        size_t at = 0;
        uint32_t c;

        while (shown < MOST_SHOWN && utf8_next(row->meant[n], &at, &c)) {
            uint32_t count;
            const uint16_t *r = readings_of(c, &count);

            add_character(c, out);
            if (count > 0)
                buf_printf(out, "(%s)", syllable_name(READING_SYLLABLE(r[0])));
            shown++;
        }
    }
}

static bool is_first(const struct viewing *v, uint32_t at)
{
    const struct unit *u = v->run.units->at;

    for (uint32_t i = 0; i < at; i++)
        if (u[i].c == u[at].c && u[i].kind == u[at].kind)
            return false;
    return true;
}

void view_emoji(const struct viewing *v, struct buf *out)
{
    for (uint32_t i = 0; i < v->count;) {
        struct emoji_row row;
        uint32_t to;
        uint32_t emoji = emoji_at(&v->run, i, &to);

        if (emoji != 0 && is_first(v, i) && find_emoji(emoji, &row)) {
            buf_add_text(out, out->len > 0 ? " " : "");
            add_character(emoji, out);
            buf_add_text(out, "→");
            add_names(&row, out);
        }
        i = to;
    }
}
