#include "review/act.h"

#include <stdio.h>
#include <string.h>

#include "audit/record.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/heap.h"

enum { MOST_SIDE = 64 << 10 };

/* ---- finding ---- */

struct finding {
    struct queue_found *found;
    unsigned count;
};

static bool take_found(void *user, const struct queue_item *q)
{
    struct finding *f = user;

    f->found->kind = q->kind;
    f->found->state = q->state;
    f->found->can_take_down = q->kind == QUEUE_KIND_AFTER && q->target.len > 0;
    (void)snprintf(f->found->id, sizeof(f->found->id), SPAN_FMT,
                   SPAN_ARG(q->id));
    return ++f->count < 2;
}

bool queue_find(struct store *s, const char *id, struct queue_found *ret,
                struct err *e)
{
    const struct queue_query q = {.id = span_of(id)};
    struct finding f = {ret, 0};

    if (!s->driver->queue(s, &q, take_found, &f, e))
        return false;
    if (f.count == 0)
        return err_set(e, ERR_NOT_FOUND, NULL, "no post %s in the queue", id);
    return f.count == 1 ||
           err_set(e, ERR_NOT_FOUND, NULL, "%s fits several posts", id);
}

/* ---- acting ---- */

static void write_side(struct buf *b, const struct queue_act *act)
{
    buf_add_text(b, "{\"by\":");
    buf_add_json(b, act->by);
    if (act->note.len > 0) {
        buf_add_text(b, ",\"note\":");
        buf_add_json(b, act->note);
    }
    if (act->as_is)
        buf_add_text(b, ",\"as_is\":true");
    if (act->spans.len > 0) {
        buf_add_text(b, ",\"spans\":");
        buf_add(b, act->spans);
    }
    buf_add_byte(b, '}');
}

/* What is confirmed is taken down, if the route says how. */
static enum queue_state state_after(const struct queue_found *found,
                                    const struct queue_action *action)
{
    return action->to == QUEUE_CONFIRMED && found->can_take_down
               ? QUEUE_APPROVED
               : action->to;
}

/* An approval says with which masks; a mask leaves none to choose from. */
static int as_is(const struct queue_act *act)
{
    if (act->body.at != NULL)
        return 0;
    return act->action->to == QUEUE_APPROVED && act->action->remember
               ? act->as_is
               : -1;
}

static struct queue_change change_of(const struct queue_found *found,
                                     const struct queue_act *act)
{
    const uint64_t month_ms = 30ULL * 24 * 3600 * 1000;
    const struct queue_action *action = act->action;
    struct queue_change c = {
        .from = action->from,
        .to = state_after(found, action),
        .attempt = -1,
        .as_is = as_is(act),
        .by = act->by,
        .body = act->body,
        .target = act->target,
        .escalate = strcmp(action->name, "escalate") == 0,
        .remember = action->remember,
        .remember_until = action->to == QUEUE_REJECTED
                              ? INT64_MAX
                              : clock_wall_ms() + month_ms,
    };

    memcpy(c.id, found->id, sizeof(c.id));
    return c;
}

static bool cannot(const struct queue_found *found, const struct queue_act *act,
                   struct err *e)
{
    return err_set(e, ERR_CONFLICT, NULL, "%s is %s: can't %s it", found->id,
                   queue_state_name(found->kind, found->state),
                   act->action->name);
}

bool queue_act(struct store *s, struct span origin,
               const struct queue_found *found, const struct queue_act *act,
               enum queue_state *ret_state, struct err *e)
{
    const struct queue_change change = change_of(found, act);
    struct buf side = buf_make(MOST_SIDE);
    struct record_item *item;
    bool ok;

    if ((act->action->kinds & 1U << found->kind) == 0)
        return cannot(found, act, e);
    write_side(&side, act);
    item = record_event(&(struct record_event){.kind = RECORD_REVIEW,
                                               .decision = span_of(found->id),
                                               .result = act->action->name,
                                               .side = buf_span(&side)});
    item->change = &change;
    ok = s->driver->append(s, origin, &item, 1, e);
    if (ok && item->result == RECORD_CONFLICT)
        ok = cannot(found, act, e);
    else if (ok)
        *ret_state = change.to;
    heap_free(item);
    buf_free(&side);
    return ok;
}
