/*
 * admin - the operator's own HTTP listener (listen.admin): one table of
 * method, path, role, handler.
 *
 * Example: struct admin *a;
 *          if (!admin_start(shared, &a, e)) ...  GET /healthz, POST
 *          admin_stop(&a);                       /v1/rules/reload, …
 *
 * To add a route: a handler and a row in admin/routes.c.
 *
 * Errors:  ERR_CONFIG when the address can't be listened on.
 * Threads: a thread of its own; handlers run on it. A call that waits may be
 *          finished on any thread.
 * Source:  docs/operations.md.
 */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "config/value.h"
#include "http/server.h"

struct admin;
struct admin_call;
struct shared;

bool admin_start(struct shared *s, struct admin **ret, struct err *e) MUST_USE;
uint16_t admin_port(const struct admin *a); /* 0: a socket file */
void admin_stop(struct admin **a);          /* NULL is fine */

/* Who may call a route; checked before its handler (admin/guard.c). */
enum admin_role {
    ROLE_ANYONE,
    ROLE_LOCAL /* a process on this machine, and no web page in its browser */
};

bool admin_may(const struct http_exchange *x, enum admin_role role,
               const struct endpoint *listen) MUST_USE;

struct admin_answer {
    int status;
    const char *type;
    struct buf body;
};

struct admin_route {
    const char *method, *path;
    enum admin_role role;
    /* One of the two: answers at once, or later by admin_finish(). */
    void (*handle)(struct shared *s, struct span query,
                   struct admin_answer *ret);
    void (*begin)(struct shared *s, struct admin_call *call);
    const char *help;
};

/* Where the answer of a call that waits is put, and its end: exactly once. */
struct admin_answer *admin_answer(struct admin_call *call);
void admin_finish(struct admin_call *call);

extern const struct admin_route admin_routes[];
extern const size_t admin_route_count;

#endif
