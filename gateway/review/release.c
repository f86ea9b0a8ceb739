#include "review/release.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "audit/beat.h"
#include "audit/seal.h"
#include "audit/store.h"
#include "base/clock.h"
#include "base/heap.h"
#include "config/config.h"
#include "review/queue.h"

enum {
    MOST_IN_FLIGHT = 16,
    LOOK_PAUSE_MS = 2000, /* an app that was slow may yet come to it */
    SLOW_MS = 5000,       /* between looks for the lost and the expired */
    EXPIRE_MOST = 50,
    MOST_OWNERS = 256
};

/* One post on its way. Its item comes first: the caller has a pointer to it. */
struct job {
    struct release item;
    struct arena *arena;
    struct job *next;
    struct queue_change change;
    struct record_item *record; /* at the recorder, or to be given to it */
    bool submitted;
    bool orphan;         /* the releases are closed: only free it */
    bool settled;        /* the change ends the job */
    uint64_t look_at_ms; /* 0: no look-up is due */
};

struct releases {
    struct release_options o;
    struct store *store;
    struct beat self;
    struct job *jobs;
    uint32_t count;
    uint64_t next_slow_ms;
};

/* ---- jobs ---- */

static struct job *job_of(struct release *item)
{
    return (struct job *)item;
}

static struct job *find_job(const struct releases *r, struct span id)
{
    for (struct job *j = r->jobs; j != NULL; j = j->next)
        if (span_is(id, j->item.id))
            return j;
    return NULL;
}

static void free_job(struct job *j)
{
    heap_free(j->record);
    arena_free(&j->arena);
    heap_free(j);
}

static void drop_job(struct releases *r, struct job *gone)
{
    struct job **at = &r->jobs;

    while (*at != gone)
        at = &(*at)->next;
    *at = gone->next;
    r->count--;
    free_job(gone);
}

static struct headers read_headers(struct arena *a, struct span json)
{
    json_t *list = json_loadb(json.len > 0 ? json.at : "[]",
                              json.len > 0 ? json.len : 2, 0, NULL);
    size_t n = json_array_size(list);
    struct headers h = {arena_array(a, n, sizeof(struct header)), 0};

    for (size_t i = 0; i < n; i++) {
        const json_t *pair = json_array_get(list, i);
        const char *name = json_string_value(json_array_get(pair, 0));
        const char *value = json_string_value(json_array_get(pair, 1));

        h.at[i] = (struct header){arena_copy(a, span_of(name)),
                                  arena_copy(a, span_of(value))};
        h.count++;
    }
    json_decref(list);
    return h;
}

/* Credentials that can't be opened (another key) are as good as none: the app
 * will say 401, and the post waits for its author. */
static struct headers open_credentials(const struct releases *r,
                                       struct arena *a,
                                       const struct queue_item *row)
{
    struct buf plain = buf_make(SIZE_MAX / 2);
    struct headers h = {NULL, 0};
    struct err ignored;

    if (row->credentials.len > 0 &&
        seal_open(r->o.text_key, row->key, row->credentials, &plain, &ignored))
        h = read_headers(a, buf_span(&plain));
    if (plain.at != NULL)
        memset(plain.at, 0, plain.room);
    buf_free(&plain);
    return h;
}

static struct job *new_job(struct releases *r, const struct queue_item *row)
{
    struct job *j = heap_new(sizeof(*j));
    struct arena *a = arena_new(SIZE_MAX / 2);
    bool as_is = row->as_is && row->body_as_is.at != NULL;

    j->arena = a;
    memcpy(j->item.id, row->id.at, ID_TEXT - 1);
    j->item.attempt = row->attempt;
    j->item.kind = row->kind;
    j->item.route = arena_copy(a, row->route);
    j->item.method = arena_copy(a, row->method);
    j->item.target = arena_copy(a, row->target);
    j->item.headers = read_headers(a, row->headers);
    j->item.credentials = open_credentials(r, a, row);
    j->item.body = arena_copy(a, as_is ? row->body_as_is : row->body);
    j->item.as_is = row->as_is;
    j->item.owner = r;
    j->next = r->jobs;
    r->jobs = j;
    r->count++;
    return j;
}

/* ---- changes ---- */

static void on_changed(struct record_item *item);

static void submit(struct releases *r, struct job *j)
{
    struct err ignored;

    j->submitted = recorder_submit(r->o.port, j->record, &ignored);
}

/* The change is written with the record of it; until the store takes both,
 * every poll tries again. */
static void change(struct releases *r, struct job *j,
                   const struct record_event *event, bool settled)
{
    memcpy(j->change.id, j->item.id, ID_TEXT);
    heap_free(j->record);
    j->record = record_event(event);
    j->record->change = &j->change;
    j->record->done = on_changed;
    j->record->user = j;
    j->settled = settled;
    if (!settled)
        j->record->leaf.json.len = 0; /* no leaf: the row alone says it */
    submit(r, j);
}

/* approved → releasing (or a dead process's releasing → ours): no leaf of its
 * own, the row alone says it. */
static void take(struct releases *r, struct job *j, enum queue_state from)
{
    const struct record_event silent = {.kind = RECORD_RELEASE,
                                        .decision = span_of(j->item.id)};

    j->change = (struct queue_change){.from = QUEUE_BIT(from),
                                      .to = QUEUE_RELEASING,
                                      .attempt = j->item.attempt,
                                      .new_attempt = from == QUEUE_APPROVED,
                                      .owner = r->self.row.owner,
                                      .as_is = -1};
    change(r, j, &silent, false);
}

static void settle(struct releases *r, struct job *j,
                   const struct release_next *next, int status)
{
    const struct record_event event = {.kind = RECORD_RELEASE,
                                       .decision = span_of(j->item.id),
                                       .route = j->item.route,
                                       .result = next->result,
                                       .status = status};

    j->change = (struct queue_change){
        .from = QUEUE_BIT(QUEUE_RELEASING),
        .to = next->to,
        .attempt = j->item.attempt,
        .status = status,
        .as_is = -1,
        .not_before = next->step == RELEASE_LATER
                          ? clock_wall_ms() + release_pause_ms(j->item.attempt)
                          : 0,
    };
    change(r, j, &event, true);
}

/* A DELETE or PUT that is sent twice does what it does once (RFC 9110, 9.2.2),
 * and there is nothing to look up. */
static struct release_rules rules_of(const struct releases *r,
                                     const struct release *item)
{
    struct release_rules rules = r->o.calls->rules(r->o.user, item->route);

    if (item->kind == QUEUE_KIND_AFTER) {
        rules.takedown = true;
        rules.lookup = false;
        rules.idempotent =
            span_is(item->method, "DELETE") || span_is(item->method, "PUT");
    }
    return rules;
}

static void hear(struct release *item, enum release_news news, int status)
{
    struct job *j = job_of(item);
    struct releases *r = item->owner;
    struct release_rules rules = rules_of(r, item);
    struct release_next next =
        release_next(&rules, news, status, item->attempt);

    assert(!j->submitted && !j->settled);
    if (next.step == RELEASE_LOOK_UP)
        j->look_at_ms = clock_wall_ms() + LOOK_PAUSE_MS;
    else
        settle(r, j, &next, status);
}

void release_answered(struct release *item, int status)
{
    hear(item, RELEASE_ANSWERED, status);
}

void release_failed(struct release *item, bool maybe_sent)
{
    hear(item, maybe_sent ? RELEASE_LOST : RELEASE_NOT_SENT, 0);
}

void release_looked_up(struct release *item, enum release_news news)
{
    assert(news >= RELEASE_THERE);
    hear(item, news, 0);
}

/* `releasing` is durable and ours. */
static void on_taken(struct releases *r, struct job *j)
{
    heap_free(j->record);
    j->record = NULL;
    if (!j->change.new_attempt) { /* found after a crash */
        hear(&j->item, RELEASE_LOST, 0);
        return;
    }
    j->item.attempt++;
    if (r->o.calls->rules(r->o.user, j->item.route).known)
        r->o.calls->send(r->o.user, &j->item);
    else
        hear(&j->item, RELEASE_NOT_SENT, 0);
}

static void on_changed(struct record_item *item)
{
    struct job *j = item->user;
    struct releases *r = j->item.owner;

    if (j->orphan) {
        free_job(j);
        return;
    }
    j->submitted = false;
    if (item->result == RECORD_FAILED && j->settled)
        return; /* the next poll tries again */
    if (item->result != RECORD_WRITTEN || j->settled)
        drop_job(r, j);
    else
        on_taken(r, j);
}

/* ---- polling ---- */

static bool on_approved(void *user, const struct queue_item *row)
{
    struct releases *r = user;

    if (row->id.len != ID_TEXT - 1 || find_job(r, row->id) != NULL)
        return true;
    take(r, new_job(r, row), QUEUE_APPROVED);
    return r->count < r->o.most_in_flight;
}

static void start_approved(struct releases *r)
{
    const struct queue_query q = {.states = QUEUE_BIT(QUEUE_APPROVED),
                                  .due_ms = clock_wall_ms(),
                                  .limit = 2UL * r->o.most_in_flight,
                                  .bodies = true};
    struct err ignored;

    if (r->count < r->o.most_in_flight &&
        !r->store->driver->queue(r->store, &q, on_approved, r, &ignored))
        r->next_slow_ms = 0;
}

/* Jobs that wait for the store, or for their look-up. */
static void push_on(struct releases *r)
{
    uint64_t now = clock_wall_ms();
    struct job *next;

    for (struct job *j = r->jobs; j != NULL; j = next) {
        next = j->next; /* a call may drop the job */
        if (j->record != NULL && !j->submitted) {
            if (j->settled)
                submit(r, j);
            else
                drop_job(r, j); /* nothing was sent: another poll finds it */
        } else if (j->look_at_ms != 0 && j->look_at_ms <= now) {
            j->look_at_ms = 0;
            r->o.calls->look_up(r->o.user, &j->item);
        }
    }
}

struct owners {
    char alive[MOST_OWNERS][sizeof(((struct beat *)0)->owner)];
    uint32_t count;
    struct releases *releases;
};

static bool on_beat(void *user, const struct store_beat *b)
{
    struct owners *o = user;

    if (!beat_alive(b, clock_wall_ms()))
        return true;
    (void)snprintf(o->alive[o->count++], sizeof(o->alive[0]), SPAN_FMT,
                   SPAN_ARG(b->owner));
    return o->count < MOST_OWNERS;
}

static bool is_alive(const struct owners *o, struct span owner)
{
    for (uint32_t i = 0; i < o->count; i++)
        if (span_is(owner, o->alive[i]))
            return true;
    return false;
}

static bool on_releasing(void *user, const struct queue_item *row)
{
    struct owners *o = user;
    struct releases *r = o->releases;
    bool own = span_equal(row->owner, r->self.row.owner);

    if (row->id.len != ID_TEXT - 1 || find_job(r, row->id) != NULL ||
        (!own && is_alive(o, row->owner)))
        return true;
    take(r, new_job(r, row), QUEUE_RELEASING);
    return r->count < r->o.most_in_flight;
}

/* Posts that a process was sending when it died. */
static void recover(struct releases *r)
{
    const struct queue_query q = {.states = QUEUE_BIT(QUEUE_RELEASING),
                                  .bodies = true};
    struct owners *o = heap_new(sizeof(*o));
    struct err ignored;

    o->releases = r;
    if (r->store->driver->beats(r->store, on_beat, o, &ignored) &&
        o->count < MOST_OWNERS && r->count < r->o.most_in_flight &&
        !r->store->driver->queue(r->store, &q, on_releasing, o, &ignored))
        r->next_slow_ms = 0;
    heap_free(o);
}

/* ---- expiry ---- */

struct expiry {
    struct record_item *item; /* first: freed as one block with it */
    struct queue_change change;
};

static void on_expired(struct record_item *item)
{
    struct expiry *x = item->user;

    heap_free(item);
    heap_free(x);
}

static bool on_old(void *user, const struct queue_item *row)
{
    struct releases *r = user;
    const bool held = row->kind == QUEUE_KIND_HOLD;
    const bool approve = held && r->o.expires_then == HOLD_THEN_APPROVE;
    const struct record_event event = {.kind = RECORD_REVIEW,
                                       .decision = row->id,
                                       .route = row->route,
                                       .result = !held     ? "expired"
                                                 : approve ? "expired_approve"
                                                           : "expired_reject"};
    struct expiry *x = heap_new(sizeof(*x));
    struct err ignored;

    x->change = (struct queue_change){
        .from = QUEUE_BIT(QUEUE_HELD),
        .to = approve ? QUEUE_APPROVED : QUEUE_EXPIRED,
        .attempt = -1,
        .as_is = -1,
        .by = SPAN("expiry"),
    };
    (void)snprintf(x->change.id, sizeof(x->change.id), SPAN_FMT,
                   SPAN_ARG(row->id));
    x->item = record_event(&event);
    x->item->change = &x->change;
    x->item->done = on_expired;
    x->item->user = x;
    if (recorder_submit(r->o.port, x->item, &ignored))
        return true;
    on_expired(x->item);
    return false;
}

static void expire(struct releases *r)
{
    uint64_t now = clock_wall_ms();
    const struct queue_query q = {.states = QUEUE_BIT(QUEUE_HELD),
                                  .before_ms = now - r->o.expires_after_ms,
                                  .limit = EXPIRE_MOST,
                                  .bodies = true};
    struct err ignored;

    if (r->o.expires_after_ms == 0 || r->o.expires_after_ms >= now)
        return;
    if (!r->store->driver->queue(r->store, &q, on_old, r, &ignored))
        r->next_slow_ms = 0;
}

void releases_poll(struct releases *r)
{
    uint64_t now = clock_wall_ms();
    struct err ignored;

    if (r->o.past != NULL && !past_refresh(r->o.past, &ignored))
        return; /* the store is away: so would be all that follows */
    push_on(r);
    start_approved(r);
    if (now < r->next_slow_ms)
        return;
    r->next_slow_ms = now + SLOW_MS;
    recover(r);
    expire(r);
}

/* ---- opening and closing ---- */

bool releases_open(const struct release_options *o, struct releases **ret,
                   struct err *e)
{
    struct releases *r = heap_new(sizeof(*r));

    r->o = *o;
    if (r->o.most_in_flight == 0)
        r->o.most_in_flight = MOST_IN_FLIGHT;
    beat_self(&r->self);
    if (!store_open(o->store, STORE_CREATE, &r->store, e)) {
        heap_free(r);
        return false;
    }
    *ret = r;
    return true;
}

uint32_t releases_in_flight(const struct releases *r)
{
    return r->count;
}

void releases_close(struct releases **ref)
{
    struct releases *r = *ref;
    struct job *next;

    if (r == NULL)
        return;
    for (struct job *j = r->jobs; j != NULL; j = next) {
        next = j->next;
        j->orphan = true;
        if (!j->submitted) /* else freed when the recorder is done with it */
            free_job(j);
    }
    store_close(&r->store);
    heap_free(r);
    *ref = NULL;
}
