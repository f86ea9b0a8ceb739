/*
 * admin - the operator's own HTTP listener (listen.admin): one table of
 * method, path, role, handler.
 *
 * Example: struct admin *a;
 *          if (!admin_start(shared, &a, e)) ...  GET /healthz, /readyz,
 * /metrics admin_stop(&a); To add a route: a handler and a row in
 * admin/routes.c.
 *
 * Errors:  ERR_CONFIG when the address can't be listened on.
 * Threads: a thread of its own; handlers run on it.
 * Source:  DESIGN 7, CONTRACT I.
 */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "http/server.h"

struct admin;
struct shared;

bool admin_start(struct shared *s, struct admin **ret, struct err *e) MUST_USE;
void admin_stop(struct admin **a); /* NULL is fine */

/* Who may call a route; checked before its handler. */
enum admin_role { ROLE_ANYONE };

struct admin_answer {
    int status;
    const char *type;
    struct buf body;
};

struct admin_route {
    const char *method, *path;
    enum admin_role role;
    void (*handle)(struct shared *s, struct span query,
                   struct admin_answer *ret);
    const char *help;
};

extern const struct admin_route admin_routes[];
extern const size_t admin_route_count;

#endif
