/* Routes that are legal and probably not what was meant. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "config/route.h"

struct reviewing {
    const struct routes *routes;
    route_warning *warn;
    void *arg;
};

static bool same_segment(const struct path_segment *a,
                         const struct path_segment *b)
{
    return a->kind == SEGMENT_TEXT && b->kind == SEGMENT_TEXT &&
           span_equal_nocase(a->text, b->text);
}

/* Does a match everything that b matches? */
static bool path_covers(const struct path_pattern *a,
                        const struct path_pattern *b)
{
    uint32_t i = 0;

    for (; i < a->count && a->segment[i].kind != SEGMENT_REST; i++) {
        if (i == b->count || b->segment[i].kind == SEGMENT_REST)
            return false;
        if (a->segment[i].kind == SEGMENT_TEXT &&
            !same_segment(&a->segment[i], &b->segment[i]))
            return false;
    }
    return i < a->count || i == b->count;
}

/* Is there a path that both match? */
static bool path_meets(const struct path_pattern *a,
                       const struct path_pattern *b)
{
    uint32_t i = 0;

    for (;; i++) {
        bool a_ends = i == a->count;
        bool b_ends = i == b->count;

        if ((!a_ends && a->segment[i].kind == SEGMENT_REST) ||
            (!b_ends && b->segment[i].kind == SEGMENT_REST))
            return true;
        if (a_ends || b_ends)
            return a_ends && b_ends;
        if (a->segment[i].kind == SEGMENT_TEXT &&
            b->segment[i].kind == SEGMENT_TEXT &&
            !same_segment(&a->segment[i], &b->segment[i]))
            return false;
    }
}

static const char *query_value(const struct pairs *q, const char *name)
{
    for (uint32_t i = 0; i < q->count; i++)
        if (strcmp(q->at[i].name, name) == 0)
            return q->at[i].value;
    return NULL;
}

/* Every condition of a is also one of b. */
static bool query_covers(const struct pairs *a, const struct pairs *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        const char *other = query_value(b, a->at[i].name);

        if (other == NULL || (strcmp(a->at[i].value, "*") != 0 &&
                              strcmp(a->at[i].value, other) != 0))
            return false;
    }
    return true;
}

static bool query_meets(const struct pairs *a, const struct pairs *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        const char *other = query_value(b, a->at[i].name);

        if (other != NULL && strcmp(a->at[i].value, "*") != 0 &&
            strcmp(other, "*") != 0 && strcmp(a->at[i].value, other) != 0)
            return false;
    }
    return true;
}

static bool match_covers(const struct route_match *a,
                         const struct route_match *b)
{
    return strcmp(a->method, b->method) == 0 &&
           path_covers(&a->path, &b->path) &&
           query_covers(&a->query, &b->query);
}

static bool match_meets(const struct route_match *a,
                        const struct route_match *b)
{
    return strcmp(a->method, b->method) == 0 &&
           path_meets(&a->path, &b->path) && query_meets(&a->query, &b->query);
}

/* ---- overlap ---- */

/* The special before the general is what one writes on purpose. */
static void compare_matches(const struct reviewing *r,
                            const struct route *first,
                            const struct route_match *a,
                            const struct route *second,
                            const struct route_match *b)
{
    char text[256];

    if (match_covers(a, b))
        (void)snprintf(text, sizeof(text),
                       "%s %.80s is never reached: route %s takes it first",
                       b->method, b->path.text, first->name);
    else if (match_meets(a, b) && !match_covers(b, a))
        (void)snprintf(text, sizeof(text),
                       "%s %.80s overlaps %.80s of route %s, which is taken",
                       b->method, b->path.text, a->path.text, first->name);
    else
        return;
    r->warn(r->arg, second, text);
}

static void review_overlap(const struct reviewing *r)
{
    for (uint32_t i = 0; i < r->routes->count; i++)
        for (uint32_t k = i + 1; k < r->routes->count; k++) {
            const struct route *first = &r->routes->at[i];
            const struct route *second = &r->routes->at[k];

            for (uint32_t x = 0; x < first->match.count; x++)
                for (uint32_t y = 0; y < second->match.count; y++)
                    compare_matches(r, first, &first->match.at[x], second,
                                    &second->match.at[y]);
        }
}

/* ---- edits and aliases ---- */

static bool published(const struct reviewing *r,
                      const struct route_match *wanted)
{
    for (uint32_t i = 0; i < r->routes->count; i++) {
        const struct route *route = &r->routes->at[i];

        for (uint32_t k = 0; k < route->match.count; k++)
            if (route->kind == ROUTE_PUBLISH &&
                match_meets(&route->match.at[k], wanted))
                return true;
    }
    return false;
}

/* What is posted at /posts is mostly changed at /posts/{id}. */
static void review_edits(const struct reviewing *r, const struct route *route,
                         const struct route_match *post)
{
    static const char *const methods[] = {"PUT", "PATCH"};
    struct path_segment segment[65];
    struct path_pattern path = {"", segment, post->path.count + 1};
    char text[256];

    if (post->path.count >= COUNT_OF(segment) || post->path.count == 0 ||
        post->path.segment[post->path.count - 1].kind != SEGMENT_TEXT ||
        post->query.count > 0)
        return;
    memcpy(segment, post->path.segment, post->path.count * sizeof(*segment));
    segment[post->path.count] = (struct path_segment){SEGMENT_ANY, SPAN("id")};
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        struct route_match edit = {.method = methods[i], .path = path};

        if (published(r, &edit))
            continue;
        (void)snprintf(text, sizeof(text),
                       "no publish route has %s %.80s/{id}: a post could be "
                       "changed there unseen",
                       methods[i], post->path.text);
        r->warn(r->arg, route, text);
    }
}

/* Other ways to the same action, by the app that has them. */
static const struct alias {
    const char *prefix; /* of the route's path */
    const char *path;
    const char *query;
} aliases[] = {
    {"/wp-json/", "/", "rest_route"},
    {"/wp-json/", "/index.php", "rest_route"},
    {"/wp-json/", "/wp-json/batch/v1", NULL},
    {"/wp-json/wp/v2/posts", "/xmlrpc.php", NULL},
    {"/wp-json/wp/v2/comments", "/wp-comments-post.php", NULL},
    {"/w/api.php", "/w/rest.php/v1/page", NULL},
    {"/w/rest.php/", "/w/api.php", NULL},
};

static bool alias_is_routed(const struct reviewing *r, const struct alias *a)
{
    for (uint32_t i = 0; i < r->routes->count; i++) {
        const struct route_matches *m = &r->routes->at[i].match;

        for (uint32_t k = 0;
             r->routes->at[i].kind == ROUTE_PUBLISH && k < m->count; k++)
            if (strcasecmp(m->at[k].path.text, a->path) == 0 &&
                (a->query == NULL ||
                 query_value(&m->at[k].query, a->query) != NULL))
                return true;
    }
    return false;
}

static void review_aliases(const struct reviewing *r, const struct route *route)
{
    char text[256];

    for (size_t i = 0; i < COUNT_OF(aliases); i++) {
        const struct alias *a = &aliases[i];
        bool applies = false;

        for (uint32_t k = 0; k < route->match.count; k++)
            applies = applies ||
                      span_starts_nocase(span_of(route->match.at[k].path.text),
                                         span_of(a->prefix));
        if (!applies || alias_is_routed(r, a))
            continue;
        (void)snprintf(text, sizeof(text),
                       "the same can be done at %s%s%s, which no publish route "
                       "has",
                       a->path, a->query != NULL ? "?" : "",
                       a->query != NULL ? a->query : "");
        r->warn(r->arg, route, text);
    }
}

void routes_review(const struct routes *routes, bool writes_refused,
                   route_warning *warn, void *arg)
{
    const struct reviewing r = {routes, warn, arg};

    review_overlap(&r);
    for (uint32_t i = 0; i < routes->count && !writes_refused; i++) {
        const struct route *route = &routes->at[i];

        if (route->kind != ROUTE_PUBLISH)
            continue;
        for (uint32_t k = 0; k < route->match.count; k++)
            if (strcmp(route->match.at[k].method, "POST") == 0)
                review_edits(&r, route, &route->match.at[k]);
        review_aliases(&r, route);
    }
}
