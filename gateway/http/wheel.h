/*
 * wheel - coarse timers without a system call or an allocation each.
 *
 * Example: wheel_arm(&r->wheel, &conn->timer, 10000);  // fires once
 *          wheel_disarm(&conn->timer);
 *
 * Units:   milliseconds, rounded up to the next tick of WHEEL_TICK_MS; a timer
 *          never fires early.
 * Memory:  timers are part of what they watch; disarm before it is freed.
 * Threads: the loop's.
 * Source:  Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987
 *          (scheme 6).
 */
#ifndef HTTP_WHEEL_H
#define HTTP_WHEEL_H

#include <stdbool.h>
#include <stdint.h>

enum { WHEEL_TICK_MS = 100, WHEEL_SLOTS = 512 };

/* Zero is "not armed", with fire set once. */
struct wheel_timer {
    struct wheel_timer *next, *prev; /* NULL: not armed */
    uint64_t due;                    /* tick */
    void (*fire)(struct wheel_timer *t);
};

struct wheel {
    struct wheel_timer slot[WHEEL_SLOTS]; /* list heads */
    uint64_t now;                         /* tick */
};

void wheel_init(struct wheel *w);
void wheel_arm(struct wheel *w, struct wheel_timer *t, uint64_t ms);
void wheel_disarm(struct wheel_timer *t); /* not armed is fine */

/* Moves on to tick `to` and fires what is due. */
void wheel_turn(struct wheel *w, uint64_t to);

#endif
