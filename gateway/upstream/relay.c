#include "upstream/relay.h"

#include <assert.h>
#include <string.h>

#include "base/heap.h"

/* ---- the answer ---- */

static void start_reply(struct relay *r, const struct header_edit *edit)
{
    const struct http_head *a = r->answer;
    struct buf *b = http_reply_open(r->x, a->status, a->reason);
    bool told = header_has(&a->headers, SPAN("content-length"));

    forward_answer(b, a, &r->forward, edit,
                   reactor_date(http_exchange_reactor(r->x)));
    http_reply_start(r->x, a->framing, told ? a->length : HTTP_NO_LENGTH);
    r->replying = true;
}

static char *copy_span(struct span *s, char *to)
{
    if (s->len > 0)
        memcpy(to, s->at, s->len);
    s->at = to;
    return to + s->len;
}

/* A collected answer outlives its connection's buffer. */
static void keep_head(struct relay *r)
{
    struct http_head *k = &r->kept;
    size_t texts, lists;
    const struct headers *h;
    struct header *list;
    uint32_t i;
    char *to;

    *k = *r->answer;
    h = &r->answer->headers;
    texts = k->reason.len;
    for (i = 0; i < h->count; i++)
        texts += h->at[i].name.len + h->at[i].value.len;
    lists = h->count * sizeof(*list);
    r->kept_memory = list = heap_new(lists + texts);
    if (h->count > 0)
        memcpy(list, h->at, lists);
    to = (char *)(list + h->count);
    to = copy_span(&k->reason, to);
    for (i = 0; i < h->count; i++) {
        to = copy_span(&list[i].name, to);
        to = copy_span(&list[i].value, to);
    }
    k->headers.at = list;
    r->answer = k;
}

static void on_head(struct http_call *c, const struct http_head *h)
{
    struct relay *r = http_call_user(c);

    r->answer = h;
    r->collecting =
        r->calls->wants_answer != NULL && r->calls->wants_answer(r, h);
    if (r->collecting)
        keep_head(r);
    else
        start_reply(r, &r->answer_edit);
}

static void stream(struct relay *r, struct span piece)
{
    if (http_reply_data(r->x, piece) || r->call == NULL)
        return;
    r->app_blocked = true;
    http_call_pause(r->call);
}

static void on_data(struct http_call *c, struct span piece)
{
    struct relay *r = http_call_user(c);

    if (!r->collecting) {
        stream(r, piece);
        return;
    }
    if (piece.len <= r->answer_limit - r->collected.len) {
        buf_add(&r->collected, piece);
        return;
    }
    /* Too big to change: it goes through as it is, what we hold first. */
    r->collecting = false;
    start_reply(r, &r->answer_edit);
    (void)http_reply_data(r->x, buf_span(&r->collected));
    buf_free(&r->collected);
    stream(r, piece);
}

static void on_drain(struct http_call *c)
{
    struct relay *r = http_call_user(c);

    http_body_resume(r->x);
}

static void on_done(struct http_call *c, const struct err *e, bool maybe_sent)
{
    struct relay *r = http_call_user(c);
    const struct http_head *a = r->answer;
    bool replying = r->replying;

    r->call = NULL;
    r->active = false;
    r->calls->on_sent(r, e == NULL ? a->status : 0, e, maybe_sent, replying);
    if (e != NULL) {
        if (replying)
            http_reply_abort(r->x);
        return;
    }
    if (r->collecting)
        r->calls->on_answer(r, a, buf_span(&r->collected));
    else
        http_reply_end(r->x);
}

static const struct http_client_calls client_calls = {
    .on_head = on_head,
    .on_data = on_data,
    .on_drain = on_drain,
    .on_done = on_done,
};

/* Headers that describe the bytes of a body and are wrong for another. */
static const struct span of_the_body[] = {
    SPAN_INIT("content-md5"),    SPAN_INIT("digest"),
    SPAN_INIT("content-digest"), SPAN_INIT("repr-digest"),
    SPAN_INIT("accept-ranges"),  SPAN_INIT("content-range"),
    SPAN_INIT("signature"),      SPAN_INIT("signature-input"),
};

static void open_reply(struct relay *r, const struct http_head *a,
                       const struct header_edit *edit)
{
    struct buf *b = http_reply_open(r->x, a->status, a->reason);
    struct span drop[COUNT_OF(of_the_body) + 32];
    static const struct header_edit none = {NULL, 0, NULL, 0};
    struct header_edit all = edit == NULL ? none : *edit;
    uint32_t i;

    memcpy(drop, of_the_body, sizeof(of_the_body));
    all.drop_count = COUNT_OF(of_the_body);
    for (i = 0; edit != NULL && i < edit->drop_count &&
                all.drop_count < COUNT_OF(drop);
         i++)
        drop[all.drop_count++] = edit->drop[i];
    all.drop = drop;
    forward_answer(b, a, &r->forward, &all,
                   reactor_date(http_exchange_reactor(r->x)));
}

void relay_reply(struct relay *r, const struct http_head *a,
                 const struct header_edit *edit, struct span body)
{
    open_reply(r, a, edit);
    http_reply_start(r->x, HTTP_LENGTH, body.len);
    (void)http_reply_data(r->x, body);
    http_reply_end(r->x);
}

void relay_reply_head(struct relay *r, const struct http_head *a,
                      const struct header_edit *edit)
{
    open_reply(r, a, edit);
    http_reply_start(r->x, HTTP_NO_BODY, HTTP_NO_LENGTH);
    http_reply_end(r->x);
}

/* ---- the request ---- */

/* One block for the lists and the texts of an edit. */
static void copy_edit(struct relay *r, const struct header_edit *from)
{
    size_t lists, texts = 0;
    struct span *drop;
    struct header *set;
    char *to;
    uint32_t i;

    if (from == NULL || from->drop_count + from->set_count == 0)
        return;
    for (i = 0; i < from->drop_count; i++)
        texts += from->drop[i].len;
    for (i = 0; i < from->set_count; i++)
        texts += from->set[i].name.len + from->set[i].value.len;
    lists = from->set_count * sizeof(*set) + from->drop_count * sizeof(*drop);
    r->edit_memory = set = heap_new(lists + texts);
    drop = (struct span *)(void *)(set + from->set_count);
    to = (char *)(drop + from->drop_count);
    for (i = 0; i < from->drop_count; i++) {
        drop[i] = from->drop[i];
        to = copy_span(&drop[i], to);
    }
    for (i = 0; i < from->set_count; i++) {
        set[i] = from->set[i];
        to = copy_span(&set[i].name, to);
        to = copy_span(&set[i].value, to);
    }
    r->answer_edit =
        (struct header_edit){drop, from->drop_count, set, from->set_count};
}

static void send_request(struct relay *r, const struct relay_plan *p)
{
    const struct http_head *h = &r->x->head;

    if (p->has_body) {
        http_call_send(r->call, HTTP_LENGTH, p->body.len,
                       p->body.len > 0 ? p->body : SPAN(""));
    } else if (h->framing == HTTP_NO_BODY ||
               (h->framing == HTTP_LENGTH && h->length == 0)) {
        http_call_send(r->call, h->framing, 0, SPAN(""));
    } else {
        http_call_send(r->call, h->framing, h->length, (struct span){NULL, 0});
        http_body_stream(r->x);
    }
}

void relay_start(struct relay *r, const struct relay_plan *p)
{
    const struct http_head *h = &p->x->head;
    struct span method = p->method.len > 0 ? p->method : h->method;
    int method_id = p->method.len > 0 ? p->method_id : h->method_id;
    struct buf *b;

    assert(!r->active);
    relay_done(r);
    r->x = p->x;
    r->forward = p->forward;
    r->calls = p->calls;
    r->answer_limit = p->answer_limit;
    r->collected = buf_make(p->answer_limit);
    r->active = true;
    copy_edit(r, p->answer);
    r->call = http_call_new(p->pool, method_id, &client_calls, r);
    b = http_call_open(r->call, method, p->target);
    forward_request(b, h, &r->forward, p->request);
    send_request(r, p);
}

void relay_body(struct relay *r, struct span piece)
{
    if (r->call != NULL && !http_call_data(r->call, piece))
        http_body_pause(r->x);
}

void relay_body_end(struct relay *r)
{
    if (r->call != NULL)
        http_call_end(r->call);
}

void relay_drain(struct relay *r)
{
    if (!r->app_blocked || r->call == NULL)
        return;
    r->app_blocked = false;
    http_call_resume(r->call);
}

void relay_stop(struct relay *r)
{
    if (r->call != NULL)
        http_call_cancel(r->call);
    r->call = NULL;
    r->active = false;
}

/* Whoever still gets nothing of an answer that has begun need not be read the
 * rest of it; before that, the app's answer is wanted (a post is a post). */
void relay_left(struct relay *r)
{
    int status;

    if (!r->active || !r->replying || !http_client_gone(r->x))
        return;
    status = r->answer->status;
    relay_stop(r);
    r->calls->on_sent(r, status, NULL, true, true);
    http_reply_abort(r->x);
}

void relay_done(struct relay *r)
{
    assert(!r->active);
    buf_free(&r->collected);
    heap_free(r->edit_memory);
    heap_free(r->kept_memory);
    memset(r, 0, sizeof(*r));
}
