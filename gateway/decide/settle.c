#include "decide/settle.h"

#include <string.h>

#include "decide/mask.h"

enum { MOST_ROUNDS = 3 };

/* What one round masks: a decision about the side as it stands by then. */
struct round {
    const struct settle_side *settle;
    const struct decide_side *side;
    struct decision decision;
};

static bool masks(const struct decided_hit *h, const struct decide_side *side)
{
    return h->live && h->action == VERDICT_MASK && h->side == side &&
           h->hit.condition != NULL;
}

bool settle_match(const struct moderate_input *in,
                  const struct match_input *texts, struct arena *a,
                  struct hits *ret, struct moderation *noted, struct err *e)
{
    struct match_input again = *texts;
    bool done;

    again.regex_work = noted->regex_left;
    done = match_run(in->rules, in->scratch, &again, a, ret, e);
    if (!done && e->kind != ERR_REGEX_LIMIT)
        return false;
    noted->regex_limit = noted->regex_limit || !done;
    noted->regex_left = ret->regex_left;
    return true;
}

bool settle_needed(const struct decision *d, const struct decide_side *side)
{
    for (uint32_t i = 0; i < d->hit_count; i++)
        if (masks(&d->hit[i], side))
            return true;
    return false;
}

/* A place in the masked text as one in the text as it was; places inside a
 * mask go to its start or end. */
static uint32_t place_before(const struct moderated_text *t, uint32_t at,
                             bool end)
{
    uint32_t was = 0; /* offset in the text behind the last change */
    uint32_t now = 0; /* the same in the masked text */

    for (uint32_t i = 0; i < t->change_count; i++) {
        const struct change *c = &t->change[i];
        uint32_t from = now + (c->at.from - was);
        uint32_t to = from + (uint32_t)c->text.len;

        if (at <= from)
            break;
        if (at < to)
            return end ? c->at.to : c->at.from;
        was = c->at.to;
        now = to;
    }
    return was + (at - now);
}

/* The masks so far and those of the hits, all in places of the text as it
 * was. */
static bool add_ranges(const struct settle_side *s, const struct decision *d,
                       const struct decide_side *side, uint32_t text,
                       struct range *ranges, uint32_t *count)
{
    const struct moderated_text *t = &s->out[text];
    bool more = false;

    for (uint32_t i = 0; i < t->change_count; i++)
        ranges[(*count)++] = t->change[i].at;
    for (uint32_t i = 0; i < d->hit_count; i++) {
        const struct hit *h = &d->hit[i].hit;

        if (masks(&d->hit[i], side) && h->text == text) {
            ranges[(*count)++] =
                (struct range){place_before(t, h->at.from, false),
                               place_before(t, h->at.to, true)};
            more = true;
        }
    }
    return more;
}

static bool same_changes(const struct moderated_text *t,
                         const struct change *changes, uint32_t count)
{
    if (t->change_count != count)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (t->change[i].at.from != changes[i].at.from ||
            t->change[i].at.to != changes[i].at.to)
            return false;
    return true;
}

/* Masks in one text what the decision says; *changed is set when that is more
 * than before. */
static bool mask_text(const struct round *r, uint32_t text, struct arena *a,
                      bool *changed, struct err *e)
{
    const struct settle_side *s = r->settle;
    const struct decision *d = &r->decision;
    const struct decide_side *side = r->side;
    struct moderated_text *t = &s->out[text];
    struct range *ranges =
        arena_array(a, t->change_count + d->hit_count, sizeof(*ranges));
    struct mask_request request = {.text = s->text[text].text,
                                   .markup = s->text[text].markup,
                                   .range = ranges};
    struct change *changes;
    uint32_t count = 0;

    if (ranges == NULL)
        return arena_err(a, "masks", e);
    if (!add_ranges(s, d, side, text, ranges, &count))
        return true;
    request.count = count;
    if (!mask_changes(&request, a, &changes, &count, e))
        return false;
    if (same_changes(t, changes, count))
        return true;
    *changed = true;
    t->change = changes;
    t->change_count = count;
    return mask_apply(a, s->text[text].text, changes, count, &t->masked, e);
}

/* Matches the masked texts and decides again, with the other sides as they
 * were: `none` and counts look at those too. */
static bool look_again(const struct settle_side *s, struct arena *a,
                       const struct decide_side **ret_side,
                       struct decision *ret, struct err *e)
{
    struct decide_side *every = arena_array(a, s->every_count, sizeof(*every));
    struct decide_side *side = every + (s->side - s->every);
    struct match_text *texts =
        arena_array(a, s->side->text_count, sizeof(*texts));
    struct match_input in = {.text = texts,
                             .text_count = s->side->text_count,
                             .side = s->side->side,
                             .audience = s->side->audience};
    struct decide_input again = {.rules = s->in->rules,
                                 .side = every,
                                 .side_count = s->every_count,
                                 .translation_cap = s->in->translation_cap,
                                 .author = s->in->author,
                                 .now_ms = s->in->now_ms};

    if (texts == NULL || every == NULL)
        return arena_err(a, "masks", e);
    for (uint32_t i = 0; i < s->side->text_count; i++) {
        texts[i] = s->side->text[i];
        texts[i].text = s->out[i].masked;
    }
    memcpy(every, s->every, s->every_count * sizeof(*every));
    side->text = texts;
    *ret_side = side;
    return settle_match(s->in, &in, a, &side->hits, s->noted, e) &&
           decide_run(&again, a, ret, e);
}

bool settle_masks(const struct settle_side *s, const struct decision *d,
                  struct arena *a, struct err *e)
{
    struct round r = {.settle = s, .side = s->side, .decision = *d};

    for (unsigned round = 0;; round++) {
        bool changed = false;

        for (uint32_t i = 0; i < s->side->text_count; i++)
            if (!mask_text(&r, i, a, &changed, e))
                return false;
        if (!changed)
            return true;
        if (round == MOST_ROUNDS) /* hundreds of hits: not ours to publish */
            return err_set(e, ERR_INTERNAL, NULL,
                           "masks did not settle in %d rounds", MOST_ROUNDS);
        if (!look_again(s, a, &r.side, &r.decision, e))
            return false;
    }
}
