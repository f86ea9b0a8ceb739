#include "guess/units.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "fold/chars.h"

/* Where emoji stand that are no digit, # or *: of the BMP a few symbols. What
 * punctuation is in Chinese text mostly lies outside, and ICU is slow. */
static bool is_emoji(uint32_t c)
{
    if (c < 0xA9 || (c > 0xAE && c < 0x203C) || (c > 0x2BFF && c < 0x3030) ||
        (c > 0x32FF && c < 0x1F000))
        return false;
    return u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI);
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

/* No text has more units than bytes. */
static void make_room(struct units *u, size_t bytes)
{
    if (bytes <= u->room)
        return;
    u->room = (uint32_t)bytes + 256;
    u->at = heap_grow(u->at, u->room, sizeof(*u->at));
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

/* The unit stands behind the gap. */
static void close_gap(struct gap *g, struct span text, struct unit *unit)
{
    unit->gap = g->width > UINT8_MAX ? UINT8_MAX : (uint8_t)g->width;
    unit->space = g->space;
    unit->barred = fold_gap_bars(span_slice(text, g->from, unit->from));
    *g = (struct gap){0};
}

void units_fill(struct units *u, const struct fold_view *folded)
{
    struct span text = folded->text;
    struct gap gap = {0};
    struct unit *next;
    uint32_t kinds = 0;
    size_t at = 0;
    uint32_t c;

    make_room(u, text.len);
    next = u->at;
    for (size_t from = 0; utf8_next(text, &at, &c); from = at) {
        unsigned traits = char_traits(c);
        enum unit_kind kind = UNIT_HAN;

        if ((traits & CHAR_SOLID) == 0 && !is_emoji(c)) {
            widen(&gap, from, traits);
            continue;
        }
        if ((traits & CHAR_HAN) == 0)
            kind = kind_of(c, traits);
        *next = (struct unit){.c = c,
                              .from = (uint32_t)from,
                              .len = (uint8_t)(at - from),
                              .kind = (uint8_t)kind};
        if (gap.width > 0)
            close_gap(&gap, text, next);
        kinds |= 1U << kind;
        next++;
    }
    u->count = (uint32_t)(next - u->at);
    u->kinds = kinds;
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
