#include "decide/moderate.h"

#include <string.h>

#include "decide/settle.h"

struct run {
    const struct moderate_input *in;
    struct arena *arena;
    struct moderation *ret;
    struct decide_side *side; /* the original, then each rendition */
    uint32_t side_count;
};

static bool out_of_memory(const struct run *r, struct err *e)
{
    return arena_err(r->arena, "moderation", e);
}

/* Detects and matches the texts of one side. */
static bool look(struct run *r, const struct moderate_text *text,
                 uint32_t count, struct moderated_text *out,
                 struct decide_side *side, struct err *e)
{
    struct match_text *texts = arena_array(r->arena, count, sizeof(*texts));
    struct match_input in = {.text = texts,
                             .text_count = count,
                             .side = side->side,
                             .audience = side->audience,
                             .trace = r->in->trace};

    if (texts == NULL)
        return out_of_memory(r, e);
    for (uint32_t i = 0; i < count; i++) {
        out[i].masked = text[i].text;
        if (!detect_text(r->arena, text[i].text, &out[i].detection, e))
            return false;
        texts[i] =
            (struct match_text){.text = text[i].text,
                                .field = text[i].field,
                                .detection = &out[i].detection,
                                .marked_up = text[i].markup != MARKUP_PLAIN};
    }
    side->text = texts;
    side->text_count = count;
    return settle_match(r->in, &in, r->arena, &side->hits, r->ret, e);
}

static bool look_at_original(struct run *r, struct err *e)
{
    struct moderation *m = r->ret;

    m->text_count = r->in->text_count;
    m->text = arena_array(r->arena, m->text_count, sizeof(*m->text));
    if (m->text == NULL)
        return out_of_memory(r, e);
    r->side[0].side = SIDE_ORIGINAL;
    if (r->in->earlier == NULL)
        return look(r, r->in->text, m->text_count, m->text, &r->side[0], e);
    memcpy(m->text, r->in->earlier->text, m->text_count * sizeof(*m->text));
    for (uint32_t i = 0; i < m->text_count; i++) {
        m->text[i].change_count = 0;
        m->text[i].masked = r->in->text[i].text;
    }
    r->side[0] = r->in->earlier->original;
    m->regex_limit = r->in->earlier->regex_limit;
    return true;
}

static uint32_t audience_of(const char *to_language)
{
    enum lang lang;

    return lang_find(span_of(to_language), &lang) ? LANG_BIT(lang) : 0;
}

static bool look_at_renditions(struct run *r, struct err *e)
{
    struct moderation *m = r->ret;

    m->rendition_count = r->in->rendition_count;
    m->rendition =
        arena_array(r->arena, m->rendition_count, sizeof(*m->rendition));
    if (m->rendition == NULL)
        return out_of_memory(r, e);
    for (uint32_t i = 0; i < m->rendition_count; i++) {
        const struct moderate_rendition *in = &r->in->rendition[i];
        struct moderated_rendition *out = &m->rendition[i];
        struct decide_side *side = &r->side[1 + i];

        out->to_language = in->to_language;
        out->text_count = in->text_count;
        out->text = arena_array(r->arena, in->text_count, sizeof(*out->text));
        if (out->text == NULL)
            return out_of_memory(r, e);
        side->side = SIDE_TRANSLATION;
        side->to_language = in->to_language;
        side->audience = audience_of(in->to_language);
        if (!look(r, in->text, in->text_count, out->text, side, e))
            return false;
    }
    return true;
}

static bool decide(struct run *r, struct err *e)
{
    struct decide_input in = {.rules = r->in->rules,
                              .side = r->side,
                              .side_count = r->side_count,
                              .translation_cap = r->in->translation_cap,
                              .author = r->in->author,
                              .now_ms = r->in->now_ms};

    return decide_run(&in, r->arena, &r->ret->decision, e);
}

static bool mask(struct run *r, struct err *e)
{
    struct moderation *m = r->ret;
    struct settle_side original = {
        .in = r->in,
        .every = r->side,
        .every_count = r->side_count,
        .side = &r->side[0],
        .text = r->in->text,
        .out = m->text,
        .noted = m,
    };

    m->masked = settle_needed(&m->decision, &r->side[0]);
    if (m->masked && !settle_masks(&original, &m->decision, r->arena, e))
        return false;
    for (uint32_t i = 0; i < m->rendition_count; i++) {
        struct settle_side s = original;

        s.side = &r->side[1 + i];
        s.text = r->in->rendition[i].text;
        s.out = m->rendition[i].text;
        m->rendition[i].masked = settle_needed(&m->decision, s.side);
        if (m->rendition[i].masked &&
            !settle_masks(&s, &m->decision, r->arena, e))
            return false;
    }
    return true;
}

/* Other rules than those for some audiences act on the post as a whole. */
static bool is_withheld(const struct decision *d,
                        const struct decide_side *side)
{
    for (uint32_t i = 0; i < d->hit_count; i++)
        if (d->hit[i].live && d->hit[i].side == side &&
            d->hit[i].hit.rule->audiences != 0 &&
            d->hit[i].action > VERDICT_MASK)
            return true;
    return false;
}

static void withhold(struct run *r)
{
    struct moderation *m = r->ret;

    for (uint32_t i = 0; i < m->rendition_count; i++)
        m->rendition[i].withheld = is_withheld(&m->decision, &r->side[1 + i]);
}

/* The language of the text with the most letters; the first of equals. */
static void name_language(struct moderation *m)
{
    uint32_t most = 0;

    for (uint32_t i = 0; i < m->text_count; i++) {
        const struct detection *d = &m->text[i].detection;

        if (i == 0 || d->letters > most) {
            most = d->letters;
            m->language = d->lang;
            m->confidence = d->confidence;
        }
    }
}

bool moderate_run(const struct moderate_input *in, struct arena *a,
                  struct moderation *ret, struct err *e)
{
    struct moderation made = {.regex_left = in->regex_work};
    struct run r = {.in = in, .arena = a, .ret = &made};

    r.side_count = 1 + in->rendition_count;
    r.side = arena_array(a, r.side_count, sizeof(*r.side));
    if (r.side == NULL)
        return out_of_memory(&r, e);
    if (!look_at_original(&r, e) || !look_at_renditions(&r, e) ||
        !decide(&r, e) || !mask(&r, e))
        return false;
    withhold(&r);
    made.original = r.side[0];
    name_language(&made);
    *ret = made;
    return true;
}
