#include "reply/cors.h"

#include <string.h>

#include "base/heap.h"
#include "http/header.h"
#include "reply/reply.h"

enum { ORIGINS = 64, LONGEST_ORIGIN = 256, LONGEST_EXPOSE = 512 };

struct known {
    uint64_t used; /* 0: empty slot */
    char origin[LONGEST_ORIGIN], expose[LONGEST_EXPOSE];
    size_t origin_len, expose_len;
    bool allowed, any, credentials;
};

struct cors_memory {
    struct known known[ORIGINS];
    uint64_t clock;
};

struct cors_memory *cors_memory_new(void)
{
    return heap_new(sizeof(struct cors_memory));
}

void cors_memory_free(struct cors_memory **m)
{
    heap_free(*m);
    *m = NULL;
}

static const struct known *find(const struct cors_memory *m, struct span origin)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        const struct known *k = &m->known[i];

        if (k->used != 0 &&
            span_equal(origin, (struct span){k->origin, k->origin_len}))
            return k;
    }
    return NULL;
}

static struct known *slot_for(struct cors_memory *m, struct span origin)
{
    struct known *oldest = &m->known[0];

    for (size_t i = 0; i < ORIGINS; i++) {
        struct known *k = &m->known[i];

        if (k->used != 0 &&
            span_equal(origin, (struct span){k->origin, k->origin_len}))
            return k;
        if (k->used < oldest->used)
            oldest = k;
    }
    return oldest;
}

static bool origin_fits(struct span origin)
{
    return origin.len > 0 && origin.len <= LONGEST_ORIGIN &&
           header_value_valid(origin);
}

void cors_learn(struct cors_memory *m, struct span origin,
                const struct cors_seen *seen)
{
    struct known *k;
    bool keep;

    if (!origin_fits(origin))
        return;
    k = slot_for(m, origin);
    keep = seen->preflight && k->used != 0 &&
           span_equal(origin, (struct span){k->origin, k->origin_len});
    if (!keep)
        k->expose_len = 0;
    k->used = ++m->clock;
    k->origin_len = origin.len;
    memcpy(k->origin, origin.at, origin.len);
    k->any = span_is(seen->allow_origin, "*");
    k->allowed = k->any || span_equal(seen->allow_origin, origin);
    k->credentials = span_is(seen->allow_credentials, "true");
    if (!keep && seen->expose_headers.len > 0 &&
        seen->expose_headers.len <= LONGEST_EXPOSE &&
        header_value_valid(seen->expose_headers)) {
        memcpy(k->expose, seen->expose_headers.at, seen->expose_headers.len);
        k->expose_len = seen->expose_headers.len;
    }
}

bool cors_asks(const struct cors_memory *m, struct span origin)
{
    return origin_fits(origin) && find(m, origin) == NULL;
}

static void add_vary(struct reply *ret)
{
    reply_add(ret, SPAN("Vary"), SPAN("Origin"));
}

/* Ours are named too, so that the page can show the decision's id. */
static void add_allowed(struct reply *ret, struct span origin, bool credentials,
                        struct span expose)
{
    reply_add(ret, SPAN("Access-Control-Allow-Origin"), origin);
    if (credentials)
        reply_add(ret, SPAN("Access-Control-Allow-Credentials"), SPAN("true"));
    if (expose.len > 0)
        reply_add(ret, SPAN("Access-Control-Expose-Headers"), expose);
    reply_add(ret, SPAN("Access-Control-Expose-Headers"),
              SPAN("Paifang-Decision, Paifang-Verdict"));
}

static void mirror(const struct cors_memory *m, struct span origin,
                   struct reply *ret)
{
    const struct known *k = m != NULL ? find(m, origin) : NULL;

    add_vary(ret);
    if (k == NULL || !k->allowed)
        return;
    add_allowed(ret, k->any ? SPAN("*") : origin, k->credentials && !k->any,
                (struct span){k->expose, k->expose_len});
}

static void from_list(const struct texts *list, struct span origin,
                      struct reply *ret)
{
    add_vary(ret);
    for (uint32_t i = 0; i < list->count; i++) {
        bool any = strcmp(list->at[i], "*") == 0;

        if (!any && !span_is(origin, list->at[i]))
            continue;
        add_allowed(ret, any ? SPAN("*") : origin, !any,
                    (struct span){NULL, 0});
        return;
    }
}

void cors_add(const struct cors_memory *m, const struct cors *cors,
              struct span origin, struct reply *ret)
{
    if (cors->kind == CORS_OFF || !origin_fits(origin))
        return;
    if (cors->kind == CORS_LIST)
        from_list(&cors->origin, origin, ret);
    else
        mirror(m, origin, ret);
}
