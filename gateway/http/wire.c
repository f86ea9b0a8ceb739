#include "http/wire.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static void flush(struct wire *w);

static void touch(struct wire *w)
{
    if (w->dirty || w->closing)
        return;
    w->dirty = true;
    w->next_dirty = w->reactor->dirty;
    w->reactor->dirty = w;
}

static void wire_init(struct wire *w, struct reactor *r,
                      const struct wire_calls *calls)
{
    w->reactor = r;
    w->calls = calls;
    w->out = buf_make(SIZE_MAX / 2);
    w->flight = buf_make(SIZE_MAX / 2);
    w->u.handle.data = w;
}

void wire_init_tcp(struct wire *w, struct reactor *r,
                   const struct wire_calls *calls)
{
    memset(w, 0, sizeof(*w));
    (void)uv_tcp_init(r->loop, &w->u.tcp);
    wire_init(w, r, calls);
}

void wire_init_pipe(struct wire *w, struct reactor *r,
                    const struct wire_calls *calls)
{
    memset(w, 0, sizeof(*w));
    (void)uv_pipe_init(r->loop, &w->u.pipe, 0);
    wire_init(w, r, calls);
}

/* ---- reading ---- */

static void on_alloc(uv_handle_t *h, size_t suggested, uv_buf_t *ret)
{
    struct wire *w = h->data;

    (void)suggested;
    *ret = uv_buf_init(w->reactor->read_buffer, REACTOR_READ_BYTES);
}

static void on_read(uv_stream_t *s, ssize_t n, const uv_buf_t *b)
{
    struct wire *w = s->data;

    if (n == 0 || w->closing)
        return;
    if (n > 0) {
        w->calls->on_read(w, (struct span){b->base, (size_t)n});
        return;
    }
    (void)uv_read_stop(s);
    w->reading = false;
    w->ended = true;
    w->calls->on_end(w, (int)n);
}

void wire_read(struct wire *w)
{
    int code;

    if (w->reading || w->closing || w->ended)
        return;
    code = uv_read_start(&w->u.stream, on_alloc, on_read);
    w->reading = code == 0;
}

void wire_pause(struct wire *w)
{
    if (!w->reading || w->closing)
        return;
    (void)uv_read_stop(&w->u.stream);
    w->reading = false;
}

/* ---- writing ---- */

size_t wire_pending(const struct wire *w)
{
    return w->out.len + (w->flight.len - w->flight_at);
}

static void fail_writes(struct wire *w)
{
    w->write_failed = true;
    touch(w); /* the owner hears of it from wire_flush_all(), not from within */
}

static void drained(struct wire *w)
{
    if (w->wants_drain && wire_pending(w) <= WIRE_LOW && !w->closing) {
        w->wants_drain = false;
        w->calls->on_drain(w);
    }
}

static void on_shut_down(uv_shutdown_t *req, int status)
{
    struct wire *w = req->handle->data;

    (void)status;
    if (!w->closing)
        w->calls->on_fin(w);
}

static void finish_end(struct wire *w)
{
    if (!w->end_after_flush || w->closing || wire_pending(w) > 0)
        return;
    w->end_after_flush = false;
    (void)uv_shutdown(&w->shutdown, &w->u.stream, on_shut_down);
}

static void on_written(uv_write_t *req, int status)
{
    struct wire *w = req->handle->data;

    w->writing = false;
    /* After an error libuv doesn't say how much was written: at least one. */
    w->taken += status == 0 ? w->flight.len - w->flight_at : 1;
    buf_reset(&w->flight);
    w->flight_at = 0;
    if (w->closing)
        return;
    if (status < 0) {
        fail_writes(w);
        return;
    }
    flush(w);
    drained(w);
}

/* Hands what is staged to libuv, which waits for the socket to be writable. */
static void send_in_background(struct wire *w, size_t from)
{
    struct buf other = w->flight;
    uv_buf_t b;

    w->flight = w->out;
    w->flight_at = from;
    w->out = other;
    b = uv_buf_init(w->flight.at + from, (unsigned)(w->flight.len - from));
    if (uv_write(&w->write, &w->u.stream, &b, 1, on_written) != 0) {
        buf_reset(&w->flight);
        w->flight_at = 0;
        fail_writes(w);
        return;
    }
    w->writing = true;
}

/* Tries the kernel at once; the number of bytes it took, and write_failed if
 * it never will take any. */
static size_t try_now(struct wire *w, const uv_buf_t *bufs, unsigned count)
{
    int n = uv_try_write(&w->u.stream, bufs, count);

    if (n >= 0) {
        w->taken += (size_t)n;
        return (size_t)n;
    }
    if (n != UV_EAGAIN)
        fail_writes(w);
    return 0;
}

static bool may_write(const struct wire *w)
{
    return !w->writing && !w->held && !w->write_failed && !w->closing;
}

static void flush(struct wire *w)
{
    uv_buf_t b;
    size_t n;

    if (w->out.len == 0) {
        finish_end(w);
        return;
    }
    if (!may_write(w) || w->out.failed)
        return;
    b = uv_buf_init(w->out.at, (unsigned)w->out.len);
    n = try_now(w, &b, 1);
    if (w->write_failed)
        return;
    if (n < w->out.len) {
        send_in_background(w, n);
        return;
    }
    buf_reset(&w->out);
    finish_end(w);
}

struct buf *wire_stage(struct wire *w)
{
    touch(w);
    return &w->out;
}

/* libuv takes no const, though it never writes to these bytes. */
static uv_buf_t to_write(struct span s)
{
    union {
        const char *in;
        char *out;
    } u = {.in = s.at};

    return uv_buf_init(u.out, (unsigned)s.len);
}

/* Big pieces go straight from where they are: what is staged and they in one
 * writev, and only what the kernel leaves is copied. */
static void write_big(struct wire *w, struct span bytes)
{
    uv_buf_t bufs[2];
    size_t n, staged = w->out.len;

    touch(w);
    if (w->write_failed || w->closing)
        return;
    if (!may_write(w)) {
        buf_add(&w->out, bytes);
        return;
    }
    bufs[0] = uv_buf_init(w->out.at, (unsigned)staged);
    bufs[1] = to_write(bytes);
    n = staged > 0 ? try_now(w, bufs, 2) : try_now(w, bufs + 1, 1);
    if (n >= staged) {
        buf_reset(&w->out);
        buf_add(&w->out, span_from(bytes, n - staged));
        return;
    }
    buf_consume(&w->out, n);
    buf_add(&w->out, bytes);
}

void wire_write(struct wire *w, struct span bytes)
{
    if (bytes.len >= WIRE_BIG) {
        write_big(w, bytes);
        return;
    }
    if (w->write_failed || w->closing)
        return;
    buf_add(wire_stage(w), bytes);
    if (w->out.len >= WIRE_HIGH)
        flush(w);
}

bool wire_untouched(const struct wire *w)
{
    if (w->taken > 0)
        return false;
    return !w->writing || uv_stream_get_write_queue_size(&w->u.stream) ==
                              w->flight.len - w->flight_at;
}

void wire_reclaim(struct wire *w, struct buf *to)
{
    assert(wire_untouched(w));
    buf_add(to, span_from(buf_span(&w->flight), w->flight_at));
    buf_add(to, buf_span(&w->out));
    buf_reset(&w->out);
}

void wire_hold(struct wire *w)
{
    w->held = true;
}

void wire_release(struct wire *w)
{
    w->held = false;
    touch(w);
}

void wire_end(struct wire *w)
{
    w->end_after_flush = true;
    touch(w);
}

void wire_flush_all(struct reactor *r)
{
    while (r->dirty != NULL) {
        struct wire *w = r->dirty;

        r->dirty = w->next_dirty;
        w->dirty = false;
        if (w->closing)
            continue;
        flush(w);
        if (w->write_failed) {
            w->dirty = false;
            w->calls->on_write_failed(w);
            continue;
        }
        drained(w);
    }
}

/* ---- closing ---- */

static void on_closed(uv_handle_t *h)
{
    struct wire *w = h->data;

    w->calls->on_closed(w);
}

void wire_done(struct wire *w)
{
    buf_free(&w->out);
    buf_free(&w->flight);
}

static void forget_dirty(struct wire *w)
{
    struct wire **at = &w->reactor->dirty;

    while (w->dirty && *at != NULL) {
        if (*at == w) {
            *at = w->next_dirty;
            w->dirty = false;
            return;
        }
        at = &(*at)->next_dirty;
    }
}

void wire_close(struct wire *w)
{
    if (w->closing)
        return;
    flush(w);
    forget_dirty(w);
    w->closing = true;
    w->reading = false;
    uv_close(&w->u.handle, on_closed);
}

void wire_reset(struct wire *w)
{
    if (w->closing)
        return;
    forget_dirty(w);
    if (w->u.handle.type != UV_TCP ||
        uv_tcp_close_reset(&w->u.tcp, on_closed) != 0) {
        wire_close(w);
        return;
    }
    w->closing = true;
    w->reading = false;
}
