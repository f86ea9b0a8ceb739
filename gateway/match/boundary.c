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

/* Most places lie between two code points that no grapheme rule joins. */
static bool plainly_breaks(struct span text, uint32_t at)
{
    if (at == 0 || at >= text.len)
        return true;
    return ((boundary_before(text, at) | boundary_after(text, at)) &
            CHAR_JOINS) == 0;
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

struct range boundary_snap(struct boundary *b, struct span text,
                           struct range at)
{
    if (!plainly_breaks(text, at.from)) {
        struct range r = around(text, at.from);
        int32_t here = (int32_t)(at.from - r.from);

        if (!use_text(b, span_slice(text, r.from, r.to)))
            at.from = r.from;
        else if (!ubrk_isBoundary(b->graphemes, here))
            at.from = r.from + (uint32_t)ubrk_preceding(b->graphemes, here);
    }
    if (!plainly_breaks(text, at.to)) {
        struct range r = around(text, at.to);
        int32_t here = (int32_t)(at.to - r.from);

        if (!use_text(b, span_slice(text, r.from, r.to)))
            at.to = r.to;
        else if (!ubrk_isBoundary(b->graphemes, here))
            at.to = r.from + (uint32_t)ubrk_following(b->graphemes, here);
    }
    return at;
}
