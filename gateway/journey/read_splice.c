/* Builds each post's translation, splices it in, and answers the reader. */
#include "base/clock.h"
#include "base/digest.h"
#include "journey/attach.h"
#include "journey/reading.h"
#include "journey/shared.h"
#include "translate/engine.h"

/* A translation that a rule would mask, hold or reject is not shown. */
static bool withheld(const struct decision *d)
{
    for (uint32_t i = 0; i < d->hit_count; i++)
        if (d->hit[i].live && d->hit[i].side->side == SIDE_TRANSLATION &&
            d->hit[i].action >= VERDICT_MASK)
            return true;
    return false;
}

static bool may_show(struct reading *r, const struct read_item *item,
                     const struct moderate_text *rendition, uint32_t count,
                     bool *ret, struct err *e)
{
    const struct config *c = r->snapshot->config;
    const struct moderate_rendition side = {lang_tag(r->language), rendition,
                                            count};
    struct moderation m;
    const struct moderate_input in = {
        .rules = r->snapshot->rules,
        .scratch = r->kit->scratch,
        .text = item->text,
        .text_count = item->text_count,
        .rendition = &side,
        .rendition_count = 1,
        .now_ms = clock_wall_ms(),
        .regex_work = c->limits.regex_work,
        .translation_cap = (enum verdict)c->rules.translation_max_action,
    };

    if (!moderate_run(&in, r->arena, &m, e))
        return false;
    *ret = !m.regex_limit && !withheld(&m.decision);
    return true;
}

static bool attach_item(struct reading *r, const struct item *from,
                        struct read_item *item, struct err *e)
{
    struct moderate_text *rendition =
        arena_array(r->arena, item->count, sizeof(*rendition));
    struct attachment_field *field =
        arena_array(r->arena, item->count, sizeof(*field));
    struct attachment whole = {
        .language = r->language, .field = field, .gloss = true};
    uint32_t n = 0;
    bool show = false;

    if (rendition == NULL || field == NULL)
        return arena_err(r->arena, "answer", e);
    for (uint32_t i = 0; i < item->count; i++) {
        const struct translated *t = translate_job_get(r->job, item->first + i);
        const uint32_t f = item->field[i];

        if (t->failure != ERR_NONE || t->quality == TRANSLATE_SAME)
            continue;
        rendition[n] = item->text[f];
        rendition[n].text = t->text;
        whole.source = n == 0 ? item->detection[f].lang : whole.source;
        field[n++] = (struct attachment_field){from->field[f].pointer, t};
    }
    if (n == 0)
        return true;
    if (!may_show(r, item, rendition, n, &show, e))
        return false;
    whole.field_count = n;
    return !show || attach_object(r->arena, &whole, &item->attachment, e);
}

/* W/"<app>-<lang>-<generation>": weak, for the bytes are not the app's. */
static struct span new_etag(struct reading *r)
{
    struct span app = {NULL, 0};

    if (!header_get(&r->answer->headers, SPAN("etag"), &app))
        return app;
    if (span_starts(app, SPAN("W/")))
        app = span_from(app, 2);
    if (app.len < 2)
        return (struct span){NULL, 0};
    return arena_printf(r->arena, "W/\"" SPAN_FMT "-%s-%016llx\"",
                        SPAN_ARG(span_slice(app, 1, app.len - 1)),
                        lang_tag(r->language),
                        (unsigned long long)r->generation);
}

/* If-None-Match compares weakly: a cache may have dropped the W/ of ours, or
 * never understood it (RFC 9110 13.1.2). */
static bool reader_has(const struct reading *r, struct span etag)
{
    struct span have = {NULL, 0};
    struct span one;

    if (etag.len == 0 ||
        !header_get(&r->request->head->headers, SPAN("if-none-match"), &have))
        return false;
    while (header_next_element(&have, &one))
        if (span_equal(one, etag) || span_equal(one, span_from(etag, 2)) ||
            span_is(one, "*"))
            return true;
    return false;
}

/* What a 304 does not say again. */
static const struct span of_content[] = {SPAN_INIT("content-type"),
                                         SPAN_INIT("content-language"),
                                         SPAN_INIT("last-modified")};

/* With the app's other headers: a cache updates Cache-Control by a 304, and a
 * browser asks it for CORS. */
static void answer_not_modified(struct reading *r, struct span etag)
{
    const struct header set = {SPAN("ETag"), etag};
    const struct header_edit edit = {of_content, COUNT_OF(of_content), &set, 1};
    struct http_head head = *r->answer;

    head.status = 304;
    head.reason = SPAN("Not Modified");
    intake_reply_head(r->request, &head, &edit);
}

/* An app's ETag that ours can't be made of goes: it is another answer's. */
static void answer(struct reading *r, struct span body)
{
    static const struct span drop[] = {SPAN_INIT("last-modified"),
                                       SPAN_INIT("etag")};
    struct span etag = new_etag(r);
    const struct header set = {SPAN("ETag"), etag};
    const struct header_edit edit = {drop, COUNT_OF(drop), &set, etag.len > 0};

    if (reader_has(r, etag))
        answer_not_modified(r, etag);
    else
        intake_reply_answer(r->request, r->answer, &edit, body);
}

enum step_result read_splice(struct reading *r, struct err *e)
{
    struct span *attach =
        arena_array(r->arena, r->items.count, sizeof(*attach));
    struct span body = r->body;

    if (attach == NULL) {
        (void)arena_err(r->arena, "answer", e);
        return STEP_FAILED;
    }
    for (uint32_t i = 0; i < r->items.count; i++) {
        if (r->item[i].count > 0 &&
            !attach_item(r, &r->items.item[i], &r->item[i], e))
            return STEP_FAILED;
        attach[i] = r->item[i].attachment;
        r->generation = r->generation * 31 + hash_fast(attach[i]);
    }
    if (!items_write(r->arena, &r->items, attach, SIZE_MAX / 4, &body, e))
        return STEP_FAILED;
    counters_add(&r->lane->shared->counters.reads_enriched);
    answer(r, body);
    return STEP_DONE;
}
