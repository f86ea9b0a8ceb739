/*
 * properties - what holds for every rule set and every text, whatever they
 * are; the unit test and the fuzzer of rules share it.
 *
 * - a hit lies inside its text, is not empty, and begins and ends between
 *   graphemes;
 * - masks, too; and the masked text, moderated again, masks nothing more.
 */
#ifndef PROPERTIES_H
#define PROPERTIES_H

#include <assert.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "decide/moderate.h"

static inline bool properties_breaks(UBreakIterator *breaks, struct span text,
                                     uint32_t at)
{
    return at == text.len || ubrk_isBoundary(breaks, (int32_t)at);
}

static inline void properties_of_hits(const struct moderate_text *text,
                                      const struct moderation *m)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    UText *ut =
        utext_openUTF8(NULL, text->text.at, (int64_t)text->text.len, &status);

    ubrk_setUText(breaks, ut, &status);
    assert(U_SUCCESS(status));
    for (uint32_t i = 0; i < m->decision.hit_count; i++) {
        const struct hit *h = &m->decision.hit[i].hit;

        if (h->condition == NULL)
            continue;
        assert(h->at.from < h->at.to && h->at.to <= text->text.len);
        assert(properties_breaks(breaks, text->text, h->at.from));
        assert(properties_breaks(breaks, text->text, h->at.to));
    }
    for (uint32_t i = 0; i < m->text[0].change_count; i++) {
        const struct change *c = &m->text[0].change[i];

        assert(properties_breaks(breaks, text->text, c->at.from));
        assert(properties_breaks(breaks, text->text, c->at.to));
    }
    ubrk_close(breaks);
    utext_close(ut);
}

static inline void properties_of_masks(const struct moderate_input *in,
                                       const struct moderation *m,
                                       struct arena *a)
{
    const struct moderate_text masked = {.text = m->text[0].masked};
    struct moderate_input again = *in;
    struct moderation second;
    struct err e;

    again.text = &masked;
    if (!moderate_run(&again, a, &second, &e))
        return;
    for (uint32_t i = 0; i < second.decision.hit_count; i++)
        assert(!second.decision.hit[i].live ||
               second.decision.hit[i].action != VERDICT_MASK ||
               second.decision.hit[i].hit.condition == NULL);
}

/* One text, no rendition. An error is no broken property: such a post is
 * held. False when there was one. */
static inline bool properties_hold(const struct moderate_input *in,
                                   struct arena *a)
{
    struct moderation m;
    struct err e;

    if (!moderate_run(in, a, &m, &e))
        return false;
    properties_of_hits(in->text, &m);
    if (m.masked && !m.regex_limit)
        properties_of_masks(in, &m, a);
    return true;
}

#endif
