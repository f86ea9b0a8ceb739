#include "http/wheel.h"

#include <stddef.h>

void wheel_init(struct wheel *w)
{
    uint32_t i;

    w->now = 0;
    for (i = 0; i < WHEEL_SLOTS; i++)
        w->slot[i].next = w->slot[i].prev = &w->slot[i];
}

static void link_before(struct wheel_timer *head, struct wheel_timer *t)
{
    t->next = head;
    t->prev = head->prev;
    head->prev->next = t;
    head->prev = t;
}

void wheel_disarm(struct wheel_timer *t)
{
    if (t->next == NULL)
        return;
    t->next->prev = t->prev;
    t->prev->next = t->next;
    t->next = t->prev = NULL;
}

void wheel_arm(struct wheel *w, struct wheel_timer *t, uint64_t ms)
{
    /* One tick more: the current one may be nearly over. */
    uint64_t due = w->now + (ms + WHEEL_TICK_MS - 1) / WHEEL_TICK_MS + 1;

    if (t->next != NULL && t->due == due)
        return;
    wheel_disarm(t);
    t->due = due;
    link_before(&w->slot[due % WHEEL_SLOTS], t);
}

/* What is due moves to a list of its own first, because firing may arm and
 * disarm any timer, also those that wait to fire. */
static void turn_once(struct wheel *w)
{
    struct wheel_timer *slot = &w->slot[++w->now % WHEEL_SLOTS];
    struct wheel_timer due = {.next = &due, .prev = &due};
    struct wheel_timer *t, *next;

    for (t = slot->next; t != slot; t = next) {
        next = t->next;
        if (t->due > w->now)
            continue;
        wheel_disarm(t);
        link_before(&due, t);
    }
    while (due.next != &due) {
        t = due.next;
        wheel_disarm(t);
        t->fire(t);
    }
}

void wheel_turn(struct wheel *w, uint64_t to)
{
    while (w->now < to)
        turn_once(w);
}
