#include "journey/hold.h"

#include <string.h>

#include "journey/hold_field.h"
#include "journey/shared.h"

/* Sent again at release; everything else of the request belongs to the
 * connection or the moment. */
static const struct span content_headers[] = {
    SPAN_INIT("content-type"),     SPAN_INIT("content-language"),
    SPAN_INIT("content-location"), SPAN_INIT("accept"),
    SPAN_INIT("accept-language"),  SPAN_INIT("user-agent"),
    SPAN_INIT("x-requested-with"), SPAN_INIT("host"),
};
static const struct span credential_headers[] = {
    SPAN_INIT("authorization"), SPAN_INIT("cookie"),
    SPAN_INIT("x-wp-nonce"),    SPAN_INIT("x-csrf-token"),
    SPAN_INIT("x-xsrf-token"),
};

static bool is_one_of(struct span name, const struct span *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal_nocase(name, list[i]))
            return true;
    return false;
}

static struct headers pick_headers(struct post *p, const struct span *list,
                                   size_t count)
{
    const struct headers *all = &p->request->head->headers;
    struct headers ret = {
        .at = arena_array(p->arena, all->count + 1, sizeof(*ret.at))};

    for (uint32_t i = 0; ret.at != NULL && i < all->count; i++)
        if (is_one_of(all->at[i].name, list, count))
            ret.at[ret.count++] = all->at[i];
    return ret;
}

/* A transcoded or composed body has a Content-Type of its own. */
static void replace_type(const struct post *p, struct headers *h)
{
    for (uint32_t i = 0; p->out.content_type.at != NULL && i < h->count; i++)
        if (span_equal_nocase(h->at[i].name, SPAN("content-type")))
            h->at[i].value = p->out.content_type;
}

/* The body without the rules' masks, for `approve --as-is`. */
static bool body_as_is(struct post *p, struct span *ret, struct err *e)
{
    const struct fields_edits edits = {.attach = p->attachment};
    struct fields_output out;

    *ret = (struct span){NULL, 0};
    if (!p->composed || !p->moderation.masked)
        return true;
    if (!fields_write(p->arena, &p->fields, &edits, &out, e))
        return false;
    *ret = out.body;
    return true;
}

static bool describe(struct post *p, struct queue_post *q, struct err *e)
{
    const struct config *c = p->snapshot->config;
    const bool keep = p->plan->route->hold.credentials == HOLD_CREDENTIALS_KEEP;
    struct headers content =
        pick_headers(p, content_headers, COUNT_OF(content_headers));
    struct headers secret = {NULL, 0};

    if (keep)
        secret =
            pick_headers(p, credential_headers, COUNT_OF(credential_headers));
    if (content.at == NULL || (keep && secret.at == NULL))
        return arena_err(p->arena, "held post", e);
    replace_type(p, &content);
    *q = (struct queue_post){
        .route = span_of(p->plan->route->name),
        .method = p->request->head->method,
        .target = p->request->target,
        .header = content.at,
        .header_count = content.count,
        .credential = secret.at,
        .credential_count = secret.count,
        .text_key = p->lane->shared->text_key,
        .received = p->request->body,
        .body = p->composed ? p->out.body : p->body,
        .fields = p->judged ? &p->fields : NULL,
        .moderation = p->judged ? &p->moderation : NULL,
        .author = &p->author,
        .held_per_author = c->limits.held_per_author,
        .held = c->limits.held,
    };
    return body_as_is(p, &q->body_as_is, e);
}

bool hold_row(struct post *p, const struct queue_row **ret, struct err *e)
{
    struct queue_post q;

    if (!describe(p, &q, e))
        return false;
    if (p->plan->route->hold.by == HOLD_BY_FIELD && !hold_field_fill(p, &q, e))
        return false;
    return queue_hold(&q, p->arena, ret, e);
}

void hold_repeat(struct post *p, const char *decision)
{
    p->repeated = true;
    memcpy(p->id, decision, sizeof(p->id));
}

bool hold_superseding(const struct post *p)
{
    return span_is(p->request->head->method, "PUT") ||
           span_is(p->request->head->method, "PATCH");
}
