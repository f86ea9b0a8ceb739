#include "journey/hold_field.h"

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

static bool release_headers(struct post *p, struct queue_post *q, struct err *e)
{
    const struct route_request *release = &p->plan->route->hold.release;
    const struct template_values v = {.decision = span_of(p->id)};
    struct header *h =
        arena_array(p->arena, release->headers.count + 1, sizeof(*h));
    uint32_t n = 0;

    if (h == NULL)
        return arena_err(p->arena, "release", e);
    if (release->body != NULL && !names_type(&release->headers))
        h[n++] =
            (struct header){SPAN("Content-Type"), SPAN("application/json")};
    for (uint32_t i = 0; i < release->headers.count; i++, n++) {
        const struct pair *from = &release->headers.at[i];

        h[n].name = span_of(from->name);
        if (!template_expand(p->arena, span_of(from->value), TEMPLATE_HEADER,
                             &v, &h[n].value, e))
            return false;
    }
    q->header = h;
    q->header_count = n;
    return true;
}

bool hold_field_fill(struct post *p, struct queue_post *q, struct err *e)
{
    q->send_method = span_of(p->plan->route->hold.release.method);
    q->send_target = SPAN("");
    q->body = SPAN("");
    q->body_as_is = (struct span){NULL, 0};
    return release_headers(p, q, e);
}

bool hold_field_waits(const struct post *p)
{
    return post_holds(p) && p->plan->route->hold.by == HOLD_BY_FIELD;
}

/* ---- when the app has answered --------------------------------------------
 */

struct settling {
    struct arena *arena;
    struct record_item *item;
    struct queue_change change;
};

static void settled(struct record_item *item)
{
    struct settling *s = item->user;

    if (item->result == RECORD_FAILED)
        log_event(LOG_ERROR, "hold", "%s: its release could not be kept: %s",
                  s->change.id, item->error.text);
    arena_free(&s->arena);
    heap_free(item);
    heap_free(s);
}

/* On failure the target stays empty: nobody can release it by mistake. */
static void make_release(struct post *p, struct settling *s, struct span answer)
{
    const struct route_request *release = &p->plan->route->hold.release;
    const struct template_values v = {
        .decision = arena_copy(s->arena, span_of(p->id)), .answer = answer};
    struct span target;
    struct span body = {NULL, 0};
    struct err e = {.kind = ERR_NONE};

    if (template_target(s->arena, release, &v, &target, &e) &&
        (release->body == NULL ||
         template_expand(s->arena, span_of(release->body), TEMPLATE_JSON, &v,
                         &body, &e))) {
        s->change.target = target;
        s->change.body = body;
    } else {
        log_event(LOG_WARN, "hold", "%s: %s", p->id, e.text);
    }
}

void hold_field_settle(struct post *p, int status, struct span answer)
{
    const bool taken = status >= 200 && status < 300;
    const struct record_event event = {
        .kind = RECORD_RELEASE,
        .decision = span_of(p->id),
        .route = span_of(p->plan->route->name),
        .result = taken ? "pending_in_app" : "refused_by_app",
        .status = status,
    };
    struct settling *s = heap_new(sizeof(*s));
    struct err e = {.kind = ERR_NONE};

    s->arena = arena_new(SETTLE_ARENA);
    s->change = (struct queue_change){
        .from = QUEUE_BIT(QUEUE_HELD),
        .to = taken ? QUEUE_HELD : QUEUE_REFUSED,
        .attempt = -1,
        .status = status,
        .as_is = -1,
    };
    memcpy(s->change.id, p->id, sizeof(s->change.id));
    if (taken)
        make_release(p, s, answer);
    s->item = record_event(&event);
    s->item->change = &s->change;
    s->item->done = settled;
    s->item->user = s;
    if (!recorder_submit(p->lane->port, s->item, &e)) {
        s->item->result = RECORD_FAILED;
        s->item->error = e;
        settled(s->item);
    }
}
