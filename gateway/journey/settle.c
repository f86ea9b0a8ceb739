#include "journey/settle.h"

#include <string.h>

#include "audit/recorder.h"
#include "base/heap.h"
#include "base/log.h"
#include "journey/shared.h"
#include "journey/template.h"

enum { SETTLE_ARENA = 2 << 20 };

static bool names_type(const struct pairs *headers)
{
    for (uint32_t i = 0; i < headers->count; i++)
        if (span_equal_nocase(span_of(headers->at[i].name),
                              SPAN("content-type")))
            return true;
    return false;
}

bool settle_headers(struct post *p, const struct route_request *request,
                    struct queue_post *q, struct err *e)
{
    const struct template_values v = {.decision = span_of(p->id)};
    struct header *h =
        arena_array(p->arena, request->headers.count + 1, sizeof(*h));
    uint32_t n = 0;

    if (h == NULL)
        return arena_err(p->arena, "a request to come", e);
    if (request->body != NULL && !names_type(&request->headers))
        h[n++] =
            (struct header){SPAN("Content-Type"), SPAN("application/json")};
    for (uint32_t i = 0; i < request->headers.count; i++, n++) {
        const struct pair *from = &request->headers.at[i];

        h[n].name = span_of(from->name);
        if (!template_expand(p->arena, span_of(from->value), TEMPLATE_HEADER,
                             &v, &h[n].value, e))
            return false;
    }
    q->header = h;
    q->header_count = n;
    return true;
}

/* ---- when the app has answered ---- */

struct settling {
    struct arena *arena;
    struct record_item *item;
    struct queue_change change;
};

static void settled(struct record_item *item)
{
    struct settling *s = item->user;

    if (item->result == RECORD_FAILED)
        log_event(LOG_ERROR, "settle", "%s: could not be kept: %s",
                  s->change.id, item->error.text);
    arena_free(&s->arena);
    heap_free(item);
    heap_free(s);
}

static void fill_in(struct post *p, struct settling *s,
                    const struct route_request *request, struct span answer)
{
    const struct template_values v = {
        .decision = arena_copy(s->arena, span_of(p->id)), .answer = answer};
    struct span target;
    struct span body = {NULL, 0};
    struct err e = {.kind = ERR_NONE};

    if (template_target(s->arena, request, &v, &target, &e) &&
        (request->body == NULL ||
         template_expand(s->arena, span_of(request->body), TEMPLATE_JSON, &v,
                         &body, &e))) {
        s->change.target = target;
        s->change.body = body;
    } else {
        log_event(LOG_WARN, "settle", "%s: %s", p->id, e.text);
    }
}

static struct record_item *make_item(const struct post *p,
                                     const struct settlement *how, int status)
{
    const struct record_event event = {
        .kind = RECORD_RELEASE,
        .decision = span_of(p->id),
        .route = span_of(p->plan->route->name),
        .result = how->result,
        .status = status,
    };
    struct record_item *item = record_event(&event);

    if (how->result == NULL)
        item->leaf.json.len = 0; /* no leaf */
    return item;
}

void settle_answer(struct post *p, const struct settlement *how, int status,
                   struct span answer)
{
    struct settling *s = heap_new(sizeof(*s));
    struct err e = {.kind = ERR_NONE};

    s->arena = arena_new(SETTLE_ARENA);
    s->change = (struct queue_change){
        .from = QUEUE_BIT(QUEUE_HELD),
        .to = how->to,
        .attempt = -1,
        .status = status,
        .as_is = -1,
    };
    memcpy(s->change.id, p->id, sizeof(s->change.id));
    if (how->taken && how->request->method != NULL)
        fill_in(p, s, how->request, answer);
    s->item = make_item(p, how, status);
    s->item->change = &s->change;
    s->item->done = settled;
    s->item->user = s;
    if (!recorder_submit(p->lane->port, s->item, &e)) {
        s->item->result = RECORD_FAILED;
        s->item->error = e;
        settled(s->item);
    }
}
