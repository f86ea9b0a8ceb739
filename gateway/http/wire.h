/*
 * wire - a byte stream with staged output: one end of a TCP connection or a
 * Unix socket. TLS would sit here, below the messages.
 *
 * Example: buf_add(wire_stage(w), SPAN("HTTP/1.1 200 OK\r\n"));
 *          wire_write(w, body);      // leaves together with the head
 *          if (wire_pending(w) > WIRE_HIGH) ... stop reading the other side,
 *                                       on_drain tells when to go on
 *
 * In:      bytes arrive through on_read, in the reactor's read buffer: what
 *          is needed later must be copied before on_read returns.
 * Out:     staged bytes are written before the loop waits again; what the
 *          kernel does not take is kept and written when it can.
 * Memory:  part of the connection that owns it, which may be freed in
 *          on_closed and not before.
 * Errors:  on_end with the libuv code (UV_EOF when the peer ended its side);
 *          a failed write sets write_failed and calls on_write_failed later.
 * Threads: the loop's.
 */
#ifndef HTTP_WIRE_H
#define HTTP_WIRE_H

#include <uv.h>

#include "base/buf.h"
#include "base/span.h"
#include "http/reactor.h"

/* Above HIGH a source should pause; on_drain comes below LOW. */
enum { WIRE_HIGH = 64 << 10, WIRE_LOW = 16 << 10, WIRE_BIG = 8 << 10 };

struct wire;

struct wire_calls {
    void (*on_read)(struct wire *w, struct span bytes);
    void (*on_end)(struct wire *w, int code); /* no more on_read after it */
    void (*on_drain)(struct wire *w);
    void (*on_write_failed)(struct wire *w);
    void (*on_fin)(struct wire *w); /* wire_end: our side has ended */
    void (*on_closed)(struct wire *w);
};

struct wire {
    union {
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
        uv_handle_t handle;
    } u;
    struct reactor *reactor;
    const struct wire_calls *calls;
    struct buf out;    /* staged */
    struct buf flight; /* being written by libuv */
    size_t flight_at;
    uv_write_t write;
    uv_shutdown_t shutdown;
    struct wire *next_dirty;
    uint64_t taken; /* bytes that the kernel took; reset it as you like */
    bool dirty, reading, writing, held, wants_drain;
    bool write_failed, closing, end_after_flush, ended;
};

void wire_init_tcp(struct wire *w, struct reactor *r,
                   const struct wire_calls *calls);
void wire_init_pipe(struct wire *w, struct reactor *r,
                    const struct wire_calls *calls);

void wire_read(struct wire *w);  /* start, or go on; at once is fine */
void wire_pause(struct wire *w); /* no on_read until wire_read() */

/* While held nothing is written (the connection is not there yet). */
void wire_hold(struct wire *w);
void wire_release(struct wire *w);

/* The buffer to stage output in; it is written soon. */
struct buf *wire_stage(struct wire *w);
void wire_write(struct wire *w, struct span bytes);
size_t wire_pending(const struct wire *w);

/* Has the kernel surely taken no byte of this wire's output (since taken was
 * last set to 0)? */
bool wire_untouched(const struct wire *w);

/* Moves everything staged to `to`, for sending it on another connection. Only
 * while the wire is untouched. */
void wire_reclaim(struct wire *w, struct buf *to);

void wire_end(struct wire *w);   /* FIN when all is written */
void wire_close(struct wire *w); /* now; on_closed follows */
void wire_reset(struct wire *w); /* now, with RST where there is one */

/* Frees its buffers; after on_closed, before the owner's memory goes. */
void wire_done(struct wire *w);

void wire_flush_all(struct reactor *r);

#endif
