#include "guess/units.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "fold/chars.h"

/* The lowest code point that is an emoji and no digit, # or *. */
static const uint32_t first_emoji = 0xA9;

static bool is_emoji(uint32_t c)
{
    return c >= first_emoji && u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI);
}

static enum unit_kind kind_of(uint32_t c, unsigned traits)
{
    if ((traits & CHAR_HAN) != 0)
        return UNIT_HAN;
    if ((traits & CHAR_LATIN) != 0)
        return UNIT_LATIN;
    if ((traits & CHAR_DIGIT) != 0)
        return UNIT_DIGIT;
    return is_emoji(c) ? UNIT_EMOJI : UNIT_OTHER;
}

static void add(struct units *u, const struct unit *unit)
{
    if (u->count == u->room) {
        u->room = u->room * 2 + 256;
        u->at = heap_grow(u->at, u->room, sizeof(*u->at));
    }
    u->kinds |= 1U << unit->kind;
    u->at[u->count++] = *unit;
}

/* A run of gap characters between two units. */
struct gap {
    size_t from;
    uint32_t width;
    bool space;
};

static void widen(struct gap *g, size_t from, unsigned traits)
{
    if (g->width++ == 0)
        g->from = from;
    g->space = g->space || (traits & CHAR_SPACE) != 0;
}

void units_fill(struct units *u, const struct fold_view *folded)
{
    struct span text = folded->text;
    struct gap gap = {0};
    size_t at = 0;
    uint32_t c;

    u->count = 0;
    u->kinds = 0;
    for (size_t from = 0; utf8_next(text, &at, &c); from = at) {
        unsigned traits = char_traits(c);
        struct unit unit = {.c = c, .from = (uint32_t)from};

        if ((traits & CHAR_SOLID) == 0 && !is_emoji(c)) {
            widen(&gap, from, traits);
            continue;
        }
        unit.len = (uint8_t)(at - from);
        unit.kind = (uint8_t)kind_of(c, traits);
        unit.gap = gap.width > UINT8_MAX ? UINT8_MAX : (uint8_t)gap.width;
        unit.space = gap.space;
        unit.barred =
            gap.width > 0 && fold_gap_bars(span_slice(text, gap.from, from));
        add(u, &unit);
        gap = (struct gap){0};
    }
}

void units_done(struct units *u)
{
    heap_free(u->at);
    *u = (struct units){0};
}

struct range units_range(const struct units *u, uint32_t from, uint32_t to)
{
    const struct unit *last = &u->at[to - 1];

    return (struct range){u->at[from].from, last->from + last->len};
}

bool units_joined(const struct units *u, uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i < to; i++)
        if (u->at[i].gap != 0)
            return false;
    return true;
}
