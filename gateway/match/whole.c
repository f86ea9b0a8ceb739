#include "match/whole.h"

#include <string.h>

#include "base/utf8.h"
#include "guess/context.h"
#include "match/boundary.h"

bool whole_init(struct whole *w, struct err *e)
{
    UErrorCode status = U_ZERO_ERROR;

    *w = (struct whole){0};
    w->words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    w->utext = utext_openUTF8(NULL, "", 0, &status);
    if (U_SUCCESS(status))
        return true;
    whole_done(w);
    return err_set(e, ERR_INTERNAL, NULL, "ICU word breaks: %s",
                   u_errorName(status));
}

void whole_done(struct whole *w)
{
    if (w->words != NULL)
        ubrk_close(w->words);
    if (w->utext != NULL)
        utext_close(w->utext);
    *w = (struct whole){0};
}

void whole_start(struct whole *w, struct span text)
{
    w->text = text;
    w->run = w->block = (struct range){0, 0};
}

static bool is_han(unsigned traits)
{
    return (traits & CHAR_HAN) != 0;
}

static bool within(struct range r, uint32_t at)
{
    return r.from < r.to && at >= r.from && at <= r.to;
}

/* The run of Han characters in which `at` lies, or that it begins or ends. */
static void find_run(struct whole *w, uint32_t at)
{
    size_t from = at;
    size_t to = at;
    uint32_t c;

    while (is_han(boundary_before(w->text, from)))
        (void)utf8_prev(w->text, &from, &c);
    while (is_han(boundary_after(w->text, to)))
        (void)utf8_next(w->text, &to, &c);
    w->run = (struct range){(uint32_t)from, (uint32_t)to};
    w->block = (struct range){0, 0};
}

static uint32_t to_code_point(struct span text, uint32_t at)
{
    while (at < text.len && ((unsigned char)text.at[at] & 0xC0U) == 0x80)
        at++;
    return at;
}

/* Segments the block with this number and what stands around it; places up to
 * block.to are answered from it. */
static void segment(struct whole *w, uint32_t number)
{
    UErrorCode status = U_ZERO_ERROR;
    uint32_t from = w->run.from + number * WHOLE_BLOCK;
    uint32_t to = from + WHOLE_BLOCK + WHOLE_AROUND;
    int32_t at;

    if (number > 0)
        from -= WHOLE_AROUND;
    from = to_code_point(w->text, from);
    to = to < w->run.to ? to_code_point(w->text, to) : w->run.to;
    memset(w->breaks, 0, sizeof(w->breaks));
    w->block = (struct range){from, to};
    w->utext = utext_openUTF8(w->utext, w->text.at + from, (int64_t)to - from,
                              &status);
    ubrk_setUText(w->words, w->utext, &status);
    if (U_FAILURE(status)) {
        memset(w->breaks, 1, sizeof(w->breaks)); /* the hit stands */
        return;
    }
    for (at = ubrk_first(w->words); at != UBRK_DONE; at = ubrk_next(w->words))
        w->breaks[at] = true;
}

static bool is_break(struct whole *w, uint32_t at)
{
    uint32_t number;
    uint32_t start;

    if (!within(w->run, at))
        find_run(w, at);
    if (at == w->run.from || at == w->run.to)
        return true;
    number = (at - w->run.from) / WHOLE_BLOCK;
    start = w->run.from + number * WHOLE_BLOCK;
    start = to_code_point(w->text, number > 0 ? start - WHOLE_AROUND : start);
    if (w->block.from != start || w->block.to == 0)
        segment(w, number);
    return w->breaks[at - w->block.from];
}

bool whole_word(struct whole *w, struct range at)
{
    if (is_han(boundary_after(w->text, at.from)) && !is_break(w, at.from))
        return false;
    if (is_han(boundary_before(w->text, at.to)) && !is_break(w, at.to))
        return false;
    return !context_crosses(w->text, at);
}
