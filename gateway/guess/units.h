/*
 * units - a folded text as the guessing disguises look at it: one unit a
 * character that says something, with what was dropped before it.
 *
 * Example: of "加 v❤信" the units are 加, v, ❤, 信; v has gap 1.
 *
 * In:      the default view of a text (fold/fold.h).
 * Out:     Han characters, Latin letters, digits, emoji and other letters. Gap
 *          characters (space, punctuation, symbols) are counted in `gap` of
 *          the unit behind them; `barred` where nothing may match across.
 * Offsets: bytes of the default view, half-open.
 * Memory:  a struct units grows and is used again, text after text; freed by
 *          units_done().
 * Errors:  none. Threads: one owner, after fold_init().
 * Source:  rules/README.md.
 */
#ifndef GUESS_UNITS_H
#define GUESS_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "fold/fold.h"

enum unit_kind {
    UNIT_NONE, /* beyond the ends of the text */
    UNIT_HAN,
    UNIT_LATIN, /* a folded Latin letter */
    UNIT_DIGIT,
    UNIT_EMOJI, /* has the Emoji property and is no digit, # or * */
    UNIT_OTHER  /* kana, Cyrillic, … */
};

struct unit {
    uint32_t c;      /* the code point in the default view */
    uint32_t from;   /* bytes of the default view */
    uint16_t number; /* screen_number() */
    uint16_t class;  /* sound_class() */
    uint8_t len;
    uint8_t kind;
    uint8_t gap; /* gap characters dropped before it, 255 at most */
    bool barred; /* nothing may match across that gap */
};

/* So many units of c 0 and UNIT_NONE stand before the first unit and behind the
 * last, so that who looks around a unit need not ask where the text ends. */
enum { UNITS_MARGIN = 5 };

struct units {
    struct unit *at;
    struct unit *first; /* of the margin */
    uint32_t *closed; /* which of them have something before them that a reader
                       * may pass over: a gap, an emoji, the same again */
    uint32_t *token;  /* which begin a run of Latin letters without a gap */
    uint32_t count, closed_count, token_count, room;
    uint32_t kinds; /* 1 << kind of every unit there is */
};

/* Makes what units_fill() otherwise makes for the first text that it sees. From
 * any thread, after fold_init(). */
void units_init(void);

void units_fill(struct units *u, const struct fold_view *folded);
void units_done(struct units *u);

/* Where the run of Latin letters ends that begins at a unit, at `stop` if not
 * before. */
static inline uint32_t units_token_end(const struct units *u, uint32_t from,
                                       uint32_t stop)
{
    uint32_t i = from + 1;

    while (i < stop && u->at[i].kind == UNIT_LATIN && u->at[i].gap == 0)
        i++;
    return i;
}

/* Where units [from, to) stand in the default view; not empty. */
struct range units_range(const struct units *u, uint32_t from, uint32_t to);

/* Whether units [from, to) follow each other without any gap. */
bool units_joined(const struct units *u, uint32_t from, uint32_t to);

#endif
