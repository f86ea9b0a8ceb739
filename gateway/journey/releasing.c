#include "journey/releasing.h"

#include "base/heap.h"
#include "journey/lane.h"
#include "journey/shared.h"
#include "journey/template.h"
#include "review/release.h"
#include "upstream/upstream.h"
#include "worker/worker.h"

enum { POLL_MS = 500 };

struct releasing {
    struct lane *lane;
    struct releases *releases;
    uv_timer_t timer;
};

static const struct route *find_route(const struct lane *lane, struct span name)
{
    const struct routes *routes = &lane->kit->snapshot->config->routes;

    for (uint32_t i = 0; i < routes->count; i++)
        if (span_is(name, routes->at[i].name))
            return &routes->at[i];
    return NULL;
}

static struct release_rules rules(void *user, struct span name)
{
    const struct releasing *r = user;
    const struct route *route = find_route(r->lane, name);

    if (route == NULL)
        return (struct release_rules){.known = false};
    return (struct release_rules){
        .known = true,
        .idempotent = route->hold.idempotency[0] != '\0',
        .lookup = route->hold.lookup.method != NULL,
    };
}

static void on_answer(void *user, const struct http_head *a, struct span body)
{
    (void)body;
    release_answered(user, a->status);
}

static void on_failed(void *user, const struct err *e, bool maybe_sent)
{
    (void)e;
    release_failed(user, maybe_sent);
}

static const struct upstream_calls sent_calls = {on_answer, on_failed};

static void on_found(void *user, const struct http_head *a, struct span body)
{
    (void)body;
    release_looked_up(user, a->status == 200   ? RELEASE_THERE
                            : a->status == 404 ? RELEASE_NOT_THERE
                                               : RELEASE_UNSURE);
}

static void on_not_found(void *user, const struct err *e, bool maybe_sent)
{
    (void)e;
    (void)maybe_sent;
    release_looked_up(user, RELEASE_UNSURE);
}

static const struct upstream_calls looked_calls = {on_found, on_not_found};

struct header_room {
    struct header at[96];
    uint32_t count;
};

static void add(struct header_room *room, struct span name, struct span value)
{
    if (room->count < COUNT_OF(room->at))
        room->at[room->count++] = (struct header){name, value};
}

static void add_all(struct header_room *room, const struct headers *h)
{
    for (uint32_t i = 0; i < h->count; i++)
        add(room, h->at[i].name, h->at[i].value);
}

static void send_item(void *user, struct release *item)
{
    struct releasing *r = user;
    const struct route *route = find_route(r->lane, item->route);
    struct header_room room = {.count = 0};

    if (item->target.len == 0) { /* hold by field, and the app never said */
        release_failed(item, true);
        return;
    }
    add_all(&room, &item->headers);
    add_all(&room, &item->credentials);
    for (uint32_t i = 0; i < route->hold.release_as.count; i++)
        add(&room, span_of(route->hold.release_as.at[i].name),
            span_of(route->hold.release_as.at[i].value));
    if (route->hold.idempotency[0] != '\0' && item->kind == QUEUE_KIND_HOLD)
        add(&room, span_of(route->hold.idempotency), span_of(item->id));
    add(&room, SPAN("Paifang-Decision"), span_of(item->id));
    add(&room, SPAN("Paifang-Verdict"),
        item->kind == QUEUE_KIND_HOLD ? SPAN("allow") : SPAN("flag"));
    upstream_ask(worker_upstream(r->lane->worker),
                 &(struct upstream_request){
                     .method = item->method,
                     .target = item->target,
                     .headers = room.at,
                     .header_count = room.count,
                     .body = item->body,
                     .calls = &sent_calls,
                     .user = item,
                 });
}

static void look_up(void *user, struct release *item)
{
    struct releasing *r = user;
    const struct route *route = find_route(r->lane, item->route);
    struct arena *a = lane_take_arena(r->lane);
    const struct template_values v = {.decision = span_of(item->id)};
    struct span target;
    struct err e;

    /* A reload can have taken the route, or its question, away. */
    if (route == NULL || route->hold.lookup.method == NULL ||
        !template_target(a, &route->hold.lookup, &v, &target, &e))
        release_looked_up(item, RELEASE_UNSURE);
    else
        upstream_ask(worker_upstream(r->lane->worker),
                     &(struct upstream_request){
                         .method = span_of(route->hold.lookup.method),
                         .target = target,
                         .calls = &looked_calls,
                         .user = item,
                     });
    lane_give_arena(r->lane, a);
}

static const struct release_calls calls = {rules, send_item, look_up};

static void on_timer(uv_timer_t *timer)
{
    struct releasing *r = timer->data;

    releases_poll(r->releases);
}

static void on_timer_closed(uv_handle_t *handle)
{
    heap_free(handle->data);
}

bool releasing_open(struct lane *lane, struct releasing **ret, struct err *e)
{
    const struct config *c = lane->shared->boot;
    struct releasing *r = heap_new(sizeof(*r));
    const struct release_options o = {
        .recorder = lane->shared->recorder,
        .port = lane->port,
        .past = lane->shared->past,
        .store = c->audit.store,
        .text_key = lane->shared->text_key,
        .expires_after_ms = c->audit.hold_expires.after.ms,
        .expires_then = c->audit.hold_expires.then,
        .calls = &calls,
        .user = r,
    };

    r->lane = lane;
    if (!releases_open(&o, &r->releases, e)) {
        heap_free(r);
        return false;
    }
    r->timer.data = r;
    (void)uv_timer_init(worker_loop(lane->worker), &r->timer);
    (void)uv_timer_start(&r->timer, on_timer, POLL_MS, POLL_MS);
    *ret = r;
    return true;
}

void releasing_close(struct releasing **r)
{
    struct releasing *gone = *r;

    *r = NULL;
    if (gone == NULL)
        return;
    releases_close(&gone->releases);
    uv_close((uv_handle_t *)&gone->timer, on_timer_closed);
}
