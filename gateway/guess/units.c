#include "guess/units.h"

#include <pthread.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "guess/screen.h"
#include "guess/sound_index.h"

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

/* A run of gap characters between two units. */
struct gap {
    size_t from;
    uint32_t width;
    bool may_bar;
};

static void widen(struct gap *g, size_t from, uint32_t c)
{
    if (g->width++ == 0)
        g->from = from;
    g->may_bar = g->may_bar || fold_may_bar(c);
}

/* The unit stands behind the gap, mostly a comma. */
static inline void close_gap(struct gap *g, struct span text, struct unit *unit)
{
    unit->gap = g->width > UINT8_MAX ? UINT8_MAX : (uint8_t)g->width;
    unit->barred =
        g->width > FOLD_WIDEST_GAP ||
        (g->may_bar && fold_gap_bars(span_slice(text, g->from, unit->from)));
    g->width = 0;
    g->may_bar = false;
}

/* The character of three bytes at p, as most Han characters are; one
 * subtraction takes off the marks of its bytes. What begins there otherwise is
 * none of Han characters' either. */
static inline uint32_t three_at(const unsigned char *p)
{
    return ((uint32_t)p[0] << 12U) + ((uint32_t)p[1] << 6U) + p[2] - 0xE2080U;
}

/* What is asked of nearly every Han character, in one place: its number, and
 * above that its class. */
enum { NOT_HAN = UINT32_MAX, CLASS_FROM = 16 };

static uint32_t han[LEXICON_LAST - LEXICON_FIRST + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill_han(void)
{
    sound_classes_init();
    for (uint32_t c = LEXICON_FIRST; c <= LEXICON_LAST; c++)
        han[c - LEXICON_FIRST] =
            (char_traits(c) & CHAR_HAN) != 0
                ? screen_number(c) | (uint32_t)sound_class(c) << CLASS_FROM
                : NOT_HAN;
}

void units_init(void)
{
    (void)pthread_once(&once, fill_han);
}

/* No text has more units than bytes. */
static void make_room(struct units *u, size_t bytes)
{
    if (bytes < u->room)
        return;
    units_init();
    u->room = (uint32_t)bytes + 256;
    u->first = heap_grow(u->first, (size_t)u->room + (size_t)2 * UNITS_MARGIN,
                         sizeof(*u->first));
    memset(u->first, 0, UNITS_MARGIN * sizeof(*u->first));
    u->closed = heap_grow(u->closed, u->room, sizeof(*u->closed));
    u->token = heap_grow(u->token, u->room, sizeof(*u->token));
    u->at = u->first + UNITS_MARGIN;
}

static void note_closed(struct units *u, const struct unit *unit)
{
    u->closed[u->closed_count++] = (uint32_t)(unit - u->at);
}

/* The Han characters in a row that the text has at *at, into next. */
static struct unit *read_han(struct units *u, struct span text, size_t *at,
                             struct unit *next)
{
    const unsigned char *begin = (const unsigned char *)text.at;
    const unsigned char *p = begin + *at;
    const unsigned char *end = begin + text.len;
    uint32_t last = next[-1].c;

    for (; p < end; p += 3) {
        uint32_t c = three_at(p);
        uint32_t is;

        if (c - LEXICON_FIRST > LEXICON_LAST - LEXICON_FIRST)
            break;
        is = han[c - LEXICON_FIRST];
        if (is == NOT_HAN)
            break;
        if (c == last)
            note_closed(u, next);
        last = c;
        next->c = c;
        next->from = (uint32_t)(p - begin);
        next->number = (uint16_t)is;
        next->class = (uint16_t)(is >> CLASS_FROM);
        next->len = 3;
        next->kind = UNIT_HAN;
        next->gap = 0;
        next++->barred = false;
    }
    *at = (size_t)(p - begin);
    return next;
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
    u->closed_count = u->token_count = 0;
    for (;;) {
        struct unit *first = next;
        unsigned traits;
        size_t from;

        next = read_han(u, text, &at, next);
        if (next != first) {
            kinds |= 1U << UNIT_HAN;
            if (gap.width > 0 || first[-1].kind == UNIT_EMOJI)
                note_closed(u, first);
            if (gap.width > 0)
                close_gap(&gap, text, first);
        }
        from = at;
        if (!utf8_next(text, &at, &c))
            break;
        traits = char_traits(c);
        if ((traits & CHAR_SOLID) == 0 && !is_emoji(c)) {
            widen(&gap, from, c);
            continue;
        }
        *next = (struct unit){.c = c,
                              .from = (uint32_t)from,
                              .number = screen_number(c),
                              .len = (uint8_t)(at - from),
                              .kind = (uint8_t)kind_of(c, traits)};
        if (gap.width > 0 || c == next[-1].c || next[-1].kind == UNIT_EMOJI)
            note_closed(u, next);
        if (next->kind == UNIT_LATIN &&
            (next[-1].kind != UNIT_LATIN || gap.width > 0))
            u->token[u->token_count++] = (uint32_t)(next - u->at);
        if (gap.width > 0)
            close_gap(&gap, text, next);
        kinds |= 1U << next++->kind;
    }
    u->count = (uint32_t)(next - u->at);
    u->kinds = kinds;
    memset(next, 0, UNITS_MARGIN * sizeof(*next));
}

void units_done(struct units *u)
{
    heap_free(u->first);
    heap_free(u->closed);
    heap_free(u->token);
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
