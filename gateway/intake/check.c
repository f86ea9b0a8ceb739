/* Checks before anything of a request is read. */
#include <llhttp.h>

#include "base/clock.h"
#include "intake/path.h"
#include "intake/rate.h"
#include "intake/request.h"
#include "intake/route.h"

int method_by_name(struct span name)
{
    static const struct {
        struct span name;
        int id;
    } methods[] = {
        {SPAN_INIT("GET"), HTTP_GET},
        {SPAN_INIT("HEAD"), HTTP_HEAD},
        {SPAN_INIT("POST"), HTTP_POST},
        {SPAN_INIT("PUT"), HTTP_PUT},
        {SPAN_INIT("PATCH"), HTTP_PATCH},
        {SPAN_INIT("DELETE"), HTTP_DELETE},
        {SPAN_INIT("OPTIONS"), HTTP_OPTIONS},
    };
    size_t i;

    for (i = 0; i < COUNT_OF(methods); i++)
        if (span_equal_nocase(methods[i].name, name))
            return methods[i].id;
    return -1;
}

static bool is_author_header(const void *arg, struct span name)
{
    const struct config *c = arg;
    uint32_t i;

    for (i = 0; i < c->routes.count; i++)
        if (c->routes.at[i].author.kind == AUTHOR_HEADER &&
            span_equal_nocase(name, span_of(c->routes.at[i].author.name)))
            return true;
    return false;
}

/* Some apps obey an override on a GET as well: what counts is whether the
 * method that comes out is one that writes. */
static bool check_override(struct request *q, struct err *e)
{
    struct span said;
    int id;

    if (!method_override(&q->x->head, q->target.query, &said))
        return true;
    id = method_by_name(span_trim(said));
    if (http_method_safe(q->r.method_id) && (id < 0 || http_method_safe(id)))
        return true;
    if (q->config->routing.method_override == METHOD_OVERRIDE_REFUSE)
        return err_set(e, ERR_INPUT, NULL, "method override");
    if (id < 0)
        return err_set(e, ERR_UNSUPPORTED, NULL,
                       "override with an unknown method");
    q->r.method_id = id;
    return true;
}

static bool check_rate(const struct request *q, struct err *e)
{
    uint64_t per_s = q->config->limits.per_client.per_s;

    return per_s == SETTING_NO_LIMIT ||
           rate_limit_take(q->in->set.rate, per_s, q->r.client,
                           clock_mono_us() / 1000) ||
           err_set(e, ERR_RATE, NULL, "too many requests");
}

bool request_check(struct request *q, struct err *e)
{
    const struct config *c = q->config;
    const struct http_head *h = &q->x->head;
    const char *odd;

    if (!check_rate(q, e) || !target_read(h, &q->with_path, &q->target, e))
        return false;
    q->r.target = q->target.whole;
    q->r.path = q->r.route_path = q->target.path;
    q->r.query = q->target.query;
    if (h->upgrades_websocket)
        return err_set(e, ERR_UNSUPPORTED, NULL, "no tunnels: Upgrade");
    if (!forward_check(h, is_author_header, c, e) || !check_override(q, e))
        return false;
    if (http_method_safe(q->r.method_id) ||
        c->routing.odd_paths == ODD_PATHS_PASS)
        return true;
    odd = path_oddity(q->target.path);
    return odd == NULL || err_set(e, ERR_INPUT, NULL, "%s", odd);
}
