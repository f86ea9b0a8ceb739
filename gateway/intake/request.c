#include "intake/request.h"

#include <stddef.h>
#include <string.h>

#include "base/heap.h"

enum { MOST_SPARE = 64, MOST_SCRATCH = 128 << 10 };

static void hold_config(struct request *q)
{
    const struct intake_setup *s = &q->in->set;

    q->config = s->config;
    if (s->hooks->hold != NULL)
        q->config = s->hooks->hold(s->user, &q->r.held);
}

struct request *request_new(struct http_exchange *x)
{
    struct intake *in = x->server_user;
    struct request *q = in->spare;
    struct buf scratch = buf_make(MOST_SCRATCH);

    if (q != NULL) {
        in->spare = q->next;
        in->spare_count--;
        scratch = q->scratch;
        memset(q, 0, sizeof(*q));
    } else {
        q = heap_new(sizeof(*q));
    }
    buf_reset(&scratch);
    q->scratch = scratch;
    q->rewritten = buf_make(MOST_SCRATCH);
    q->with_path = buf_make(MOST_SCRATCH);
    q->in = in;
    q->x = x;
    q->r.worker = in->set.worker;
    q->r.head = &x->head;
    q->r.method_id = x->head.method_id;
    q->r.peer = q->r.client = span_of(x->peer_text);
    hold_config(q);
    x->user = q;
    return q;
}

void request_free(struct request *q)
{
    struct intake *in = q->in;

    relay_done(&q->relay);
    if (in->set.hooks->let_go != NULL)
        in->set.hooks->let_go(in->set.user, q->r.held);
    buf_free(&q->rewritten);
    buf_free(&q->with_path);
    if (in->spare_count >= MOST_SPARE) {
        buf_free(&q->scratch);
        heap_free(q);
        return;
    }
    q->next = in->spare;
    in->spare = q;
    in->spare_count++;
}

void request_refuse(struct request *q, const struct err *e)
{
    const struct intake_hooks *hooks = q->in->set.hooks;

    if (hooks->on_refused != NULL)
        hooks->on_refused(q->in->set.user, &q->r, e);
    else
        intake_refuse(&q->r, e);
}

void intake_refuse(struct intake_request *r, const struct err *e)
{
    int status = err_meaning(e->kind)->status;
    struct header h[2] = {HEADER("Content-Type", "application/problem+json"),
                          HEADER("Retry-After", "5")};
    struct buf b = buf_make(4096);

    buf_printf(&b, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,",
               http_reason(status), status);
    buf_add_text(&b, "\"detail\":");
    buf_add_json(&b, span_of(e->text));
    buf_add_text(&b, "}\n");
    intake_reply(r, status, h, status == 503 || status == 429 ? 2 : 1,
                 buf_span(&b));
    buf_free(&b);
}

void intake_watch(struct intake_request *r, const struct intake_watch *w,
                  void *user)
{
    r->watch = w;
    r->user = user;
}

void intake_reply(struct intake_request *r, int status,
                  const struct header *headers, uint32_t count,
                  struct span body)
{
    http_reply(request_of(r)->x, status, headers, count, body);
}
