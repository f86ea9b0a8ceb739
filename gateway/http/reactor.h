/*
 * reactor - what all connections of one event loop share.
 *
 * Example: struct reactor r;
 *          reactor_init(&r, loop);  ... servers and pools use &r ...
 *          reactor_close(&r);  uv_run(loop, UV_RUN_DEFAULT);
 *
 * It holds the timer wheel, one read buffer (bytes are handed on before the
 * next read), the list of connections with output to write, and the text of
 * the Date header. Output is written once per turn of the loop, right before
 * it waits, so that everything a message consists of leaves in one write.
 *
 * Memory:  the caller's struct; must outlive the loop's connections.
 * Threads: the loop's.
 */
#ifndef HTTP_REACTOR_H
#define HTTP_REACTOR_H

#include <uv.h>

#include "base/span.h"
#include "http/wheel.h"

struct wire;

enum { REACTOR_READ_BYTES = 64 << 10 };

struct reactor {
    uv_loop_t *loop;
    struct wheel wheel;
    uv_timer_t tick;
    uv_prepare_t before_wait;
    struct wire *dirty; /* wires with staged output */
    char *read_buffer;
    uint64_t started_ms;
    uint64_t date_s; /* second that date tells */
    char date[32];   /* "Tue, 14 Jan 2025 09:30:00 GMT" */
};

void reactor_init(struct reactor *r, uv_loop_t *loop);

/* Closes its handles; run the loop once more, then reactor_done(). */
void reactor_close(struct reactor *r);
void reactor_done(struct reactor *r);

/* Value of the Date header (RFC 9110 5.6.7), at most a second old. */
struct span reactor_date(struct reactor *r);

#endif
