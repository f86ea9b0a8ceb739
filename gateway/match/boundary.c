#include "match/boundary.h"

#include "base/utf8.h"

enum { MOST_JOINED = 128 };

bool boundary_init(struct boundary *b, struct err *e)
{
    UErrorCode status = U_ZERO_ERROR;

    *b = (struct boundary){0};
    b->graphemes = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    b->text = utext_openUTF8(NULL, "", 0, &status);
    if (U_SUCCESS(status))
        return true;
    boundary_done(b);
    return err_set(e, ERR_INTERNAL, NULL, "ICU break data: %s",
                   u_errorName(status));
}

void boundary_done(struct boundary *b)
{
    if (b->graphemes != NULL)
        ubrk_close(b->graphemes);
    if (b->text != NULL)
        utext_close(b->text);
    *b = (struct boundary){0};
}

static unsigned same_class(unsigned traits)
{
    return traits & (CHAR_LATIN | CHAR_DIGIT | CHAR_ALPHABET);
}

unsigned boundary_left(struct span word)
{
    return same_class(boundary_after(word, 0));
}

unsigned boundary_right(struct span word)
{
    return same_class(boundary_before(word, word.len));
}

unsigned boundary_before(struct span text, size_t at)
{
    uint32_t c;

    return utf8_prev(text, &at, &c) ? char_traits(c) : 0;
}

unsigned boundary_after(struct span text, size_t at)
{
    uint32_t c;

    return utf8_next(text, &at, &c) ? char_traits(c) : 0;
}

/* What the rules of UAX #29 come to at most places. */
enum place { PLACE_BREAK, PLACE_JOIN, PLACE_UNSURE };

static enum place place_of(struct span text, uint32_t at)
{
    if (at == 0 || at >= text.len)
        return PLACE_BREAK;
    if ((boundary_after(text, at) & CHAR_EXTENDS) != 0)
        return PLACE_JOIN;
    if (text.at[at - 1] == '\r' && text.at[at] == '\n')
        return PLACE_JOIN;
    return (boundary_before(text, at) & CHAR_JOINS) != 0 ? PLACE_UNSURE
                                                         : PLACE_BREAK;
}

static bool plainly_breaks(struct span text, uint32_t at)
{
    return place_of(text, at) == PLACE_BREAK;
}

static bool use_text(struct boundary *b, struct span text)
{
    UErrorCode status = U_ZERO_ERROR;

    b->text = utext_openUTF8(b->text, text.at, (int64_t)text.len, &status);
    ubrk_setUText(b->graphemes, b->text, &status);
    return U_SUCCESS(status);
}

/* From the last plain break before `at` to the first one after it; a longer
 * run of joining code points is cut, so that hostile text stays cheap. */
static struct range around(struct span text, uint32_t at)
{
    size_t from = at;
    size_t to = at;
    uint32_t c;

    for (int i = 0; i < MOST_JOINED && !plainly_breaks(text, (uint32_t)from);
         i++)
        (void)utf8_prev(text, &from, &c);
    for (int i = 0; i < MOST_JOINED && !plainly_breaks(text, (uint32_t)to); i++)
        (void)utf8_next(text, &to, &c);
    return (struct range){(uint32_t)from, (uint32_t)to};
}

/* The first break at or after `at`, or with `back` the last at or before. */
static uint32_t nearest(struct boundary *b, struct span text, uint32_t at,
                        bool back)
{
    struct range r = around(text, at);
    int32_t here = (int32_t)(at - r.from);

    if (!use_text(b, span_slice(text, r.from, r.to)))
        return back ? r.from : r.to;
    if (ubrk_isBoundary(b->graphemes, here))
        return at;
    return r.from + (uint32_t)(back ? ubrk_preceding(b->graphemes, here)
                                    : ubrk_following(b->graphemes, here));
}

/* Marks are stepped over here; ICU is asked only about flags, Hangul and
 * emoji sequences. */
static uint32_t snap(struct boundary *b, struct span text, uint32_t from,
                     bool back)
{
    size_t at = from;
    uint32_t c;

    while (place_of(text, (uint32_t)at) == PLACE_JOIN) {
        if (back)
            (void)utf8_prev(text, &at, &c);
        else
            (void)utf8_next(text, &at, &c);
    }
    if (plainly_breaks(text, (uint32_t)at))
        return (uint32_t)at;
    return nearest(b, text, (uint32_t)at, back);
}

struct range boundary_snap(struct boundary *b, struct span text,
                           struct range at)
{
    return (struct range){snap(b, text, at.from, true),
                          snap(b, text, at.to, false)};
}

static size_t count_with_icu(struct span text, size_t otherwise)
{
    struct boundary b;
    struct err e;
    size_t count = 0;

    if (!boundary_init(&b, &e))
        return otherwise;
    if (use_text(&b, text))
        while (ubrk_next(b.graphemes) != UBRK_DONE)
            count++;
    boundary_done(&b);
    return count > 0 ? count : otherwise;
}

/* Most texts have no place that needs ICU: then nothing is opened. */
size_t boundary_count(struct span text)
{
    size_t count = 0;
    bool sure = true;
    size_t next = 0;
    uint32_t c;

    for (size_t at = 0; utf8_next(text, &next, &c); at = next) {
        enum place place = place_of(text, (uint32_t)at);

        count += place != PLACE_JOIN;
        sure = sure && place != PLACE_UNSURE;
    }
    return sure ? count : count_with_icu(text, count);
}
